"""When people work: weekly hours, and what differs on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from afsaet.audit.actions import acting
from afsaet.calendar.actions.claims import resource_of
from afsaet.calendar.models import ClosedDay, ClosedTime, ExtraTime, Resource, WorkRule
from afsaet.calendar.queries.hours import open_times
from afsaet.calendar.rules import minute_of
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer


@dataclass(frozen=True)
class Hours:
    """Weekly hours as somebody types them: Monday is 0, wall time."""

    weekday: int
    opens: time
    closes: time


def set_weekly_hours(staff: UUID, week: Sequence[Hours], *, by: Viewer, now: datetime) -> None:
    """From today these are the weekly hours; the earlier ones stay as history. Talks booked earlier stand.

    Raises Refused("hours_order") when a time closes before it opens, Refused("hours_overlap") when two
    times of a day meet.
    """
    for hours in week:
        if hours.closes <= hours.opens:
            raise Refused("hours_order", weekday=hours.weekday)
        for other in week:
            if (
                other is not hours
                and other.weekday == hours.weekday
                and other.opens < hours.closes <= other.closes
            ):
                raise Refused("hours_overlap", weekday=hours.weekday)
    today = clock.local(now).date()
    with acting(by, now):
        resource = resource_of(Resource.STAFF, staff)
        open_rules = WorkRule.objects.filter(resource=resource, valid_to=None)
        open_rules.filter(valid_from=today).delete()
        open_rules.update(valid_to=today)
        for hours in week:
            WorkRule.objects.create(
                resource_id=resource,
                weekday=hours.weekday,
                opens=hours.opens,
                closes=hours.closes,
                valid_from=today,
            )


def close_time(
    staff: UUID, starts: datetime, ends: datetime, note: str = "", *, by: Viewer, now: datetime
) -> ClosedTime:
    """Nobody can book the adviser here. Raises Refused("hours_order") or Refused("in_the_past")."""
    if ends <= starts:
        raise Refused("hours_order")
    if ends <= now:
        raise Refused("in_the_past")
    with acting(by, now):
        resource = resource_of(Resource.STAFF, staff)
        return ClosedTime.objects.create(resource_id=resource, starts=starts, ends=ends, note=note[:80])


def open_time(staff: UUID, closed_time: int, *, by: Viewer, now: datetime) -> None:
    """Take a closed time back. One that is not the adviser's own is left alone."""
    with acting(by, now):
        ClosedTime.objects.filter(pk=closed_time, resource__ref=staff).delete()


def open_more(staff: UUID, starts: datetime, ends: datetime, *, by: Viewer, now: datetime) -> ExtraTime:
    """She can be booked here too, although it is outside her weekly hours or on a closed day.

    Raises Refused: hours_order, in_the_past, open_already (it meets hours she has).
    """
    if ends <= starts:
        raise Refused("hours_order")
    if starts <= now:
        raise Refused("in_the_past")
    first, last = clock.local(starts).date(), clock.local(ends).date()
    with acting(by, now):
        span = (minute_of(starts), minute_of(ends))
        if any(begins < span[1] and span[0] < closes for begins, closes in open_times(staff, first, last)):
            raise Refused("open_already")
        resource = resource_of(Resource.STAFF, staff)
        return ExtraTime.objects.create(resource_id=resource, starts=starts, ends=ends)


def take_back(staff: UUID, extra_time: int, *, by: Viewer, now: datetime) -> None:
    """The extra time is not offered any more; talks booked in it stand. Somebody else's is left alone."""
    with acting(by, now):
        ExtraTime.objects.filter(pk=extra_time, resource__ref=staff).delete()


def close_days(days: Mapping[date, str], *, by: Viewer, now: datetime) -> None:
    """The whole authority is closed on these days (day to name); a day that is closed already gets the name."""
    with acting(by, now):
        for day, name in days.items():
            ClosedDay.objects.update_or_create(day=day, defaults={"name": name[:80]})


def open_day(day: date, *, by: Viewer, now: datetime) -> None:
    """The day is an ordinary one again."""
    with acting(by, now):
        ClosedDay.objects.filter(day=day).delete()
