"""*Mit møde*: the receipt, the meeting's own page, *Ret emner*, *Meld afbud*, and the file for her calendar."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from afsaet.booking.access import own_booking
from afsaet.booking.actions.booking import cancel, change_topics
from afsaet.booking.models import Booking
from afsaet.booking.queries.booked import coming, what_stops_change
from afsaet.booking.rules import Choices
from afsaet.conversations.queries import talks_by_booking
from afsaet.core import clock
from afsaet.core.danish import phone
from afsaet.core.errors import Refused
from afsaet.people.queries import authority
from afsaet.web.citizen.booking_form import Errand, need_words, offered, read
from afsaet.web.citizen.ics import calendar_file
from afsaet.web.gates import for_citizen
from afsaet.web.public.logged_out import kept_answers, owner
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_FIELDS = {"too_many_topics": "topics", "unknown_topic": "topics", "too_many_words": "own_words"}
_FIRST_CONTROL = {"topics": "emne-1", "own_words": "egne-ord"}


@for_citizen
@require_safe
def meeting(request: Request, uuid: UUID) -> HttpResponse:
    booking = own_booking(request.viewer, uuid)
    now = clock.now()
    talk = talks_by_booking([booking]).get(booking.pk)
    summary = getattr(talk, "summary", None)
    coming_now = not booking.cancelled and booking.ends > now
    facts = {
        "booking": booking,
        "state": _state(booking, talk is not None),
        "receipt": request.GET.get("kvittering", "") if coming_now else "",
        "may_change": what_stops_change(booking, request.viewer, now) is None,
        "topics": [str(chosen.topic) for chosen in booking.chosen_topics.all()],
        "needs": need_words(booking),
        "talk": talk,
        "shared": bool(summary and summary.shared_at),
        "other": next((other for other in coming(booking.citizen, now) if other.pk != booking.pk), None),
    }
    return render(request, "citizen/meeting.html", facts)


def _state(booking: Booking, talk_held: bool) -> str:
    """cancelled, coming, begun, held or gone (the time has passed and nobody has begun a talk)."""
    now = clock.now()
    if booking.cancelled:
        return "cancelled"
    if booking.starts > now and not talk_held:
        return "coming"
    if booking.ends > now:
        return "begun"
    return "held" if talk_held else "gone"


@for_citizen
def meeting_topics(request: Request, uuid: UUID) -> HttpResponse:
    """Topics and own words, until the talk begins."""
    booking = own_booking(request.viewer, uuid)
    errand = Errand(booking.citizen, booking)
    offer = offered(errand, clock.now())
    if request.method != "POST":
        if what_stops_change(booking, request.viewer, clock.now()):
            return redirect("meeting", booking.uuid)
        answers = kept_answers(request)
        return _topics_page(request, booking, read(answers, errand, offer) if answers else _chosen(booking))
    choices = read(dict(request.POST.lists()), errand, offer)
    try:
        change_topics(booking, choices, by=request.viewer, now=clock.now())
    except Refused as refused:
        text = sentence(refused.refusal, {"phone": phone(authority().phone)})
        return _topics_page(request, booking, choices, (_FIELDS.get(refused.code, ""), text))
    return redirect(reverse("meeting", args=[booking.uuid]) + "?kvittering=emner")


def _chosen(booking: Booking) -> Choices:
    topics = tuple(chosen.topic.key for chosen in booking.chosen_topics.all())
    return Choices(topics=topics, own_words=booking.own_words)


def _topics_page(
    request: Request, booking: Booking, choices: Choices, error: tuple[str, str] | None = None
) -> HttpResponse:
    facts = {
        "booking": booking,
        "offer": offered(Errand(booking.citizen, booking), clock.now()),
        "choices": choices,
        "by_field": dict([error]) if error else {},
        "errors": [(_FIRST_CONTROL.get(error[0], ""), error[1])] if error else [],
        "owner": owner(request.viewer),
    }
    return render(request, "citizen/meeting_topics.html", facts, status=422 if error else 200)


@for_citizen
def cancel_meeting(request: Request, uuid: UUID) -> HttpResponse:
    """*Meld afbud*: until the minute the talk begins, without a reason."""
    booking = own_booking(request.viewer, uuid)
    if request.method != "POST":
        if what_stops_change(booking, request.viewer, clock.now()):
            return redirect("meeting", booking.uuid)
        return _cancel_page(request, booking)
    try:
        cancel(booking, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _cancel_page(request, booking, sentence(refused.refusal, {"phone": phone(authority().phone)}))
    return redirect("meeting", booking.uuid)


def _cancel_page(request: Request, booking: Booking, error: str = "") -> HttpResponse:
    facts = {"booking": booking, "errors": [("", error)] if error else [], "owner": owner(request.viewer)}
    return render(request, "citizen/meeting_cancel.html", facts, status=422 if error else 200)


@for_citizen
@require_safe
def meeting_ics(request: Request, uuid: UUID) -> HttpResponse:
    """The talk as a file for her own calendar."""
    booking = own_booking(request.viewer, uuid)
    return HttpResponse(
        calendar_file(booking, clock.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="mit-moede.ics"', "Cache-Control": "no-store"},
    )
