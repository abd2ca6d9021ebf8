"""What she is told of a booking: receipt, notice, reminders. Runs inside the booking's own transaction (I2)."""

from datetime import datetime

from afsaet.booking.models import Booking
from afsaet.booking.rules import reminder_times
from afsaet.core import clock, danish
from afsaet.messaging.actions import REMINDER, Notice, queue, withdraw

RECEIPT = "receipt"


def tell_booked(booking: Booking, now: datetime) -> None:
    """A receipt now, and reminders two days and one day before."""
    _tell(booking, now, _notice(booking, "booked", RECEIPT, now), *_reminders(booking, now))


def tell_moved(booking: Booking, now: datetime) -> None:
    """What was queued for the old time is withdrawn; the new time gets its own receipt and reminders."""
    withdraw(booking.uuid)
    _tell(booking, now, _notice(booking, "moved", RECEIPT, now), *_reminders(booking, now))


def tell_cancelled(booking: Booking, now: datetime) -> None:
    """She has cancelled, or we have: both leave a notice."""
    withdraw(booking.uuid)
    template = "cancelled" if booking.cancelled_by_citizen else "cancelled_by_us"
    _tell(booking, now, _notice(booking, template, "notice", now))


def _tell(booking: Booking, now: datetime, *notices: Notice) -> None:
    queue(booking.citizen, *notices, now=now)


def _reminders(booking: Booking, now: datetime) -> list[Notice]:
    times = reminder_times(clock.local(booking.starts), now)
    return [_notice(booking, "reminder", REMINDER, now, due) for due in times]


def _notice(booking: Booking, template: str, kind: str, now: datetime, due: datetime | None = None) -> Notice:
    today = clock.local(now).date()
    facts = {
        "when": f"{danish.day(booking.starts, today)} {danish.at(booking.starts)}",
        "adviser": booking.staff.name,
        "first_name": booking.citizen.first_name,
    }
    return Notice(template, booking.uuid, facts, kind, due, f"/moede/{booking.uuid}/")
