"""What is booked: a citizen's coming talk, an adviser's day and weeks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, QuerySet

from afsaet.booking.models import Attendance, Booking, ConversationType, Draft
from afsaet.booking.rules.choices import refusal_to_change
from afsaet.core import clock
from afsaet.core.errors import Refusal
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Staff


def _whole() -> QuerySet[Booking]:
    return Booking.objects.select_related("citizen", "staff__unit", "type").prefetch_related(
        "chosen_topics__topic"
    )


def coming(citizen: Citizen, now: datetime) -> list[Booking]:
    """Her talks that have not ended, soonest first. `citizen` has passed a gate."""
    return list(_whole().filter(citizen=citizen, ends__gt=now, cancelled_at=None).order_by("starts"))


def coming_of_type(citizen: Citizen, kind: ConversationType, now: datetime) -> Booking | None:
    """The one future booking she may have of a type; one that has been started is no longer in the future."""
    rows = _whole().filter(citizen=citizen, type=kind, starts__gt=now, cancelled_at=None, started_at=None)
    return rows.order_by("starts").first()


def draft_of(citizen: Citizen, moves: Booking | None = None, made_by: str = "") -> Draft | None:
    """What she has filled in so far, or a colleague for her (`drafter`): a new booking, or moving one."""
    draft = Draft.objects.filter(citizen=citizen, moves=moves, made_by=made_by).first()
    if draft is not None:
        draft.citizen, draft.moves = citizen, moves  # they are not read again
    return draft


def drafter(viewer: Viewer) -> str:
    """Whose draft the viewer fills in: the citizen's own, or that of the colleague who does it for her."""
    return "" if viewer.is_citizen else viewer.user


def last_form(citizen: Citizen) -> str | None:
    """How she last chose to talk."""
    latest = Booking.objects.filter(citizen=citizen, cancelled_at=None).order_by("-booked_at").first()
    return latest.form if latest else None


def what_stops_change(booking: Booking, viewer: Viewer, now: datetime) -> Refusal | None:
    """Why this viewer may no longer move or cancel the booking, or None when she may.

    We take an absence back before we change the talk; her afbud before the start stands whatever we wrote.
    """
    refusal = refusal_to_change(
        now,
        starts=booking.starts,
        cancelled=booking.cancelled,
        started=booking.started_at is not None,
        by_citizen=viewer.is_citizen,
    )
    if refusal or viewer.is_citizen:
        return refusal
    absent = Attendance.objects.filter(booking=booking).exclude(absence="").exists()
    return Refusal("talk_is_closed") if absent else None


def day_of(viewer: Viewer, staff: Staff, day: date) -> list[Booking]:
    """The adviser's talks of a day, cancelled ones too, by the clock. Notes whom the list shows."""
    return _seen(viewer, _between(staff, clock.at_local(day, 0), clock.at_local(day + timedelta(days=1), 0)))


def days_of(viewer: Viewer, staff: Staff, first: date, days: int) -> list[Booking]:
    """The adviser's talks over some days, without the cancelled ones."""
    rows = _between(staff, clock.at_local(first, 0), clock.at_local(first + timedelta(days=days), 0))
    return _seen(viewer, rows.filter(cancelled_at=None))


def next_after(viewer: Viewer, staff: Staff, now: datetime) -> Booking | None:
    """The adviser's next talk after a moment."""
    rows = _whole().filter(staff=staff, starts__gt=now, cancelled_at=None).order_by("starts")[:1]
    return next(iter(_seen(viewer, rows)), None)


@dataclass(frozen=True)
class Outline:
    """How many talks a day has, and when the first begins (UTC): nobody is shown."""

    talks: int
    first: datetime | None


def outline(staff: Staff, day: date) -> Outline:
    """The adviser's day in one line, without the cancelled talks."""
    rows = Booking.objects.filter(
        staff=staff,
        starts__gte=clock.at_local(day, 0),
        starts__lt=clock.at_local(day + timedelta(days=1), 0),
        cancelled_at=None,
    )
    found = rows.aggregate(talks=Count("pk"), first=Min("starts"))
    return Outline(found["talks"], found["first"])


def next_today(viewer: Viewer, staff: Staff, now: datetime) -> Booking | None:
    """The adviser's next talk today that has not begun."""
    midnight = clock.at_local(clock.local(now).date() + timedelta(days=1), 0)
    rows = _between(staff, now, midnight).filter(cancelled_at=None, started_at=None)[:1]
    return next(iter(_seen(viewer, rows)), None)


def _between(staff: Staff, since: datetime, until: datetime) -> QuerySet[Booking]:
    return _whole().filter(staff=staff, starts__gte=since, starts__lt=until).order_by("starts", "booked_at")


def _seen(viewer: Viewer, rows: QuerySet[Booking]) -> list[Booking]:
    bookings = list(rows)
    viewer.saw((str(booking.citizen.uuid) for booking in bookings), "day_list")
    return bookings
