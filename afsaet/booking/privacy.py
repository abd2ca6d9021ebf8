"""How long bookings, deadlines and half-filled forms are kept."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.booking.models import Booking, BookingTopic, ConversationType, Deadline, Draft, Topic
from afsaet.core.privacy import Kept, Subject, removed

DRAFTS_KEPT_FOR = timedelta(days=30)

_CASE = _("5 år efter, at din sag er lukket")
_YOURS = _("Du selv, din rådgiver, og rådgiveren, du har booket")
_SET_UP = _("Så længe det er i brug")


def _bookings(subject: Subject) -> QuerySet[Booking]:
    rows = Booking.objects.select_related("staff", "type").filter(citizen=subject.pk)
    return rows.order_by("starts")


def _booking(row: Booking) -> dict[str, Any]:
    return {
        "samtale": str(row.type.name),
        "fra": row.starts,
        "til": row.ends,
        "rådgiver": row.staff.name,
        "hvordan": row.get_form_display(),
        "sted": row.place,
        "dine ord": row.own_words,
        "bisidder med": row.companion,
        "tolk": row.interpreter,
        "uden trapper": row.no_stairs,
        "svært ved at høre eller se": row.hard_to_hear_or_see,
        "booket": row.booked_at,
        "booket af": row.get_origin_display(),
        "aflyst": row.cancelled_at,
        "afbud fra dig": row.cancelled_by_citizen,
    }


def _topics(subject: Subject) -> QuerySet[BookingTopic]:
    rows = BookingTopic.objects.select_related("topic", "booking").filter(booking__citizen=subject.pk)
    return rows.order_by("booking__starts", "topic__place")


def _topic(row: BookingTopic) -> dict[str, Any]:
    return {"samtalen": row.booking.starts, "emne": str(row.topic.text)}


def _deadlines(subject: Subject) -> QuerySet[Deadline]:
    return Deadline.objects.select_related("type").filter(citizen=subject.pk).order_by("book_by")


def _deadline(row: Deadline) -> dict[str, Any]:
    return {
        "samtale": str(row.type.name),
        "book senest": row.book_by,
        "holdes senest": row.hold_by,
        "booket i tide": row.met_by_id is not None,
    }


def _drafts(subject: Subject) -> QuerySet[Draft]:
    return Draft.objects.filter(citizen=subject.pk)


def _draft(row: Draft) -> dict[str, Any]:
    return {"udfyldt indtil nu": row.choices, "ændret": row.changed_at}


def _remove_drafts(now: datetime) -> int:
    return removed(Draft.objects.filter(changed_at__lt=now - DRAFTS_KEPT_FOR))


KEPT = [
    Kept(
        Booking,
        "citizen",
        _("Dine samtaler: tid, sted, og hvad du har brug for"),
        _CASE,
        _YOURS,
        _bookings,
        _booking,
    ),
    Kept(BookingTopic, "citizen", _("Emner, du har valgt til en samtale"), _CASE, _YOURS, _topics, _topic),
    Kept(Deadline, "citizen", _("Frister for at booke"), _CASE, _YOURS, _deadlines, _deadline),
    Kept(
        Draft,
        "citizen",
        what=_("En booking, du er begyndt på"),
        until=_("30 dage efter, at du sidst rettede i den"),
        seen_by=_("Du selv"),
        rows=_drafts,
        hand_out=_draft,
        remove=_remove_drafts,
    ),
    Kept(ConversationType, "nobody", _("Slags samtaler"), _SET_UP),
    Kept(Topic, "nobody", _("Emner, man kan vælge"), _SET_UP),
]
