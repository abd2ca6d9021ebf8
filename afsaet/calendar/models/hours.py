"""When people work: every week, and what differs on a day."""

from django.db import models
from django.db.models import F, Q

from afsaet.audit.tracking import Tracked
from afsaet.calendar.models.claims import Resource


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


class ExtraTime(models.Model):
    """The resource can be booked here although it is outside its weekly hours: more times, opened by hand."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE)
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["resource", "starts"])]
        constraints = [models.CheckConstraint(name="extra_time_in_order", condition=Q(starts__lt=F("ends")))]
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
