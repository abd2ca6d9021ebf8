"""Case 19 of reference/booking.md: something comes on top of a talk. It stands, and the adviser is asked once."""

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from afsaet.booking.actions.clashes import keep_talk
from afsaet.booking.models import Booking, ClashKept
from afsaet.booking.queries.clashes import clashes_for
from afsaet.booking.rules.clashes import Clash, Times, clashes_of
from afsaet.calendar.actions.claims import resource_of
from afsaet.calendar.actions.hours import Hours, close_days, close_time, open_day, set_weekly_hours
from afsaet.calendar.models import Busy, BusySource, ExtraTime, Resource, Room
from afsaet.calendar.public_holidays import danish_holidays
from afsaet.core import clock
from afsaet.people.models import Staff
from tests.booking.conftest import at, booked
from tests.cast import Cast, viewer_of

TALK = (600, 645)
OPEN = Times(opened=[(510, 720)], closed=[], busy=[], days=[])


# ---- the rule ------------------------------------------------------------------------------------


def times(**more: Any) -> Times:
    return Times(**{"opened": OPEN.opened, "closed": [], "busy": [], "days": [], **more})


@pytest.mark.parametrize(
    ("around", "found"),
    [
        (times(), []),
        (times(busy=[(645, 700), (500, 600)]), []),
        (times(busy=[(644, 700)]), ["busy-644-700"]),
        (times(busy=[(500, 601)]), ["busy-500-601"]),
        (times(busy=[(610, 620), (0, 2000)]), ["busy-610-620", "busy-0-2000"]),
        (times(closed=[(600, 660)]), ["closed-600-660"]),
        (times(opened=[(510, 640)]), ["hours-600-645"]),
        (times(opened=[(601, 720)]), ["hours-600-645"]),
        (times(opened=[]), ["hours-600-645"]),
        (times(opened=[(510, 630), (630, 720)]), []),
        (times(opened=[(510, 620), (630, 720)]), ["hours-600-645"]),
        (times(opened=[(510, 635), (620, 720)]), []),
        (times(opened=[], days=[(0, 1440)]), ["day-0-1440"]),
        (times(opened=[], days=[(1440, 2880)]), ["hours-600-645"]),
        # Opened by hand on a closed day: she has said that she works.
        (times(days=[(0, 1440)]), []),
        (times(opened=[], busy=[(600, 700)]), ["busy-600-700", "hours-600-645"]),
    ],
)
def test_a_talk_clashes_with_what_meets_it(around: Times, found: list[str]) -> None:
    assert [clash.key for clash in clashes_of(TALK, around)] == found


def test_a_room_that_is_taken_out_of_use_clashes() -> None:
    assert clashes_of(TALK, OPEN, room_in_use=False) == [Clash("room", *TALK)]


# ---- in the house --------------------------------------------------------------------------------


@pytest.fixture
def talk(house: Cast) -> Booking:
    return booked(house.amal, house.lise, at(26, 13, 15))


def found(house: Cast) -> list[str]:
    clashes = clashes_for(viewer_of(house.lise), house.lise, clock.now()).first
    return [f"{one.booking.citizen.first_name} {one.kind} {one.name}".strip() for one in clashes]


def busy(
    house: Cast, day: int, opens: tuple[int, int], closes: tuple[int, int], who: Staff | None = None
) -> None:
    resource = resource_of(Resource.STAFF, (who or house.lise).uuid)
    source, _ = BusySource.objects.get_or_create(
        resource_id=resource, defaults={"kind": "ics", "url": "https://a.example/"}
    )
    Busy.objects.create(source=source, resource_id=resource, starts=at(day, *opens), ends=at(day, *closes))


def test_nothing_clashes_in_an_ordinary_week(house: Cast, talk: Booking) -> None:
    assert found(house) == []


def test_a_meeting_in_outlook_over_a_talk(house: Cast, talk: Booking) -> None:
    busy(house, 26, (13, 0), (14, 0))
    busy(house, 26, (9, 0), (13, 15))
    assert found(house) == ["Amal busy"]
    talk.refresh_from_db()
    assert not talk.cancelled


def test_a_closed_time_over_a_talk(house: Cast, talk: Booking) -> None:
    close_time(house.lise.uuid, at(26, 13), at(26, 14), by=viewer_of(house.lise), now=clock.now())
    assert found(house) == ["Amal closed"]


def test_hours_that_no_longer_hold_the_talk(house: Cast, talk: Booking) -> None:
    week = [Hours(day, time(8, 30), time(12)) for day in range(5)]
    set_weekly_hours(house.lise.uuid, week, by=viewer_of(house.lise), now=clock.now())
    assert found(house) == ["Amal hours"]
    ExtraTime.objects.create(
        resource_id=resource_of(Resource.STAFF, house.lise.uuid), starts=at(26, 13), ends=at(26, 14)
    )
    assert found(house) == [], "she has opened the time by hand"


