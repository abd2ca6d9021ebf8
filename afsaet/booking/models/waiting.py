"""Times that are offered and held: from the waiting list, and when an adviser is away."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from afsaet.audit.tracking import Tracked
from afsaet.booking.models.booking import FORMS, Booking
from afsaet.booking.models.offer import ConversationType
from afsaet.people.models import Citizen, Staff


class WaitingRequest(models.Model):
    """She wants to hear when a time becomes free, with `staff` or with anybody (Danish: venteliste)."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="waiting")
    type = models.ForeignKey(ConversationType, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, null=True, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "type"], condition=Q(ended_at=None), name="one_open_waiting_request"
            )
        ]
        triggers = [Tracked("citizen_id", "type_id", "staff_id", "asked_at", "ended_at")]

    def __str__(self) -> str:
        return f"waiting {self.citizen_id}"


class StaffAbsence(models.Model):
    """A member of staff is away from a day to a day, both included; why is nobody's business here.

    `applied_at` when her talks were re-planned.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=60)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_in_order", condition=Q(first_day__lte=F("last_day")))
        ]
        triggers = [Tracked("staff_id", "first_day", "last_day", "reported_at", "applied_at")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.first_day}-{self.last_day}"


class ReplannedTalk(models.Model):
    """What the leader has decided for one talk of somebody who is away, and how the call went.

    The talk itself stands until the citizen answers; `had_starts` is when it was then.
    """

    OFFER, WAIT, CANCEL, PHONE = "offer", "wait", "cancel", "phone"
    REACHED, NO_ANSWER, WRONG_NUMBER = "reached", "no_answer", "wrong_number"

    absence = models.ForeignKey(StaffAbsence, on_delete=models.CASCADE, related_name="talks")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="replanned")
    had_starts = models.DateTimeField()
    decision = models.CharField(
        max_length=10,
        choices=[(OFFER, "Tilbud"), (WAIT, "Venter"), (CANCEL, "Aflyst"), (PHONE, "Ringes op")],
    )
    decided_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=12,
        choices=[
            (REACHED, "Fik fat i"),
            (NO_ANSWER, "Intet svar"),
            (WRONG_NUMBER, "Nummeret virker ikke"),
        ],
        blank=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["absence", "booking"], name="one_decision_per_talk_and_absence"),
            models.CheckConstraint(
                name="call_outcome_has_its_time",
                condition=Q(outcome="", rung_at=None) | (~Q(outcome="") & Q(rung_at__isnull=False)),
            ),
        ]
        triggers = [
            Tracked("absence_id", "booking_id", "had_starts", "decision", "decided_at", "rung_at", "outcome")
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.decision}"


class TimeOffer(models.Model):
    """A time that is held for her until `held_until`; its uuid owns the hold. Nothing moves silently.

    `moves` is the talk it would replace (her adviser is away); without it the time became free and she
    waited for one.
    """

    KEPT, DECLINED, LAPSED = "kept", "declined", "lapsed"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="time_offers")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    type = models.ForeignKey(ConversationType, on_delete=models.PROTECT)
    form = models.CharField(max_length=10, choices=FORMS)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    moves = models.ForeignKey(Booking, on_delete=models.CASCADE, null=True, blank=True, related_name="offers")
    absence = models.ForeignKey(
        StaffAbsence, on_delete=models.CASCADE, null=True, blank=True, related_name="offers"
    )
    waiting = models.ForeignKey(WaitingRequest, on_delete=models.CASCADE, null=True, blank=True)
    made_at = models.DateTimeField()
    held_until = models.DateTimeField()
    answer = models.CharField(
        max_length=10,
        choices=[(KEPT, "Beholdt"), (DECLINED, "Takket nej"), (LAPSED, "Udløbet")],
        blank=True,
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["citizen", "held_until"])]
        constraints = [
            models.CheckConstraint(name="time_offer_has_length", condition=Q(starts__lt=F("ends"))),
            models.UniqueConstraint(
                fields=["moves"],
                condition=Q(answer="") & Q(moves__isnull=False),
                name="one_open_offer_per_talk",
            ),
            models.CheckConstraint(
                name="offer_answer_has_its_time",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]
        triggers = [
            Tracked(
                "citizen_id",
                "staff_id",
                "starts",
                "ends",
                "moves_id",
                "absence_id",
                "held_until",
                "answer",
                "answered_at",
            )
        ]

    def __str__(self) -> str:
        return f"offer {self.uuid}"
