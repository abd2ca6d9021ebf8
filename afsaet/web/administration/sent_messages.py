"""*Sendte beskeder*: what left the house and what did not. No name, no title and no text: Vera opens nobody."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.actions.outbox import send_again
from afsaet.messaging.models import Message
from afsaet.messaging.queries import SentMessage, SentPage, sends_texts, sent_messages
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

# What stands in the address, the state it means, the words.
STATES: tuple[tuple[str, str, str | Promise], ...] = (
    ("alle", "", _("Alle")),
    ("ikke-sendt", Message.FAILED, _("Ikke sendt")),
    ("i-koe", Message.QUEUED, _("I kø")),
    ("sendt", Message.SENT, _("Sendt")),
    ("trukket-tilbage", Message.WITHDRAWN, _("Trukket tilbage")),
)
CHANNELS: tuple[tuple[str, str, str | Promise], ...] = (
    ("alle", "", _("Alle veje")),
    ("mail", Message.EMAIL, _("E-mail")),
    ("sms", Message.SMS, _("Sms")),
    ("indbakke", Message.INBOX, _("Beskeder")),
)
KINDS = {
    "receipt": _("Kvittering"),
    "reminder": _("Påmindelse"),
    "notice": _("Besked"),
    "invitation": _("Link til adgangskode"),
    "calendar": _("Til rådgivers kalender"),
    "calendar_off": _("Til rådgivers kalender"),
}
LOOKS = {
    Message.SENT: "held",
    Message.QUEUED: "moving",
    Message.WITHDRAWN: "cancelled",
    Message.FAILED: "late",
}
TOO_LATE = "too_late"
_ERRORS = {
    TOO_LATE: _("Tiden var gået."),
    "no_gateway": _("Der er ingen sms-tjeneste."),
    "ValueError": _("Adressen kan ikke bruges."),
    "SMTPRecipientsRefused": _("Mailserveren afviste adressen."),
}


@for_staff("administrator")
@require_safe
def sent(request: Request) -> HttpResponse:
    return _page(request, "")


@for_staff("administrator")
@require_POST
def again(request: Request, uuid: UUID) -> HttpResponse:
    """One that was given up goes back into the queue."""
    try:
        send_again(uuid, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _page(request, sentence(refused.refusal))
    return redirect(reverse("administration_messages") + "?tilstand=ikke-sendt&kvittering=besked-igen")


def _page(request: Request, error: str) -> HttpResponse:
    state = _chosen(STATES, request.GET.get("tilstand", ""))
    channel = _chosen(CHANNELS, request.GET.get("vej", ""))
    side = request.GET.get("side", "1")
    number = int(side) if side.isdecimal() and len(side) < 6 else 1
    page = sent_messages(request.viewer, state[1], channel[1], number, clock.now())
    facts = {
        "rows": [_row(row) for row in page.rows],
        "found": page,
        "states": [_link(one, channel, one == state, _count(page, one[1], channel[1])) for one in STATES],
        "channels": [_link(state, one, one == channel, None) for one in CHANNELS],
        "previous": _address(state, channel, page.page - 1) if page.page > 1 else "",
        "next": _address(state, channel, page.page + 1) if page.page < page.pages else "",
        "sends_texts": sends_texts(),
        "errors": [("", error)] if error else [],
        "message": receipt(request),
    }
    return render(request, "administration/sent_messages.html", facts, status=422 if error else 200)


def _chosen(among: tuple[tuple[str, str, str | Promise], ...], slug: str) -> tuple[str, str, str | Promise]:
    return next((one for one in among if one[0] == slug), among[0])


def _count(page: SentPage, state: str, channel: str) -> int:
    return sum(
        count
        for (one, through), count in page.counts.items()
        if state in ("", one) and channel in ("", through)
    )


def _link(state: Any, channel: Any, chosen: bool, count: int | None) -> dict[str, object]:
    """A link of one of the two filters; one that counts is a state, else it is a channel."""
    label = channel[2] if count is None else f"{state[2]} {count}"
    return {"label": label, "url": _address(state, channel, 1), "chosen": chosen}


def _address(state: Any, channel: Any, side: int) -> str:
    asked = {"tilstand": state[0], "vej": channel[0], "side": str(side)}
    kept = {name: value for name, value in asked.items() if value not in ("alle", "1")}
    return reverse("administration_messages") + (f"?{urlencode(kept)}" if kept else "")


def _row(row: SentMessage) -> dict[str, object]:
    return {
        "sent": row,
        "kind": KINDS.get(row.kind, row.kind),
        "channel": _word(CHANNELS, row.channel),
        "state": _word(STATES, row.state),
        "look": LOOKS[row.state],
        "error": error_words(row.last_error),
        "again": row.state == Message.FAILED and row.last_error != TOO_LATE,
    }


def _word(among: tuple[tuple[str, str, str | Promise], ...], key: str) -> str:
    return next(str(words) for _slug, one, words in among if one == key)


def error_words(code: str) -> str:
    """Why a channel did not take it; the code itself stands in the log of changes."""
    if not code:
        return ""
    if code in _ERRORS:
        return str(_ERRORS[code])
    if code.startswith("http_"):
        return said("Sms-tjenesten svarede med fejl %(number)s.") % {"number": code.removeprefix("http_")}
    if code.startswith("SMTP"):
        return said("Mailserveren tog den ikke.")
    return said("Der kom ikke svar.")
