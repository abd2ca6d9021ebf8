"""Who could take a talk for a colleague, who has been asked, and what I am asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet

from afsaet.booking.models import Booking, Substitution
from afsaet.booking.queries.offer import offer_for, takers
from afsaet.booking.rules.choices import Choices
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.models import Grant, Staff


def colleagues_free(booking: Booking, now: datetime) -> list[Staff]:
    """Advisers of the citizen's unit who are at work and free at the talk's own time, whose turn it is first."""
    offer = offer_for(booking.citizen, now, booking.type.key, "staff")
    candidates = [one for one in offer.advisers if one.pk not in (booking.staff_id, booking.colleague_id)]
    choices = Choices(
        form=booking.form,
        time=booking.starts.isoformat(),
        companion=booking.companion,
        interpreter=booking.interpreter,
        no_stairs=booking.no_stairs,
    )
    found = takers(offer, booking.citizen, candidates, choices, now, [booking.uuid])
    return [taker.staff for taker in found]


def _open(now: datetime) -> QuerySet[Substitution]:
    """Unanswered, and still about the talk as it stands."""
    return Substitution.objects.select_related("asked", "asked_by", "booking").filter(
        answered_at=None,
        starts=F("booking__starts"),
        asked_by=F("booking__staff"),
        starts__gt=now,
        booking__cancelled_at=None,
        booking__started_at=None,
    )


def open_question(booking: Booking, now: datetime) -> Substitution | None:
    """Whom we are waiting for, about this talk."""
    return _open(now).filter(booking=booking).first()


def open_questions(bookings: Sequence[Booking], now: datetime) -> dict[int, Substitution]:
    """By booking id. The bookings have passed a gate."""
    return {one.booking_id: one for one in _open(now).filter(booking__in=bookings)}


def latest_no(booking: Booking) -> Substitution | None:
    """The last colleague who could not, at the time the talk has now."""
    rows = Substitution.objects.select_related("asked").filter(booking=booking, accepted=False)
    return rows.filter(starts=booking.starts).order_by("-answered_at").first()


@dataclass(frozen=True)
class HandedOver:
    """A talk a colleague has said yes to, and until when her door to the citizen stands open (UTC)."""

    name: str
    starts: datetime
    colleague: str
    until: datetime


def handed_over(viewer: Viewer, staff: Staff, day: date) -> list[HandedOver]:
    """The talks of the day that colleagues hold for `staff`, by the clock. Notes whom it names."""
    start = clock.at_local(day, 0)
    rows = list(
        Substitution.objects.select_related("asked", "booking__citizen")
        .filter(
            asked_by=staff,
            accepted=True,
            starts__gte=start,
            starts__lt=clock.at_local(day + timedelta(days=1), 0),
            booking__staff=F("asked"),
            booking__starts=F("starts"),
            booking__cancelled_at=None,
        )
        .order_by("starts")
    )
    if not rows:
        return []
    viewer.saw((str(row.booking.citizen.uuid) for row in rows), "day_list")
    until = dict(
        Grant.objects.filter(cause__in=[row.booking.uuid for row in rows]).values_list("cause", "closes_at")
    )
    return [
        HandedOver(row.booking.citizen.name, row.starts, row.asked.first_name, until[row.booking.uuid])
        for row in rows
        if row.booking.uuid in until
    ]


def questions_to(viewer: Viewer, now: datetime) -> list[Substitution]:
    """What colleagues ask this adviser. Nobody is shown: she sees when, how, and in which language."""
    if viewer.staff is None or not viewer.has("adviser"):
        return []
    return list(_open(now).filter(asked_id=viewer.staff).order_by("starts"))
