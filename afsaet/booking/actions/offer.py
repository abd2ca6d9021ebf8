"""What can be booked: the authority's own topics, and how a type of talk is offered. Talks booked earlier stand."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import uuid4

from django.db.models import Max

from afsaet.audit.actions import acting
from afsaet.booking.models import ConversationType, Topic
from afsaet.calendar.models import Room
from afsaet.core.errors import Refused
from afsaet.core.text_by_language import TextByLanguage
from afsaet.core.viewer import Viewer


def add_topic(text: str, *, by: Viewer, now: datetime) -> Topic:
    """A new topic, last in the list. Raises Refused("topic_exists")."""
    with acting(by, now):
        _refuse_known_topic(text, None)
        last = Topic.objects.aggregate(last=Max("place"))["last"] or 0
        return Topic.objects.create(key=uuid4().hex[:30], text={"da": text}, place=last + 1)


def change_topic(topic: Topic, *, text: str, active: bool, by: Viewer, now: datetime) -> None:
    """Its Danish words, and whether it can be chosen. Raises Refused: topic_exists, last_topic."""
    with acting(by, now):
        _refuse_known_topic(text, topic)
        if not active and not Topic.objects.filter(active=True).exclude(pk=topic.pk).exists():
            raise Refused("last_topic")
        topic.text, topic.active = TextByLanguage(topic.text | {"da": text}), active
        topic.save(update_fields=["text", "active"])


def move_topic(topic: Topic, step: int, *, by: Viewer, now: datetime) -> None:
    """One place up (-1) or down (1); at the end of the list it stays."""
    with acting(by, now):
        topics = list(Topic.objects.select_for_update())
        here = next(index for index, other in enumerate(topics) if other.pk == topic.pk)
        there = here + step
        if 0 <= there < len(topics):
            topics[here], topics[there] = topics[there], topics[here]
        for place, other in enumerate(topics):
            if other.place != place:
                Topic.objects.filter(pk=other.pk).update(place=place)


def _refuse_known_topic(text: str, own: Topic | None) -> None:
    if Topic.objects.filter(text__da__iexact=text).exclude(pk=own.pk if own else 0).exists():
        raise Refused("topic_exists", topic=text)


@dataclass(frozen=True)
class TypeFacts:
    """How a type is offered: minutes, the adviser's buffer in minutes, notice in minutes, horizon in days."""

    minutes: int
    buffer_minutes: int
    notice_minutes: int
    horizon_days: int
    must_meet_first: bool
    needs_room: bool
    counts: bool


def change_type(kind: ConversationType, name: str, facts: TypeFacts, *, by: Viewer, now: datetime) -> None:
    """From now on it is offered so. Raises Refused("no_rooms_yet") when it would take a room and there is none."""
    with acting(by, now):
        if facts.needs_room and not Room.objects.filter(active=True).exists():
            raise Refused("no_rooms_yet")
        for field, value in asdict(facts).items():
            setattr(kind, field, value)
        kind.name = TextByLanguage(kind.name | {"da": name})
        kind.save()
