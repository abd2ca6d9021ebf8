"""*Åbn flere tider*: more times than the weekly hours give, one day at a time."""

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from afsaet.calendar.actions.hours import open_more, take_back
from afsaet.calendar.queries.hours import extra_times_ahead
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.access import own_staff
from afsaet.web.gates import for_staff
from afsaet.web.hours_form import read_time
from afsaet.web.public.logged_out import kept_answers
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_FIELDS = {"hours_order": "til", "in_the_past": "dag", "open_already": "fra"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def extra_times(request: Request) -> HttpResponse:
    if request.method != "POST":
        kept = {name: values[0] for name, values in (kept_answers(request) or {}).items()}
        return _page(request, kept or {"dag": request.GET.get("dag", "")}, {})
    typed = {name: request.POST.get(name, "").strip() for name in ("dag", "fra", "til")}
    errors = _errors(typed)
    if not errors:
        starts, ends = _moment(typed["dag"], typed["fra"]), _moment(typed["dag"], typed["til"])
        try:
            open_more(own_staff(request.viewer).uuid, starts, ends, by=request.viewer, now=clock.now())
        except Refused as refused:
            errors = {_FIELDS[refused.code]: sentence(refused.refusal)}
        else:
            return _saved("flere-tider")
    return _page(request, typed, errors, 422)


@require_POST
@for_staff("adviser")
def take_extra_time_back(request: Request, pk: int) -> HttpResponse:
    take_back(own_staff(request.viewer).uuid, pk, by=request.viewer, now=clock.now())
    return _saved("tid-lukket")


def _page(request: Request, typed: dict[str, str], errors: dict[str, str], status: int = 200) -> HttpResponse:
    context = {
        "typed": typed,
        "error": errors,
        "errors": list(errors.items()),
        "opened": extra_times_ahead(own_staff(request.viewer).uuid, clock.now()),
        "message": receipt(request),
    }
    return render(request, "adviser/extra_times.html", context, status=status)


def _errors(typed: dict[str, str]) -> dict[str, str]:
    """Sentence by field."""
    errors = {}
    try:
        date.fromisoformat(typed["dag"])
    except ValueError:
        errors["dag"] = _("Vælg en dato.")
    if read_time(typed["fra"]) is None:
        errors["fra"] = _("Skriv, hvornår du kan fra.")
    if read_time(typed["til"]) is None:
        errors["til"] = _("Skriv, hvornår du kan til.")
    return errors


def _moment(day: str, wall: str) -> datetime:
    time = read_time(wall)
    assert time is not None  # _errors has seen to it
    return clock.at_local(date.fromisoformat(day), time.hour, time.minute)


def _saved(word: str) -> HttpResponse:
    return redirect(reverse("extra_times") + "?kvittering=" + word)
