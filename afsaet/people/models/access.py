"""Who may open whose door: the dated caseload, deputies, and grants that open it for a time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from afsaet.audit.tracking import Tracked
from afsaet.people.models.citizen import Citizen
from afsaet.people.models.staff import Staff


class Caseload(models.Model):
    """The citizen's own adviser from a day to a day (Danish: sagsstamme)."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="caseload")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="caseload")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "starts_on"])]
        constraints = [
            models.CheckConstraint(
                name="caseload_days_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            # No extension: the citizen's key as a one-number range instead of btree_gist's "=".
            ExclusionConstraint(
                name="one_own_adviser_at_a_time",
                expressions=[
                    (
                        Func(F("citizen"), F("citizen"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[)"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = [Tracked("citizen_id", "staff_id", "starts_on", "ends_on")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.citizen_id}"


class Deputy(models.Model):
    """`deputy` may open the doors of `staff`'s whole caseload from a day to a day, both included."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="deputy_for")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="deputy_days_in_order", condition=Q(first_day__lte=F("last_day"))),
            models.CheckConstraint(name="nobody_deputises_for_herself", condition=~Q(staff=F("deputy"))),
        ]
        triggers = [Tracked("staff_id", "deputy_id", "first_day", "last_day")]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.staff_id}"


class Grant(models.Model):
    """A door opened for a time: by a booking, a substitution. `cause` is the uuid of what opened it."""

    BOOKING, SUBSTITUTION = "booking", "substitution"

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="grants")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="grants")
    reason = models.CharField(
        max_length=20,
        choices=[
            (BOOKING, "Du har en samtale med borgeren"),
            (SUBSTITUTION, "Du har taget en samtale for en kollega"),
        ],
    )
    cause = models.UUIDField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["staff", "closes_at"])]
        constraints = [
            models.UniqueConstraint(fields=["cause"], name="one_grant_per_cause"),
        ]
        triggers = [Tracked("citizen_id", "staff_id", "reason", "cause", "opens_at", "closes_at")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.citizen_id} {self.reason}"
