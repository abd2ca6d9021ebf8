"""The end of a talk: what is not struck becomes plan and booking, what is struck is gone (I11)."""

from datetime import date, datetime

from afsaet.audit.actions import acting
from afsaet.booking.actions.booking import book_for
from afsaet.booking.models import Booking
from afsaet.calendar.actions.claims import release
from afsaet.conversations.actions.sending import Sent, send_step
from afsaet.conversations.models import CaseSystemEntry, Conversation, Line, Summary, Unsent
from afsaet.conversations.queries import next_choices, participants, saved_words
from afsaet.conversations.rules import composed_summary, refusal_of_text
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.plan.actions import Agreed, add_sub_goal, agree, set_goal, set_outcome
from afsaet.plan.models import SubGoal
from afsaet.plan.queries import goal_of

NOTHING = Sent()


def close(
    talk: Conversation, *, met: str, met_words: str = "", sent: Sent = NOTHING, by: Viewer, now: datetime
) -> Conversation:
    """Save and end; `sent` is what else stands on the last page.

    `met` is her answer to "Fik vi talt om det, du kom for?" ("yes", "partly", "no", "").
    Raises Refused("next_time_taken") when the next time can no longer be had; nothing is then saved.
    Closing twice is once.
    """
    if refusal := refusal_of_text(met_words):
        raise Refused(refusal.code, field="met_words", **refusal.facts)
    if met not in ("", *dict(Conversation.MET)):
        raise Refused("unknown_answer", field="met")
    with acting(by, now):
        talk = Conversation.objects.select_for_update().get(pk=talk.pk)
        if talk.closed_at is not None:
            return talk
        if sent != NOTHING:
            send_step(talk, "", sent, {}, by=by, now=now)
        for line in talk.lines.filter(struck=True):
            release(line.uuid)
            line.delete()
        Unsent.objects.filter(conversation=talk).delete()
        following = _book_next(talk, by, now)
        _save_plan(talk, following, now)
        talk.closed_at, talk.met, talk.met_words = now, met, met_words
        talk.save(update_fields=["closed_at", "met", "met_words"])
        text = composed_summary(saved_words(talk))
        Summary.objects.create(conversation=talk, text=text, changed_at=now)
        booking = talk.booking
        CaseSystemEntry.objects.create(
            conversation=talk,
            type_name=str(booking.type.name),
            form=booking.form,
            counts=booking.type.counts,
            participants=participants(booking),
        )
    return talk


def _book_next(talk: Conversation, by: Viewer, now: datetime) -> Booking | None:
    line = talk.lines.filter(kind="next_time", starts__isnull=False).first()
    if line is None or line.starts is None:
        return None
    choices = next_choices(talk, line.starts)
    try:
        booked = book_for(talk.booking.citizen, choices, key=line.uuid, origin="assisted", by=by, now=now)
    except Refused as refused:
        raise Refused("next_time_taken", field="next", why=refused.code) from refused
    return booked.booking


def _save_plan(talk: Conversation, following: Booking | None, now: datetime) -> None:
    """Outcomes, goal, sub-goal and agreements, from the lines that were not struck."""
    citizen = talk.booking.citizen
    lines = list(talk.lines.select_related("agreement"))
    for line in lines:
        if line.kind == "outcome" and line.agreement:
            set_outcome(line.agreement, line.outcome, line.text, talk=talk.uuid, now=now)
    sub_goal = _save_goal(lines, talk, now)
    for line in lines:
        if line.kind == "agreement":
            agreed = Agreed(line.who, line.text, line.by or _before(line, following))
            agree(citizen, agreed, made_in=talk.uuid, sub_goal=sub_goal, now=now)


def _save_goal(lines: list[Line], talk: Conversation, now: datetime) -> SubGoal | None:
    """The step on the way hangs on the goal of today, else on the one she has."""
    citizen = talk.booking.citizen
    words = {line.kind: line.text for line in lines if line.kind in ("goal", "sub_goal")}
    goal = set_goal(citizen, words["goal"], now=now) if "goal" in words else goal_of(citizen)
    return add_sub_goal(goal, words["sub_goal"], now=now) if goal and "sub_goal" in words else None


def _before(line: Line, following: Booking | None) -> date | None:
    """ "Før næste samtale": the day of the next talk, when there is one."""
    if not line.before_next or following is None:
        return None
    return clock.local(following.starts).date()
