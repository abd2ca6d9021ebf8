"""The talk, the lines that are drafted in it, its summary, and what went to the case system."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from afsaet.audit.tracking import Tracked
from afsaet.booking.models import Booking
from afsaet.booking.models.booking import FORMS
from afsaet.plan.models import Agreement


class Conversation(models.Model):
    """One talk, made when it starts. Its citizen, adviser and time are the booking's."""

    MET = [("yes", "Ja"), ("partly", "Delvist"), ("no", "Nej")]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="conversation")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    met = models.CharField(max_length=10, choices=MET, blank=True)
    met_words = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = [Tracked("booking_id", "started_at", "closed_at", "met")]

    def __str__(self) -> str:
        return f"conversation {self.uuid}"


class Line(models.Model):
    """One line of what will be saved. Struck lines are deleted at the close (I11); the others stay.

    `topic`: `text`, `own` when she chose it, `done` when dealt with, `parked` for next time.
    `outcome`: `agreement`, `outcome`, `text` is what was learnt.  `note`: `text`.
    `goal`, `sub_goal`: `text`.  `agreement`: `text`, `who`, `by` (or `before_next`).
    `next_time`: `starts` and `staff_uuid`, or `text` "self" or "none"; owns the hold under its uuid.
    """

    KINDS = ["topic", "outcome", "note", "goal", "sub_goal", "agreement", "next_time"]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10)
    place = models.SmallIntegerField(default=0)
    text = models.CharField(max_length=300, blank=True)
    own = models.BooleanField(default=False)
    done = models.BooleanField(default=False)
    parked = models.BooleanField(default=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Agreement.OUTCOMES, blank=True)
    who = models.CharField(max_length=10, choices=Agreement.WHO, blank=True)
    by = models.DateField(null=True, blank=True)
    before_next = models.BooleanField(default=False)
    starts = models.DateTimeField(null=True, blank=True)
    struck = models.BooleanField(default=False)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                name="line_kind",
                condition=Q(
                    kind__in=["topic", "outcome", "note", "goal", "sub_goal", "agreement", "next_time"]
                ),
            ),
            models.UniqueConstraint(
                fields=["conversation", "kind"],
                condition=Q(kind__in=["goal", "sub_goal", "next_time"]),
                name="one_goal_and_one_next_time",
            ),
            models.UniqueConstraint(fields=["conversation", "agreement"], name="one_outcome_per_agreement"),
        ]
        triggers = [Tracked("conversation_id", "kind", "struck")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class Unsent(models.Model):
    """What stands in the fields of an open talk and is not sent yet: {step: {field: [values]}}.

    It goes with the close (I11). Without a trigger: the house keeps no log of typing (DESIGN.md section 1).
    """

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="unsent")
    step = models.CharField(max_length=30)
    fields = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"unsent {self.conversation_id}"


class Summary(models.Model):
    """What both can read afterwards: draft until the adviser shares it."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="summary")
    text = models.TextField()
    changed_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [Tracked("conversation_id", "shared_at", "read_at")]

    def __str__(self) -> str:
        return f"summary {self.conversation_id}"


class CaseSystemEntry(models.Model):
    """What goes to the case system (Danish: Til fagsystemet). `copied_at` empty: it is missing there."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="case_system_entry"
    )
    type_name = models.CharField(max_length=80)
    form = models.CharField(max_length=10, choices=FORMS)
    counts = models.BooleanField()
    participants = models.CharField(max_length=200)
    copied_at = models.DateTimeField(null=True, blank=True)
    copied_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(copied_at=None), name="entries_missing")]
        triggers = [Tracked("conversation_id", "form", "counts", "copied_at")]

    def __str__(self) -> str:
        return f"entry {self.conversation_id}"
