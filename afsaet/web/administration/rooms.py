"""*Lokaler*: where talks are held. A room that is not used any more is closed, not deleted."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from afsaet.booking.queries.set_up import all_rooms, talks_in
from afsaet.calendar.access import room_to_administer
from afsaet.calendar.actions.rooms import save_room
from afsaet.calendar.models import Room
from afsaet.core import clock
from afsaet.people.access import unit_to_administer
from afsaet.people.queries import units
from afsaet.web.administration.forms import HouseForm, done, form_for, number_field, status, text_field
from afsaet.web.gates import for_staff
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

_FIELDS = {"room_name_taken": "name"}


class RoomForm(HouseForm):
    name = text_field(
        _("Navn"),
        missing=_("Skriv lokalets navn."),
        most=60,
        help_text=_("Som det står på døren, for eksempel Lokale 3."),
    )
    unit = forms.TypedChoiceField(
        label=_("Enhed"), coerce=int, error_messages={"required": _("Vælg en enhed.")}
    )
    seats = number_field(
        _("Hvor mange er der plads til?"),
        least=1,
        most=500,
        help_text=_("Alle, der sidder med, tæller: også tolk og bisidder."),
    )
    step_free = forms.BooleanField(label=_("Man kan komme dertil uden trapper"), required=False)
    active = forms.BooleanField(label=_("Lokalet kan bookes"), required=False)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


@for_staff("administrator")
def room_list(request: Request) -> HttpResponse:
    rooms = list(all_rooms(request.viewer, clock.now()))
    facts = {
        "rooms": rooms,
        "has_units": units(request.viewer).exists(),
        "message": receipt(request),
    }
    return render(request, "administration/rooms.html", facts)


@for_staff("administrator")
def new_room(request: Request) -> HttpResponse:
    form = form_for(request, RoomForm, {"step_free": True, "active": True, "seats": 4}, units=_units(request))
    if done(request, form, lambda: _save(request, Room(), form), _FIELDS):
        return _saved()
    return render(
        request, "administration/room.html", {"form": form, "title": _("Nyt lokale")}, status=status(form)
    )


@for_staff("administrator")
def room_page(request: Request, uuid: UUID) -> HttpResponse:
    room = room_to_administer(request.viewer, uuid)
    known = {
        "name": room.name,
        "unit": room.unit_id,
        "seats": room.seats,
        "step_free": room.step_free,
        "active": room.active,
    }
    form = form_for(request, RoomForm, known, units=_units(request))
    if done(request, form, lambda: _save(request, room, form), _FIELDS):
        return _saved()
    facts = {
        "form": form,
        "title": known["name"],
        "room": room,
        "coming": talks_in(request.viewer, room, clock.now()),
    }
    return render(request, "administration/room.html", facts, status=status(form))


def _save(request: Request, room: Room, form: RoomForm) -> None:
    data = form.cleaned_data
    save_room(
        room,
        unit=unit_to_administer(request.viewer, data["unit"]),
        name=form.text("name"),
        seats=data["seats"],
        step_free=data["step_free"],
        active=data["active"] or room.pk is None,
        by=request.viewer,
        now=clock.now(),
    )


def _units(request: Request) -> list[tuple[int, str]]:
    return list(units(request.viewer).values_list("pk", "name"))


def _saved() -> HttpResponse:
    return redirect(reverse("administration_rooms") + "?kvittering=lokale")
