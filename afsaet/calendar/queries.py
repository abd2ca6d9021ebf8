"""Reading the calendar: free times of many staff in a handful of statements, hours, closed times."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from afsaet.calendar.models import Claim, ClosedDay, ClosedTime, Resource, WorkRule
from afsaet.calendar.rules import Interval, WeeklyHours, free_starts, minute_of, moment_of, open_hours
from afsaet.core import clock


@dataclass(frozen=True)
class Search:
    """Free times of `minutes` that start at or after `earliest` and end at or before `latest` (UTC)."""

    minutes: int
    earliest: datetime
    latest: datetime


def free_times(
    staff: Sequence[UUID], citizen: UUID, search: Search, *, now: datetime, ignoring: Sequence[UUID] = ()
) -> dict[UUID, list[datetime]]:
    """Free starts (UTC) per member of staff, when the citizen is free too.

    `ignoring` are owners whose claims do not count: the draft she is filling in, the talk she moves.
    """
    refs = [*staff, citizen]
    keys = dict(Resource.objects.filter(ref__in=refs).values_list("ref", "pk"))
    if search.latest <= search.earliest:
        return {ref: [] for ref in staff}
    taken = _taken(list(keys.values()), search, now, ignoring)
    hours = _weekly_hours([keys[ref] for ref in staff if ref in keys])
    first, last = clock.local(search.earliest).date(), clock.local(search.latest).date()
    closed = set(ClosedDay.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    hers = taken[keys[citizen]] if citizen in keys else []
    window = (minute_of(search.earliest), minute_of(search.latest))
    found = {}
    for ref in staff:
        key = keys.get(ref, 0)
        opened = open_hours(hours[key], first, last, closed, clock.ZONE)
        starts = free_starts(
            opened,
            taken[key] + hers,
            minutes=search.minutes,
            earliest=window[0],
            latest=window[1],
            zone=clock.ZONE,
        )
        found[ref] = [moment_of(start) for start in starts]
    return found


def _taken(
    keys: list[int], search: Search, now: datetime, ignoring: Sequence[UUID]
) -> dict[int, list[Interval]]:
    """Claims that count and closed times, as UTC minutes per resource: one statement, no datetimes made."""
    taken: dict[int, list[Interval]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT resource_id, floor(extract(epoch FROM starts) / 60)::int, ceil(extract(epoch FROM ends) / 60)::int
            FROM calendar_claim
            WHERE resource_id = ANY(%(keys)s) AND starts < %(latest)s AND starts > %(earliest)s - interval '8 hours'
              AND ends > %(earliest)s AND (held_until IS NULL OR held_until > %(now)s)
              AND owner <> ALL(%(ignoring)s)
            UNION ALL
            SELECT resource_id, floor(extract(epoch FROM starts) / 60)::int, ceil(extract(epoch FROM ends) / 60)::int
            FROM calendar_closedtime
            WHERE resource_id = ANY(%(keys)s) AND starts < %(latest)s AND ends > %(earliest)s
            """,
            {
                "keys": keys,
                "earliest": search.earliest,
                "latest": search.latest,
                "now": now,
                "ignoring": list(ignoring),
            },
        )
        for key, starts, ends in cursor.fetchall():
            taken[key].append((starts, ends))
    return taken


def _weekly_hours(keys: Sequence[int]) -> dict[int, list[WeeklyHours]]:
    hours: dict[int, list[WeeklyHours]] = defaultdict(list)
    rows = WorkRule.objects.filter(resource__in=keys).values_list(
        "resource_id", "weekday", "opens", "closes", "valid_from", "valid_to"
    )
    for key, weekday, opens, closes, valid_from, valid_to in rows:
        hours[key].append(WeeklyHours(weekday, opens, closes, valid_from, valid_to))
    return hours


def weekly_hours(staff: UUID, day: date) -> list[WeeklyHours]:
    """The weekly hours that hold on a day, Monday first."""
    rows = WorkRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), resource__ref=staff, valid_from__lte=day
    ).order_by("weekday", "opens")
    return [WeeklyHours(row.weekday, row.opens, row.closes, row.valid_from, row.valid_to) for row in rows]


def open_times(staff: UUID, first: date, last: date) -> list[Interval]:
    """The adviser's opening hours from `first` to `last`, both included, in UTC minutes; closed days left out."""
    key = Resource.objects.filter(ref=staff).values_list("pk", flat=True).first() or 0
    hours = _weekly_hours([key])[key]
    return open_hours(hours, first, last, set(closed_days(first, last)), clock.ZONE)


def closed_times(staff: UUID, since: datetime, until: datetime) -> list[ClosedTime]:
    """The adviser's closed times that meet the span."""
    return list(
        ClosedTime.objects.filter(resource__ref=staff, starts__lt=until, ends__gt=since).order_by("starts")
    )


def closed_days(first: date, last: date) -> dict[date, str]:
    """Days in the span, both ends included, on which the authority is closed, with their names."""
    return dict(ClosedDay.objects.filter(day__range=(first, last)).values_list("day", "name"))


def holds(owner: UUID, now: datetime) -> bool:
    """Whether the owner still holds what it took."""
    return Claim.objects.filter(owner=owner).filter(Q(held_until=None) | Q(held_until__gt=now)).exists()


def booked_minutes(staff: Sequence[UUID], since: datetime, until: datetime) -> dict[UUID, int]:
    """Minutes claimed per member of staff in the span; nobody is left out."""
    load = dict.fromkeys(staff, 0)
    rows = Claim.objects.filter(resource__ref__in=staff, starts__gte=since, starts__lt=until).values_list(
        "resource__ref", "starts", "ends"
    )
    for ref, starts, ends in rows:
        load[ref] += int((ends - starts).total_seconds()) // 60
    return load
