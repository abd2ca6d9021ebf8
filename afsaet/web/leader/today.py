"""*Teamet i dag*: who is away, whose talk has nobody; and *Meld fravær*. Why is never asked."""

from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from afsaet.booking.access import absence_for
from afsaet.booking.actions.absences import back_again, report_absence
from afsaet.booking.queries.absences import team_of
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.access import led_adviser
from afsaet.people.models import Staff
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_FIELDS = {"in_the_past": "fra", "absence_order": "til", "absence_too_long": "til"}


class AbsenceForm(forms.Form):
    """Both days are included."""

    fra = forms.DateField(
        error_messages={"required": gettext_lazy("Vælg en dato."), "invalid": gettext_lazy("Vælg en dato.")}
    )
    til = forms.DateField(
        error_messages={"required": gettext_lazy("Vælg en dato."), "invalid": gettext_lazy("Vælg en dato.")}
    )


@require_safe
@for_staff("team_leader")
def team_today(request: Request) -> HttpResponse:
    members = team_of(request.viewer, clock.now())
    facts = {
        "members": members,
        "day": clock.today(),
        "away": [member for member in members if member.away_today],
        "alone": sum(member.alone for member in members),
    }
    return render(request, "leader/today.html", facts)


@for_staff("team_leader")
def report(request: Request, uuid: UUID) -> HttpResponse:
    """*Meld fravær*: leads to the plan for her talks."""
    staff = led_adviser(request.viewer, uuid, clock.today())
    if request.method != "POST":
        today = clock.today().isoformat()
        return _form(request, staff, {"fra": today, "til": today}, {})
    form = AbsenceForm(request.POST)
    typed = {name: request.POST.get(name, "") for name in ("fra", "til")}
    if not form.is_valid():
        return _form(request, staff, typed, {name: str(texts[0]) for name, texts in form.errors.items()})
    days: dict[str, date] = form.cleaned_data
    try:
        absence = report_absence(staff, days["fra"], days["til"], by=request.viewer, now=clock.now())
    except Refused as refused:
        return _form(request, staff, typed, {_FIELDS[refused.code]: sentence(refused.refusal)})
    return redirect("leader_plan", absence.uuid)


def _form(request: Request, staff: Staff, typed: dict[str, str], error: dict[str, str]) -> HttpResponse:
    facts = {"staff": staff, "typed": typed, "error": error, "errors": list(error.items())}
    return render(request, "leader/report.html", facts, status=422 if error else 200)


@require_POST
@for_staff("team_leader")
def back(request: Request, uuid: UUID) -> HttpResponse:
    """*Er her igen*: her free times can be booked again; what has been offered stands."""
    back_again(absence_for(request.viewer, uuid), by=request.viewer, now=clock.now())
    return redirect("leader_today")
