"""Reads over goals and agreements. The citizen has passed a gate of `people.access` or of a room above."""

from django.db.models import QuerySet

from afsaet.people.models import Citizen
from afsaet.plan.models import Agreement, Goal, SubGoal


def goal_of(citizen: Citizen) -> Goal | None:
    """What she wants now, in her own words."""
    return Goal.objects.filter(citizen=citizen, ended_at=None).first()


def sub_goals_of(goal: Goal | None) -> list[SubGoal]:
    return list(SubGoal.objects.filter(goal=goal).order_by("set_at")) if goal else []


def open_agreements(citizen: Citizen) -> QuerySet[Agreement]:
    """Those without an outcome, oldest first: what the next talk opens with."""
    return (
        Agreement.objects.filter(citizen=citizen, outcome="")
        .select_related("sub_goal")
        .order_by("made_at", "pk")
    )


def open_agreements_of(citizens: list[Citizen]) -> dict[int, list[Agreement]]:
    """Those without an outcome, oldest first, by the citizen's row id: many citizens in one query."""
    found: dict[int, list[Agreement]] = {citizen.pk: [] for citizen in citizens}
    for agreement in Agreement.objects.filter(citizen__in=citizens, outcome="").order_by("made_at", "pk"):
        found[agreement.citizen_id].append(agreement)
    return found


def past_agreements(citizen: Citizen) -> QuerySet[Agreement]:
    """Those that have an outcome, newest first."""
    return Agreement.objects.filter(citizen=citizen).exclude(outcome="").order_by("-outcome_at", "-pk")
