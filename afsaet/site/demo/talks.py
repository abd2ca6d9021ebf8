"""One talk from start to copy, through the actions of `conversations`, with what this citizen would say."""

import random
from datetime import datetime, timedelta

from afsaet.booking.models import Booking
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.sharing import Registration, mark_read, share_and_copy
from afsaet.conversations.actions.talking import (
    add_agreement,
    add_note,
    add_topic,
    choose_next_time,
    set_goal,
    set_outcome,
    set_topics_done,
    start,
    strike,
)
from afsaet.conversations.models import Conversation, Summary
from afsaet.core import clock
from afsaet.core.clock import minutes
from afsaet.core.viewer import Viewer
from afsaet.plan.models import Agreement
from afsaet.plan.queries import goal_of, open_agreements
from afsaet.site.demo.texts import BOTH, HERS_BY_TOPIC, LEARNT, LEARNT_BY_REACHING, MET_WORDS, REACHING
from afsaet.site.demo.trades import Trade

_OUTCOMES = {"done": 60, "partly": 20, "changed": 10, "dropped": 10}


def hold_talk(
    booking: Booking,
    trade: Trade,
    rng: random.Random,
    *,
    following: datetime | None,
    by: Viewer,
    until: datetime,
) -> Conversation:
    """The talk as far as it has come at `until` (UTC); `following` is the next time they agree on, if any."""
    now = booking.starts + minutes(rng.randint(0, 3))
    talk = start(booking, by=by, now=now)
    _look_back(talk, rng, by, now + minutes(4))
    if booking.ends > until:
        return talk
    _look_ahead(talk, trade, rng, by, now + minutes(14))
    if following is not None:
        choose_next_time(talk, following, by=by, now=now + minutes(30))
    elif rng.random() < 0.5:
        choose_next_time(talk, None, "self", by=by, now=now + minutes(30))
    met = rng.choices(("yes", "partly", "no", ""), weights=(78, 14, 2, 6))[0]
    words = rng.choice(MET_WORDS) if met == "yes" and rng.random() < 0.3 else ""
    return close(talk, met=met, met_words=words, by=by, now=now + minutes(rng.randint(32, 41)))


def share(talk: Conversation, *, by: Viewer, now: datetime) -> None:
    """*Del og kopiér*, as composed."""
    summary = Summary.objects.select_related("conversation__case_system_entry").get(conversation=talk)
    entry = summary.conversation.case_system_entry
    registration = Registration(entry.type_name, entry.form, entry.counts, entry.participants)
    share_and_copy(talk, summary.text, registration, by=by, now=now)


def read(talk: Conversation, *, by: Viewer, now: datetime) -> None:
    """The citizen opens her summary."""
    mark_read(Summary.objects.get(conversation=talk), by=by, now=now)


def _look_back(talk: Conversation, rng: random.Random, by: Viewer, now: datetime) -> None:
    """Today's topics, and how the earlier agreements went."""
    lines = list(talk.lines.all())
    if not lines:
        lines = [add_topic(talk, "Job, jeg kan søge nu", own=True, by=by, now=now)]
    for agreement in open_agreements(talk.booking.citizen):
        weights = {"done": 1} if agreement.ticked_at else _OUTCOMES
        outcome = rng.choices(list(weights), weights=list(weights.values()))[0]
        learnt = agreement.ticked_words or _learnt(agreement, outcome, rng)
        set_outcome(talk, agreement, outcome, learnt, by=by, now=now)
    if done := frozenset(line.uuid for line in lines if rng.random() < 0.3):
        set_topics_done(talk, done, by=by, now=now)


def _learnt(agreement: Agreement, outcome: str, rng: random.Random) -> str:
    """In her words, so nothing when it was ours to do."""
    if agreement.who != "citizen":
        return ""
    reaching = agreement.what.startswith(REACHING)
    return rng.choice((LEARNT_BY_REACHING if reaching else LEARNT)[outcome])


def _look_ahead(talk: Conversation, trade: Trade, rng: random.Random, by: Viewer, now: datetime) -> None:
    """What to remember, where she wants to go, and what they agree on."""
    citizen = talk.booking.citizen
    notes = [
        add_note(talk, text, by=by, now=now) for text in rng.sample(trade.notes, rng.choice((0, 0, 1, 1)))
    ]
    if goal_of(citizen) is None or rng.random() < 0.1:
        set_goal(talk, rng.choice(trade.goals), rng.choice(trade.steps), by=by, now=now)
    for who, what in _agreements(citizen.pk, _topic_keys(talk), trade, rng):
        before_next, on = (
            rng.random() < 0.3,
            clock.local(now).date() + timedelta(days=rng.choice((7, 7, 10, 14))),
        )
        add_agreement(
            talk, who=who, what=what, on=None if before_next else on, before_next=before_next, by=by, now=now
        )
    if notes and rng.random() < 0.08:
        strike(notes[0], by=by, now=now + minutes(12))


def _topic_keys(talk: Conversation) -> list[str]:
    return list(talk.booking.chosen_topics.values_list("topic__key", flat=True))


def _agreements(citizen: int, topics: list[str], trade: Trade, rng: random.Random) -> list[tuple[str, str]]:
    """One to three that she has not had before."""
    had = set(Agreement.objects.filter(citizen=citizen).values_list("what", flat=True))
    hers = [text for text in rng.sample(trade.hers, len(trade.hers)) if text not in had]
    general = [text for key in topics for text in HERS_BY_TOPIC[key] if text not in had]
    chosen = [("citizen", text) for text in hers[: rng.choice((1, 1, 1, 2))]]
    if general and rng.random() < 0.35:
        chosen.append(("citizen", rng.choice(general)))
    ours = [text for text in trade.ours if text not in had]
    if ours and rng.random() < 0.3:
        chosen.append(("adviser", rng.choice(ours)))
    elif rng.random() < 0.08:
        chosen.append(("both", rng.choice(BOTH)))
    return chosen[:3]
