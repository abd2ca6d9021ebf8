"""What the adviser does about a talk on its day: late, telephone, calls, *Ikke mødt*, and putting it right.

Each page opens in place under its row (htmx), and is a page of its own without.
"""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afsaet.booking.access import booking_on_its_day
from afsaet.booking.actions import attendance
from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Booking
from afsaet.booking.models.booking import REASONS
from afsaet.core import clock, danish
from afsaet.core.errors import Refusal, Refused
from afsaet.people.queries import authority
from afsaet.web.adviser import words
from afsaet.web.adviser.panel import back_to_day, panel_for
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

MORE, ABSENCE = "more", "absence"


@require_safe
@for_staff("adviser")
def on_the_day(request: Request, uuid: UUID) -> HttpResponse:
    """*Mere*: what else can be done about the talk."""
    booking = booking_on_its_day(request.viewer, uuid)
    return _page(request, booking, MORE)


@require_safe
@for_staff("adviser")
def not_come(request: Request, uuid: UUID) -> HttpResponse:
    """*Ikke mødt*, and the calls of a talk on the telephone: ring, send the message, close."""
    booking = booking_on_its_day(request.viewer, uuid)
    return _page(request, booking, ABSENCE)


def _page(request: Request, booking: Booking, kind: str, error: str = "") -> HttpResponse:
    if booking.cancelled or booking.started_at:
        return _back(request, booking)
    panel = panel_for(booking, request.viewer, clock.now())
    context = {
        "booking": booking,
        "panel": panel,
        "kind": ABSENCE if panel.absent else kind,
        "errors": [("", error)] if error else [],
        "back_url": back_to_day(booking, clock.now()),
        "in_place": bool(request.htmx),
    }
    template = "adviser/on_the_day_panel.html" if request.htmx else "adviser/on_the_day.html"
    answer = render(request, template, context, status=422 if error else 200)
    if request.htmx:
        # The row above says where it stands now: the page asks for its day at once.
        answer.headers["HX-Trigger"] = "day-changed"
        # The address stays the day's: htmx 2.0.10 reads hx-push-url="false" on a boosted form as »push it«.
        answer.headers["HX-Push-Url"] = "false"
    return answer


def _back(request: Request, booking: Booking) -> HttpResponse:
    """The talk is somewhere else now: the day says where."""
    address = back_to_day(booking, clock.now())
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if request.htmx else redirect(address)


def _do(
    request: Request, uuid: UUID, kind: str, act: Callable[[Booking], object], *, stay: bool = False
) -> HttpResponse:
    """Carry it out, and go back to the day, or (`stay`) to the panel. A refusal is answered where she is."""
    booking = booking_on_its_day(request.viewer, uuid)
    try:
        act(booking)
    except Refused as refused:
        booking.refresh_from_db(fields=["cancelled_at", "started_at", "form"])
        if booking.cancelled or booking.started_at:
            return _back(request, booking)
        return _page(request, booking, kind, _sentence(booking, refused.refusal))
    return (
        redirect("not_come" if kind == ABSENCE else "on_the_day", uuid) if stay else _back(request, booking)
    )


def _sentence(booking: Booking, refusal: Refusal) -> str:
    return sentence(refusal, {"name": booking.citizen.first_name, "phone": danish.phone(authority().phone)})


@require_POST
@for_staff("adviser")
def ring(request: Request, uuid: UUID) -> HttpResponse:
    """*Ring op*: the attempt is written down; the panel shows the number and asks how it went."""
    return _do(
        request,
        uuid,
        ABSENCE,
        lambda booking: attendance.ring(booking, by=request.viewer, now=clock.now()),
        stay=True,
    )


@require_POST
@for_staff("adviser")
def answer_call(request: Request, uuid: UUID, call: int) -> HttpResponse:
    """How the call went."""
    answer = request.POST.get("svar", "")
    return _do(
        request,
        uuid,
        ABSENCE,
        lambda booking: attendance.answer_call(booking, call, answer, by=request.viewer, now=clock.now()),
        stay=True,
    )


@require_POST
@for_staff("adviser")
def send_missed(request: Request, uuid: UUID) -> HttpResponse:
    """*Send beskeden*."""
    return _do(
        request,
        uuid,
        ABSENCE,
        lambda booking: attendance.send_missed(booking, by=request.viewer, now=clock.now()),
        stay=True,
    )


@require_POST
@for_staff("adviser")
def close_absence(request: Request, uuid: UUID) -> HttpResponse:
    """*Luk som ikke mødt*, *Luk som ikke fået fat i*."""
    return _do(
        request,
        uuid,
        ABSENCE,
        lambda booking: attendance.close_absence(booking, by=request.viewer, now=clock.now()),
    )


@require_POST
@for_staff("adviser")
def came_after_all(request: Request, uuid: UUID) -> HttpResponse:
    """*Bo kom alligevel*; with `fejl` it was written by mistake."""
    came = "fejl" not in request.POST
    return _do(
        request,
        uuid,
        ABSENCE,
        lambda booking: attendance.came_after_all(booking, came=came, by=request.viewer, now=clock.now()),
    )


@require_POST
@for_staff("adviser")
def note_late(request: Request, uuid: UUID) -> HttpResponse:
    """*Bliver forsinket*: she has rung to say so. Without minutes she comes in time after all."""
    typed = request.POST.get("minutter", "")

    def act(booking: Booking) -> None:
        if typed == "":
            attendance.take_back(booking, "late", by=request.viewer, now=clock.now())
        else:
            minutes = int(typed) if typed.isdecimal() and len(typed) < 4 else -1
            attendance.say_late(booking, minutes, by=request.viewer, now=clock.now())

    return _do(request, uuid, MORE, act)


@require_POST
@for_staff("adviser")
def ring_instead(request: Request, uuid: UUID) -> HttpResponse:
    """*Hold den på telefon*."""
    return _do(
        request,
        uuid,
        MORE,
        lambda booking: attendance.ring_instead(booking, by=request.viewer, now=clock.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def afbud_for_citizen(request: Request, uuid: UUID) -> HttpResponse:
    """*Meld afbud for borgeren*: she has rung to say that she cannot come, and may say why."""
    booking = booking_on_its_day(request.viewer, uuid)
    if request.method != "POST":
        return _back(request, booking) if booking.cancelled else _afbud_page(request, booking)
    reason = request.POST.get("hvorfor", "")
    try:
        cancel(booking, reason=reason, for_her=True, by=request.viewer, now=clock.now())
    except Refused as refused:
        begun = refused.code == "talk_started"
        refusal = Refusal("talk_going_on") if begun else refused.refusal
        return _afbud_page(request, booking, _sentence(booking, refusal))
    return _back(request, booking)


def _afbud_page(request: Request, booking: Booking, error: str = "") -> HttpResponse:
    context = {
        "booking": booking,
        "reasons": [(key, words.reason(key)) for key, _ in REASONS],
        "chosen": request.POST.get("hvorfor", ""),
        "errors": [("", error)] if error else [],
        "back_url": back_to_day(booking, clock.now()),
    }
    return render(request, "adviser/on_the_day_afbud.html", context, status=422 if error else 200)
