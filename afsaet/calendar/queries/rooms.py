"""Rooms that will do."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from afsaet.calendar.models import Room


def rooms_that_fit(units: Iterable[int], *, seats: int, step_free: bool) -> dict[int, list[UUID]]:
    """The rooms in use per unit with enough seats, and without stairs when asked for; the smallest first."""
    fitting: dict[int, list[UUID]] = defaultdict(list)
    rows = Room.objects.filter(unit__in=set(units), active=True, seats__gte=seats).order_by(
        "seats", "name", "pk"
    )
    for unit, room in (rows.filter(step_free=True) if step_free else rows).values_list("unit", "uuid"):
        fitting[unit].append(room)
    return fitting
