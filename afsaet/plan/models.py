"""Goal → sub-goal → agreement, in the citizen's own words first. Never deleted while she is with us."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from afsaet.audit.tracking import Tracked
from afsaet.people.models import Citizen


class Goal(models.Model):
    """What she wants, as she would say it to a friend. One at a time; the earlier ones stay."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="goals")
    words = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["citizen"], condition=Q(ended_at=None), name="one_goal_at_a_time")
        ]
        triggers = [Tracked("citizen_id", "set_at", "ended_at")]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class SubGoal(models.Model):
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="sub_goals")
    words = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        triggers = [Tracked("goal_id", "set_at")]

    def __str__(self) -> str:
        return f"sub-goal {self.pk}"


class Agreement(models.Model):
    """Who does what by when, and how we see it. `outcome` is set in the next talk; she ticks off between."""

    WHO = [("citizen", "Dig"), ("adviser", "Din rådgiver"), ("both", "Jer begge"), ("other", "En anden")]
    OUTCOMES = [("done", "Gjort"), ("partly", "Delvist"), ("changed", "Lavet om"), ("dropped", "Droppet")]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="agreements")
    sub_goal = models.ForeignKey(SubGoal, on_delete=models.SET_NULL, null=True, blank=True)
    who = models.CharField(max_length=10, choices=WHO)
    what = models.CharField(max_length=200)
    by = models.DateField(null=True, blank=True)
    seen_by = models.CharField(max_length=200, blank=True)
    made_in = models.UUIDField()
    made_at = models.DateTimeField()
    ticked_at = models.DateTimeField(null=True, blank=True)
    ticked_words = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True)
    learnt = models.CharField(max_length=300, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_in = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["citizen", "made_at"])]
        constraints = [
            models.CheckConstraint(
                name="agreement_who", condition=Q(who__in=["citizen", "adviser", "both", "other"])
            ),
            models.CheckConstraint(
                name="outcome_has_a_time",
                condition=Q(outcome="", outcome_at=None) | (~Q(outcome="") & Q(outcome_at__isnull=False)),
            ),
        ]
        triggers = [
            Tracked("citizen_id", "who", "by", "made_in", "made_at", "ticked_at", "outcome", "outcome_at")
        ]

    def __str__(self) -> str:
        return f"agreement {self.uuid}"
