"""After the close: the summary is shared with her, and the talk copied to the case system."""

from dataclasses import dataclass
from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.conversations.models import CaseSystemEntry, Conversation, Summary
from afsaet.conversations.queries import FORM_WORDS
from afsaet.conversations.rules import refusal_of_text
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.messaging.actions.outbox import Notice, queue

MOST_SUMMARY = 8000


@dataclass(frozen=True)
class Registration:
    """What the adviser may change before it goes to the case system."""

    type_name: str
    form: str
    counts: bool
    participants: str


def save_summary(
    talk: Conversation, text: str, registration: Registration, *, by: Viewer, now: datetime
) -> None:
    """Keep the draft. Raises Refused("cpr_in_text"): a CPR number is never saved in a summary.

    Also Refused("empty_summary"), ("unknown_form"), and ("already_shared") for other words than she has read.
    """
    text = text.replace("\r\n", "\n").strip()
    _check(text, registration)
    with acting(by, now):
        summary = Summary.objects.select_for_update().filter(conversation=talk).first()
        if summary is None:
            raise Refused("talk_not_closed")
        if summary.shared_at is not None and summary.text != text:
            raise Refused("already_shared", field="summary")
        summary.text, summary.changed_at = text, now
        summary.save(update_fields=["text", "changed_at"])
        CaseSystemEntry.objects.filter(conversation=talk).update(
            type_name=registration.type_name.strip(),
            form=registration.form,
            counts=registration.counts,
            participants=registration.participants.strip(),
        )


def share_and_copy(
    talk: Conversation,
    text: str,
    registration: Registration,
    *,
    copied: bool = True,
    by: Viewer,
    now: datetime,
) -> None:
    """*Del og kopiér*: one click for both. She is told the first time only; the copy's time is the latest.

    `copied` is whether the browser did copy: without JavaScript the adviser copies by hand, and says so.
    """
    with acting(by, now):
        save_summary(talk, text, registration, by=by, now=now)
        first = Summary.objects.filter(conversation=talk, shared_at=None).update(shared_at=now)
        if copied:
            mark_copied(talk, by=by, now=now)
        if first:
            facts = {"adviser": talk.booking.staff.name, "first_name": talk.booking.citizen.first_name}
            notice = Notice("summary_shared", talk.uuid, facts, link="/mine-aftaler/")
            queue(talk.booking.citizen, notice, now=now)


def mark_copied(talk: Conversation, *, by: Viewer, now: datetime) -> None:
    """The text has been copied, perhaps once more; sharing is another matter."""
    with acting(by, now):
        CaseSystemEntry.objects.filter(conversation=talk).update(copied_at=now, copied_by=by.user)


def _check(text: str, registration: Registration) -> None:
    """Nothing empty, nothing too long, no CPR number, in any field that leaves the house."""
    checked = [
        ("summary", text, MOST_SUMMARY, "empty_summary"),
        ("type_name", registration.type_name, 80, "empty_line"),
        ("participants", registration.participants, 200, "empty_line"),
    ]
    for field, words, most, empty in checked:
        if not words.strip():
            raise Refused(empty, field=field)
        if refusal := refusal_of_text(words, most=most):
            raise Refused(refusal.code, field=field, **refusal.facts)
    if registration.form not in FORM_WORDS:
        raise Refused("unknown_form", field="form")


def mark_read(summary: Summary, *, by: Viewer, now: datetime) -> None:
    """She has opened it."""
    with acting(by, now):
        Summary.objects.filter(pk=summary.pk, read_at=None).update(read_at=now)
