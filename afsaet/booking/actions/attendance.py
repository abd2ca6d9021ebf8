"""What is written about a talk on its day (docs/states.md). Each locks the booking, so two who write at once
leave one clear answer; every correction leaves what stood before in `audit.Change`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.actions.telling import tell_not_come, tell_not_reached, tell_phone_instead
from afsaet.booking.models import Attendance, Booking, CallAttempt
from afsaet.booking.queries.absences import we_were_away
from afsaet.booking.queries.attendance import is_its_day, on_the_day
from afsaet.booking.rules import attendance as rules
from afsaet.booking.rules.attendance import Call, OnTheDay
from afsaet.core import clock
from afsaet.core.errors import Refusal, Refused
from afsaet.core.viewer import Viewer
from afsaet.people.queries import authority

SAME_CALL_MINUTES = 1


@dataclass
class _Locked:
    """The booking under lock, what is known of it, and its row to write in (saved by the caller)."""

    booking: Booking
    day: OnTheDay
    row: Attendance
    today: bool


@contextmanager
def _locked(booking: Booking, by: Viewer, now: datetime) -> Iterator[_Locked]:
    with acting(by, now):
        Booking.objects.select_for_update().only("pk").get(pk=booking.pk)  # first: see `booking._locked`
        fresh = Booking.objects.select_related("citizen", "staff", "type").get(pk=booking.pk)
        row = Attendance.objects.filter(booking=fresh).first() or Attendance(booking=fresh)
        yield _Locked(fresh, on_the_day(fresh), row, is_its_day(fresh, now))


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal.code, **refusal.facts)


def say_late(booking: Booking, minutes: int, *, by: Viewer, now: datetime) -> None:
    """She comes that many minutes late (0: longer); she says so, or has rung and said it. The latest counts.

    Raises Refused: already_cancelled, talk_began or talk_going_on, talk_is_closed, late_another_day,
    unknown_lateness.
    """
    with _locked(booking, by, now) as at:
        citizen = by.is_citizen
        _refuse(rules.refusal_to_say_late(at.day, now, minutes=minutes, today=at.today, by_citizen=citizen))
        if at.row.late_minutes == minutes:
            return
        at.row.late_minutes, at.row.late_at, at.row.late_by = minutes, now, by.user
        at.row.save()


def mark_arrived(booking: Booking, *, by: Viewer, now: datetime) -> None:
    """She is here: she says so, or the front desk. Twice is once; a written absence gives way.

    Raises Refused: already_cancelled, talk_going_on, nowhere_to_come, arrived_another_day,
    too_early_to_arrive, talk_is_over.
    """
    with _locked(booking, by, now) as at:
        if at.day.arrived_at and not at.day.absence:
            return
        _refuse(rules.refusal_to_arrive(at.day, now, today=at.today, by_citizen=by.is_citizen))
        at.row.arrived_at, at.row.arrived_by = now, by.user
        _lift(at.row)
        at.row.save()


def take_back(booking: Booking, what: str, *, by: Viewer, now: datetime) -> None:
    """»late« or »arrived« was said by mistake. She takes back only what she has said herself.

    Raises Refused: already_cancelled, talk_going_on, talk_began, not_your_words.
    """
    with _locked(booking, by, now) as at:
        if (at.row.late_at if what == "late" else at.row.arrived_at) is None:
            return
        _refuse(rules.refusal_to_take_back(at.day, now, what=what, by_citizen=by.is_citizen))
        if by.is_citizen and (at.row.late_by if what == "late" else at.row.arrived_by) != by.user:
            raise Refused("not_your_words")
        if what == "late":
            at.row.late_minutes, at.row.late_at, at.row.late_by = None, None, ""
        else:
            at.row.arrived_at, at.row.arrived_by = None, ""
        at.row.save()


def ring(booking: Booking, *, by: Viewer, now: datetime) -> CallAttempt:
    """We ring her now. The same button pressed twice is one attempt.

    Raises Refused: already_cancelled, no_number.
    """
    with _locked(booking, by, now) as at:
        _refuse(rules.refusal_to_ring(at.day, number=at.booking.citizen.phone))
        latest = CallAttempt.objects.filter(booking=booking).order_by("at").last()
        if latest and not latest.outcome and now < latest.at + clock.minutes(SAME_CALL_MINUTES):
            return latest
        return CallAttempt.objects.create(
            booking=at.booking, at=now, by=by.user, number=authority().calls_from
        )


def answer_call(booking: Booking, call: int, answer: str, *, by: Viewer, now: datetime) -> None:
    """How the call (a row id of this booking's) went; it can be put right until the talk is closed upon it.

    Raises Refused: unknown_answer, call_is_closed.
    """
    with _locked(booking, by, now) as at:
        row = CallAttempt.objects.filter(booking=at.booking, pk=call).first()
        if row is None:
            raise Refused("unknown_answer")
        _refuse(rules.refusal_to_answer(at.day, Call(row.at, row.outcome), answer=answer))
        if row.outcome != answer:
            row.outcome = answer
            row.save(update_fields=["outcome"])


def send_missed(booking: Booking, *, by: Viewer, now: datetime) -> None:
    """»Vi fik ikke talt sammen«: she is told, once.

    Raises Refused: already_cancelled, talk_going_on, talk_not_begun, ring_first, no_time_to_ring.
    """
    with _locked(booking, by, now) as at:
        if at.row.told_at is not None:
            return
        _refuse(rules.refusal_to_tell(at.day, now))
        at.row.told_at = now
        at.row.save()
        if at.day.meets:
            tell_not_come(at.booking, now)
        else:
            tell_not_reached(at.booking, now, [call.at for call in at.day.counting if call.in_vain])


def close_absence(booking: Booking, *, by: Viewer, now: datetime) -> None:
    """Ikke mødt; on telephone and video *Ikke fået fat i*, after two calls (I13). Twice is once.

    Raises Refused: already_cancelled, talk_going_on, talk_not_begun, ring_first, ring_again,
    no_time_to_ring, was_reached, we_were_away (its adviser was: that is never her absence).
    """
    with _locked(booking, by, now) as at:
        if at.day.absence:
            return
        _refuse(Refusal("we_were_away") if we_were_away(at.booking) else rules.refusal_to_close(at.day, now))
        at.row.absence, at.row.absent_at = rules.absence_of(at.booking.form), now
        at.row.absent_by = by.user
        at.row.save()


def came_after_all(booking: Booking, *, came: bool = True, by: Viewer, now: datetime) -> None:
    """The absence is taken back: she came after all, or it was written by mistake (`came` is false).

    That she came is dated only while the booked time runs. Raises Refused: already_cancelled, talk_going_on.
    """
    with _locked(booking, by, now) as at:
        _refuse(rules.refusal_to_take_back(at.day, now, what="absence", by_citizen=False))
        _lift(at.row)
        if came and at.day.meets and at.day.arrived_at is None and now < at.day.ends and at.today:
            at.row.arrived_at, at.row.arrived_by = now, by.user
        at.row.save()


def ring_instead(booking: Booking, *, by: Viewer, now: datetime) -> None:
    """Hold it on the telephone: the same time, another form, and she is told.

    Raises Refused: already_cancelled, talk_going_on, talk_is_closed, phone_already, phone_another_day,
    no_number.
    """
    with _locked(booking, by, now) as at:
        number = at.booking.citizen.phone
        _refuse(rules.refusal_to_ring_instead(at.day, number=number, today=at.today))
        at.booking.form, at.booking.place = "phone", ""
        at.booking.version += 1
        at.booking.save(update_fields=["form", "place", "version"])
        tell_phone_instead(at.booking, now)


def begin_afresh(booking: Booking) -> None:
    """The talk has another time: what was said of the old one is over. Inside the move's own action."""
    Attendance.objects.filter(booking=booking).delete()


def lift_absence(booking: Booking) -> None:
    """The talk is held, or was cancelled before it began: there is no absence. Inside the caller's action."""
    row = Attendance.objects.filter(booking=booking).exclude(absence="").first()
    if row is not None:
        _lift(row)
        row.save()


def _lift(row: Attendance) -> None:
    row.absence, row.absent_at, row.absent_by = "", None, ""
