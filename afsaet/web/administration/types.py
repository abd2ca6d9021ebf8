"""*Samtaletyper*: how long a talk is and how it is offered. A look at a morning before it is saved."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from afsaet.booking.access import type_to_administer
from afsaet.booking.actions.offer import TypeFacts, change_type
from afsaet.booking.models import ConversationType
from afsaet.booking.queries.set_up import all_types
from afsaet.booking.rules.offer import starts_of_a_morning
from afsaet.core import clock
from afsaet.web.administration.forms import HouseForm, done, form_for, number_field, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

_FIELDS = {"no_rooms_yet": "needs_room"}


class TypeForm(HouseForm):
    """Notice is asked for in hours and kept in minutes."""

    name = text_field(_("Navn"), missing=_("Skriv navnet."), most=60)
    minutes = number_field(_("Hvor mange minutter varer samtalen?"), least=5, most=480)
    buffer_minutes = number_field(
        _("Hvor mange minutter har rådgiveren for sig selv bagefter?"),
        least=0,
        most=120,
        help_text=_("Til notater. Borgeren ser kun samtalens egen tid."),
    )
    notice_hours = number_field(
        _("Hvor mange timer før kan borgeren senest booke?"),
        least=0,
        most=336,
        help_text=_("0 er helt til begyndelsen."),
    )
    horizon_days = number_field(_("Hvor mange dage frem viser vi tider?"), least=1, most=365)
    must_meet_first = forms.BooleanField(label=_("Den første samtale er altid et møde"), required=False)
    needs_room = forms.BooleanField(label=_("Møder tager et lokale i rådgiverens enhed"), required=False)
    counts = forms.BooleanField(label=_("Tæller i kontaktforløbet"), required=False)

    @property
    def choices(self) -> list[Any]:
        return [self["must_meet_first"], self["needs_room"], self["counts"]]

    def facts(self) -> TypeFacts:
        data = self.cleaned_data
        return TypeFacts(
            minutes=data["minutes"],
            buffer_minutes=data["buffer_minutes"],
            notice_minutes=data["notice_hours"] * 60,
            horizon_days=data["horizon_days"],
            must_meet_first=data["must_meet_first"],
            needs_room=data["needs_room"],
            counts=data["counts"],
        )


@for_staff("administrator")
def type_list(request: Request) -> HttpResponse:
    facts = {"types": all_types(request.viewer), "message": receipt(request)}
    return render(request, "administration/types.html", facts)


@for_staff("administrator")
def type_page(request: Request, pk: int) -> HttpResponse:
    """*Se en formiddag* shows what the numbers mean and saves nothing; *Gem* saves."""
    kind = type_to_administer(request.viewer, pk)
    form = form_for(request, TypeForm, _known(kind))
    looking = "look" in request.POST
    if not looking and done(request, form, lambda: _change(request, kind, form), _FIELDS):
        return redirect(reverse("administration_types") + "?kvittering=samtaletype")
    facts = {
        "form": form,
        "title": str(kind.name),
        "morning": _morning(form) if looking and form.is_valid() else _morning_of(kind),
        "looking": looking and form.is_valid(),
    }
    code = 200 if looking and form.is_valid() else status(form)
    return render(request, "administration/type.html", facts, status=code)


def _known(kind: ConversationType) -> dict[str, object]:
    return {
        "name": kind.name.get("da", ""),
        "minutes": kind.minutes,
        "buffer_minutes": kind.buffer_minutes,
        "notice_hours": kind.notice_minutes // 60,
        "horizon_days": kind.horizon_days,
        "must_meet_first": kind.must_meet_first,
        "needs_room": kind.needs_room,
        "counts": kind.counts,
    }


def _change(request: Request, kind: ConversationType, form: TypeForm) -> None:
    change_type(kind, form.text("name"), form.facts(), by=request.viewer, now=clock.now())


def _morning(form: TypeForm) -> list[str]:
    return starts_of_a_morning(form.cleaned_data["minutes"], form.cleaned_data["buffer_minutes"])


def _morning_of(kind: ConversationType) -> list[str]:
    return starts_of_a_morning(kind.minutes, kind.buffer_minutes)
