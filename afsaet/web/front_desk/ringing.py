"""*Ring til*: tomorrow's talks of those no message reaches, and new times they have not heard of."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from afsaet.booking.access import booking_for_desk
from afsaet.booking.actions.ringing import take_back_call, tell_by_phone
from afsaet.booking.queries.ringing import ring_list
from afsaet.core import clock, danish
from afsaet.core.errors import Refused
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


@require_safe
@for_staff("front_desk")
def desk_ring(request: Request) -> HttpResponse:
    return _page(request)


def _page(request: Request, error: str = "") -> HttpResponse:
    found = ring_list(request.viewer, clock.now())
    last = danish.day(found.last_day, clock.today())
    tomorrow = found.first_day == found.last_day
    facts = {
        "heading": _("I morgen skal vi ringe til")
        if tomorrow
        else _("Til og med %(day)s skal vi ringe til") % {"day": last},
        "list": found,
        "hidden_on_paper": sum(call.booking.citizen.protected_address for call in found.tomorrow),
        "now": clock.now(),
        "errors": [("", error)] if error else [],
    }
    return render(request, "front_desk/ring.html", facts, status=422 if error else 200)


@require_POST
@for_staff("front_desk")
def desk_told(request: Request, uuid: UUID) -> HttpResponse:
    """*Ringet*: `starts` is the time that was told, so that a move meanwhile does not pass for told."""
    booking = booking_for_desk(request.viewer, uuid)
    try:
        tell_by_phone(booking, _moment(request), by=request.viewer, now=clock.now())
    except Refused as refused:
        return _page(request, sentence(refused.refusal))
    return redirect("desk_ring")


def _moment(request: Request) -> datetime | None:
    try:
        return datetime.fromisoformat(request.POST.get("starts", ""))
    except ValueError:
        return None


@require_POST
@for_staff("front_desk")
def desk_not_told(request: Request, uuid: UUID) -> HttpResponse:
    take_back_call(booking_for_desk(request.viewer, uuid), by=request.viewer, now=clock.now())
    return redirect("desk_ring")
