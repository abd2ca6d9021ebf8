"""The talk as it goes on: every line is saved at once, and each can be struck until the close."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from afsaet.audit.actions import acting
from afsaet.booking.actions.attendance import lift_absence
from afsaet.booking.actions.booking import mark_started
from afsaet.booking.actions.bundles import Talk, take
from afsaet.booking.models import Booking
from afsaet.booking.queries.offer import offer_for
from afsaet.calendar.actions.claims import release
from afsaet.conversations.models import Conversation, Line
from afsaet.conversations.queries import earlier_talk, free_for_next, next_choices
from afsaet.conversations.rules import NEXT_TIME_HELD_MINUTES, refusal_of_text, refusal_to_start
from afsaet.core import clock
from afsaet.core.errors import Refusal, Refused
from afsaet.core.viewer import Viewer
from afsaet.plan.models import Agreement
from afsaet.plan.queries import goal_of
from afsaet.plan.rules import refusal_of_agreement

MOST_SUB_GOAL = 200


def start(booking: Booking, *, by: Viewer, now: datetime) -> Conversation:
    """Begin the talk: her topics first, then what was parked last time. Starting twice is once.

    Raises Refused("already_cancelled") or Refused("talk_not_today").
    """
    with acting(by, now):
        booking = Booking.objects.select_for_update().select_related("citizen").get(pk=booking.pk)
        talk = Conversation.objects.filter(booking=booking).first()
        if talk is not None:
            return talk
        today, day = clock.local(now).date(), clock.local(booking.starts).date()
        refuse(refusal_to_start(today, day, cancelled=booking.cancelled))
        talk = Conversation.objects.create(booking=booking, started_at=now)
        mark_started(booking, now=now)
        lift_absence(booking)
        chosen = [(str(topic.topic.text), True) for topic in booking.chosen_topics.select_related("topic")]
        before = earlier_talk(talk)
        parked = [(line.text, False) for line in before.lines.filter(parked=True)] if before else []
        for place, (text, own) in enumerate(chosen + parked):
            Line.objects.create(conversation=talk, kind="topic", text=text, own=own, place=place)
    return talk


def add_topic(
    talk: Conversation, text: str, *, own: bool, parked: bool = False, by: Viewer, now: datetime
) -> Line:
    """One more topic for today, or (`parked`) for next time. Raises Refused for an empty text or a CPR."""
    refuse(_refusal_of_line(text))
    with acting(by, now):
        still_open(talk)
        return Line.objects.create(
            conversation=talk, kind="topic", text=text.strip(), own=own, parked=parked, place=_last(talk)
        )


def set_topics_done(talk: Conversation, done: frozenset[UUID], *, by: Viewer, now: datetime) -> None:
    """Which of today's topics are dealt with; the others are not."""
    with acting(by, now):
        still_open(talk)
        topics = talk.lines.filter(kind="topic", parked=False)
        topics.filter(uuid__in=done, done=False).update(done=True)
        topics.exclude(uuid__in=done).filter(done=True).update(done=False)


def move_topic_up(line: Line, *, by: Viewer, now: datetime) -> None:
    """Swap the topic with the one before it; the first stays where it is."""
    with acting(by, now):
        still_open(line.conversation)
        topics = list(Line.objects.filter(conversation=line.conversation, kind="topic", parked=False))
        at = next((index for index, topic in enumerate(topics) if topic.pk == line.pk), 0)
        if at:
            topics[at - 1], topics[at] = topics[at], topics[at - 1]
        for place, topic in enumerate(topics):
            topic.place = place
        Line.objects.bulk_update(topics, ["place"])


def set_outcome(
    talk: Conversation, agreement: Agreement, outcome: str, learnt: str, *, by: Viewer, now: datetime
) -> Line:
    """How an earlier agreement went; the latest answer counts. Raises Refused("unknown_outcome")."""
    if outcome not in dict(Agreement.OUTCOMES) or agreement.citizen_id != talk.booking.citizen_id:
        raise Refused("unknown_outcome")
    refuse(refusal_of_text(learnt))
    with acting(by, now):
        still_open(talk)
        line, _ = Line.objects.get_or_create(
            conversation=talk, agreement=agreement, defaults={"kind": "outcome", "outcome": outcome}
        )
        if (line.outcome, line.text) != (outcome, learnt.strip()) or line.struck:
            line.outcome, line.text, line.struck = outcome, learnt.strip(), False
            line.save(update_fields=["outcome", "text", "struck"])
    return line


def add_note(talk: Conversation, text: str, *, by: Viewer, now: datetime) -> Line:
    """One line both want to remember."""
    refuse(_refusal_of_line(text))
    with acting(by, now):
        still_open(talk)
        return Line.objects.create(conversation=talk, kind="note", text=text.strip(), place=_last(talk))


def set_goal(talk: Conversation, words: str | None, sub_goal: str, *, by: Viewer, now: datetime) -> None:
    """Her goal and the first step towards it, in her words; an empty text takes the line away.

    `words` None leaves the goal as it is. Raises Refused("sub_goal_without_goal") for a step towards nothing.
    """
    refuse(refusal_of_text(words or ""))
    with acting(by, now):
        still_open(talk)
        if words is not None:
            _set_line(talk, "goal", words)
        if sub_goal.strip() and not _has_goal(talk):
            raise Refused("sub_goal_without_goal")
        refuse(refusal_of_text(sub_goal, most=MOST_SUB_GOAL))
        _set_line(talk, "sub_goal", sub_goal)


