"""*Bed en kollega tage den*, as Lise asks and as Nanna answers."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag

from afsaet.audit.models import Seen
from afsaet.booking.models import Booking, Substitution
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for, make_staff

Page = Callable[..., BeautifulSoup]
TODAY = "/medarbejder/i-dag/"


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


@pytest.fixture
def booking(house: Cast) -> Booking:
    """Amal's talk with Lise today at 13.15, with an interpreter."""
    return booked(house.amal, house.lise, at(23, 13, 15), interpreter="arabisk")


def ask(booking: Booking) -> str:
    return f"/medarbejder/tid/{booking.uuid}/kollega/"


def nannas(page: Page, house: Cast) -> BeautifulSoup:
    return page(client_for(house.nanna), TODAY)


def test_lise_sees_who_is_free_asks_and_can_take_it_back(house: Cast, page: Page, booking: Booking) -> None:
    lise = client_for(house.lise)
    soup = page(lise, ask(booking))
    assert said(soup.select_one("tbody tr")) == "NJ Nanna Juhl ledig 13.15–14.00 Spørg Nanna"
    assert "Venter på Nanna" in said(page(lise, ask(booking), {"who": str(house.nanna.uuid)}).main)
    assert "Venter på Nanna" in said(page(lise, ask(booking)).main)
    day = page(lise, ask(booking) + "fortryd/", {})
    assert "Venter på Nanna" not in said(day.main)
    assert not Substitution.objects.exists()


def test_nanna_is_asked_without_a_name_and_sees_it_after_her_yes(
    house: Cast, page: Page, booking: Booking
) -> None:
    page(client_for(house.lise), ask(booking), {"who": str(house.nanna.uuid)})
    before = Seen.objects.count()
    soup = nannas(page, house)
    assert "Vil have fat i dig" in said(soup.main)
    assert "Lise spørger, om du kan tage en samtale. Kommer hertil, tolk: arabisk." in said(soup.main)
    assert "I dag 13.15–14.00" in said(soup.main)
    assert "Amal" not in str(soup)
    assert Seen.objects.count() == before, "nobody was shown"
    page(client_for(house.nanna), f"/medarbejder/borger/{house.amal.uuid}/", status=404)
    form = soup.select_one("form[action*=spoergsmaal]")
    assert form is not None
    soup = page(client_for(house.nanna), str(form["action"]), {"svar": "ja"})
    assert "Amal Haddad" in said(soup.main)
    assert "Vil have fat i dig" not in said(soup.main)
    page(client_for(house.nanna), f"/medarbejder/borger/{house.amal.uuid}/")
    assert Seen.objects.latest("pk").purpose == "took_a_talk"
    soup = page(client_for(house.lise), TODAY)
    assert soup.select_one(".day-table") is None
    assert soup.select_one(".next") is None
    assert "13.15 Amal Haddad Nanna tager den og kan se samtalen indtil den 7. december." in said(soup.main)


def test_a_no_is_told_to_lise_and_the_talk_stays(house: Cast, page: Page, booking: Booking) -> None:
    page(client_for(house.lise), ask(booking), {"who": str(house.nanna.uuid)})
    question = Substitution.objects.get()
    page(client_for(house.nanna), f"/medarbejder/spoergsmaal/{question.uuid}/", {"svar": "nej"})
    soup = page(client_for(house.lise), ask(booking))
    assert "Nanna kan ikke." in said(soup.main)
    booking.refresh_from_db()
    assert booking.staff == house.lise


def test_an_answer_that_comes_too_late_is_said_calmly(house: Cast, page: Page, booking: Booking) -> None:
    lise = client_for(house.lise)
    page(lise, ask(booking), {"who": str(house.nanna.uuid)})
    question = Substitution.objects.get()
    booked(house.kirsten, house.nanna, at(23, 13, 15))
    path = f"/medarbejder/spoergsmaal/{question.uuid}/"
    busy = page(client_for(house.nanna), path, {"svar": "ja"}, status=422)
    assert "Du er blevet optaget kl. 13.15. Samtalen bliver hos din kollega." in said(busy.main)
    assert "Amal" not in str(busy)
    booking.refresh_from_db()
    assert booking.staff == house.lise


def test_only_who_was_asked_can_answer(house: Cast, page: Page, booking: Booking) -> None:
    page(client_for(house.lise), ask(booking), {"who": str(house.nanna.uuid)})
    path = f"/medarbejder/spoergsmaal/{Substitution.objects.get().uuid}/"
    other = make_staff(house.unit, None, "Ida", "Fri", "adviser")
    for who in (house.lise, other, house.gitte, house.per):
        page(client_for(who), path, {"svar": "ja"}, status=404)
    page(client_for(house.nanna), path, {"svar": "måske"}, status=404)
    assert Substitution.objects.get().answered_at is None


def test_a_colleague_cannot_ask_for_somebody_elses_citizen(house: Cast, page: Page, booking: Booking) -> None:
    page(client_for(house.nanna), ask(booking), status=404)
    page(client_for(house.nanna), ask(booking), {"who": str(house.nanna.uuid)}, status=404)
    assert not Substitution.objects.exists()


@pytest.mark.parametrize("who", ["", "nobody", "gitte"])
def test_somebody_who_is_not_free_cannot_be_asked(
    house: Cast, page: Page, booking: Booking, who: str
) -> None:
    uuid = str(house.gitte.uuid) if who == "gitte" else who
    soup = page(client_for(house.lise), ask(booking), {"who": uuid}, status=422)
    assert "Kollegaen er ikke ledig mere. Vælg en anden." in said(soup.main)
    assert not Substitution.objects.exists()
