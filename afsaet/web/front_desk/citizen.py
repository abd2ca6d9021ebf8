"""Her page at the desk: who she is and her times, *Kommet*, *Meld afbud*, and the sheet she takes home."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afsaet.booking.access import booking_for_desk
from afsaet.booking.actions.attendance import mark_arrived, take_back
from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Booking
from afsaet.booking.queries.booked import what_stops_change
from afsaet.booking.queries.desk import open_deadline, times_at_desk
from afsaet.booking.queries.ringing import must_ring
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.queries import sent_about
from afsaet.people.access import citizen_for_desk
from afsaet.people.languages import LANGUAGES
from afsaet.people.models import Citizen
from afsaet.people.queries import own_spell
from afsaet.web.front_desk import words
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_RECEIPTS = {
    "booket": _("Tiden er booket."),
    "igen": _("Tiden er booket."),
    "skiftet": _("Tiden er skiftet."),
    "afbud": _("Afbuddet er meldt."),
}


@require_safe
@for_staff("front_desk")
def desk_citizen(request: Request, uuid: UUID) -> HttpResponse:
    return _page(request, citizen_for_desk(request.viewer, uuid))


def _page(request: Request, citizen: Citizen, error: str = "") -> HttpResponse:
    now = clock.now()
    spell = own_spell(citizen, clock.today())
    times = [(time, *words.state_words(time, now)) for time in times_at_desk(citizen, now)]
    coming = [time for time, _look, _word in times if time.coming]
    receipt = request.GET.get("kvittering", "")
    facts = {
        "citizen": citizen,
        "language": LANGUAGES.get(citizen.language, citizen.language),
        "adviser": spell.staff if spell else None,
        "times": times,
        "coming": coming,
        "forms": words.FORMS,
        "deadline": open_deadline(citizen),
        "today": clock.today(),
        "must_ring": must_ring(citizen),
        "sent": sent_about(request.viewer, citizen),
        "receipt": receipt if receipt in _RECEIPTS else "",
        "said": _RECEIPTS.get(receipt, ""),
        "new_time": coming[0] if coming and receipt in ("booket", "igen", "skiftet") else None,
        "errors": [("", error)] if error else [],
    }
    return render(request, "front_desk/citizen.html", facts, status=422 if error else 200)


@require_POST
@for_staff("front_desk")
def desk_arrived(request: Request, uuid: UUID) -> HttpResponse:
    """*Kommet*, in one click from the list of today or from her page; `back` is where it was pressed."""
    booking = booking_for_desk(request.viewer, uuid)
    try:
        mark_arrived(booking, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _page(
            request, booking.citizen, sentence(refused.refusal, {"name": booking.citizen.first_name})
        )
    return _back(request, booking.citizen)


@require_POST
@for_staff("front_desk")
def desk_not_arrived(request: Request, uuid: UUID) -> HttpResponse:
    """The wrong row was pressed."""
    booking = booking_for_desk(request.viewer, uuid)
    try:
        take_back(booking, "arrived", by=request.viewer, now=clock.now())
    except Refused as refused:
        return _page(
            request, booking.citizen, sentence(refused.refusal, {"name": booking.citizen.first_name})
        )
    return _back(request, booking.citizen)


def _back(request: Request, citizen: Citizen) -> HttpResponseRedirect:
    on_the_list = request.POST.get("back") == "list"
    return redirect(
        reverse("desk") + "#i-dag" if on_the_list else reverse("desk_citizen", args=[citizen.uuid])
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("front_desk")
def desk_cancel(request: Request, uuid: UUID) -> HttpResponse:
    """*Meld afbud*: she has said it at the desk or on the telephone, and may say why."""
    booking = booking_for_desk(request.viewer, uuid)
    if request.method != "POST":
        stopped = what_stops_change(booking, request.viewer, clock.now())
        return redirect("desk_citizen", booking.citizen.uuid) if stopped else _cancel_page(request, booking)
    reason = request.POST.get("reason", "")
    try:
        cancel(booking, reason=reason, for_her=True, by=request.viewer, now=clock.now())
    except Refused as refused:
        begun = refused.code == "talk_started"
        text = str(_("Samtalen er begyndt og kan ikke aflyses.")) if begun else sentence(refused.refusal)
        return _cancel_page(request, booking, text)
    return redirect(reverse("desk_citizen", args=[booking.citizen.uuid]) + "?kvittering=afbud")


def _cancel_page(request: Request, booking: Booking, error: str = "") -> HttpResponse:
    facts = {"booking": booking, "reasons": words.REASONS, "errors": [("", error)] if error else []}
    return render(request, "front_desk/cancel.html", facts, status=422 if error else 200)


@require_safe
@for_staff("front_desk")
def desk_card(request: Request, uuid: UUID) -> HttpResponse:
    """One sheet in large type: next time, with whom, where, one number."""
    booking = booking_for_desk(request.viewer, uuid)
    return render(request, "front_desk/card.html", {"booking": booking})
