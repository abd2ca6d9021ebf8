"""A colleague's hours and deputies, set by the administrator."""

from collections.abc import Callable
from datetime import date

from bs4 import BeautifulSoup

from afsaet.calendar.models import WorkRule
from afsaet.people.models import Deputy
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]


def test_the_administrator_sets_an_advisers_hours(cast: Cast, page: Page) -> None:
    vera, address = client_for(cast.vera), f"/medarbejdere/{cast.lise.uuid}/tider/"
    assert page(vera, address).select_one("#man1-fra")
    soup = page(vera, address, {"man1-fra": "8.30", "man1-til": "12"})
    assert "Tiderne er gemt." in soup.get_text()
    rule = WorkRule.objects.get(resource__ref=cast.lise.uuid)
    assert (rule.weekday, f"{rule.opens:%H:%M}", f"{rule.closes:%H:%M}") == (0, "08:30", "12:00")


def test_hours_that_make_no_sense_are_refused_and_stand_as_typed(cast: Cast, page: Page) -> None:
    address = f"/medarbejdere/{cast.lise.uuid}/tider/"
    soup = page(client_for(cast.vera), address, {"man1-fra": "12:00", "man1-til": "8:30"}, status=422)
    assert soup.select_one("#man1-fra")["value"] == "12:00"  # type: ignore[index]
    assert not WorkRule.objects.exists()


def test_a_deputy_is_set_and_stopped(cast: Cast, page: Page) -> None:
    vera, address = client_for(cast.vera), f"/medarbejdere/{cast.lise.uuid}/stedfortraeder/"
    typed = {"deputy": cast.nanna.pk, "first_day": "24-11-2026", "last_day": "4-12-2026"}
    soup = page(vera, address, typed)
    assert "Tirsdag den 24. november til fredag den 4. december" in soup.get_text(" ", strip=True)
    row = Deputy.objects.get()
    assert (row.staff, row.deputy, row.last_day) == (cast.lise, cast.nanna, date(2026, 12, 4))
    page(vera, f"/medarbejdere/stedfortraeder/{row.pk}/slut/", {})
    assert not Deputy.objects.exists()


def test_a_deputy_without_days_is_asked_for_them_and_nothing_is_lost(cast: Cast, page: Page) -> None:
    address = f"/medarbejdere/{cast.lise.uuid}/stedfortraeder/"
    soup = page(client_for(cast.vera), address, {"deputy": cast.nanna.pk, "first_day": "snart"}, status=422)
    assert soup.select_one("#first_day")["value"] == "snart"  # type: ignore[index]
    assert soup.select_one("option[selected]")["value"] == str(cast.nanna.pk)  # type: ignore[index]
    assert not Deputy.objects.exists()


def test_nobody_else_sets_hours_or_deputies(cast: Cast) -> None:
    typed = {"deputy": cast.nanna.pk, "first_day": "24-11-2026", "last_day": "4-12-2026"}
    for person in (cast.nanna, cast.per, cast.gitte, cast.bo):
        for page in ("tider", "stedfortraeder"):
            address = f"/medarbejdere/{cast.lise.uuid}/{page}/"
            assert client_for(person).post(address, typed).status_code == 404
    assert not Deputy.objects.exists()
    assert not WorkRule.objects.exists()
