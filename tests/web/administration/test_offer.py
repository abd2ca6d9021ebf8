"""*Emner*, *Samtaletyper*, *Lokaler*, *Lukkedage*: what can be booked, and what a change would touch."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup

from afsaet.booking.models import ConversationType, Topic
from afsaet.calendar.models import ClosedDay, Room
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]

TYPE = {
    "name": "Jobsamtale",
    "minutes": "45",
    "buffer_minutes": "0",
    "notice_hours": "2",
    "horizon_days": "42",
    "must_meet_first": "on",
    "counts": "on",
}
ROOM = {"name": "Lokale 3", "seats": "4", "step_free": "on"}


@pytest.fixture
def no_day_closed(cast: Cast) -> None:
    """A new house starts with its holidays; these tests start without."""
    ClosedDay.objects.all().delete()


def open_topics(soup: BeautifulSoup) -> list[str]:
    return [row.get_text(strip=True) for row in soup.select("table tbody th")]


def test_a_new_topic_stands_last_and_a_closed_one_apart(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    before = open_topics(page(vera, "/opsaetning/emner/"))
    soup = page(vera, "/opsaetning/emner/nyt/", {"words": "Noget med havet"})
    assert open_topics(soup) == [*before, "Noget med havet"]
    first = Topic.objects.order_by("place")[0]
    soup = page(vera, f"/opsaetning/emner/{first.pk}/", {"words": str(first.text)})
    assert open_topics(soup) == [*before[1:], "Noget med havet"]
    assert before[0] in soup.get_text()


def test_a_topic_is_moved_one_place_and_no_further_than_the_end(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    first, second = Topic.objects.order_by("place")[:2]
    page(vera, f"/opsaetning/emner/{first.pk}/flyt/", {"step": "ned"})
    assert list(Topic.objects.values_list("pk", flat=True)[:2]) == [second.pk, first.pk]
    page(vera, f"/opsaetning/emner/{second.pk}/flyt/", {"step": "op"})
    assert list(Topic.objects.values_list("pk", flat=True)[:2]) == [second.pk, first.pk]


def test_a_topic_that_exists_is_refused_and_what_was_typed_stands(cast: Cast, page: Page) -> None:
    topics = Topic.objects.count()
    known = str(Topic.objects.order_by("place")[0].text)
    soup = page(client_for(cast.vera), "/opsaetning/emner/nyt/", {"words": known.upper()}, status=422)
    assert soup.select_one("input[name=words]")["value"] == known.upper()  # type: ignore[index]
    assert "findes allerede" in soup.get_text()
    assert Topic.objects.count() == topics


def test_the_last_topic_cannot_be_closed(cast: Cast, page: Page) -> None:
    last = Topic.objects.order_by("place")[0]
    Topic.objects.exclude(pk=last.pk).update(active=False)
    soup = page(client_for(cast.vera), f"/opsaetning/emner/{last.pk}/", {"words": str(last.text)}, status=422)
    assert "mindst ét emne" in soup.get_text()
    last.refresh_from_db()
    assert last.active


def test_a_look_at_a_morning_saves_nothing_and_saving_does(cast: Cast, page: Page) -> None:
    kind = ConversationType.objects.get(key="jobsamtale")
    address = f"/opsaetning/samtaletyper/{kind.pk}/"
    typed = TYPE | {"minutes": "60", "buffer_minutes": "15"}
    soup = page(client_for(cast.vera), address, typed | {"look": "1"})
    assert "8.30, 9.45 og 11.00" in soup.get_text()
    kind.refresh_from_db()
    assert (kind.minutes, kind.buffer_minutes) == (45, 0)
    page(client_for(cast.vera), address, typed)
    kind.refresh_from_db()
    assert (kind.minutes, kind.buffer_minutes, kind.notice_minutes) == (60, 15, 120)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("minutes", "0"), ("minutes", "en time"), ("horizon_days", ""), ("buffer_minutes", "-5")],
)
def test_a_number_that_makes_no_sense_is_refused_at_its_field(
    cast: Cast, page: Page, field: str, typed: str
) -> None:
    kind = ConversationType.objects.get(key="jobsamtale")
    before = ConversationType.objects.filter(pk=kind.pk).values().get()
    soup = page(
        client_for(cast.vera), f"/opsaetning/samtaletyper/{kind.pk}/", TYPE | {field: typed}, status=422
    )
    assert soup.select_one(f"[data-error-summary] a[href='#{field}']")
    assert ConversationType.objects.filter(pk=kind.pk).values().get() == before


def test_a_type_takes_rooms_only_when_there_are_some(cast: Cast, page: Page) -> None:
    kind = ConversationType.objects.get(key="jobsamtale")
    address = f"/opsaetning/samtaletyper/{kind.pk}/"
    soup = page(client_for(cast.vera), address, TYPE | {"needs_room": "on"}, status=422)
    assert "Opret dem under Lokaler først" in soup.get_text()
    kind.refresh_from_db()
    assert not kind.needs_room
    Room.objects.create(unit=cast.unit, name="Lokale 1")
    page(client_for(cast.vera), address, TYPE | {"needs_room": "on"})
    kind.refresh_from_db()
    assert kind.needs_room


def test_a_room_is_made_changed_and_closed(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    page(vera, "/opsaetning/lokaler/nyt/", ROOM | {"unit": cast.unit.pk})
    room = Room.objects.get()
    assert (room.name, room.seats, room.step_free, room.active) == ("Lokale 3", 4, True, True)
    soup = page(vera, f"/opsaetning/lokaler/{room.uuid}/", ROOM | {"unit": cast.unit.pk, "seats": "2"})
    assert "Kan ikke bookes" in soup.get_text()
    room.refresh_from_db()
    assert (room.seats, room.active) == (2, False)


def test_two_rooms_of_a_unit_do_not_share_a_name(cast: Cast, page: Page) -> None:
    Room.objects.create(unit=cast.unit, name="Lokale 3")
    typed = ROOM | {"name": "LOKALE 3", "unit": cast.unit.pk}
    soup = page(client_for(cast.vera), "/opsaetning/lokaler/nyt/", typed, status=422)
    assert "har allerede et lokale" in soup.get_text()
    assert Room.objects.count() == 1


@pytest.mark.usefixtures("no_day_closed")
def test_the_ticked_holidays_are_closed_and_no_other_day(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    asked = [
        box["value"] for box in page(vera, "/opsaetning/lukkedage/").select("input[name=day][type=checkbox]")
    ]
    assert "2026-12-25" in asked
    assert "2026-12-26" not in asked, "a Saturday is closed anyway"
    page(vera, "/opsaetning/lukkedage/helligdage/", {"day": ["2026-12-25", "2026-12-02"]})
    assert dict(ClosedDay.objects.values_list("day", "name")) == {date(2026, 12, 25): "Juledag"}
    page(vera, "/opsaetning/lukkedage/2026-12-25/aabn/", {})
    assert not ClosedDay.objects.exists()


@pytest.mark.usefixtures("no_day_closed")
def test_a_look_at_a_day_counts_its_talks_and_closes_nothing(house: Cast, page: Page) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))
    cast, day = house, date(2026, 11, 26)
    typed = {"day": f"{day:%d-%m-%Y}", "name": "Personaledag"}
    soup = page(client_for(cast.vera), "/opsaetning/lukkedage/", typed | {"look": "1"})
    assert "1 samtale ligger" in soup.get_text()
    assert not ClosedDay.objects.exists()
    page(client_for(cast.vera), "/opsaetning/lukkedage/", typed)
    assert ClosedDay.objects.get().day == day


@pytest.mark.usefixtures("no_day_closed")
@pytest.mark.parametrize("typed", ["i morgen", "31-02-2027", "01-01-2020", ""])
def test_a_day_nobody_can_close_is_refused(cast: Cast, page: Page, typed: str) -> None:
    form = {"day": typed, "name": "Personaledag"}
    soup = page(client_for(cast.vera), "/opsaetning/lukkedage/", form, status=422)
    assert soup.select_one("[data-error-summary] a[href='#day']")
    assert not ClosedDay.objects.exists()
