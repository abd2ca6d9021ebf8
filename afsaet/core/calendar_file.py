"""A talk as an iCalendar object. Others read people's calendars: no word in it says what the talk is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
_OURS = "@afsaet"


def uid_of(uuid: UUID) -> str:
    """How the thing is called in every calendar, as long as it exists. It says where it comes from."""
    return f"{uuid}{_OURS}"


def is_ours(uid: str) -> bool:
    """Whether an entry of some calendar came from here: it must not block the very time it stands for."""
    return uid.strip().lower().endswith(_OURS)


@dataclass(frozen=True)
class Entry:
    """The same `uid` and a higher `sequence` at each change: a calendar moves the entry instead of adding one.

    Times in UTC need no time zone in the file; local ones bring theirs along.
    """

    uid: UUID
    sequence: int
    starts: datetime
    ends: datetime
    cancelled: bool = False
    place: str = ""
    url: str = ""


def calendar_file(
    entry: Entry,
    method: Method,
    now: datetime,
    *,
    sender: str = "",
    to: str = "",
) -> bytes:
    """PUBLISH is a file to keep; REQUEST and CANCEL are iTIP mails from `sender` to `to` (mail addresses)."""
    event = Event()
    event.add("uid", uid_of(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", "Samtale")
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.cancelled or method == "CANCEL" else "CONFIRMED")
    if entry.place:
        event.add("location", entry.place)
    if entry.url:
        event.add("url", entry.url)
    if sender:
        event.add("organizer", vCalAddress(f"mailto:{sender}"))
        attendee = vCalAddress(f"mailto:{to}")
        attendee.params["PARTSTAT"], attendee.params["RSVP"] = "ACCEPTED", "FALSE"
        event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Afsæt//da")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def taken_file(times: Sequence[tuple[UUID, datetime, datetime]], made_at: datetime) -> bytes:
    """Times (UTC) somebody is taken, as a calendar to subscribe to; the same times give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Afsæt//da")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Afsæt")
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for uuid, starts, ends in times:
        event = Event()
        event.add("uid", uid_of(uuid))
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("dtstart", starts.astimezone(UTC))
        event.add("dtend", ends.astimezone(UTC))
        event.add("summary", "Optaget")
        event.add("class", "PRIVATE")
        event.add("transp", "OPAQUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
