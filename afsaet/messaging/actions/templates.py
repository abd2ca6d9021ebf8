"""The texts of messages, as the administrator words them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.core.errors import Refusal, Refused
from afsaet.core.viewer import Viewer
from afsaet.messaging.actions.outbox import MOST_TITLE, compact_facts, house_facts, one_line
from afsaet.messaging.models import Template
from afsaet.messaging.rules import EXAMPLE, channels_of, filled, lint, lint_short, unknown_place
from afsaet.people.access import require_role
from afsaet.people.queries import authority

MOST_BODY = 2000
FIELDS = ("title", "body", "short")


@dataclass(frozen=True)
class Example:
    """A text as somebody would get it; `short` is empty when no text message is sent."""

    title: str
    body: str
    short: str


def has_short(key: str) -> bool:
    """Whether a text message goes with this text."""
    return "sms" in channels_of(key)


def example_facts() -> dict[str, str]:
    """The house's own facts and invented ones, for an example."""
    return house_facts(authority(), we_call=True) | {**EXAMPLE, "link": "https://…"}


def example(texts: Mapping[str, str]) -> Example | None:
    """The texts as somebody would get them; None when one names something there is not."""
    house, facts = authority(), example_facts()
    try:
        return Example(
            one_line(filled(texts["title"], facts)),
            filled(texts["body"], facts),
            one_line(filled(texts["short"], compact_facts(house, facts, we_call=True))),
        )
    except KeyError:
        return None


def refusals(key: str, texts: Mapping[str, str]) -> dict[str, Refusal]:
    """What is wrong, by field (title, body, short); nothing when the texts may go out."""
    wrong: dict[str, Refusal] = {}
    for name in FIELDS:
        if refusal := _of_field(key, name, texts[name]):
            wrong[name] = refusal
    if "short" not in wrong and has_short(key):
        shown = example({"title": "", "body": "", "short": texts["short"]})
        if shown and (refusal := lint_short(shown.short)):
            wrong["short"] = refusal
    return wrong


def _of_field(key: str, name: str, text: str) -> Refusal | None:
    most = {"title": MOST_TITLE, "body": MOST_BODY}.get(name)
    if not text.strip() and (name != "short" or has_short(key)):
        return Refusal(f"empty_{name}")
    if most and len(text) > most:
        return Refusal("text_too_long", {"most": most})
    return unknown_place(key, text) or lint(text)


def change_template(
    template: Template, *, title: str, body: str, short: str, by: Viewer, now: datetime
) -> None:
    """The Danish texts; other languages stay. What is queued already keeps its words.

    Raises Refused with the field as a fact: empty_title, empty_body, empty_short, text_too_long,
    unknown_place, broken_place, purpose_word, cpr_in_message, short_odd_sign, short_too_long.
    """
    require_role(by, "administrator")
    texts = {"title": title, "body": body, "short": short}
    for name, refusal in refusals(template.key, texts).items():
        raise Refused(refusal.code, field=name, **refusal.facts)
    with acting(by, now):
        row = Template.objects.select_for_update().get(pk=template.pk)
        for name, text in texts.items():
            setattr(row, name, getattr(row, name) | {"da": text})
        row.save(update_fields=list(FIELDS))
