"""Goals, steps on the way and agreements: history stays, and the same words twice are one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from afsaet.core import clock
from afsaet.core.errors import NotYours, Refused
from afsaet.plan.access import own_agreement
from afsaet.plan.actions import Agreed, add_sub_goal, agree, set_goal, set_outcome, take_tick_back, tick_off
from afsaet.plan.models import Agreement, Goal, SubGoal
from afsaet.plan.queries import goal_of, open_agreements, past_agreements, sub_goals_of
from afsaet.plan.rules import in_a_week, refusal_of_agreement
from tests.cast import Cast, viewer_of

TODAY = date(2026, 11, 23)


def agreed(cast: Cast, what: str = "Ring til Ib") -> Agreement:
    return agree(cast.bo, Agreed("citizen", what, TODAY), made_in=uuid4(), now=clock.now())


def test_a_new_goal_ends_the_old_one_and_keeps_it(cast: Cast) -> None:
    first = set_goal(cast.bo, "Et job", now=clock.now())
    assert set_goal(cast.bo, "Et job", now=clock.now()) == first
    second = set_goal(cast.bo, "Et dagjob", now=clock.now())
    assert goal_of(cast.bo) == second
    assert Goal.objects.get(pk=first.pk).ended_at == clock.now()
    assert goal_of(cast.amal) is None


def test_the_same_step_twice_is_one(cast: Cast) -> None:
    goal = set_goal(cast.bo, "Et job", now=clock.now())
    for _ in range(2):
        add_sub_goal(goal, "Nyt cv", now=clock.now())
    assert [step.words for step in sub_goals_of(goal)] == ["Nyt cv"]
    assert sub_goals_of(None) == []
    assert SubGoal.objects.count() == 1


def test_an_outcome_moves_an_agreement_from_open_to_past(cast: Cast) -> None:
    one, other = agreed(cast), agreed(cast, "Skriv cv")
    set_outcome(one, "partly", "Ring tidligt", talk=uuid4(), now=clock.now())
    assert list(open_agreements(cast.bo)) == [other]
    assert [past.learnt for past in past_agreements(cast.bo)] == ["Ring tidligt"]
    assert not open_agreements(cast.amal).exists()


def test_she_ticks_off_and_takes_it_back_until_you_have_talked(cast: Cast) -> None:
    one, bo = agreed(cast), viewer_of(cast.bo)
    tick_off(one, "De svarede", by=bo, now=clock.now())
    one.refresh_from_db()
    assert (one.ticked_at, one.ticked_words) == (clock.now(), "De svarede")
    take_tick_back(one, by=bo, now=clock.now())
    one.refresh_from_db()
    assert (one.ticked_at, one.ticked_words) == (None, "")
    set_outcome(one, "dropped", "", talk=uuid4(), now=clock.now())
    with pytest.raises(Refused, match="outcome_is_set"):
        tick_off(one, "Alligevel", by=bo, now=clock.now())
    one.refresh_from_db()
    assert one.ticked_at is None


def test_only_her_own_agreement_opens(cast: Cast) -> None:
    one = agreed(cast)
    assert own_agreement(viewer_of(cast.bo), one.uuid) == one
    for person in (cast.amal, cast.lise):
        with pytest.raises(NotYours):
            own_agreement(viewer_of(person), one.uuid)


@pytest.mark.parametrize(
    ("what", "by", "code"),
    [
        (" ", None, "agreement_without_words"),
        ("x" * 201, None, "agreement_too_long"),
        ("Ring", TODAY - timedelta(days=1), "agreement_in_the_past"),
    ],
)
def test_what_is_no_agreement(what: str, by: date | None, code: str) -> None:
    refusal = refusal_of_agreement(what, by, TODAY)
    assert refusal is not None
    assert refusal.code == code


def test_what_is_one() -> None:
    assert refusal_of_agreement("Ring", TODAY, TODAY) is None
    assert refusal_of_agreement("x" * 200, None, TODAY) is None
    assert in_a_week(TODAY) == date(2026, 11, 30)
