"""A booking as a file for her own calendar. In UTC: Outlook is known to pass over a time zone that a file brings."""

from datetime import UTC, datetime

from afsaet.booking.models import Booking
from afsaet.core.calendar_file import Entry
from afsaet.core.calendar_file import calendar_file as file_of


def calendar_file(booking: Booking, now: datetime) -> bytes:
    starts, ends = booking.starts.astimezone(UTC), booking.ends.astimezone(UTC)
    entry = Entry(booking.uuid, booking.version, starts, ends, booking.cancelled, booking.place)
    return file_of(entry, "PUBLISH", now)
