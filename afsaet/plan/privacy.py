"""How long goals and agreements are kept."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.core.privacy import Kept, Subject
from afsaet.plan.models import Agreement, Goal, SubGoal

_CASE = _("5 år efter, at din sag er lukket")
_YOURS = _("Du selv, din rådgiver, og rådgivere, du har en samtale med")


def _goals(subject: Subject) -> QuerySet[Goal]:
    return Goal.objects.filter(citizen=subject.pk).order_by("set_at")


def _goal(row: Goal) -> dict[str, Any]:
    return {"mål": row.words, "fra": row.set_at, "til": row.ended_at}


def _sub_goals(subject: Subject) -> QuerySet[SubGoal]:
    return SubGoal.objects.filter(goal__citizen=subject.pk).order_by("set_at")


def _sub_goal(row: SubGoal) -> dict[str, Any]:
    return {"delmål": row.words, "fra": row.set_at}


def _agreements(subject: Subject) -> QuerySet[Agreement]:
    return Agreement.objects.filter(citizen=subject.pk).order_by("made_at")


def _agreement(row: Agreement) -> dict[str, Any]:
    return {
        "hvem": row.get_who_display(),
        "hvad": row.what,
        "senest": row.by,
        "sådan ser vi det": row.seen_by,
        "aftalt": row.made_at,
        "dit flueben": row.ticked_at,
        "dine ord": row.ticked_words,
        "hvordan det gik": row.get_outcome_display(),
        "hvad vi lærte": row.learnt,
        "gjort op": row.outcome_at,
    }


KEPT = [
    Kept(Goal, "citizen", _("Dit mål"), _CASE, _YOURS, _goals, _goal),
    Kept(SubGoal, "citizen", _("Dine delmål"), _CASE, _YOURS, _sub_goals, _sub_goal),
    Kept(Agreement, "citizen", _("Dine aftaler, og hvordan de gik"), _CASE, _YOURS, _agreements, _agreement),
]
