"""Hours, closed times and closed days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from afsaet.calendar.models import ClosedDay, ClosedTime, ExtraTime, Resource, WorkRule
from afsaet.calendar.rules import Interval, WeeklyHours, minute_of, open_hours
from afsaet.core import clock


def weekly_hours(staff: UUID, day: date) -> list[WeeklyHours]:
    """The weekly hours that hold on a day, Monday first."""
    rows = WorkRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), resource__ref=staff, valid_from__lte=day
    ).order_by("weekday", "opens")
    return [WeeklyHours(row.weekday, row.opens, row.closes, row.valid_from, row.valid_to) for row in rows]


def open_times(staff: UUID, first: date, last: date) -> list[Interval]:
    """When the adviser can be booked from `first` to `last`, both included, in UTC minutes."""
    return open_times_of([staff], first, last)[staff]


def open_times_of(staff: Sequence[UUID], first: date, last: date) -> dict[UUID, list[Interval]]:
    """The same for several."""
    keys = dict(Resource.objects.filter(ref__in=staff).values_list("ref", "pk"))
    since, until = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    hours = opened(list(keys.values()), first, last, extra_times(list(keys.values()), since, until))
    return {ref: hours.get(keys.get(ref, 0), []) for ref in staff}


@dataclass(frozen=True)
class KnownHours:
    """The weekly hours of some resources and the closed days of a span, read once for whatever is asked of it."""

    rules: Mapping[int, list[WeeklyHours]]
    closed: set[date]

    def opened(
        self, keys: Iterable[int], first: date, last: date, extra: Mapping[int, list[Interval]]
    ) -> dict[int, list[Interval]]:
        """Opening hours per resource, in UTC minutes: the weekly hours but on closed days, and the extra times,
        which somebody has opened by hand for that very day, closed or not."""
        return {
            key: sorted(
                open_hours(self.rules.get(key, ()), first, last, self.closed, clock.ZONE)
                + list(extra.get(key, ()))
            )
            for key in keys
        }


def known_hours(keys: Sequence[int], first: date, last: date) -> KnownHours:
    rules: dict[int, list[WeeklyHours]] = defaultdict(list)
    rows = WorkRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=first), resource__in=keys, valid_from__lte=last
    ).values_list("resource_id", "weekday", "opens", "closes", "valid_from", "valid_to")
    for key, weekday, opens, closes, valid_from, valid_to in rows:
        rules[key].append(WeeklyHours(weekday, opens, closes, valid_from, valid_to))
    return KnownHours(rules, set(closed_days(first, last)))


def opened(
    keys: Sequence[int], first: date, last: date, extra: Mapping[int, list[Interval]]
) -> dict[int, list[Interval]]:
    """Opening hours from `first` to `last`, both included."""
    return known_hours(keys, first, last).opened(keys, first, last, extra)


def extra_times(keys: Sequence[int], since: datetime, until: datetime) -> dict[int, list[Interval]]:
    """The times opened by hand that meet the span, whole."""
    extra: dict[int, list[Interval]] = defaultdict(list)
    rows = ExtraTime.objects.filter(resource__in=keys, starts__lt=until, ends__gt=since).values_list(
        "resource_id", "starts", "ends"
    )
    for key, starts, ends in rows:
        extra[key].append((minute_of(starts), minute_of(ends)))
    return extra


def extra_times_ahead(staff: UUID, now: datetime) -> list[ExtraTime]:
    """The times she has opened by hand that are not over, soonest first."""
    return list(ExtraTime.objects.filter(resource__ref=staff, ends__gt=now).order_by("starts"))


def closed_times(staff: UUID, since: datetime, until: datetime) -> list[ClosedTime]:
    """The adviser's closed times that meet the span."""
    return list(
        ClosedTime.objects.filter(resource__ref=staff, starts__lt=until, ends__gt=since).order_by("starts")
    )


def closed_days(first: date, last: date) -> dict[date, str]:
    """Days in the span, both ends included, on which the authority is closed, with their names."""
    return dict(ClosedDay.objects.filter(day__range=(first, last)).values_list("day", "name"))
