"""What the tests of this folder need to make bookings: hours, and a key for each form that is sent."""

from datetime import datetime, time
from uuid import uuid4

from afsaet.calendar.actions.hours import Hours, set_weekly_hours
from afsaet.people.models import Staff
from tests.cast import viewer_of

KEYS = {name: uuid4() for name in ("bo", "amal", "kirsten", "again")}


def give_hours(staff: Staff, now: datetime) -> None:
    """Every weekday from 9 to 12, also Saturday and Sunday, from `now` on."""
    week = [Hours(day, time(9), time(12)) for day in range(7)]
    set_weekly_hours(staff.uuid, week, by=viewer_of(staff), now=now)
