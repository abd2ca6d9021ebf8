"""What can be taken, and from when to when it is. All times are UTC; only zoneinfo converts wall time."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from afsaet.audit.tracking import Tracked
from afsaet.people.models import Unit


class Resource(models.Model):
    """What can be taken: a member of staff, a citizen, a room. `ref` is the uuid of that thing."""

    STAFF, CITIZEN, ROOM = "staff", "citizen", "room"

    kind = models.CharField(
        max_length=10, choices=[(STAFF, "Medarbejder"), (CITIZEN, "Borger"), (ROOM, "Lokale")]
    )
    ref = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Claim(models.Model):
    """A resource is taken from `starts` to `ends`, its buffer included. A bundle of claims shares one `owner`.

    With `held_until` it is a hold, and void from that moment. None is longer than twelve hours, so that whoever
    looks for free times need not read what began yesterday.
    """

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, db_index=False)  # claim_reading
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    owner = models.UUIDField(db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["resource", "starts"], include=["ends", "held_until"], name="claim_reading"),
        ]
        constraints = [
            models.CheckConstraint(name="claim_has_length", condition=Q(starts__lt=F("ends"))),
            models.CheckConstraint(
                name="claim_not_too_long", condition=Q(ends__lte=F("starts") + timedelta(hours=12))
            ),
            ExclusionConstraint(
                name="claims_never_overlap",
                expressions=[
                    (
                        Func(F("resource"), F("resource"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("starts"), F("ends"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.starts}"


class Room(models.Model):
    """A room of a unit; its resource has the same uuid. `step_free`: one gets there without stairs."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)
    seats = models.SmallIntegerField(default=4)
    step_free = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="room_name_in_unit"),
            models.CheckConstraint(name="room_seats", condition=Q(seats__gte=1)),
        ]
        triggers = [Tracked("unit_id", "name", "seats", "step_free", "active")]

    def __str__(self) -> str:
        return self.name
