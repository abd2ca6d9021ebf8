"""Teams: who works together. An empty one can be deleted."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.access import team_to_administer, unit_to_administer
from afsaet.people.actions.authority import add_team, change_team, remove_team
from afsaet.people.administration_queries import teams_with_staff
from afsaet.people.models import Team
from afsaet.people.queries import units
from afsaet.web.administration.forms import HouseForm, done, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_FIELDS = {"team_name_taken": "name", "team_cannot_move": "unit"}


class TeamForm(HouseForm):
    name = text_field(_("Navn"), missing=_("Skriv teamets navn."), most=80)
    unit = forms.TypedChoiceField(
        label=_("Enhed"), coerce=int, error_messages={"required": _("Vælg en enhed.")}
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


@for_staff("administrator")
def team_list(request: Request) -> HttpResponse:
    facts = {
        "teams": teams_with_staff(request.viewer),
        "units": units(request.viewer).count(),
        "message": receipt(request),
    }
    return render(request, "administration/teams.html", facts)


@for_staff("administrator")
def new_team(request: Request) -> HttpResponse:
    form = form_for(request, TeamForm, {}, units=_units(request))
    if done(request, form, lambda: _add(request, form), _FIELDS):
        return _back("team")
    facts = {"form": form, "title": _("Nyt team")}
    return render(request, "administration/team.html", facts, status=status(form))


@for_staff("administrator")
def team_page(request: Request, pk: int) -> HttpResponse:
    team = team_to_administer(request.viewer, pk)
    known = {"name": team.name, "unit": team.unit_id}
    form = form_for(request, TeamForm, known, units=_units(request))
    if done(request, form, lambda: _change(request, team, form), _FIELDS):
        return _back("team")
    return _page(request, team, form, known["name"], status(form))


@for_staff("administrator")
@require_POST
def remove_team_page(request: Request, pk: int) -> HttpResponse:
    """The button on the team's own page, which comes back with the reason if the team is not empty."""
    team = team_to_administer(request.viewer, pk)
    try:
        remove_team(team, by=request.viewer, now=clock.now())
    except Refused as no:
        known = {"name": team.name, "unit": team.unit_id}
        form = TeamForm(initial=known, units=_units(request))
        return _page(request, team, form, team.name, 422, sentence(no.refusal))
    return _back("team-slettet")


def _page(
    request: Request, team: Team, form: TeamForm, title: object, code: int, refused: str = ""
) -> HttpResponse:
    problems = [("", refused)] if refused else form.problems
    facts = {"form": form, "team": team, "title": title, "problems": problems}
    return render(request, "administration/team.html", facts, status=code)


def _add(request: Request, form: TeamForm) -> None:
    unit = unit_to_administer(request.viewer, form.cleaned_data["unit"])
    add_team(unit=unit, name=form.text("name"), by=request.viewer, now=clock.now())


def _change(request: Request, team: Team, form: TeamForm) -> None:
    unit = unit_to_administer(request.viewer, form.cleaned_data["unit"])
    change_team(team, unit=unit, name=form.text("name"), by=request.viewer, now=clock.now())


def _units(request: Request) -> list[tuple[int, str]]:
    return list(units(request.viewer).values_list("pk", "name"))


def _back(word: str) -> HttpResponse:
    return redirect(reverse("administration_teams") + "?kvittering=" + word)
