"""Import cases 17 and 18 of reference/booking.md, one each, and files that somebody has made to hurt."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from afsaet.calendar.ports import Unreadable
from afsaet.core.clock import ZONE
from afsaet.integrations.calendars.ics import MOST_LINES, taken_in

FIRST = datetime(2026, 11, 23, 0, tzinfo=ZONE).astimezone(UTC)
LAST = FIRST + timedelta(weeks=26)


def file(*events: str, before: str = "") -> bytes:
    """A calendar with these events, each a few lines."""
    parts = [f"BEGIN:VEVENT\nSUMMARY:Hemmelig\n{event.strip()}\nEND:VEVENT" for event in events]
    text = "\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//test//",
            *before.split("\n"),
            *parts,
            "END:VCALENDAR",
            "",
        ]
    )
    return "\r\n".join(line for line in text.split("\n") if line).encode() + b"\r\n"


def times(*events: str, before: str = "", first: datetime = FIRST, last: datetime = LAST) -> list[str]:
    """`1124 09.00-10.00` on the wall in Denmark; the end's date too when it is another one."""
    return [
        f"{one.starts.astimezone(ZONE):%m%d %H.%M}-{_end(one.starts, one.ends)}"
        for one in taken_in([file(*events, before=before)], first, last)
    ]


def _end(starts: datetime, ends: datetime) -> str:
    same = starts.astimezone(ZONE).date() == ends.astimezone(ZONE).date()
    return f"{ends.astimezone(ZONE):%H.%M}" if same else f"{ends.astimezone(ZONE):%m%d %H.%M}"


def event(starts: str, ends: str, *more: str, uid: str = "a") -> str:
    zone = "" if starts.endswith("Z") else ";TZID=Europe/Copenhagen"
    return "\n".join([f"UID:{uid}", f"DTSTART{zone}:{starts}", f"DTEND{zone}:{ends}", *more])


TUESDAYS = ("20261124T090000", "20261124T100000")


def test_one_event_is_one_time_and_its_title_is_nowhere() -> None:
    (one,) = taken_in([file(event(*TUESDAYS))], FIRST, LAST)
    assert (one.starts, one.ends) == (
        datetime(2026, 11, 24, 8, tzinfo=UTC),
        datetime(2026, 11, 24, 9, tzinfo=UTC),
    )
    assert one.uid == "a"
    assert "Hemmelig" not in repr(one)


# ---- 17: series ----------------------------------------------------------------------------------


def test_a_weekly_series_leaves_out_its_exdate() -> None:
    series = event(*TUESDAYS, "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Copenhagen:20261201T090000")
    assert times(series) == ["1124 09.00-10.00", "1208 09.00-10.00"]


def test_one_moved_instance_is_where_it_was_moved_to() -> None:
    moved = event(
        "20261202T130000", "20261202T140000", "RECURRENCE-ID;TZID=Europe/Copenhagen:20261201T090000"
    )
    assert times(event(*TUESDAYS, "RRULE:FREQ=WEEKLY;COUNT=3"), moved) == [
        "1124 09.00-10.00",
        "1202 13.00-14.00",
        "1208 09.00-10.00",
    ]


def test_an_instance_moved_out_of_the_span_leaves_its_place_free_and_one_moved_in_counts() -> None:
    out = event("20280101T130000", "20280101T140000", "RECURRENCE-ID;TZID=Europe/Copenhagen:20261201T090000")
    into = event("20261125T130000", "20261125T140000", "RECURRENCE-ID;TZID=Europe/Copenhagen:20270615T090000")
    series = event(*TUESDAYS, "RRULE:FREQ=WEEKLY;UNTIL=20280101T000000Z")
    found = times(series, out, into)
    assert "1201 09.00-10.00" not in found
    assert "1125 13.00-14.00" in found


def test_a_change_of_this_and_all_that_follow_moves_them_all() -> None:
    later = event(
        "20261201T110000",
        "20261201T113000",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Copenhagen:20261201T090000",
    )
    assert times(event(*TUESDAYS, "RRULE:FREQ=WEEKLY;COUNT=3"), later) == [
        "1124 09.00-10.00",
        "1201 11.00-11.30",
        "1208 11.00-11.30",
    ]


def test_a_series_that_began_in_2019_still_takes_time() -> None:
    old = event("20190107T083000", "20190107T090000", "RRULE:FREQ=WEEKLY;BYDAY=MO")
    assert times(old)[:2] == ["1123 08.30-09.00", "1130 08.30-09.00"]
    assert len(times(old)) == 26


