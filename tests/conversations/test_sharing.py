"""After the close: shared once, copied as often as she likes, and never a CPR number."""

from typing import Any

import pytest

from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.sharing import Registration, mark_copied, save_summary, share_and_copy
from afsaet.conversations.models import CaseSystemEntry, Conversation, Summary
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from tests.cast import viewer_of
from tests.conversations.conftest import Day

PANEL = Registration("Jobsamtale", "phone", True, "Bo Madsen, Lise Krogh")


@pytest.fixture
def closed(day: Day) -> Conversation:
    return close(day.start(), met="yes", by=viewer_of(day.cast.lise), now=day.now)


def told(day: Day) -> dict[str, Any]:
    return {"by": viewer_of(day.cast.lise), "now": clock.now()}


def test_shared_and_copied_by_one_click_and_told_once(day: Day, closed: Conversation) -> None:
    for _ in range(2):
        share_and_copy(closed, "Vi talte om job.\r\nOg om cv.", PANEL, **told(day))
    summary, entry = Summary.objects.get(), CaseSystemEntry.objects.get()
    assert summary.text == "Vi talte om job.\nOg om cv."
    assert (summary.shared_at, entry.copied_at, entry.form) == (day.now, day.now, "phone")
    assert Message.objects.filter(subject=closed.uuid, channel=Message.INBOX).count() == 1


def test_without_a_browser_that_copied_it_is_shared_but_still_missing(day: Day, closed: Conversation) -> None:
    share_and_copy(closed, "Vi talte om job.", PANEL, copied=False, **told(day))
    assert Summary.objects.get().shared_at is not None
    assert CaseSystemEntry.objects.get().copied_at is None
    mark_copied(closed, **told(day))
    assert CaseSystemEntry.objects.get().copied_by == str(day.cast.lise.user.uuid)


def test_what_she_has_read_is_not_changed(day: Day, closed: Conversation) -> None:
    share_and_copy(closed, "Vi talte om job.", PANEL, **told(day))
    with pytest.raises(Refused, match="already_shared"):
        share_and_copy(closed, "Noget andet.", PANEL, **told(day))
    assert Summary.objects.get().text == "Vi talte om job."


@pytest.mark.parametrize(
    ("text", "panel", "code", "field"),
    [
        ("Ring til 1203925678", PANEL, "cpr_in_text", "summary"),
        ("  ", PANEL, "empty_summary", "summary"),
        ("Job", Registration("Jobsamtale", "phone", True, "Bo 120392 5678"), "cpr_in_text", "participants"),
        ("Job", Registration("Jobsamtale", "fax", True, "Bo"), "unknown_form", "form"),
        ("Job", Registration("", "phone", True, "Bo"), "empty_line", "type_name"),
        ("x" * 8001, PANEL, "text_too_long", "summary"),
    ],
)
def test_what_may_not_leave_the_house(
    day: Day, closed: Conversation, text: str, panel: Registration, code: str, field: str
) -> None:
    before = Summary.objects.get().text
    with pytest.raises(Refused) as refused:
        share_and_copy(closed, text, panel, **told(day))
    assert (refused.value.code, refused.value.refusal.facts["field"]) == (code, field)
    assert (Summary.objects.get().text, Summary.objects.get().shared_at) == (before, None)
    assert CaseSystemEntry.objects.get().copied_at is None
    assert not Message.objects.filter(subject=closed.uuid).exists()


def test_no_draft_before_the_close(day: Day) -> None:
    with pytest.raises(Refused, match="talk_not_closed"):
        save_summary(day.start(), "Job", PANEL, **told(day))
