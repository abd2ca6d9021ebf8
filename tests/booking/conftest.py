"""Lise and Nanna work on weekdays; the two ways a test makes a booking."""

from datetime import datetime, time

import pytest

from afsaet.booking.actions.booking import book
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import Booking
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.actions.hours import Hours, set_weekly_hours
from afsaet.core import clock
from afsaet.people.models import Citizen, Staff
from tests.cast import Cast, viewer_of


@pytest.fixture
def house(cast: Cast) -> Cast:
    """The cast, with Lise and Nanna at work every weekday 8.30-12.00 and 12.30-15.30."""
    for staff in (cast.lise, cast.nanna):
        week = [
            Hours(day, opens, closes)
            for day in range(5)
            for opens, closes in [(time(8, 30), time(12)), (time(12, 30), time(15, 30))]
        ]
        set_weekly_hours(staff.uuid, week, by=viewer_of(cast.vera), now=clock.now())
    return cast


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in November 2026 on the wall in Denmark."""
    return clock.at_local(datetime(2026, 11, day).date(), hour, minute)  # noqa: DTZ001


def choices(staff: Staff, starts: datetime, **more: object) -> Choices:
    return Choices(who=str(staff.uuid), time=starts.isoformat(), **more)  # type: ignore[arg-type]


def booked(citizen: Citizen, staff: Staff, starts: datetime, **more: object) -> Booking:
    """Book as the citizen does: hold, then book."""
    viewer, now = viewer_of(citizen), clock.now()
    draft = hold(citizen, choices(staff, starts, **more), by=viewer, now=now)
    return book(draft, by=viewer, now=now).booking
