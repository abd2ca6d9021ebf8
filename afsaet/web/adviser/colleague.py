"""*Bed en kollega tage den*: who is free, asking, taking it back, and the colleague's answer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from afsaet.booking.access import booking_for, substitution_for
from afsaet.booking.actions.substitution import answer_question, ask_colleague, withdraw_question
from afsaet.booking.models import Booking
from afsaet.booking.queries.substitution import colleagues_free, latest_no, open_question
from afsaet.core import clock
from afsaet.core.errors import NotYours, Refused
from afsaet.web.adviser import words
from afsaet.web.adviser.panel import back_to_day
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def ask(request: Request, uuid: UUID) -> HttpResponse:
    """One is asked at a time; `who` is a colleague's uuid."""
    booking = booking_for(request.viewer, uuid)
    now = clock.now()
    if booking.cancelled or booking.started_at is not None or booking.starts <= now:
        return redirect(back_to_day(booking, now))
    if request.method != "POST":
        return _page(request, booking)
    colleague = next(
        (one for one in colleagues_free(booking, now) if str(one.uuid) == request.POST.get("who")), None
    )
    try:
        if colleague is None:
            raise Refused("colleague_gone")
        ask_colleague(booking, colleague, by=request.viewer, now=now)
    except Refused as refused:
        return _page(request, booking, sentence(refused.refusal))
    return redirect(back_to_day(booking, now))


def _page(request: Request, booking: Booking, error: str = "") -> HttpResponse:
    now = clock.now()
    waiting = open_question(booking, now)
    facts = {
        "booking": booking,
        "how": words.how(booking),
        "waiting": waiting,
        "colleagues": [] if waiting else colleagues_free(booking, now),
        "said_no": latest_no(booking),
        "back_url": back_to_day(booking, now),
        "errors": [("", error)] if error else [],
    }
    return render(request, "adviser/colleague.html", facts, status=422 if error else 200)


@require_POST
@for_staff("adviser")
def ask_nobody(request: Request, uuid: UUID) -> HttpResponse:
    """*Fortryd*."""
    booking = booking_for(request.viewer, uuid)
    withdraw_question(booking, by=request.viewer, now=clock.now())
    return redirect(back_to_day(booking, clock.now()))


@require_POST
@for_staff("adviser")
def answer(request: Request, uuid: UUID) -> HttpResponse:
    """»Ja, jeg tager den« or »Nej«: her yes opens the citizen's door, and shows who it is."""
    question = substitution_for(request.viewer, uuid)
    said = request.POST.get("svar", "")
    if said not in ("ja", "nej"):
        raise NotYours
    try:
        answer_question(question, yes=said == "ja", by=request.viewer, now=clock.now())
    except Refused as refused:
        facts = {"text": sentence(refused.refusal)}
        return render(request, "adviser/colleague_too_late.html", facts, status=422)
    return redirect(reverse("today"))
