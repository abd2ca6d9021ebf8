"""*Vi har holdt en anden tid til dig* and *Der er en tid til dig*: her answer; and the waiting list."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from afsaet.booking.access import own_offer
from afsaet.booking.actions.answering import decline, keep
from afsaet.booking.actions.waiting import stop_waiting, wait_for_a_time
from afsaet.booking.models import TimeOffer
from afsaet.booking.queries.booked import what_stops_change
from afsaet.booking.queries.offer import offer_for
from afsaet.core import clock
from afsaet.core.danish import phone
from afsaet.core.errors import Refused
from afsaet.people.access import own_citizen
from afsaet.people.queries import authority
from afsaet.web.gates import for_citizen
from afsaet.web.public.logged_out import owner
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


@for_citizen
def held_time(request: Request, uuid: UUID) -> HttpResponse:
    offer = own_offer(request.viewer, uuid)
    if request.method != "POST":
        return _page(request, offer)
    if request.POST.get("svar") == "nej":
        decline(offer, by=request.viewer, now=clock.now())
        return redirect(_afterwards(request, offer))
    try:
        booking = keep(offer, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _page(request, offer, sentence(refused.refusal, {"phone": phone(authority().phone)}))
    receipt = "skiftet" if offer.moves_id else "booket"
    return redirect(reverse("meeting", args=[booking.uuid]) + f"?kvittering={receipt}")


def _afterwards(request: Request, offer: TimeOffer) -> str:
    """She wants another time: her ordinary way to one. A freed time she does not want leads home."""
    if offer.moves is None:
        return reverse("citizen_home")
    return _move_url(request, offer) or reverse("book")


def _move_url(request: Request, offer: TimeOffer) -> str:
    """*Skift tid* of the talk it would replace, while that one has not begun."""
    if offer.moves is None or what_stops_change(offer.moves, request.viewer, clock.now()):
        return ""
    return reverse("move_meeting", args=[offer.moves.uuid])


def _page(request: Request, offer: TimeOffer, error: str = "") -> HttpResponse:
    facts = {
        "offer": offer,
        "held": not offer.answer and offer.held_until > clock.now(),
        "move_url": _move_url(request, offer),
        "errors": [("", error)] if error else [],
        "owner": owner(request.viewer),
    }
    return render(request, "citizen/held_time.html", facts, status=422 if error else 200)


@require_POST
@for_citizen
def wait(request: Request) -> HttpResponse:
    """*Giv besked, når en tid bliver ledig*: with the one she has chosen on the form, or anybody."""
    citizen, now = own_citizen(request.viewer), clock.now()
    offer = offer_for(citizen, now)
    chosen = offer.staff(request.POST.get("who", ""))
    staff = chosen[0] if len(chosen) == 1 else None
    wait_for_a_time(citizen, offer.type, staff, by=request.viewer, now=now)
    return redirect("citizen_home")


@require_POST
@for_citizen
def wait_no_more(request: Request) -> HttpResponse:
    stop_waiting(own_citizen(request.viewer), by=request.viewer, now=clock.now())
    return redirect("citizen_home")
