"""Her other calendar: read from it, and read by it. Only from-to, never a title."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from afsaet.audit.tracking import Tracked
from afsaet.calendar.models.claims import Resource


class BusySource(models.Model):
    """Another calendar of hers, read now and then. Only from-to is kept, never a title.

    `secret_encrypted` is the password of a CalDAV account, sealed (people/sealing.py).
    """

    ICS, CALDAV = "ics", "caldav"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="busy_source")
    kind = models.CharField(max_length=10, choices=[(ICS, "Kalenderadresse (ICS)"), (CALDAV, "CalDAV")])
    url = models.CharField(max_length=500)
    user_name = models.CharField(max_length=120, blank=True)
    secret_encrypted = models.BinaryField(blank=True, default=bytes)

    class Meta:
        triggers = [Tracked("resource_id", "kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class BusyReading(models.Model):
    """How the reading of a source goes: the last success, the last try, and why that failed (a code, or empty).

    Apart from the source, whose changes are history; this one changes every ten minutes.
    """

    source = models.OneToOneField(BusySource, on_delete=models.CASCADE, related_name="reading")
    read_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.source_id} {self.read_at} {self.problem}"


class Busy(models.Model):
    """She is taken elsewhere. Imported, so it may overlap anything; a booking made before it stands."""

    source = models.ForeignKey(BusySource, on_delete=models.CASCADE, related_name="busy")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE)
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["resource", "starts"], include=["ends"], name="busy_reading")]
        constraints = [models.CheckConstraint(name="busy_in_order", condition=Q(starts__lt=F("ends")))]

    def __str__(self) -> str:
        return f"{self.starts}-{self.ends}"


class BusyFeed(models.Model):
    """Her taken times for another calendar to read, by a secret address. Only the hash of the secret is kept."""

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="busy_feed")
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        triggers = [Tracked("resource_id", "made_at")]

    def __str__(self) -> str:
        return f"feed {self.resource_id}"
