"""What is known of talks on their day: her own words, ours, and the calls."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from afsaet.booking.models import Attendance, Booking, CallAttempt
from afsaet.booking.rules.attendance import Call, OnTheDay
from afsaet.core import clock
from afsaet.people.models import Citizen


@dataclass(frozen=True)
class Known:
    """`day` for the rules; `said` with who wrote it (None: nothing yet); `calls` by the clock."""

    day: OnTheDay
    said: Attendance | None
    calls: list[CallAttempt]


def known_of(bookings: Sequence[Booking]) -> dict[int, Known]:
    """By booking id, in two queries. The bookings have passed a gate."""
    said = {row.booking_id: row for row in Attendance.objects.filter(booking__in=bookings)}
    calls: dict[int, list[CallAttempt]] = defaultdict(list)
    for row in CallAttempt.objects.filter(booking__in=bookings):
        calls[row.booking_id].append(row)
    return {
        one.pk: Known(_on_the_day(one, said.get(one.pk), calls[one.pk]), said.get(one.pk), calls[one.pk])
        for one in bookings
    }


def attendance_of(bookings: Sequence[Booking]) -> dict[int, OnTheDay]:
    """What the rules need of each, by booking id."""
    return {pk: known.day for pk, known in known_of(bookings).items()}


def on_the_day(booking: Booking) -> OnTheDay:
    """The same for one talk."""
    return attendance_of([booking])[booking.pk]


def _on_the_day(booking: Booking, said: Attendance | None, calls: list[CallAttempt]) -> OnTheDay:
    said = said or Attendance(booking=booking)
    return OnTheDay(
        starts=booking.starts,
        ends=booking.ends,
        form=booking.form,
        cancelled=booking.cancelled,
        started=booking.started_at is not None,
        late_minutes=said.late_minutes,
        late_at=said.late_at,
        arrived_at=said.arrived_at,
        absence=said.absence,
        absent_at=said.absent_at,
        told_at=said.told_at,
        calls=tuple(Call(call.at, call.outcome) for call in calls),
    )


def missed_before(citizen: Citizen) -> Booking | None:
    """Her latest talk, if it was closed as missed: what she had prepared for it is kept for the next one."""
    latest = (
        Booking.objects.filter(citizen=citizen, cancelled_at=None)
        .select_related("staff", "attendance")
        .order_by("-starts")
        .first()
    )
    said = getattr(latest, "attendance", None)
    return latest if said is not None and said.absence else None


def is_its_day(booking: Booking, now: datetime) -> bool:
    """Whether the talk is today, on the wall in Denmark."""
    return clock.local(booking.starts).date() == clock.local(now).date()
