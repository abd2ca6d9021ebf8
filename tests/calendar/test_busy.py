"""Her other calendar: replaced whole, never a title, never blocking our own talks, and old rather than empty."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from afsaet.audit.models import Change
from afsaet.calendar.actions.busy import (
    Connection,
    close_feed,
    connect,
    disconnect,
    open_feed,
    read_source,
    replace_busy,
    try_out,
)
from afsaet.calendar.actions.claims import Want, claim, release, resource_of
from afsaet.calendar.models import Busy, BusyFeed, BusyReading, BusySource, Resource
from afsaet.calendar.ports import OtherCalendar, Taken, Unreadable
from afsaet.calendar.queries.busy import busy_times, feed_by, source_of, sources_due
from afsaet.calendar.queries.free_times import Search, free_times
from afsaet.calendar.rules import joined, next_try
from afsaet.calendar.tasks import READ, read_busy, read_busy_due
from afsaet.core import clock
from afsaet.core.calendar_file import uid_of
from afsaet.core.errors import Refused
from afsaet.core.viewer import job
from tests.booking.conftest import at, booked
from tests.booking.conftest import house as house
from tests.cast import Cast, viewer_of


class Calendars:
    """What the reader finds, and what it was asked with; the adapter of these tests."""

    found: list[Taken] = []
    fails: str = ""
    asked: list[tuple[str, str, str]] = []
    spans: list[tuple[datetime, datetime]] = []

    def read(self, calendar: OtherCalendar, first: datetime, last: datetime) -> list[Taken]:
        Calendars.asked.append((calendar.url, calendar.user_name, calendar.password))
        Calendars.spans.append((first, last))
        if Calendars.fails:
            raise Unreadable(Calendars.fails)
        return Calendars.found


@pytest.fixture(autouse=True)
def calendars(settings: Any) -> type[Calendars]:
    path = f"{__name__}.Calendars"
    settings.CALENDARS = {"ics": path, "caldav": path}
    Calendars.found, Calendars.fails, Calendars.asked, Calendars.spans = [], "", [], []
    return Calendars


ICS = Connection("ics", "https://outlook.office365.com/owa/calendar/a/calendar.ics")
DAV = Connection("caldav", "https://dav.example/", "lise", "hemmelig-kode")


def taken(*times: tuple[datetime, datetime], uid: str = "") -> list[Taken]:
    return [Taken(starts, ends, uid) for starts, ends in times]


def connected(house: Cast, wanted: Connection = ICS) -> BusySource:
    return connect(house.lise.uuid, wanted, by=viewer_of(house.lise), now=clock.now())


def busy(house: Cast) -> list[tuple[datetime, datetime]]:
    return busy_times(house.lise.uuid, at(1, 0), at(30, 0))


def free(house: Cast, day: int) -> list[datetime]:
    search = Search(45, at(day, 0), at(day + 1, 0))
    return free_times([house.lise.uuid], house.bo.uuid, search, now=clock.now())[house.lise.uuid]


def replace(source: BusySource, found: Sequence[Taken]) -> None:
    replace_busy(source, found, by=job("calendar"), now=clock.now())


def test_what_is_read_replaces_all_that_was_read_before(house: Cast) -> None:
    source = connected(house)
    replace(source, taken((at(26, 13), at(26, 14)), (at(27, 9), at(27, 10))))
    replace(source, taken((at(27, 9), at(27, 10)), (at(27, 13), at(27, 14))))
    assert busy(house) == [(at(27, 9), at(27, 10)), (at(27, 13), at(27, 14))]


def test_times_that_overlap_become_one_and_those_that_touch_stay_two(house: Cast) -> None:
    replace(
        connected(house), taken((at(26, 9), at(26, 11)), (at(26, 10), at(26, 12)), (at(26, 12), at(26, 13)))
    )
    assert busy(house) == [(at(26, 9), at(26, 12)), (at(26, 12), at(26, 13))]


def test_nobody_can_book_her_where_she_is_busy(house: Cast) -> None:
    starts = at(26, 9, 15)
    assert starts in free(house, 26)
    replace(connected(house), taken((at(26, 9, 30), at(26, 9, 45))))
    assert starts not in free(house, 26)
    with pytest.raises(Refused, match="taken"):
        booked(house.bo, house.lise, starts)


def test_a_talk_booked_before_stands(house: Cast) -> None:
    talk = booked(house.bo, house.lise, at(26, 9, 15))
    replace(connected(house), taken((at(26, 9), at(26, 12))))
    talk.refresh_from_db()
    assert not talk.cancelled


def test_our_own_talk_that_comes_back_never_blocks_itself(house: Cast) -> None:
    """She has accepted the invitation: the talk stands in Outlook, is moved here, and cancelled here."""
    talk = booked(house.bo, house.lise, at(26, 9, 15))
    ours = taken((talk.starts, talk.ends), uid=uid_of(talk.uuid))
    source = connected(house)
    replace(source, [*ours, *taken((at(26, 13), at(26, 14)), uid=str(uuid4()))])
    assert busy(house) == [(at(26, 13), at(26, 14))]
    release(talk.uuid)
    replace(source, ours)
    assert busy(house) == [], "the old time of a talk that is gone was still blocked"
    assert at(26, 9, 15) in free(house, 26)


def test_it_is_read_26_weeks_ahead_from_now(house: Cast) -> None:
    connected(house)
    assert Calendars.spans == [(clock.now(), clock.now() + timedelta(weeks=26))]


def test_an_address_that_cannot_be_read_is_not_kept(house: Cast) -> None:
    Calendars.fails = "calendar_gone"
    with pytest.raises(Refused, match="calendar_gone"):
        connected(house)
    assert not BusySource.objects.exists()


def test_trying_keeps_nothing(house: Cast) -> None:
    Calendars.found = taken((at(26, 13), at(26, 14)), (at(26, 13), at(26, 13, 30)))
    assert try_out(house.lise.uuid, ICS, now=clock.now()) == 1
    assert not BusySource.objects.exists()
    assert not Busy.objects.exists()


def test_the_password_lies_sealed_and_is_handed_to_the_reader(house: Cast) -> None:
    source = connected(house, DAV)
    assert b"hemmelig-kode" not in bytes(source.secret_encrypted)
    assert len(source.secret_encrypted) > len("hemmelig-kode") + 12
    read_source(BusySource.objects.get(), by=job("calendar"), now=clock.now())
    assert Calendars.asked[-1] == ("https://dav.example/", "lise", "hemmelig-kode")
    assert "hemmelig-kode" not in repr(list(Change.objects.values_list("diff", flat=True)))


def test_a_kept_password_is_used_again_but_never_at_another_address(house: Cast) -> None:
    connected(house, DAV)
    connected(house, Connection("caldav", DAV.url, DAV.user_name))
    assert Calendars.asked[-1][2] == "hemmelig-kode"
    connected(house, Connection("caldav", "https://ond.example/", DAV.user_name))
    assert Calendars.asked[-1][2] == ""
    assert not BusySource.objects.get().secret_encrypted


def test_when_it_fails_the_old_times_stay_and_the_problem_is_told(house: Cast, monday: Any) -> None:
    source = connected(house)
    replace(source, taken((at(26, 13), at(26, 14))))
    read = clock.now()
    monday.move_to(at(23, 9))
    Calendars.fails = "calendar_slow"
    assert not read_source(source, by=job("calendar"), now=clock.now())
    assert busy(house) == [(at(26, 13), at(26, 14))]
    known = source_of(house.lise.uuid)
    assert known is not None
    assert (known.read_at, known.problem) == (read, "calendar_slow")
    Calendars.fails = ""
    assert read_source(source, by=job("calendar"), now=clock.now())
    known = source_of(house.lise.uuid)
    assert known is not None
    assert (known.read_at, known.problem) == (clock.now(), "")


def test_reading_again_what_has_not_changed_writes_nothing_but_when(house: Cast) -> None:
    source = connected(house)
    found = taken((at(26, 13), at(26, 14)))
    replace(source, found)
    rows = list(Busy.objects.values_list("pk", flat=True))
    changes = Change.objects.count()
    replace(source, found)
    assert list(Busy.objects.values_list("pk", flat=True)) == rows
    assert Change.objects.count() == changes, "each reading would leave a line in the history"


def test_what_was_read_of_a_calendar_that_is_no_longer_hers_is_thrown_away(house: Cast) -> None:
    old = connected(house)
    connected(house, DAV)
    replace(old, taken((at(26, 13), at(26, 14))))
    assert busy(house) == []
    disconnect(house.lise.uuid, by=viewer_of(house.lise), now=clock.now())
    replace(old, taken((at(26, 13), at(26, 14))))
    assert not Busy.objects.exists()


def test_removing_it_removes_all_it_said(house: Cast) -> None:
    replace(connected(house, DAV), taken((at(26, 13), at(26, 14))))
    disconnect(house.lise.uuid, by=viewer_of(house.lise), now=clock.now())
    assert [model.objects.count() for model in (BusySource, BusyReading, Busy)] == [0, 0, 0]


# ---- the job -------------------------------------------------------------------------------------


def make_sources(count: int) -> list[BusySource]:
    now = clock.now()
    made = []
    for _ in range(count):
        source = BusySource.objects.create(
            resource_id=resource_of(Resource.STAFF, uuid4()), kind="ics", url="https://a.example/"
        )
        BusyReading.objects.create(source=source, read_at=now, tried_at=now)
        made.append(source)
    return made


def test_every_calendar_has_its_minute_among_ten_and_comes_once_in_them(house: Cast, monday: Any) -> None:
    made = {source.pk for source in make_sources(25)}
    begun, turns = clock.now() + timedelta(minutes=20), []
    for minute in range(10):
        turns.append(sources_due(begun + timedelta(minutes=minute)))
    assert sorted(pk for turn in turns for pk in turn) == sorted(made)
    assert max(len(turn) for turn in turns) <= 3


def test_one_that_fails_is_asked_more_and_more_seldom(house: Cast) -> None:
    read, minute = at(23, 8), timedelta(minutes=1)
    assert next_try(None, None) is None
    assert next_try(read, read) == read + 10 * minute
    assert next_try(read, read + 10 * minute) == read + 20 * minute
    assert next_try(read, read + 40 * minute) == read + 80 * minute
    assert next_try(read, read + timedelta(days=3)) == read + timedelta(days=3, hours=2)


def test_the_job_queues_each_that_is_due_once(house: Cast, monday: Any) -> None:
    (source,) = make_sources(1)
    monday.move_to(at(23, 9, source.pk % 10))
    for _ in range(2):
        read_busy_due(timestamp=0)
    (queued,) = ProcrastinateJob.objects.filter(task_name=READ)
    assert queued.args == {"source": source.pk}


def test_one_calendar_that_fails_stops_no_other(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = make_sources(2)
    BusySource.objects.filter(pk=bad.pk).update(url="https://bad.example/")

    def read(self: Calendars, calendar: OtherCalendar, first: datetime, last: datetime) -> list[Taken]:
        if "bad" in calendar.url:
            raise Unreadable("calendar_no_answer")
        return taken((at(26, 13), at(26, 14)))

    monkeypatch.setattr(Calendars, "read", read)
    for source in (bad, good):
        read_busy(source=source.pk)
    assert list(Busy.objects.values_list("source", flat=True)) == [good.pk]
    problems = dict(BusyReading.objects.values_list("source", "problem"))
    assert problems == {good.pk: "", bad.pk: "calendar_no_answer"}
    read_busy(source=0)  # removed meanwhile


def test_who_has_left_is_neither_read_nor_shown(house: Cast) -> None:
    source = connected(house)
    token = open_feed(house.lise.uuid, by=viewer_of(house.lise), now=clock.now())
    later = clock.now() + timedelta(days=1)
    turn = later.replace(minute=source.pk % 10)
    assert sources_due(turn) == [source.pk]
    assert feed_by(token, later)
    house.lise.left_on = clock.today()
    house.lise.save()
    assert sources_due(turn) == []
    assert feed_by(token, later) is None


# ---- out to another calendar ---------------------------------------------------------------------


def test_the_address_opens_her_taken_times_and_a_new_one_stops_the_old(house: Cast) -> None:
    lise = viewer_of(house.lise)
    talk = booked(house.bo, house.lise, at(26, 9, 15))
    hold = [Want(resource_of(Resource.STAFF, house.lise.uuid), at(27, 9), at(27, 10))]
    claim(hold, owner=uuid4(), now=clock.now(), held_until=clock.now() + timedelta(minutes=5))
    token = open_feed(house.lise.uuid, by=lise, now=clock.now())
    feed = feed_by(token, clock.now())
    assert feed is not None
    assert feed.times == [(talk.uuid, talk.starts, talk.ends)], "a hold is nothing yet"
    second = open_feed(house.lise.uuid, by=lise, now=clock.now())
    assert feed_by(token, clock.now()) is None
    assert feed_by(second, clock.now())
    close_feed(house.lise.uuid, by=lise, now=clock.now())
    assert feed_by(second, clock.now()) is None


def test_only_the_hash_of_the_secret_is_kept(house: Cast) -> None:
    token = open_feed(house.lise.uuid, by=viewer_of(house.lise), now=clock.now())
    assert len(token) >= 43
    assert token.encode() not in bytes(BusyFeed.objects.get().token_hash)
    assert token not in repr(list(Change.objects.values_list("diff", flat=True)))


def test_joined_keeps_what_is_apart_apart() -> None:
    at_hour = [datetime(2026, 11, 26, hour, tzinfo=UTC) for hour in range(8)]
    assert joined([(at_hour[3], at_hour[4]), (at_hour[0], at_hour[2]), (at_hour[1], at_hour[3])]) == [
        (at_hour[0], at_hour[3]),
        (at_hour[3], at_hour[4]),
    ]