def test_a_room_that_is_not_used_any_more(house: Cast, talk: Booking) -> None:
    room = Room.objects.create(unit=house.unit, name="Lokale 2")
    Booking.objects.filter(pk=talk.pk).update(room=room)
    assert found(house) == []
    Room.objects.update(active=False)
    assert found(house) == ["Amal room Lokale 2"]


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 3, 25),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2026, 12, 24),
    ],
)
def test_a_public_holiday_over_a_talk(house: Cast, monday: Any, day: date) -> None:
    monday.move_to(
        clock.at_local(date(2026, 12, 1) if day.year == 2026 else date(2027, day.month - 1, 20), 8)
    )
    open_day(day, by=viewer_of(house.vera), now=clock.now())
    booked(house.amal, house.lise, clock.at_local(day, 9, 15))
    assert found(house) == []
    close_days(danish_holidays(day.year), by=viewer_of(house.vera), now=clock.now())
    assert found(house) == [f"Amal day {danish_holidays(day.year)[day]}"]


def test_the_holidays_are_the_ones_the_law_and_the_calendar_give() -> None:
    """reference/booking.md case 19; Easter Sunday 2027 is itself the day on which the clock is moved."""
    known = danish_holidays(2027)
    named = {
        date(2027, 3, 25): "Skærtorsdag",
        date(2027, 3, 26): "Langfredag",
        date(2027, 3, 28): "Påskedag",
        date(2027, 3, 29): "Anden påskedag",
        date(2027, 5, 6): "Kristi himmelfartsdag",
        date(2027, 5, 17): "Anden pinsedag",
        date(2027, 6, 5): "Grundlovsdag",
        date(2027, 12, 24): "Juleaftensdag",
    }
    assert {day: known.get(day) for day in named} == named
    assert date(2027, 4, 23) not in known, "store bededag was abolished from 2024"


@pytest.mark.parametrize("change", ["cancelled_at", "started_at"])
def test_what_is_cancelled_or_begun_or_over_is_nobodys_worry(
    house: Cast, talk: Booking, monday: Any, change: str
) -> None:
    busy(house, 26, (13, 0), (14, 0))
    Booking.objects.filter(pk=talk.pk).update(**{change: clock.now()})
    assert found(house) == []
    Booking.objects.filter(pk=talk.pk).update(**{change: None})
    assert found(house) == ["Amal busy"]
    monday.move_to(at(26, 13, 20))
    assert found(house) == []


def test_a_colleagues_calendar_is_no_clash_of_mine_nor_mine_of_hers(house: Cast, talk: Booking) -> None:
    busy(house, 26, (13, 0), (14, 0), house.nanna)
    assert found(house) == []
    assert clashes_for(viewer_of(house.nanna), house.nanna, clock.now()).total == 0


# ---- Behold samtalen -----------------------------------------------------------------------------


def keep(house: Cast, talk: Booking, key: str) -> None:
    keep_talk(house.lise, talk, key, by=viewer_of(house.lise), now=clock.now())


def keys(house: Cast) -> list[str]:
    return [one.key for one in clashes_for(viewer_of(house.lise), house.lise, clock.now()).first]


def test_a_talk_that_is_kept_is_not_asked_about_again_until_something_new_comes(
    house: Cast, talk: Booking
) -> None:
    busy(house, 26, (13, 0), (14, 0))
    (key,) = keys(house)
    keep(house, talk, key)
    keep(house, talk, key)
    assert ClashKept.objects.count() == 1
    assert keys(house) == []
    Busy.objects.all().delete()
    busy(house, 26, (13, 0), (14, 0))
    assert keys(house) == [], "the same event was read again"
    busy(house, 26, (13, 30), (15, 0))
    (new,) = keys(house)
    assert new != key


def test_keeping_answers_only_what_was_shown(house: Cast, talk: Booking) -> None:
    busy(house, 26, (13, 0), (14, 0))
    keep(house, talk, "busy-1-2")
    keep(house, booked(house.bo, house.lise, at(27, 9, 15)), keys(house)[0])
    assert not ClashKept.objects.exists()
    keep_talk(house.nanna, talk, keys(house)[0], by=viewer_of(house.nanna), now=clock.now())
    assert not ClashKept.objects.exists(), "somebody else's talk"


# ---- how it asks ---------------------------------------------------------------------------------


def test_it_asks_the_database_three_times_however_many_talks_there_are(house: Cast, talk: Booking) -> None:
    def asked() -> int:
        viewer, lise = viewer_of(house.lise), house.lise
        with CaptureQueriesContext(connection) as queries:
            clashes_for(viewer, lise, clock.now())
        return len(queries)

    assert asked() == 3
    booked(house.bo, house.lise, at(26, 9, 15))
    busy(house, 26, (9, 0), (14, 0))
    assert len(found(house)) == 2
    assert asked() == 3


def test_only_those_whose_talks_clash_are_noted_as_seen(house: Cast, talk: Booking) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))
    busy(house, 26, (13, 0), (14, 0))
    viewer = viewer_of(house.lise)
    clashes_for(viewer, house.lise, clock.now())
    assert viewer.citizens_seen == {str(house.amal.uuid)}
    busy(house, 26, (9, 0), (10, 0))
    first = viewer_of(house.lise)
    assert clashes_for(first, house.lise, clock.now(), most=1).total == 2
    assert first.citizens_seen == {str(house.bo.uuid)}, "only the one that is shown"
