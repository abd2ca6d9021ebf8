"""Units: the places where people work and citizens come."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from afsaet.core import clock
from afsaet.people.access import unit_to_administer
from afsaet.people.actions.authority import add_unit, change_unit
from afsaet.people.queries import units
from afsaet.web.administration.forms import HouseForm, done, form_for, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

_FIELDS = {"unit_name_taken": "name"}


class UnitForm(HouseForm):
    name = text_field(_("Navn"), missing=_("Skriv enhedens navn."), most=80)
    address = text_field(
        _("Adresse"),
        missing=_("Skriv adressen."),
        most=120,
        help_text=_("Den, borgerne får at vide, når de skal møde op. Skriv også etagen."),
    )
    address_hint = text_field(
        _("Sådan finder man det (valgfri)"), most=120, help_text=_("For eksempel: Elevator til højre.")
    )

    def told(self) -> dict[str, str]:
        return {name: self.text(name) for name in ("name", "address", "address_hint")}


@for_staff("administrator")
def unit_list(request: Request) -> HttpResponse:
    facts = {"units": units(request.viewer), "message": receipt(request)}
    return render(request, "administration/units.html", facts)


@for_staff("administrator")
def new_unit(request: Request) -> HttpResponse:
    form = form_for(request, UnitForm, {})
    if done(request, form, lambda: add_unit(**form.told(), by=request.viewer, now=clock.now()), _FIELDS):
        return _saved()
    facts = {"form": form, "title": _("Ny enhed")}
    return render(request, "administration/unit.html", facts, status=status(form))


@for_staff("administrator")
def unit_page(request: Request, pk: int) -> HttpResponse:
    unit = unit_to_administer(request.viewer, pk)
    known = {"name": unit.name, "address": unit.address, "address_hint": unit.address_hint}
    form = form_for(request, UnitForm, known)
    if done(
        request, form, lambda: change_unit(unit, **form.told(), by=request.viewer, now=clock.now()), _FIELDS
    ):
        return _saved()
    facts = {"form": form, "title": known["name"]}
    return render(request, "administration/unit.html", facts, status=status(form))


def _saved() -> HttpResponse:
    return redirect(reverse("administration_units") + "?kvittering=enhed")
