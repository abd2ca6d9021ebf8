"""*Mine borgere*: the caseload and the doors a talk has opened; and the one citizen's page."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afsaet.booking.access import booking_for
from afsaet.booking.actions import booking as bookings
from afsaet.booking.models import Booking
from afsaet.booking.queries.booked import coming
from afsaet.booking.queries.caseload import ALL, DUE_SOON, WITHOUT_TIME, caseload_page, caseload_search
from afsaet.booking.queries.ringing import must_ring
from afsaet.conversations.queries import held_talks
from afsaet.core import clock, danish
from afsaet.core.errors import Refused
from afsaet.messaging.queries import sent_about
from afsaet.people.access import citizen_for, citizen_with_address, open_until, why_open
from afsaet.people.languages import LANGUAGES
from afsaet.people.models import Citizen
from afsaet.people.queries import own_spell, target_group_of
from afsaet.plan.queries import goal_of, open_agreements
from afsaet.web.adviser import words
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_MOST_TALKS = 10


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def my_citizens(request: Request) -> HttpResponse:
    """The list; a search is a POST, because what is typed may be a CPR number and must stand in no address."""
    if request.method == "POST" and request.POST.get("q", "").strip():
        return _found(request, request.POST["q"].strip())
    show = request.GET.get("vis", ALL)
    show = show if show in (WITHOUT_TIME, DUE_SOON) else ALL
    side = request.GET.get("side", "1")
    found = caseload_page(request.viewer, show, int(side) if side.isdigit() else 1, now=clock.now())
    address = reverse("my_citizens") + f"?vis={show}&side="
    return render(
        request,
        "adviser/citizens.html",
        {
            "rows": found.rows,
            "found": found,
            "today": clock.today(),
            "filters": _filters(show),
            "show": show,
            "previous": f"{address}{found.page - 1}" if found.page > 1 else "",
            "next": f"{address}{found.page + 1}" if found.page < found.pages else "",
            "message": {"aflyst": _("Samtalen er aflyst."), "skiftet": _("Tiden er skiftet.")}.get(
                request.GET.get("sket", ""), ""
            ),
        },
    )


def _filters(show: str) -> list[tuple[str, str, bool]]:
    """Label, address, chosen."""
    address = reverse("my_citizens")
    return [
        (label, address if key == ALL else f"{address}?vis={key}", key == show)
        for key, label in [
            (ALL, _("Alle")),
            (WITHOUT_TIME, _("Uden tid")),
            (DUE_SOON, _("Frist inden 7 dage")),
        ]
    ]


def _found(request: Request, typed: str) -> HttpResponse:
    """What was searched for stays in the field, except a CPR number that was understood."""
    try:
        found = caseload_search(request.viewer, typed, now=clock.now())
    except Refused as refused:
        error = sentence(refused.refusal)
        context = {"searched": True, "error": error, "errors": [("q", error)], "rows": []}
        return render(request, "adviser/citizens.html", context, status=422)
    context = {
        "searched": True,
        "rows": found.rows,
        "more": found.more,
        "by_number": found.by_number,
        "query": "" if found.by_number else typed,
        "today": clock.today(),
    }
    return render(request, "adviser/citizens.html", context)


@require_safe
@for_staff("adviser")
def citizen(request: Request, uuid: UUID) -> HttpResponse:
    """Her page, and why it is open."""
    return _citizen_page(request, citizen_for(request.viewer, uuid), show_address=False)


@require_POST
@for_staff("adviser")
def citizen_address(request: Request, uuid: UUID) -> HttpResponse:
    """The protected address, shown once: it leaves its own line in her log, and nothing else is written."""
    return _citizen_page(request, citizen_with_address(request.viewer, uuid), show_address=True)


def _citizen_page(request: Request, person: Citizen, *, show_address: bool) -> HttpResponse:
    today = clock.today()
    spell = own_spell(person, today)
    talks = held_talks(person)[: _MOST_TALKS + 1]
    return render(
        request,
        "adviser/citizen.html",
        {
            "person": person,
            "cpr": person.masked_cpr,
            "show_address": show_address or not person.protected_address,
            "language": dict(LANGUAGES).get(person.language, person.language),
            "target_group": target_group_of(person),
            "spell": spell,
            "why": _why(request, person),
            "coming": _coming(person),
            "goal": goal_of(person),
            "agreements": open_agreements(person),
            "talks": talks[:_MOST_TALKS],
            "more_talks": len(talks) > _MOST_TALKS,
            "sent": sent_about(request.viewer, person),
            "staff": request.viewer.staff,
            "today": today,
            "message": _happened(request, person),
        },
    )


def _why(request: Request, person: Citizen) -> str:
    """Why the page is open to her, and until when."""
    until = open_until(request.viewer, person)
    facts = {"name": person.first_name, "day": danish.day(until, clock.today()) if until else ""}
    return {
        "caseload": _("Du kan se siden, fordi du er rådgiver for %(name)s."),
        "deputy": _("Du kan se siden, fordi du er stedfortræder for en kollega."),
        "booking": _("Du kan se siden, fordi I har en samtale. Den lukker igen %(day)s."),
        "substitution": _(
            "Du kan se siden, fordi du har taget en samtale for en kollega. Den lukker igen %(day)s."
        ),
    }[why_open(request.viewer, person) or "booking"] % facts


def _happened(request: Request, person: Citizen) -> str:
    """What has just been done, and whether she knows."""
    if request.GET.get("sket") == "aflyst":
        return _("Samtalen er aflyst.")
    receipt = {
        "booket": _("Tiden er booket."),
        "igen": _("Tiden er booket."),
        "skiftet": _("Tiden er skiftet."),
    }.get(request.GET.get("kvittering", ""), "")
    if not receipt:
        return ""
    knows = (
        _("%(name)s får ikke mail eller sms. Sig det nu, eller lad modtagelsen ringe.")
        if must_ring(person)
        else _("%(name)s har fået besked.")
    )
    return f"{receipt} {knows % {'name': person.first_name}}"


def _coming(person: Citizen) -> list[tuple[Booking, words.How, list[str]]]:
    """Talks that have not begun: how they meet, and what about."""
    ahead = [booking for booking in coming(person, clock.now()) if booking.started_at is None]
    return [(booking, words.how(booking), words.topics(booking)) for booking in ahead]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def cancel_for_citizen(request: Request, uuid: UUID) -> HttpResponse:
    """Aflys: asked once more, because she is told at once."""
    booking = booking_for(request.viewer, uuid)
    if request.method != "POST":
        return _cancel_page(request, booking)
    try:
        bookings.cancel(booking, by=request.viewer, now=clock.now())
    except Refused as refused:
        begun = refused.code == "talk_started"
        error = _("Samtalen er begyndt og kan ikke aflyses.") if begun else sentence(refused.refusal)
        return _cancel_page(request, booking, error)
    return _after_cancelling(request, booking.citizen)


def _after_cancelling(request: Request, person: Citizen) -> HttpResponseRedirect:
    """Back to her page, or to the list when the talk was what had opened her door."""
    still_open = why_open(request.viewer, person) is not None
    where = reverse("citizen", args=[person.uuid]) if still_open else reverse("my_citizens")
    return redirect(f"{where}?sket=aflyst")


def _cancel_page(request: Request, booking: Booking, error: str = "") -> HttpResponse:
    context = {
        "booking": booking,
        "how": words.how(booking),
        "errors": [("", error)] if error else [],
    }
    return render(request, "adviser/citizen_cancel.html", context, status=422 if error else 200)
