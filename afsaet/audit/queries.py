"""Reading the log back: to the citizen herself, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import TruncDate

from afsaet.audit.models import Change, Seen
from afsaet.core import clock

DAYS_PER_PAGE = 20


@dataclass(frozen=True)
class Looks:
    """Those with one role in one unit who saw her for one purpose on one day, and when (newest first)."""

    role: str
    unit: str
    purpose: str
    at: tuple[datetime, ...]


@dataclass(frozen=True)
class SeenDay:
    day: date
    looks: tuple[Looks, ...]


@dataclass(frozen=True)
class SeenDays:
    """One page of days, newest first; `pages` is how many there are (at least 1)."""

    days: tuple[SeenDay, ...]
    page: int
    pages: int


def seen_by_day(citizen_uuid: UUID, page: int = 1) -> SeenDays:
    """Who else saw her data. Her own lookups and attempts that were refused are left out."""
    rows = (
        Seen.objects.filter(citizens__contains=[citizen_uuid])
        .exclude(Q(role="borger") | Q(kind="refused"))
        .annotate(day=TruncDate("at", tzinfo=clock.ZONE))
    )
    per_day = rows.values("day").annotate(latest=Max("at")).order_by("-day")
    pages = max(1, -(-per_day.count() // DAYS_PER_PAGE))
    page = min(max(page, 1), pages)
    days = [row["day"] for row in per_day[(page - 1) * DAYS_PER_PAGE : page * DAYS_PER_PAGE]]
    if not days:
        return SeenDays((), 1, 1)
    shown = rows.filter(day__gte=days[-1], day__lte=days[0]).order_by("-at", "-pk")
    grouped: dict[date, dict[tuple[str, str, str], list[datetime]]] = {day: {} for day in days}
    for row in shown:
        grouped[clock.local(row.at).date()].setdefault((row.role, row.unit, row.purpose), []).append(row.at)
    return SeenDays(
        tuple(
            SeenDay(day, tuple(Looks(*group, tuple(times)) for group, times in groups.items()))
            for day, groups in grouped.items()
        ),
        page,
        pages,
    )


def changes_of(table: str, keys: Iterable[str]) -> list[tuple[datetime, str]]:
    """When rows were made, changed or deleted (I, U, D), oldest first; never what stood in them."""
    return list(
        Change.objects.filter(table=table, pk_text__in=list(keys))
        .order_by("at", "pk")
        .values_list("at", "op")
    )
