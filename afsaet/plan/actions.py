"""Writing goals, agreements and outcomes. The talk calls the first four inside its own transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from afsaet.audit.actions import acting
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen
from afsaet.plan.models import Agreement, Goal, SubGoal

MOST_TICK_WORDS = 300


@dataclass(frozen=True)
class Agreed:
    """Who does what by when, and how both see that it is done."""

    who: str
    what: str
    by: date | None = None
    seen_by: str = ""


def set_goal(citizen: Citizen, words: str, *, now: datetime) -> Goal:
    """Her goal from now on. The same words change nothing; the earlier goal stays as history."""
    current = Goal.objects.filter(citizen=citizen, ended_at=None).first()
    if current is not None and current.words == words:
        return current
    Goal.objects.filter(citizen=citizen, ended_at=None).update(ended_at=now)
    return Goal.objects.create(citizen=citizen, words=words, set_at=now)


def add_sub_goal(goal: Goal, words: str, *, now: datetime) -> SubGoal:
    """A step on the way; the same words twice are one."""
    return SubGoal.objects.get_or_create(goal=goal, words=words, defaults={"set_at": now})[0]


def agree(
    citizen: Citizen, agreed: Agreed, *, made_in: UUID, sub_goal: SubGoal | None = None, now: datetime
) -> Agreement:
    """Write down one agreement of the talk `made_in`."""
    return Agreement.objects.create(
        citizen=citizen,
        sub_goal=sub_goal,
        who=agreed.who,
        what=agreed.what,
        by=agreed.by,
        seen_by=agreed.seen_by,
        made_in=made_in,
        made_at=now,
    )


def set_outcome(agreement: Agreement, outcome: str, learnt: str, *, talk: UUID, now: datetime) -> None:
    """How it went, and what was learnt, as said in the talk."""
    agreement.outcome, agreement.learnt = outcome, learnt
    agreement.outcome_at, agreement.outcome_in = now, talk
    agreement.save(update_fields=["outcome", "learnt", "outcome_at", "outcome_in"])


def tick_off(agreement: Agreement, words: str = "", *, by: Viewer, now: datetime) -> None:
    """She has done it, and may say what she learnt.

    Raises Refused("outcome_is_set") after the next talk, and Refused("text_too_long").
    """
    if len(words) > MOST_TICK_WORDS:
        raise Refused("text_too_long", most=MOST_TICK_WORDS)
    with acting(by, now):
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if agreement.outcome:
            raise Refused("outcome_is_set")
        agreement.ticked_at, agreement.ticked_words = agreement.ticked_at or now, words
        agreement.save(update_fields=["ticked_at", "ticked_words"])


def take_tick_back(agreement: Agreement, *, by: Viewer, now: datetime) -> None:
    """It was not done after all. Her words stay out, too."""
    with acting(by, now):
        Agreement.objects.filter(pk=agreement.pk, outcome="").update(ticked_at=None, ticked_words="")
