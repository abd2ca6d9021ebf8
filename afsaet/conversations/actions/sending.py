"""A step of the talk is sent: all that stands in its form is saved at once, or nothing is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from afsaet.audit.actions import acting
from afsaet.conversations.access import line_of
from afsaet.conversations.actions import talking
from afsaet.conversations.models import Conversation, Unsent
from afsaet.conversations.rules import refusal_of_text
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.plan.models import Agreement

CHANGES: dict[str, Callable[..., None]] = {
    "up": talking.move_topic_up,
    "remove": talking.remove,
    "strike": talking.strike,
    "keep": talking.take_back_strike,
}
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Answer:
    """How an earlier agreement (by its uuid) went, and what was learnt from it."""

    agreement: UUID
    outcome: str
    learnt: str = ""


@dataclass(frozen=True)
class NewAgreement:
    who: str
    what: str
    on: date | None = None
    before_next: bool = False


@dataclass(frozen=True)
class Sent:
    """What a step's form holds. An empty text, and None, change nothing.

    `done` are the ticked topics. `next_time` is a start (UTC) or "self" or "none". `change` is one of
    CHANGES with the line it is about.
    """

    done: frozenset[UUID] | None = None
    topic: str = ""
    parked: str = ""
    note: str = ""
    answers: tuple[Answer, ...] = ()
    goal: str | None = None
    sub_goal: str | None = None
    agreement: NewAgreement | None = None
    next_time: datetime | str = ""
    change: tuple[str, UUID] | None = None


def send_step(talk: Conversation, step: str, sent: Sent, left: Fields, *, by: Viewer, now: datetime) -> None:
    """Save a step. `left` is what stands in fields that were not meant to be sent yet; it is kept as it is.

    Raises Refused with the fact `field`, the name of the field it is about; nothing is then saved.
    """
    with acting(by, now):
        talking.still_open(talk)
        _save_texts(talk, sent, by, now)
        _save_plan(talk, sent, by, now)
        if sent.change:
            kind, uuid = sent.change
            with _about("line"):
                CHANGES[kind](line_of(talk, uuid), by=by, now=now)
        _keep(talk, step, left)


def keep_unsent(talk: Conversation, step: str, fields: Fields, *, by: Viewer, now: datetime) -> None:
    """Keep what stands in the fields, so that a reload or a lost log-in costs nothing. Raises Refused."""
    with acting(by, now):
        talking.still_open(talk)
        _keep(talk, step, fields)


def _keep(talk: Conversation, step: str, fields: Fields) -> None:
    for name, values in fields.items():
        with _about(name):
            talking.refuse(refusal_of_text(" ".join(values) if name != "done" else ""))
    unsent, _ = Unsent.objects.get_or_create(conversation=talk)
    unsent.step, unsent.fields = step, unsent.fields | {step: fields}
    unsent.save()


def _save_texts(talk: Conversation, sent: Sent, by: Viewer, now: datetime) -> None:
    if sent.done is not None:
        talking.set_topics_done(talk, sent.done, by=by, now=now)
    with _about("topic"):
        if sent.topic:
            talking.add_topic(talk, sent.topic, own=True, by=by, now=now)
    with _about("park"):
        if sent.parked:
            talking.add_topic(talk, sent.parked, own=False, parked=True, by=by, now=now)
    with _about("note"):
        if sent.note:
            talking.add_note(talk, sent.note, by=by, now=now)


def _save_plan(talk: Conversation, sent: Sent, by: Viewer, now: datetime) -> None:
    for answer in sent.answers:
        with _about(f"learnt-{answer.agreement}"):
            agreement = _agreement(talk, answer.agreement)
            talking.set_outcome(talk, agreement, answer.outcome, answer.learnt, by=by, now=now)
    if sent.goal is not None or sent.sub_goal is not None:
        with _about("goal"):
            talking.set_goal(talk, sent.goal, sent.sub_goal or "", by=by, now=now)
    if new := sent.agreement:
        with _about("what"):
            talking.add_agreement(
                talk, who=new.who, what=new.what, on=new.on, before_next=new.before_next, by=by, now=now
            )
    if sent.next_time:
        starts = sent.next_time if isinstance(sent.next_time, datetime) else None
        with _about("next"):
            talking.choose_next_time(talk, starts, "" if starts else str(sent.next_time), by=by, now=now)


def _agreement(talk: Conversation, uuid: UUID) -> Agreement:
    found = Agreement.objects.filter(citizen=talk.booking.citizen, uuid=uuid).first()
    if found is None:
        raise Refused("unknown_outcome")
    return found


@contextmanager
def _about(field: str) -> Iterator[None]:
    """Say which field a refusal is about, unless it says so itself."""
    try:
        yield
    except Refused as refused:
        raise Refused(refused.code, **{"field": field} | refused.refusal.facts) from refused
