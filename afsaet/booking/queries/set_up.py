"""Reads for the administrator: what can be booked, and how many talks a change would touch. Nobody is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from afsaet.booking.models import Booking, ConversationType, Topic
from afsaet.calendar.models import Room
from afsaet.calendar.queries.hours import closed_days
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.access import require_role


@dataclass(frozen=True)
class OfferCounts:
    """How much of what can be booked is set up: what is open now, and weekdays within a year that are closed."""

    topics: int
    types: int
    rooms: int
    closed_days: int


def offer_counts(viewer: Viewer, day: date) -> OfferCounts:
    require_role(viewer, "administrator")
    return OfferCounts(
        topics=Topic.objects.filter(active=True).count(),
        types=ConversationType.objects.filter(active=True).count(),
        rooms=Room.objects.filter(active=True).count(),
        closed_days=sum(closed.weekday() < 5 for closed in closed_days(day, day + timedelta(days=365))),
    )


def all_topics(viewer: Viewer) -> QuerySet[Topic]:
    """In the order the citizen sees them, closed ones too."""
    require_role(viewer, "administrator")
    return Topic.objects.all()


def all_types(viewer: Viewer) -> QuerySet[ConversationType]:
    require_role(viewer, "administrator")
    return ConversationType.objects.order_by("key")


def all_rooms(viewer: Viewer, now: datetime) -> QuerySet[Room]:
    """By unit and name, each with `coming`: how many talks are booked in it."""
    require_role(viewer, "administrator")
    coming = Count("booking", filter=Q(booking__starts__gt=now, booking__cancelled_at=None))
    return Room.objects.select_related("unit").annotate(coming=coming).order_by("unit__name", "name")


def talks_by_day(viewer: Viewer, days: Collection[date]) -> dict[date, int]:
    """How many booked talks lie on each of the days; a day without any is left out."""
    require_role(viewer, "administrator")
    if not days:
        return {}
    since, until = clock.at_local(min(days), 0), clock.at_local(max(days) + timedelta(days=1), 0)
    rows = (
        Booking.objects.filter(starts__gte=since, starts__lt=until, cancelled_at=None)
        .annotate(day=TruncDate("starts", tzinfo=clock.ZONE))
        .values("day")
        .annotate(talks=Count("pk"))
    )
    return {row["day"]: row["talks"] for row in rows if row["day"] in days}


def talks_in(viewer: Viewer, room: Room, now: datetime) -> int:
    """How many coming talks are booked in a room."""
    require_role(viewer, "administrator")
    return Booking.objects.filter(room=room, starts__gt=now, cancelled_at=None).count()
