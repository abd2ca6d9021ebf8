"""Claims on resources, and when people work. All times are UTC; only zoneinfo converts wall time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from afsaet.audit.tracking import Tracked


class Resource(models.Model):
    """What can be taken: a member of staff, a citizen, a room. `ref` is the uuid of that thing."""

    STAFF, CITIZEN = "staff", "citizen"

    kind = models.CharField(max_length=10, choices=[(STAFF, "Medarbejder"), (CITIZEN, "Borger")])
    ref = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Claim(models.Model):
    """A resource is taken from `starts` to `ends`. A bundle of claims shares one `owner`.

    With `held_until` it is a hold, and void after that moment.
    """

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT)
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


class WorkRule(models.Model):
    """Every week on this weekday (Monday is 0) the resource works from `opens` to `closes`, wall time."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE)
    weekday = models.SmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="work_rule_in_order", condition=Q(opens__lt=F("closes"))),
            models.CheckConstraint(name="work_rule_weekday", condition=Q(weekday__gte=0, weekday__lte=6)),
        ]
        triggers = [Tracked("resource_id", "weekday", "opens", "closes", "valid_from", "valid_to")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class ClosedTime(models.Model):
    """The resource cannot be booked here: a meeting, a holiday, an afternoon off. Talks booked earlier stand."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    note = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["resource", "starts"])]
        constraints = [models.CheckConstraint(name="closed_time_in_order", condition=Q(starts__lt=F("ends")))]
        triggers = [Tracked("resource_id", "starts", "ends")]

    def __str__(self) -> str:
        return f"{self.starts}-{self.ends}"


class ClosedDay(models.Model):
    """A day on which the whole authority is closed."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        triggers = [Tracked("day", "name")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
