"""An iCalendar file as times she is taken. Titles are dropped before the file is parsed.

Wall time without a zone is Danish. What a hostile file could make dear (lines, events, rules that fire each
second) is counted before it is expanded.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar, Event
from icalendar.prop import vRecur

from afsaet.calendar.ports import OtherCalendar, Taken, Unreadable
from afsaet.core import clock
from afsaet.integrations.calendars.fetching import Fetcher

MOST_LINES = 200_000
MOST_LINE_BYTES = 20_000
# Steps of rules from their beginning, and times within the span: about a second each.
MOST_STEPS, MOST_TIMES = 500_000, 15_000
PROBING = 1.0  # seconds for the rules that may never fire

_KEPT = {
    *(b"BEGIN", b"END", b"VERSION", b"UID", b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RDATE", b"EXDATE"),
    *(
        b"RECURRENCE-ID",
        b"SEQUENCE",
        b"STATUS",
        b"TRANSP",
        b"TZID",
        b"TZOFFSETFROM",
        b"TZOFFSETTO",
        b"TZNAME",
    ),
    *(b"X-MICROSOFT-CDO-BUSYSTATUS", b"X-AFSAET"),
}
_PARTS = (b"VCALENDAR", b"VEVENT", b"VTIMEZONE", b"STANDARD", b"DAYLIGHT")
_NOT_BUSY = ("FREE", "WORKINGELSEWHERE")
_MAY_NEVER_FIRE = {"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER"}
# Rules end with the year 9999, and so does looking for one that fires.
_FIRST_DAY, _LATE = datetime(2, 1, 1), datetime(9988, 1, 1)  # noqa: DTZ001
_PER_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}


class IcsAddress:
    """The adapter for an address that answers with an ICS file, as Outlook's published calendars do."""

    def read(self, calendar: OtherCalendar, first: datetime, last: datetime) -> list[Taken]:
        answer = Fetcher(calendar.user_name, calendar.password).fetch(calendar.url)
        refuse_status(answer.status)
        return taken_in([answer.body], first, last)


def refuse_status(status: int) -> None:
    """Raises Unreadable unless the answer is the thing asked for."""
    if status in (401, 403):
        raise Unreadable("calendar_log_in")
    if status in (404, 410):
        raise Unreadable("calendar_gone")
    if not 200 <= status < 300:
        raise Unreadable("calendar_no_answer")


def taken_in(files: list[bytes], first: datetime, last: datetime) -> list[Taken]:
    """When the events of the files take her time between `first` and `last`. Raises Unreadable."""
    events = [event for file in files for event in _events(file) if _matters(event, first, last)]
    _refuse_dear(events, first, last)
    calendar, ends = Calendar(), monotonic() + PROBING
    for event in _one_of_each(events):
        _without_rules_that_never_fire(event, ends)
        calendar.add_component(event)
    try:
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last)
        taken = [span for event in found if _is_busy(event) and (span := _span(event, first, last))]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreadable("calendar_broken") from error
    return sorted(taken, key=lambda one: (one.starts, one.ends))


# ---- the file ------------------------------------------------------------------------------------


def _events(file: bytes) -> list[Event]:
    file = file.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not file[:40].upper().startswith(b"BEGIN:VCALENDAR"):
        raise Unreadable("calendar_is_a_page" if file[:1] == b"<" else "calendar_not_ics")
    text = b"\r\n".join(_stripped(file)).decode(errors="replace")
    try:
        found = [event for one in Calendar.from_ical(text, multiple=True) for event in one.walk("VEVENT")]
        return [event for event in found if isinstance(event, Event)]
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        OverflowError,
        RecursionError,
    ) as error:
        raise Unreadable("calendar_broken") from error


def _stripped(file: bytes) -> list[bytes]:
    """The lines that say when; titles, people, places, alarms and tasks are left behind."""
    kept: list[bytes] = []
    inside = 0  # how deep in a part that is left behind
    for line in _unfolded(file):
        name = _name(line)
        part = line.split(b":", 1)[-1].strip().upper()
        if name == b"BEGIN" and (inside or part not in _PARTS):
            inside += 1
        if not inside and name in _KEPT:
            kept.append(line)
        if name == b"END" and inside:
            inside -= 1
    return kept


def _unfolded(file: bytes) -> Iterator[bytes]:
    """Whole lines; of one that is too long to say a time, only that it is. Raises Unreadable."""
    lines = file.splitlines()
    if len(lines) > MOST_LINES:
        raise Unreadable("calendar_too_much")
    whole = bytearray()
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if len(whole) <= MOST_LINE_BYTES:
                whole += line[1:]
            continue
        yield _short(whole)
        whole = bytearray(line)
    yield _short(whole)


def _short(line: bytearray) -> bytes:
    if len(line) > MOST_LINE_BYTES and _name(bytes(line[:200])) in _KEPT:
        raise Unreadable("calendar_too_much")
    return bytes(line[:MOST_LINE_BYTES])


def _name(line: bytes) -> bytes:
    return line.split(b":", 1)[0].split(b";", 1)[0].strip().upper()


def _matters(event: Event, first: datetime, last: datetime) -> bool:
    """Whether it can take time in the span; an event whose times cannot be read takes none."""
    if event.errors or "DTSTART" not in event:
        return False
    if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        return True
    begins = _begins(event)
    return begins < last and begins > first - timedelta(days=_length(event) + 1)


