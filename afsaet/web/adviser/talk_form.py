"""The form of a step of the talk: what it says when it is sent, and what stands in it when it is shown.

The whole page is one form, the steps at the side included, so that no button loses what stands in a field.
The button says what happens: `do` is a word, and for some a thing after a colon (`up:<line>`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from afsaet.conversations.actions.sending import CHANGES, Answer, Fields, NewAgreement, Sent
from afsaet.conversations.models import Line
from afsaet.conversations.queries import topics_to_choose
from afsaet.conversations.rules import without_cpr
from afsaet.core.errors import Refused
from afsaet.plan.rules import in_a_week
from afsaet.web.sentences import sentence

FIRST, SINCE_LAST, NEXT_STEP, END = "hvad-skal-vi-naa", "siden-sidst", "naeste-skridt", "til-sidst"
STEPS = {FIRST: _("Hvad skal vi nå?"), SINCE_LAST: _("Siden sidst"), NEXT_STEP: _("Næste skridt")}
ORDER = (*STEPS, END)

NOT_TYPED = ("csrfmiddlewaretoken", "owner", "do")
AGREEMENT = ("who", "what", "when", "on")
# A group of radios is reached through its first control.
ID_OF = {"who": "who-1", "when": "when-1", "next": "next-1", "met": "met-1", "line": ""}
ANCHORS = {
    "agreement": "#aftaler",
    "edit": "#goal",
    "note": "#linjer",
    "park": "#naeste-gang",
    "up": "#emner",
    "topic": "#emner",
    "pick": "#emner",
}


@dataclass(frozen=True)
class Do:
    """What the pressed button asks for."""

    kind: str
    about: str = ""

    @classmethod
    def of(cls, post: QueryDict) -> "Do":
        kind, _colon, about = post.get("do", "save").partition(":")
        return cls(kind, about)


def typed_in(post: QueryDict) -> Fields:
    """All that stands in the form's fields."""
    return {name: [str(value) for value in values] for name, values in post.lists() if name not in NOT_TYPED}


def first(fields: Fields, name: str) -> str:
    """The one value of a field, or an empty text."""
    return next(iter(fields.get(name, [])), "")


def sent_from(step: str, fields: Fields, do: Do, today: date) -> Sent:
    """What a form says. Raises Refused with the fact `field` for a date or a time that is none."""
    return Sent(
        done=frozenset(uuids(fields.get("done", []))),
        topic=_picked(do) or first(fields, "topic").strip(),
        parked=first(fields, "park").strip(),
        note=first(fields, "note").strip(),
        answers=tuple(_answers(fields)),
        goal=first(fields, "goal") if "goal" in fields else None,
        sub_goal=first(fields, "sub_goal") if step == NEXT_STEP else None,
        agreement=_agreement(fields, today) if _agrees(fields, do) else None,
        next_time=_next_time(first(fields, "next")),
        change=_change(do),
    )


def left_in(step: str, fields: Fields, do: Do) -> Fields:
    """What is not meant to be sent yet: half an agreement, the answer on the last page."""
    if step == END:
        names: Iterable[str] = ("met", "met_words")
    elif step == SINCE_LAST:
        answered = {name.removeprefix("outcome-") for name in fields if name.startswith("outcome-")}
        names = [
            name
            for name in fields
            if name.startswith("learnt-") and name.removeprefix("learnt-") not in answered
        ]
    else:
        names = () if _agrees(fields, do) else AGREEMENT
    return {name: fields[name] for name in names if first(fields, name)}


def uuids(words: Iterable[str]) -> list[UUID]:
    """Those of the words that are uuids: a hand-made form says nothing with the others."""
    found = []
    for word in words:
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found


def by_field(refused: Refused | None) -> dict[str, str]:
    """The sentence of a refusal under the name of the field it is about."""
    if refused is None:
        return {}
    return {str(refused.refusal.facts.get("field", "line")): sentence(refused.refusal)}


def errors_of(refused: Refused | None) -> list[tuple[str, str]]:
    """The same for the error summary: the id of the field, and the sentence."""
    return [(ID_OF.get(field, field), text) for field, text in by_field(refused).items()]


def masked(fields: Fields) -> Fields:
    """What was typed, as it is shown again: a CPR number does not come back on the screen."""
    return {name: [without_cpr(value) for value in values] for name, values in fields.items()}


def words_in(fields: Fields) -> list[str]:
    """What somebody has written with her own hands, for a page that could not keep it."""
    own = ("topic", "park", "note", "goal", "sub_goal", "what", "met_words")
    texts = [first(fields, name) for name in fields if name in own or name.startswith("learnt-")]
    return [text for text in texts if text.strip()]


def ticked(topics: Iterable[Line], fields: Fields) -> set[str]:
    """The topics whose box is ticked: as typed, else as saved."""
    if fields:
        return set(fields.get("done", []))
    return {str(topic.uuid) for topic in topics if topic.done}


def _agrees(fields: Fields, do: Do) -> bool:
    """An agreement is added by its own button, and by leaving the step with one half written."""
    return do.kind == "agreement" or (do.kind in ("go", "save") and bool(first(fields, "what").strip()))


def _agreement(fields: Fields, today: date) -> NewAgreement:
    who, what, when = first(fields, "who"), first(fields, "what"), first(fields, "when")
    if not what.strip():
        raise Refused("agreement_without_words", field="what")
    if when == "week":
        return NewAgreement(who, what, in_a_week(today))
    if when == "next":
        return NewAgreement(who, what, None, before_next=True)
    if when != "date":
        raise Refused("agreement_without_day", field="when")
    try:
        return NewAgreement(who, what, date.fromisoformat(first(fields, "on")))
    except ValueError as error:
        raise Refused("agreement_without_date", field="on") from error


def _answers(fields: Fields) -> Iterable[Answer]:
    for name in fields:
        if name.startswith("outcome-"):
            for uuid in uuids([name.removeprefix("outcome-")]):
                yield Answer(uuid, first(fields, name), first(fields, f"learnt-{uuid}"))


def _next_time(value: str) -> datetime | str:
    if value in ("", "self", "none"):
        return value
    try:
        starts = datetime.fromisoformat(value)
    except ValueError as error:
        raise Refused("no_time", field="next") from error
    if starts.tzinfo is None:
        raise Refused("no_time", field="next")
    return starts


def _picked(do: Do) -> str:
    """The authority's topic on the pressed button."""
    topics = topics_to_choose() if do.kind == "pick" else []
    return next((str(topic.text) for topic in topics if topic.key == do.about), "")


def _change(do: Do) -> tuple[str, UUID] | None:
    about = uuids([do.about]) if do.kind in CHANGES else []
    return (do.kind, about[0]) if about else None