def test_until_in_utc_includes_the_last_one() -> None:
    assert times(event(*TUESDAYS, "RRULE:FREQ=WEEKLY;UNTIL=20261201T080000Z")) == [
        "1124 09.00-10.00",
        "1201 09.00-10.00",
    ]


def test_a_count_keeps_the_time_on_the_wall_when_the_clock_is_moved() -> None:
    spring = event("20270323T090000", "20270323T100000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert times(spring) == ["0323 09.00-10.00", "0330 09.00-10.00"]
    autumn = event("20261019T090000", "20261019T100000", "RRULE:FREQ=WEEKLY;COUNT=2")
    october = datetime(2026, 10, 1, tzinfo=UTC)
    assert times(autumn, first=october) == ["1019 09.00-10.00", "1026 09.00-10.00"]


@pytest.mark.parametrize("zone", ["Romance Standard Time", "W. Europe Standard Time", '"Europe/Copenhagen"'])
def test_zones_are_known_by_the_names_windows_gives_them(zone: str) -> None:
    assert times(f"UID:a\nDTSTART;TZID={zone}:20261124T090000\nDTEND;TZID={zone}:20261124T100000") == [
        "1124 09.00-10.00"
    ]


CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Tilpasset tidszone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def test_a_zone_that_the_file_itself_explains_is_believed() -> None:
    series = (
        "UID:a\nDTSTART;TZID=Tilpasset tidszone:20270323T090000\nDTEND;TZID=Tilpasset tidszone:20270323T100000\n"
        "RRULE:FREQ=WEEKLY;COUNT=2"
    )
    assert times(series, before=CUSTOM_ZONE) == ["0323 09.00-10.00", "0330 09.00-10.00"]


# ---- 18: kinds of events -------------------------------------------------------------------------


def test_an_all_day_event_closes_the_day() -> None:
    assert times("UID:a\nDTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261125") == ["1124 00.00-1125 00.00"]
    assert times("UID:a\nDTSTART;VALUE=DATE:20261124") == ["1124 00.00-1125 00.00"]


@pytest.mark.parametrize(
    "line",
    ["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"],
)
def test_an_all_day_event_that_does_not_make_her_busy_leaves_the_day_open(line: str) -> None:
    assert times(f"UID:a\nDTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261125\n{line}") == []


def test_a_cancelled_event_and_a_cancelled_instance_take_no_time() -> None:
    assert times(event(*TUESDAYS, "STATUS:CANCELLED")) == []
    one_off = event(
        "20261201T090000",
        "20261201T100000",
        "RECURRENCE-ID;TZID=Europe/Copenhagen:20261201T090000",
        "STATUS:CANCELLED",
    )
    assert times(event(*TUESDAYS, "RRULE:FREQ=WEEKLY;COUNT=2"), one_off) == ["1124 09.00-10.00"]


def test_a_floating_time_is_danish() -> None:
    assert times("UID:a\nDTSTART:20261124T090000\nDTEND:20261124T100000") == ["1124 09.00-10.00"]
    july = datetime(2026, 6, 1, tzinfo=UTC)
    assert times("UID:a\nDTSTART:20260701T090000\nDTEND:20260701T100000", first=july) == ["0701 09.00-10.00"]


def test_lone_instances_without_their_series_count() -> None:
    lone = [
        event(f"202611{day}T090000", f"202611{day}T100000", f"RECURRENCE-ID:202611{day}T080000Z")
        for day in (24, 26)
    ]
    assert times(*lone) == ["1124 09.00-10.00", "1126 09.00-10.00"]


def test_two_events_under_one_uid_both_count_and_a_later_edition_replaces() -> None:
    first, second = event(*TUESDAYS), event("20261124T130000", "20261124T140000")
    assert times(first, second) == ["1124 09.00-10.00", "1124 13.00-14.00"]
    assert times(first, second + "\nSEQUENCE:1") == ["1124 13.00-14.00"]


def test_no_length_takes_no_time_and_an_end_before_the_start_is_read_backwards() -> None:
    assert times(event("20261124T090000", "20261124T090000")) == []
    assert times("UID:a\nDTSTART:20261124T080000Z") == []
    assert times(event("20261124T100000", "20261124T090000")) == ["1124 09.00-10.00"]


def test_a_daily_series_of_ten_years_is_cut_off_at_the_span() -> None:
    found = times(event("20161124T090000", "20161124T091500", "RRULE:FREQ=DAILY;UNTIL=20361124T090000Z"))
    assert len(found) == 26 * 7
    assert found[-1] == "0523 09.00-09.15"


def test_what_reaches_over_the_edges_is_cut_off_there() -> None:
    assert times(event("20200101T000000", "20400101T000000")) == ["1123 00.00-0524 01.00"]


def test_alarms_tasks_and_journals_are_left_behind() -> None:
    alarm = event(
        *TUESDAYS, "BEGIN:VALARM", "TRIGGER:-PT15M", "DURATION:PT9H", "RRULE:FREQ=DAILY", "END:VALARM"
    )
    task = "BEGIN:VTODO\nUID:t\nDTSTART:20261124T110000Z\nDUE:20261124T120000Z\nEND:VTODO"
    assert times(alarm, before=task) == ["1124 09.00-10.00"]


def test_lines_that_are_folded_are_put_together_again() -> None:
    assert times("UID:a\nDTSTART;TZID=Europe/\n Copenhagen:20261124T0900\n 00\nDURATION:PT1H") == [
        "1124 09.00-10.00"
    ]


def test_our_own_mark_is_left_out() -> None:
    assert times(event(*TUESDAYS, "X-AFSAET:1")) == []


def test_an_event_that_cannot_be_read_hides_no_other() -> None:
    assert times("UID:a\nDTSTART:i morgen", event(*TUESDAYS, uid="b")) == ["1124 09.00-10.00"]


# ---- files that hurt -----------------------------------------------------------------------------


def test_titles_in_another_encoding_do_no_harm() -> None:
    bad = file(event(*TUESDAYS)).replace(b"Hemmelig", "Møde på Ærø".encode("latin-1"))
    assert len(taken_in([bad], FIRST, LAST)) == 1
    assert len(taken_in([b"\xef\xbb\xbf" + file(event(*TUESDAYS))], FIRST, LAST)) == 1


HOUR = ("20261123T090000Z", "20261123T100000Z")


@pytest.mark.parametrize(
    ("hostile", "code"),
    [
        (b"", "calendar_not_ics"),
        (b"hej", "calendar_not_ics"),
        (b"\x00\xff" * 1000, "calendar_not_ics"),
        (file(event(*TUESDAYS)).decode().encode("utf-16"), "calendar_not_ics"),
        (b"<!DOCTYPE html><html><body>Log ind</body></html>", "calendar_is_a_page"),
        (file(event(*HOUR, "RRULE:FREQ=SECONDLY")), "calendar_too_much"),
        (file(event(*HOUR, "RRULE:FREQ=MINUTELY")), "calendar_too_much"),
        (file(event(*HOUR, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30")), "calendar_too_much"),
        (
            file(
                event(
                    *HOUR, "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=1,2,3,4,5"
                )
            ),
            "calendar_too_much",
        ),
        (file("UID:a\nDTSTART;VALUE=DATE:00010101\nRRULE:FREQ=DAILY"), "calendar_too_much"),
        (
            file(
                event(*HOUR, "RDATE:" + ",".join(["20261124T090000Z"] * 1000)),
                *["UID:b\nDTSTART:20261124T090000Z"] * 15_000,
            ),
            "calendar_too_much",
        ),
        (b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * (MOST_LINES + 1), "calendar_too_much"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:" + b"a\r\n " * 30_000, "calendar_too_much"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VEVENT\r\n", "calendar_broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_used_says_why_and_quickly(hostile: bytes, code: str) -> None:
    begun = monotonic()
    with pytest.raises(Unreadable) as refused:
        taken_in([hostile], FIRST, LAST)
    assert refused.value.code == code
    assert monotonic() - begun < 5


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=100000000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2",
    ],
)
def test_a_rule_that_never_fires_leaves_the_one_time_it_begins_with(rule: str) -> None:
    begun = monotonic()
    assert times(event(*HOUR, f"RRULE:{rule}")) == ["1123 10.00-11.00"]
    assert monotonic() - begun < 3


def test_many_rules_that_never_fire_are_too_much() -> None:
    begun = monotonic()
    never = [
        event(*HOUR, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=str(number)) for number in range(2000)
    ]
    with pytest.raises(Unreadable, match="calendar_too_much"):
        taken_in([file(*never)], FIRST, LAST)
    assert monotonic() - begun < 10


def test_parts_within_parts_without_end_are_no_bomb() -> None:
    deep = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_000
    begun = monotonic()
    with suppress(Unreadable):
        assert taken_in([deep], FIRST, LAST) == []
    assert monotonic() - begun < 5


def test_a_zone_made_to_hurt_takes_no_time_to_understand() -> None:
    begun = monotonic()
    bomb = CUSTOM_ZONE.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=SECONDLY").replace(
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=DAILY;INTERVAL=0"
    )
    lines = "UID:a\nDTSTART;TZID=Tilpasset tidszone:20261124T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    with suppress(Unreadable):
        taken_in([file(lines, before=bomb)], FIRST, LAST)
    assert monotonic() - begun < 5
