"""*Mit møde*: the receipt, the meeting's own page, *Ret emner*, *Meld afbud*, and the file for her calendar."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from afsaet.booking.access import own_booking
from afsaet.booking.actions.booking import cancel
from afsaet.booking.actions.topics import change_topics
from afsaet.booking.models import Booking
from afsaet.booking.models.booking import REASONS
from afsaet.booking.queries.booked import coming, what_stops_change
from afsaet.booking.queries.waiting import open_offers
from afsaet.booking.rules.choices import Choices
from afsaet.conversations.queries import talks_by_booking
from afsaet.core import clock
from afsaet.core.danish import phone
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.queries import authority
from afsaet.web.citizen.ics import calendar_file
from afsaet.web.citizen.on_the_day import day_of_hers
from afsaet.web.gates import for_citizen
from afsaet.web.journey.answers import choices_of, offered, read
from afsaet.web.journey.errand import Errand
from afsaet.web.journey.times import FIRST_DAYS, Times, times_for
from afsaet.web.journey.words import need_words, words_for
from afsaet.web.public.logged_out import kept_answers, owner
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_FIELDS = {"too_many_topics": "topics", "unknown_topic": "topics", "too_many_words": "own_words"}
_BOOKED = ("booket", "igen", "skiftet")
_FIRST_CONTROL = {"topics": "emne-1", "own_words": "egne-ord"}


@for_citizen
@require_safe
def meeting(request: Request, uuid: UUID) -> HttpResponse:
    booking = own_booking(request.viewer, uuid)
    now = clock.now()
    talk = talks_by_booking([booking]).get(booking.pk)
    summary = getattr(talk, "summary", None)
    its_day = day_of_hers(booking, request.viewer, now)
    coming_now = not booking.cancelled and booking.ends > now
    receipt = request.GET.get("kvittering", "") if coming_now else ""
    booked = receipt in _BOOKED
    facts = {
        "booking": booking,
        "state": _state(booking, talk is not None, missed=its_day.missed),
        "receipt": receipt,
        "booked": booked,
        # On its day the card says how the talk goes; what else can be done stands below. A receipt has it on top.
        "aside": its_day.today and not booked,
        "offers": [one for one in open_offers(booking.citizen, now) if one.moves_id == booking.pk],
        "may_change": what_stops_change(booking, request.viewer, now) is None,
        "my_day": its_day,
        "topics": [str(chosen.topic) for chosen in booking.chosen_topics.all()],
        "needs": need_words(booking),
        "talk": talk,
        "shared": bool(summary and summary.shared_at),
        "other": next((other for other in coming(booking.citizen, now) if other.pk != booking.pk), None),
    }
    if booking.cancelled_by_citizen and facts["other"] is None:
        facts |= _new_time(booking, request.viewer, now)
    return render(request, "citizen/meeting.html", facts)


def _new_time(booking: Booking, viewer: Viewer, now: datetime) -> dict[str, object]:
    """The day list under an afbud: the same wishes, and times to choose; nothing when she cannot book now."""
    errand = Errand(booking.citizen)
    offer = offered(errand, now)
    choices = choices_of(booking, offer)
    times = _but_for(times_for(errand, offer, choices, FIRST_DAYS, now), booking.starts)
    return {"times": times, "choices": choices, "offer": offer, "owner": owner(viewer)}


def _but_for(times: Times, starts: datetime) -> Times:
    """Without the time she has just said no to."""
    days = [replace(day, slots=[slot for slot in day.slots if slot.starts != starts]) for day in times.days]
    return replace(times, days=[day for day in days if day.slots])


def _state(booking: Booking, talk_held: bool, *, missed: bool) -> str:
    """cancelled, coming, begun, held or gone (no talk was begun, and its time has passed or we have closed it)."""
    now = clock.now()
    if booking.cancelled:
        return "cancelled"
    if booking.starts > now and not talk_held:
        return "coming"
    if booking.ends > now and not missed:
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
    errand = Errand(booking.citizen, booking)
    facts = {
        "booking": booking,
        "words": words_for(errand, clock.now()),
        "offer": offered(errand, clock.now()),
        "choices": choices,
        "by_field": dict([error]) if error else {},
        "errors": [(_FIRST_CONTROL.get(error[0], ""), error[1])] if error else [],
        "owner": owner(request.viewer),
    }
    return render(request, "citizen/meeting_topics.html", facts, status=422 if error else 200)


@for_citizen
def cancel_meeting(request: Request, uuid: UUID) -> HttpResponse:
    """*Jeg kan ikke komme*: until the minute the talk begins. Which of four reasons she may say, not must."""
    booking = own_booking(request.viewer, uuid)
    if request.method != "POST":
        if what_stops_change(booking, request.viewer, clock.now()):
            return redirect("meeting", booking.uuid)
        return _cancel_page(request, booking)
    try:
        cancel(booking, reason=request.POST.get("hvorfor", ""), by=request.viewer, now=clock.now())
    except Refused as refused:
        return _cancel_page(request, booking, sentence(refused.refusal, {"phone": phone(authority().phone)}))
    return redirect("meeting", booking.uuid)


def _cancel_page(request: Request, booking: Booking, error: str = "") -> HttpResponse:
    facts = {
        "booking": booking,
        "reasons": REASONS,
        "chosen": request.POST.get("hvorfor", ""),
        "errors": [("", error)] if error else [],
        "owner": owner(request.viewer),
    }
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
