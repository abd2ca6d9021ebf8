"""How much of her working time each member of staff has given away already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q

from afsaet.calendar.models import Claim, ClosedTime, Resource, WorkRule
from afsaet.calendar.queries.hours import extra_times, opened
from afsaet.calendar.rules import gaps, minute_of
from afsaet.core import clock


@dataclass(frozen=True)
class Load:
    """Minutes taken and minutes worked in some days, and since when she has had hours at all."""

    booked: int
    working: int
    since: date | None


def loads(staff: Sequence[UUID], first: date, last: date, now: datetime) -> dict[UUID, Load]:
    """From `first` to `last`, both included; nobody is left out. What is closed is not working time."""
    since, until = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    keys = dict(Resource.objects.filter(ref__in=staff).values_list("ref", "pk"))
    in_span = {"resource__in": keys.values(), "starts__lt": until}
    live = Q(held_until=None) | Q(held_until__gt=now)
    booked = dict.fromkeys(keys.values(), 0)
    for key, starts, ends in Claim.objects.filter(live, starts__gte=since, **in_span).values_list(
        "resource", "starts", "ends"
    ):
        booked[key] += minute_of(ends) - minute_of(starts)
    closed: dict[int, list[tuple[int, int]]] = {key: [] for key in keys.values()}
    for key, starts, ends in ClosedTime.objects.filter(ends__gt=since, **in_span).values_list(
        "resource", "starts", "ends"
    ):
        closed[key].append((minute_of(starts), minute_of(ends)))
    hours = opened(list(keys.values()), first, last, extra_times(list(keys.values()), since, until))
    began = dict(
        WorkRule.objects.filter(resource__in=keys.values())
        .values_list("resource")
        .annotate(Min("valid_from"))
    )
    found = {}
    for ref in staff:
        key = keys.get(ref, 0)
        working = sum(ends - starts for starts, ends in gaps(hours.get(key, []), closed.get(key, [])))
        found[ref] = Load(booked.get(key, 0), working, began.get(key))
    return found
