"""How long bookings, deadlines and half-filled forms are kept."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.booking.models import (
    Attendance,
    Booking,
    BookingTopic,
    CallAttempt,
    ClashKept,
    ConversationType,
    Deadline,
    Draft,
    GroupMeeting,
    Heartbeat,
    NoSlotEvidence,
    Outage,
    ReplannedTalk,
    Seat,
    StaffAbsence,
    Substitution,
    TimeOffer,
    ToldByPhone,
    Topic,
    WaitingRequest,
)
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
        "hvorfor": row.get_reason_display(),
    }


def _attendances(subject: Subject) -> QuerySet[Attendance]:
    rows = Attendance.objects.select_related("booking").filter(booking__citizen=subject.pk)
    return rows.order_by("booking__starts")


def _attendance(row: Attendance) -> dict[str, Any]:
    return {
        "samtalen": row.booking.starts,
        "forsinket, minutter": row.late_minutes,
        "det sagde du": row.late_at,
        "kommet": row.arrived_at,
        "fravær": row.get_absence_display(),
        "skrevet": row.absent_at,
    }


def _calls(subject: Subject) -> QuerySet[CallAttempt]:
    rows = CallAttempt.objects.select_related("booking").filter(booking__citizen=subject.pk)
    return rows.order_by("at")


def _call(row: CallAttempt) -> dict[str, Any]:
    return {
        "samtalen": row.booking.starts,
        "vi ringede": row.at,
        "fra": row.number,
        "svar": row.get_outcome_display(),
    }


def _substitutions(subject: Subject) -> QuerySet[Substitution]:
    rows = Substitution.objects.select_related("booking", "asked").filter(booking__citizen=subject.pk)
    return rows.order_by("asked_at")


def _substitution(row: Substitution) -> dict[str, Any]:
    return {
        "samtalen": row.booking.starts,
        "spurgt": row.asked.name,
        "hvornår": row.asked_at,
        "sagde ja": row.accepted,
    }


def _told(subject: Subject) -> QuerySet[ToldByPhone]:
    return ToldByPhone.objects.filter(booking__citizen=subject.pk).order_by("at")


def _told_one(row: ToldByPhone) -> dict[str, Any]:
    return {"samtalen": row.starts, "ringet": row.at}


def _waiting(subject: Subject) -> QuerySet[WaitingRequest]:
    rows = WaitingRequest.objects.select_related("type", "staff").filter(citizen=subject.pk)
    return rows.order_by("asked_at")


def _wait(row: WaitingRequest) -> dict[str, Any]:
    return {
        "samtale": str(row.type.name),
        "hos": row.staff.name if row.staff else "",
        "skrevet op": row.asked_at,
        "slettet fra listen": row.ended_at,
    }


def _offers(subject: Subject) -> QuerySet[TimeOffer]:
    return TimeOffer.objects.select_related("staff").filter(citizen=subject.pk).order_by("made_at")


def _offer(row: TimeOffer) -> dict[str, Any]:
    return {
        "tid": row.starts,
        "hos": row.staff.name,
        "tilbudt": row.made_at,
        "holdt til": row.held_until,
        "svar": row.get_answer_display(),
        "svaret": row.answered_at,
    }


def _replanned(subject: Subject) -> QuerySet[ReplannedTalk]:
    return ReplannedTalk.objects.filter(booking__citizen=subject.pk).order_by("decided_at")


def _decision(row: ReplannedTalk) -> dict[str, Any]:
    return {
        "samtalen": row.had_starts,
        "vi valgte": row.get_decision_display(),
        "hvornår": row.decided_at,
        "vi ringede": row.rung_at,
        "svar": row.get_outcome_display(),
    }


def _evidence(subject: Subject) -> QuerySet[NoSlotEvidence]:
    return NoSlotEvidence.objects.select_related("type").filter(citizen=subject.pk).order_by("at")


def _proof(row: NoSlotEvidence) -> dict[str, Any]:
    return {"samtale": str(row.type.name), "ingen ledig tid": row.at, "din frist": row.book_by}


def _seats(subject: Subject) -> QuerySet[Seat]:
    return Seat.objects.select_related("meeting").filter(citizen=subject.pk).order_by("meeting__starts")


def _seat(row: Seat) -> dict[str, Any]:
    return {
        "møde": row.meeting.title,
        "tid": row.meeting.starts,
        "tilmeldt": row.taken_at,
        "frameldt": row.given_up_at,
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
    Kept(
        Attendance,
        "citizen",
        _("Om du kom, kom senere eller ikke kom til en samtale"),
        _CASE,
        _YOURS,
        _attendances,
        _attendance,
    ),
    Kept(
        CallAttempt, "citizen", _("Hvornår vi har ringet til dig om en samtale"), _CASE, _YOURS, _calls, _call
    ),
    Kept(
        ClashKept,
        "staff",
        _("At en rådgiver lader en samtale stå, selv om noget andet er kommet oven i"),
        _("Så længe samtalen er gemt"),
        _("Rådgiveren selv"),
    ),
    Kept(
        Substitution,
        "citizen",
        _("Hvem der er spurgt, om de kan tage en samtale for din rådgiver"),
        _CASE,
        _YOURS,
        _substitutions,
        _substitution,
    ),
    Kept(
        ToldByPhone,
        "citizen",
        _("Hvornår vi har ringet og fortalt dig om en tid"),
        _CASE,
        _YOURS,
        _told,
        _told_one,
    ),
    Kept(WaitingRequest, "citizen", _("Om du venter på en ledig tid"), _CASE, _YOURS, _waiting, _wait),
    Kept(TimeOffer, "citizen", _("Tider, vi har holdt til dig, og dit svar"), _CASE, _YOURS, _offers, _offer),
    Kept(
        ReplannedTalk,
        "citizen",
        _("Hvad vi gjorde med din samtale, da din rådgiver var væk"),
        _CASE,
        _("Du selv, og rådgiverens teamleder"),
        _replanned,
        _decision,
    ),
    Kept(
        NoSlotEvidence,
        "citizen",
        _("Bevis for, at du ikke kunne finde en ledig tid"),
        _CASE,
        _YOURS,
        _evidence,
        _proof,
    ),
    Kept(Seat, "citizen", _("Møder, du er tilmeldt"), _CASE, _YOURS, _seats, _seat),
    Kept(Deadline, "citizen", _("Frister for at booke"), _CASE, _YOURS, _deadlines, _deadline),
    Kept(
        Draft,
        "citizen",
        what=_("En booking, du er begyndt på"),
        until=_("30 dage efter, at du sidst rettede i den"),
        seen_by=_("Du selv, eller den kollega, der har udfyldt den for dig"),
        rows=_drafts,
        hand_out=_draft,
        remove=_remove_drafts,
    ),
    Kept(
        StaffAbsence,
        "staff",
        what=_("Dage, hvor medarbejderen er væk, uden grund"),
        until=_("Så længe medarbejderen er ansat, og 5 år efter"),
        seen_by=_("Medarbejderens teamleder"),
    ),
    Kept(GroupMeeting, "nobody", _("Møder, man kan melde sig til"), _SET_UP),
    Kept(Heartbeat, "nobody", _("Hvornår siden sidst var oppe"), _("Indtil næste minut")),
    Kept(Outage, "nobody", _("Hvornår siden har været nede"), _("5 år")),
    Kept(ConversationType, "nobody", _("Slags samtaler"), _SET_UP),
    Kept(Topic, "nobody", _("Emner, man kan vælge"), _SET_UP),
]
