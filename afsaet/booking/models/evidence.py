"""Proof for the citizen's sake: there was no time, or we were down (I12)."""

from django.db import models
from django.db.models import F, Q

from afsaet.audit.tracking import Tracked
from afsaet.booking.models.offer import ConversationType
from afsaet.people.models import Citizen


class NoSlotEvidence(models.Model):
    """She looked for a time at `at` and was shown none; `book_by` is the deadline she had then, if any."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="no_slot_evidence")
    type = models.ForeignKey(ConversationType, on_delete=models.PROTECT)
    at = models.DateTimeField()
    book_by = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["citizen", "at"])]
        triggers = [Tracked("citizen_id", "type_id", "at", "book_by")]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.at}"


class Outage(models.Model):
    """We were down from `starts` to `ends`, as our own heartbeat shows."""

    starts = models.DateTimeField(unique=True)
    ends = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="outage_in_order", condition=Q(starts__lt=F("ends")))]
        triggers = [Tracked("starts", "ends")]

    def __str__(self) -> str:
        return f"{self.starts}-{self.ends}"


class Heartbeat(models.Model):
    """When our own job last ran; one row. `moved_seconds` is how far the demo's clock was moved then."""

    at = models.DateTimeField()
    moved_seconds = models.FloatField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="one_heartbeat", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.at}"
