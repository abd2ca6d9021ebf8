"""*Mine oplysninger*: what we know of her, who has seen it, and all of it in one file."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from afsaet.audit.models import Seen
from afsaet.audit.privacy import KEPT as AUDIT_KEPT
from afsaet.audit.queries import Looks, seen_by_day
from afsaet.core import clock
from afsaet.core.danish import capitalised, listed
from afsaet.core.danish import clock as on_the_clock
from afsaet.core.errors import Refusal, Refused
from afsaet.messaging.queries import sends_texts
from afsaet.people.access import own_citizen
from afsaet.people.actions.citizens import change_contact
from afsaet.people.languages import LANGUAGES
from afsaet.people.models import Citizen
from afsaet.privacy.queries import everything_about, kept
from afsaet.web import purposes
from afsaet.web.gates import for_citizen
from afsaet.web.public.logged_out import kept_answers, owner
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_FIELD_OF = {"phone_form": "phone", "email_form": "email"}


@dataclass(frozen=True)
class Line:
    """One line of *Hvem har set mine oplysninger*; `who` and `when` unfold."""

    summary: str
    who: str
    unit: str
    when: str


@for_citizen
@require_safe
def my_details(request: Request) -> HttpResponse:
    return _page(request, own_citizen(request.viewer), show_address=False)


@for_citizen
@require_POST
def show_address(request: Request) -> HttpResponse:
    """Her protected address, on this one answer only; the look is noted under a purpose of its own."""
    return _page(request, own_citizen(request.viewer, "address_shown"), show_address=True)


def _page(request: Request, citizen: Citizen, *, show_address: bool) -> HttpResponse:
    seen = seen_by_day(citizen.uuid, _page_number(request))
    facts = {
        "citizen": citizen,
        "address": citizen.address if show_address or not citizen.protected_address else "",
        "language": _own_name(citizen.language),
        "danish_only": citizen.language not in dict(settings.LANGUAGES),
        "sends_texts": sends_texts(),
        "days": [(one.day, [_line(looks) for looks in one.looks]) for one in seen.days],
        "seen": seen,
        "newer": f"?side={seen.page - 1}" if seen.page > 1 else "",
        "older": f"?side={seen.page + 1}" if seen.page < seen.pages else "",
        "kept": [line for line in kept("citizen") if line.hand_out],
        "message": receipt(request),
    }
    return render(request, "citizen/my_details.html", facts)


def _page_number(request: Request) -> int:
    text = request.GET.get("side", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _own_name(language: str) -> dict[str, str]:
    """العربيّة rather than arabisk: what one calls one's language oneself."""
    info = LANG_INFO.get(language, {})
    return {"code": language, "name": info.get("name_local") or LANGUAGES.get(language, language)}


def _line(looks: Looks) -> Line:
    return Line(
        purposes.counted(looks.role, looks.purpose, len(looks.at)),
        capitalised(purposes.role_words(looks.role)),
        looks.unit,
        listed(list(dict.fromkeys(on_the_clock(moment) for moment in reversed(looks.at)))),
    )


@for_citizen
def change_my_details(request: Request) -> HttpResponse:
    """Telephone, e-mail and sms; name and address come from the case system."""
    citizen = own_citizen(request.viewer)
    if request.method != "POST":
        typed = {name: values[-1] for name, values in (kept_answers(request) or {}).items()}
        known = {"phone": citizen.phone, "email": citizen.email, "texts": "1" if citizen.texts else ""}
        return _form(request, typed or known, None)
    phone, email = request.POST.get("phone", ""), request.POST.get("email", "")
    texts = "texts" in request.POST if sends_texts() else citizen.texts
    try:
        change_contact(
            citizen,
            phone=phone,
            email=email,
            texts=texts,
            language=citizen.language,
            by=request.viewer,
            now=clock.now(),
        )
    except Refused as refused:
        typed = {"phone": phone, "email": email, "texts": "1" if texts else ""}
        return _form(request, typed, refused.refusal)
    return redirect(reverse("my_details") + "?kvittering=gemt")


def _form(request: Request, typed: dict[str, str], refusal: Refusal | None) -> HttpResponse:
    errors = [(_FIELD_OF.get(refusal.code, ""), sentence(refusal))] if refusal else []
    facts = {
        "typed": typed,
        "errors": errors,
        "by_field": dict(errors),
        "owner": owner(request.viewer),
        "sends_texts": sends_texts(),
    }
    return render(request, "citizen/my_details_change.html", facts, status=422 if errors else 200)


@for_citizen
@require_safe
def my_details_file(request: Request) -> HttpResponse:
    """Everything, as a file that people can read and programs too."""
    citizen = own_citizen(request.viewer)
    now = clock.now()
    everything = everything_about(request.viewer, citizen)
    seen = str(next(line.what for line in AUDIT_KEPT if line.model is Seen))
    everything[seen] = [_in_words(row) for row in everything[seen]]
    text = json.dumps({"hentet": now, **everything}, ensure_ascii=False, indent=2, default=_plain)
    name = f"mine-oplysninger-{clock.local(now).date():%Y-%m-%d}.json"
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the log with words for its keys."""
    who, why = purposes.role_words(row["hvem"]), purposes.sentence(row["hvem"], row["formål"])
    return row | {"hvem": capitalised(who), "formål": why}


def _plain(value: object) -> str:
    """Moments as the clock on the wall shows them, in an order that sorts."""
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