def _one_of_each(events: list[Event]) -> Iterator[Event]:
    """Two events under one UID: the later edition counts; of two equal ones both do, under names of their own."""
    newest: dict[str, int] = {}
    for event in events:
        if "RECURRENCE-ID" not in event:
            uid = str(event.get("UID", ""))
            newest[uid] = max(newest.get(uid, 0), _edition(event))
    seen: set[str] = set()
    for number, event in enumerate(events):
        uid = str(event.get("UID", ""))
        if "RECURRENCE-ID" not in event:
            if _edition(event) < newest[uid]:
                continue
            if uid in seen or not uid:
                event["UID"] = f"{uid}#{number}"
            seen.add(uid)
        yield event


def _edition(event: Event) -> int:
    try:
        return int(str(event.get("SEQUENCE", 0)))
    except (ValueError, TypeError):
        return 0


# ---- rules that repeat ---------------------------------------------------------------------------


def _refuse_dear(events: list[Event], first: datetime, last: datetime) -> None:
    """Raises Unreadable when expanding would cost too much, whoever made it so."""
    steps = times = 0.0
    for event in events:
        days = max(0.0, (last - _begins(event)).total_seconds() / 86_400)
        within = min(days, (last - first).total_seconds() / 86_400 + _length(event))
        times += 1 + sum(len(_listed(dates)) for dates in _all(event, "RDATE"))
        for rule in _all(event, "RRULE"):
            per_day, share = _density(rule)
            steps += days * per_day
            times += within * per_day * share
        if steps > MOST_STEPS or times > MOST_TIMES:
            raise Unreadable("calendar_too_much")


def _density(rule: vRecur) -> tuple[float, float]:
    """At most how often a day the rule can fire, and the share of days on which it does."""
    frequency = str(rule.get("FREQ", ["DAILY"])[0]).upper()
    per_day = float(_PER_DAY.get(frequency, 1))
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if frequency not in _PER_DAY:
            per_day *= max(1, len(rule.get(name, [])))
    if frequency == "WEEKLY":
        return per_day, max(1, len(rule.get("BYDAY", []))) / 7
    if frequency in ("MONTHLY", "YEARLY"):
        lists = sum(len(rule.get(name, [])) for name in ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY"))
        return per_day, 1.0 if lists > 2 else 1 / 6
    return per_day, 1.0


def _without_rules_that_never_fire(event: Event, ends: float) -> None:
    """The 30th of February would be looked for until the year 9999, and each zeroth day for ever."""
    for rule in _all(event, "RRULE"):
        if monotonic() > ends:
            raise Unreadable("calendar_too_much")
        if _stands_still(rule) or (_MAY_NEVER_FIRE & set(rule) and not _fires(rule)):
            del event["RRULE"]
            return


def _stands_still(rule: vRecur) -> bool:
    return any(not isinstance(step, int) or step < 1 for step in rule.get("INTERVAL", []))


def _fires(rule: vRecur) -> bool:
    """Looked for in the last twelve years there are."""
    if str(rule.get("FREQ", [""])[0]).upper() in _PER_DAY:
        raise Unreadable("calendar_too_much")
    bare: Any = vRecur(
        {name: value for name, value in rule.items() if name not in ("UNTIL", "COUNT", "INTERVAL")}
    )
    try:
        times = rrulestr(bare.to_ical().decode(), dtstart=_LATE)
        return next(iter(times), None) is not None
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def _all(event: Event, name: str) -> list[Any]:
    value: Any = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _listed(dates: object) -> list[object]:
    return list(getattr(dates, "dts", []))


# ---- one time ------------------------------------------------------------------------------------


def _is_busy(event: Event) -> bool:
    return (
        str(event.get("STATUS", "")).upper() != "CANCELLED"
        and str(event.get("TRANSP", "")).upper() != "TRANSPARENT"
        and str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() not in _NOT_BUSY
        and "X-AFSAET" not in event
    )


def _span(event: Event, first: datetime, last: datetime) -> Taken | None:
    """Cut off at the span's ends; None for what has no length or ends before it begins."""
    begins, ends = _dt(event, "DTSTART"), _dt(event, "DTEND")
    if begins is None or ends is None:
        return None
    starts, stops = max(_moment(begins), first), min(_moment(ends), last)
    return Taken(starts, stops, str(event.get("UID", ""))) if starts < stops else None


def _moment(value: date) -> datetime:
    """UTC; a bare date is midnight in Denmark, and so is the zone of a time that has none."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    value = min(max(value, _FIRST_DAY.replace(tzinfo=value.tzinfo)), _LATE.replace(tzinfo=value.tzinfo))
    return (value if value.tzinfo else value.replace(tzinfo=clock.ZONE)).astimezone(UTC)


def _begins(event: Event) -> datetime:
    return _moment(_dt(event, "DTSTART"))


def _dt(event: Event, name: str) -> Any:
    """The property as date, datetime or timedelta; None when there is none."""
    return getattr(event.get(name), "dt", None)


def _length(event: Event) -> float:
    """Days from its beginning to its end: what began before the span may reach into it."""
    ends, length = _dt(event, "DTEND"), _dt(event, "DURATION")
    if isinstance(length, timedelta):
        return abs(length.total_seconds()) / 86_400
    return abs((_moment(ends) - _begins(event)).total_seconds()) / 86_400 if isinstance(ends, date) else 1.0
