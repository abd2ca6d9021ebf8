"""*Modtagelsen*: find somebody, and see who comes today. What is searched for is posted: it stands in no address."""

import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from afsaet.booking.queries.absences import absences_of
from afsaet.booking.queries.desk import DeskTime, arrivals, find_for_desk, next_times
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.web.front_desk import words
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_DAY = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})|(\d{2})(\d{2})(\d{4}|\d{2})")
_FIELDS = {
    "birthday_form": "foedselsdag",
    "birthday_needed": "foedselsdag",
    "cpr_form": "hvem",
    "name_too_short": "hvem",
    "nothing_typed": "hvem",
}


# Rows that nobody waits for any more.
_OVER = ("begun", "cancelled", "cancelled_by_us", "not_come")


@dataclass(frozen=True)
class Arrival:
    """A row of today: `word` is where it stands, in the look `look`; `away` when her adviser is not here."""

    time: DeskTime
    look: str
    word: str
    away: bool


@require_safe
@for_staff("front_desk")
def desk(request: Request) -> HttpResponse:
    """Search first, then today."""
    now = clock.now()
    times, today = arrivals(request.viewer, now), clock.today()
    away = {one.staff_id for one in absences_of([time.booking.staff for time in times], today, today)}
    rows = [
        Arrival(time, *words.state_words(time, now), away=time.booking.staff_id in away) for time in times
    ]
    shown = {
        "rows": [row for row in rows if row.time.state not in _OVER],
        "over": [row for row in rows if row.time.state in _OVER],
        "arrived": request.GET.get("kommet", ""),
    }
    return render(request, "front_desk/desk.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("front_desk")
def find(request: Request) -> HttpResponse:
    """A name is shown again, a CPR number never."""
    if request.method != "POST":
        return redirect("desk")
    typed, typed_day = request.POST.get("hvem", "").strip()[:100], request.POST.get("foedselsdag", "").strip()
    by_number = len(re.findall(r"\d", typed)) >= 6
    facts: dict[str, object] = {"searched": True, "by_number": by_number}
    facts |= {} if by_number else {"typed": typed, "typed_day": typed_day[:20]}
    birthday = birthday_in(typed_day, clock.today())
    if typed_day and birthday is None and not by_number:
        return _wrong(request, facts, "birthday_form", _("Skriv dag, måned og år, for eksempel 12.03.1992."))
    try:
        found = find_for_desk(request.viewer, typed, birthday)
    except Refused as refused:
        return _wrong(request, facts, refused.code, sentence(refused.refusal))
    coming = next_times(found, clock.now())
    facts["found"] = [(citizen, coming.get(citizen.pk)) for citizen in found]
    return render(request, "front_desk/desk.html", facts)


def _wrong(request: Request, facts: dict[str, object], code: str, text: str) -> HttpResponse:
    name = _FIELDS[code]
    facts |= {"errors": [(name, text)], "by_field": {name: text}}
    return render(request, "front_desk/desk.html", facts, status=422)


def birthday_in(text: str, today: date) -> date | None:
    """A day from "12.03.1992", "12/3 92", "120392" or "12031992"; two digits are the latest such year gone by."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups() if part is not None)
    if year < 100:
        year += 2000 if year <= today.year % 100 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None
