"""Her free times, for a program: what *Vælg en tid* shows, grouped by adviser. GET /api/v1/tider."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from afsaet.booking.queries.booked import coming_of_type, draft_of
from afsaet.booking.queries.offer import JOB_TALK, Offer, offer_for, times_of
from afsaet.booking.rules.choices import ANYBODY
from afsaet.core import clock
from afsaet.core.errors import NotYours
from afsaet.people.access import own_citizen
from afsaet.people.models import Citizen, Staff
from afsaet.web.api.problems import problem, read_only
from afsaet.web.gates import for_citizen
from afsaet.web.journey.answers import shown_to
from afsaet.web.requests import Request

MOST_WEEKS = 8
FORM_NAMES = {"in_person": "fremmoede", "phone": "telefon", "video": "video"}
# What each parameter may be: no upper case, no blanks, no second spelling of the same thing.
PARAMETERS: dict[str, tuple[str, str | Promise]] = {
    "type": (r"[a-z_]{1,30}", _("Skriv samtaletypens nøgle, for eksempel jobsamtale.")),
    "hvem": (rf"{ANYBODY}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}", _("Skriv any eller et uuid.")),
    "uger": (rf"[1-{MOST_WEEKS}]", _("Skriv et helt tal fra 1 til 8.")),
}


@dataclass(frozen=True)
class Question:
    """`who` is a staff uuid as text or ANYBODY."""

    type_key: str
    who: str
    weeks: int


@for_citizen
def free_times(request: Request) -> HttpResponse:
    """Leaves its `Seen` row like the page; refuses what it does not know."""
    citizen = own_citizen(request.viewer)
    if request.method not in ("GET", "HEAD"):
        return read_only()
    if wrong := faults(request.GET):
        return problem(400, "parameters", _("Ret det, der står i listen."), fejl=wrong)
    question = Question(
        request.GET.get("type", JOB_TALK), request.GET.get("hvem", ANYBODY), int(request.GET.get("uger", "4"))
    )
    return _answered(citizen, question, clock.now())


def faults(query: QueryDict) -> list[dict[str, str]]:
    """What is wrong with each parameter."""
    found = []
    for name, values in query.lists():
        if name not in PARAMETERS:
            found.append({"navn": name[:40], "grund": str(_("Parameteren kendes ikke."))})
        elif len(values) > 1:
            found.append({"navn": name, "grund": str(_("Parameteren står flere gange."))})
        elif not re.fullmatch(PARAMETERS[name][0], values[0]):
            found.append({"navn": name, "grund": str(PARAMETERS[name][1])})
    return found


def _answered(citizen: Citizen, question: Question, now: datetime) -> HttpResponse:
    try:
        offer = shown_to(citizen, offer_for(citizen, now, question.type_key))
    except ObjectDoesNotExist:
        raise NotYours from None
    staff = offer.staff(question.who)
    if not staff or not offer.type.active:
        raise NotYours
    if coming_of_type(citizen, offer.type, now):
        return problem(409, "has_booking", _("Du har allerede en tid. Skift den, eller meld afbud først."))
    body = _body(citizen, offer, staff, question, now)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json")


def _body(
    citizen: Citizen, offer: Offer, staff: list[Staff], question: Question, now: datetime
) -> dict[str, object]:
    """The field meanings of STAR's GetSelfbookTimeslots under its later Danish names."""
    until = now + timedelta(weeks=question.weeks)
    draft = draft_of(citizen)
    times = times_of(offer, citizen, staff, now, [draft.uuid] if draft else [])
    shown = cache(_wall)  # thirty advisers have the same hundred starts
    return {
        "samtaletype": offer.type.key,
        "moedegruppetype": "individuel",
        "samtaleformer": [FORM_NAMES.get(form, form) for form in offer.forms],
        "minutter": offer.type.minutes,
        "fristdato": offer.deadline.book_by.isoformat() if offer.deadline else None,
        "sidste_afholdelsesdato": offer.deadline.hold_by.isoformat() if offer.deadline else None,
        "fra": _wall(now),
        "til": _wall(until),
        "raadgivere": [
            {
                "id": str(one.uuid),
                "navn": one.name,
                "egen": offer.own is not None and one.pk == offer.own.pk,
                "moedested": one.unit.address,
                "tider": [shown(start) for start in times[str(one.uuid)] if start < until],
            }
            for one in staff
        ],
    }


def _wall(moment: datetime) -> str:
    """The time on the wall in Denmark with its offset, to the second."""
    return clock.local(moment).isoformat(timespec="seconds")
