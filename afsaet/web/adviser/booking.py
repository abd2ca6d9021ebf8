"""The adviser books and moves for a citizen whose door is open to her (web/journey)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from afsaet.booking.access import booking_for
from afsaet.people.access import citizen_for, why_open
from afsaet.web.gates import for_staff
from afsaet.web.journey.errand import Errand
from afsaet.web.journey.steps import check_step, form_step, who_step
from afsaet.web.requests import Request


@for_staff("adviser")
def book_for_citizen(request: Request, uuid: UUID) -> HttpResponse:
    return form_step(request, _booking(request, uuid))


@for_staff("adviser")
def book_for_citizen_who(request: Request, uuid: UUID) -> HttpResponse:
    return who_step(request, _booking(request, uuid))


@for_staff("adviser")
def book_for_citizen_check(request: Request, uuid: UUID) -> HttpResponse:
    return _checked(request, _booking(request, uuid))


@for_staff("adviser")
def move_for_citizen(request: Request, uuid: UUID) -> HttpResponse:
    return form_step(request, _moving(request, uuid))


@for_staff("adviser")
def move_for_citizen_who(request: Request, uuid: UUID) -> HttpResponse:
    return who_step(request, _moving(request, uuid))


@for_staff("adviser")
def move_for_citizen_check(request: Request, uuid: UUID) -> HttpResponse:
    return _checked(request, _moving(request, uuid))


def _booking(request: Request, uuid: UUID) -> Errand:
    return Errand(citizen_for(request.viewer, uuid), actor="adviser", made_by=request.viewer.user)


def _moving(request: Request, uuid: UUID) -> Errand:
    booking = booking_for(request.viewer, uuid)
    return Errand(booking.citizen, booking, "adviser", request.viewer.user)


def _checked(request: Request, errand: Errand) -> HttpResponse:
    """A talk that is moved to a colleague may have been what opened the door: then her list says so."""
    answer = check_step(request, errand)
    if answer.status_code == 302 and why_open(request.viewer, errand.citizen) is None:
        return redirect(reverse("my_citizens") + "?sket=skiftet")
    return answer
