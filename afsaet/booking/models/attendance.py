"""What happens on the day: she is late, she comes, she does not; we ring her; a colleague takes over."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from afsaet.audit.tracking import Tracked
from afsaet.booking.models.booking import Booking
from afsaet.booking.rules.attendance import (
    ANSWERS,
    LATENESS,
    NO_ANSWER,
    NOT_COME,
    NOT_REACHED,
    REACHED,
    WRONG_NUMBER,
)
from afsaet.people.models import Staff


class Attendance(models.Model):
    """What is known of a booked talk on its day; without a row she is simply expected (docs/states.md).

    `late_minutes` is what she has said herself, or rung to say; 0 is "longer". `absence` is set by staff alone,
    and never by itself. `told_at` when »Vi fik ikke talt sammen« was sent.
    """

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="attendance")
    late_minutes = models.SmallIntegerField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    late_by = models.CharField(max_length=60, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrived_by = models.CharField(max_length=60, blank=True)
    absence = models.CharField(
        max_length=12, choices=[(NOT_COME, "Ikke mødt"), (NOT_REACHED, "Ikke fået fat i")], blank=True
    )
    absent_at = models.DateTimeField(null=True, blank=True)
    absent_by = models.CharField(max_length=60, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="absence_has_its_time",
                condition=Q(absence="", absent_at=None) | (~Q(absence="") & Q(absent_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="known_absence", condition=Q(absence__in=["", NOT_COME, NOT_REACHED])
            ),
            models.CheckConstraint(
                name="late_has_its_time",
                condition=Q(late_minutes=None, late_at=None)
                | Q(late_minutes__isnull=False, late_at__isnull=False),
            ),
            models.CheckConstraint(
                name="known_lateness", condition=Q(late_minutes=None) | Q(late_minutes__in=LATENESS)
            ),
            models.CheckConstraint(
                name="arrival_has_its_time",
                condition=Q(arrived_at=None, arrived_by="")
                | (Q(arrived_at__isnull=False) & ~Q(arrived_by="")),
            ),
        ]
        triggers = [
            Tracked("booking_id", "late_minutes", "late_at", "arrived_at", "absence", "absent_at", "told_at")
        ]

    def __str__(self) -> str:
        return f"attendance {self.booking_id}"


class CallAttempt(models.Model):
    """We rang her, from `number`. She sees the attempts (I13)."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="call_attempts")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    number = models.CharField(max_length=20)
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
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(name="known_call_answer", condition=Q(outcome__in=["", *ANSWERS]))
        ]
        triggers = [Tracked("booking_id", "at", "outcome")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.at}"


class Substitution(models.Model):
    """A colleague has been asked to take a talk at its own time (Danish: Bed en kollega tage den).

    Open until she answers, the talk begins, or it is moved away from `starts`.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="substitutions")
    asked = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    starts = models.DateTimeField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(answered_at=None), name="one_open_substitution"
            ),
            models.CheckConstraint(
                name="substitution_answer_has_its_time",
                condition=Q(accepted=None, answered_at=None)
                | Q(accepted__isnull=False, answered_at__isnull=False),
            ),
        ]
        triggers = [
            Tracked("booking_id", "asked_id", "asked_by_id", "starts", "asked_at", "answered_at", "accepted")
        ]

    def __str__(self) -> str:
        return f"substitution {self.uuid}"


class ToldByPhone(models.Model):
    """We rang her and told her of the talk at `starts`; after a move it must be told again (Danish: ringet)."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="told_by_phone")
    starts = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "starts"], name="told_once_per_time")]
        triggers = [Tracked("booking_id", "starts", "at")]

    def __str__(self) -> str:
        return f"told {self.booking_id} {self.starts}"