def _set_line(talk: Conversation, kind: str, words: str) -> None:
    """The one line of its kind. The same words again leave it as it is, struck or not."""
    line = talk.lines.filter(kind=kind).first()
    text = words.strip()
    if line is None and text:
        Line.objects.create(conversation=talk, kind=kind, text=text)
    elif line is not None and not text:
        line.delete()
    elif line is not None and line.text != text:
        line.text, line.struck = text, False
        line.save(update_fields=["text", "struck"])


def _has_goal(talk: Conversation) -> bool:
    return talk.lines.filter(kind="goal").exists() or goal_of(talk.booking.citizen) is not None


def add_agreement(
    talk: Conversation,
    *,
    who: str,
    what: str,
    on: date | None,
    before_next: bool = False,
    by: Viewer,
    now: datetime,
) -> Line:
    """Who does what by when. `on` None with `before_next` means before the next talk."""
    if who not in dict(Agreement.WHO):
        raise Refused("unknown_who")
    refuse(refusal_of_agreement(what, on, clock.local(now).date()) or refusal_of_text(what))
    with acting(by, now):
        still_open(talk)
        return Line.objects.create(
            conversation=talk,
            kind="agreement",
            text=what.strip(),
            who=who,
            by=on,
            before_next=before_next,
            place=_last(talk),
        )


def choose_next_time(
    talk: Conversation, starts: datetime | None, instead: str = "", *, by: Viewer, now: datetime
) -> Line:
    """The next talk, with the same adviser: held for two hours, booked at the close. Or "self" or "none".

    Raises Refused("next_time_taken") when it is not free (any more); the earlier choice then stands.
    """
    if starts is None and instead not in ("self", "none"):
        raise Refused("no_time")
    with acting(by, now):
        still_open(talk)
        if starts is not None and starts not in free_for_next(talk, now):
            raise Refused("next_time_taken")
        line, _ = Line.objects.get_or_create(conversation=talk, kind="next_time")
        if (line.starts, line.text) != (starts, instead) or line.struck:
            line.starts, line.text, line.struck = starts, instead, False
            line.save(update_fields=["starts", "text", "struck"])
        if starts is None:
            release(line.uuid)
        else:
            _hold(talk, line, starts, now)
    return line


def strike(line: Line, *, by: Viewer, now: datetime) -> None:
    """She, or the adviser, does not want it saved. It can be taken back until the close.

    A struck goal takes the first step towards it along.
    """
    with acting(by, now):
        still_open(line.conversation)
        _with_it(line, "goal", "sub_goal").update(struck=True)
        release(line.uuid)


def take_back_strike(line: Line, *, by: Viewer, now: datetime) -> None:
    """Raises Refused("next_time_taken") for a next time that somebody else has got meanwhile."""
    with acting(by, now):
        still_open(line.conversation)
        _with_it(line, "sub_goal", "goal").update(struck=False)
        if line.starts is not None:
            _hold(line.conversation, line, line.starts, now)


def _with_it(line: Line, kind: str, other: str) -> QuerySet[Line]:
    """The line itself, and for a line of `kind` the talk's `other` too."""
    lines = Line.objects.filter(conversation=line.conversation_id)
    return lines.filter(Q(pk=line.pk) | Q(kind=other) if line.kind == kind else Q(pk=line.pk))


def remove(line: Line, *, by: Viewer, now: datetime) -> None:
    """Undo a line that was just written."""
    with acting(by, now):
        still_open(line.conversation)
        release(line.uuid)
        Line.objects.filter(pk=line.pk).delete()


def _hold(talk: Conversation, line: Line, starts: datetime, now: datetime) -> None:
    """With the buffer and the room a booking of the type takes; `now` is when the two hours begin."""
    offer, choices = offer_for(talk.booking.citizen, now, hand="staff"), next_choices(talk, starts)
    asked = Talk(talk.booking.citizen, offer, choices, line.uuid, [line.uuid])
    try:
        take(asked, [talk.booking.staff], now, now + clock.minutes(NEXT_TIME_HELD_MINUTES))
    except Refused as refused:
        raise Refused("next_time_taken") from refused


def still_open(talk: Conversation) -> None:
    """Lock the talk, so that nothing is written to it while it closes. Raises Refused("talk_closed")."""
    if Conversation.objects.select_for_update().get(pk=talk.pk).closed_at is not None:
        raise Refused("talk_closed")


def _refusal_of_line(text: str) -> Refusal | None:
    return refusal_of_text(text) if text.strip() else Refusal("empty_line")


def refuse(refusal: Refusal | None) -> None:
    """Raise it, if there is one."""
    if refusal:
        raise Refused(refusal.code, **refusal.facts)


def _last(talk: Conversation) -> int:
    highest: int | None = talk.lines.aggregate(highest=Max("place"))["highest"]
    return 0 if highest is None else highest + 1
