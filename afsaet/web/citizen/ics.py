"""A booking as an iCalendar file. Others read her calendar: no word in it says what the talk is about."""

from datetime import datetime

from icalendar import Calendar, Event

from afsaet.booking.models import Booking
from afsaet.core import clock


def calendar_file(booking: Booking, now: datetime) -> bytes:
    """The same UID and a higher SEQUENCE at each change: her calendar moves the entry instead of adding one."""
    event = Event()
    event.add("uid", str(booking.uuid))
    event.add("sequence", booking.version)
    event.add("dtstamp", now)
    event.add("dtstart", clock.local(booking.starts))
    event.add("dtend", clock.local(booking.ends))
    event.add("summary", "Samtale")
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if booking.cancelled else "CONFIRMED")
    if booking.place:
        event.add("location", booking.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Afsæt//da")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
