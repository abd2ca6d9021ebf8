"""*Bed en kollega tage den*: asked, answered, and the talk is hers at the same time; or nothing has changed."""

from datetime import datetime

from django.conf import settings

from afsaet.audit.actions import acting
from afsaet.booking.actions.booking import move_to
from afsaet.booking.models import Booking, Substitution
from afsaet.booking.queries.substitution import colleagues_free, open_question
from afsaet.core import clock, danish
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.messaging.actions.invitations import queue_letter_to_user
from afsaet.messaging.actions.outbox import withdraw
from afsaet.people.models import Grant, Staff

QUESTION = "question"


def ask_colleague(booking: Booking, colleague: Staff, *, by: Viewer, now: datetime) -> Substitution:
    """Ask one at a time. She hears when and how, never who it is, until she has said yes.

    Raises Refused: "substitution_over" (begun, cancelled), "asked_already", "colleague_busy".
    """
    with acting(by, now):
        booking = _locked(booking)
        if booking.cancelled or booking.started_at is not None or booking.starts <= now:
            raise Refused("substitution_over")
        if (waiting := open_question(booking, now)) is not None:
            if waiting.asked_id == colleague.pk:
                return waiting
            raise Refused("asked_already", name=waiting.asked.first_name)
        if colleague.pk not in {one.pk for one in colleagues_free(booking, now)}:
            raise Refused("colleague_busy", name=colleague.first_name)
        _forget(booking)
        question = Substitution.objects.create(
            booking=booking, asked=colleague, asked_by=booking.staff, starts=booking.starts, asked_at=now
        )
        _write_to(question, now)
    return question


def withdraw_question(booking: Booking, *, by: Viewer, now: datetime) -> None:
    """*Fortryd*: nobody is asked any more. An answer that came first stands."""
    with acting(by, now):
        _forget(_locked(booking))


def answer_question(question: Substitution, *, yes: bool, by: Viewer, now: datetime) -> Substitution:
    """She takes the talk, or not. The same answer twice is one; the first answer stands.

    Raises Refused: "substitution_over" (begun, moved, cancelled or taken back meanwhile), "you_are_busy".
    """
    with acting(by, now):
        booking = _locked(question.booking)
        fresh = Substitution.objects.select_related("asked__unit").filter(pk=question.pk).first()
        if fresh is not None and fresh.answered_at is not None and fresh.accepted == yes:
            return fresh
        if fresh is None or fresh.answered_at is not None or not _stands(fresh, booking, now):
            raise Refused("substitution_over")
        if yes:
            _take_over(booking, fresh.asked, by, now)
        fresh.accepted, fresh.answered_at = yes, now
        fresh.save(update_fields=["accepted", "answered_at"])
    return fresh


def _stands(question: Substitution, booking: Booking, now: datetime) -> bool:
    """It was about this talk, with this adviser, at this time."""
    return (
        not booking.cancelled
        and booking.started_at is None
        and booking.starts > now
        and booking.starts == question.starts
        and booking.staff_id == question.asked_by_id
    )


def _take_over(booking: Booking, colleague: Staff, by: Viewer, now: datetime) -> None:
    try:
        move_to(booking, staff=colleague, starts=booking.starts, by=by, now=now)
    except Refused as refused:
        raise Refused("you_are_busy", at_time=booking.starts) from refused
    Grant.objects.filter(cause=booking.uuid).update(reason=Grant.SUBSTITUTION)


def _locked(booking: Booking) -> Booking:
    Booking.objects.select_for_update().only("pk").get(pk=booking.pk)  # first: see `booking._locked`
    return Booking.objects.select_related("citizen", "staff", "type").get(pk=booking.pk)


def _forget(booking: Booking) -> None:
    """A question that nobody has answered goes; what was queued about it is not sent."""
    for question in Substitution.objects.filter(booking=booking, answered_at=None):
        withdraw(question.uuid)
        question.delete()


def _write_to(question: Substitution, now: datetime) -> None:
    booking, colleague = question.booking, question.asked
    when = f"{danish.day(booking.starts, clock.local(now).date())} {danish.at(booking.starts)}"
    queue_letter_to_user(
        colleague.user,
        colleague.email,
        "colleague_asked",
        {"adviser": booking.staff.name, "when": when, "link": settings.PUBLIC_URL + "/medarbejder/i-dag/"},
        kind=QUESTION,
        subject=question.uuid,
        now=now,
    )
