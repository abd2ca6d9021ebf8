"""*Vælg en tid* and *Skift tid*, walked by the citizen herself (web/journey)."""

from uuid import UUID

from django.http import HttpResponse

from afsaet.booking.access import own_booking
from afsaet.people.access import own_citizen
from afsaet.web.gates import for_citizen
from afsaet.web.journey.errand import Errand
from afsaet.web.journey.steps import check_step, form_step, who_step
from afsaet.web.requests import Request


@for_citizen
def book_a_time(request: Request) -> HttpResponse:
    return form_step(request, Errand(own_citizen(request.viewer)))


@for_citizen
def move_meeting(request: Request, uuid: UUID) -> HttpResponse:
    return form_step(request, _moving(request, uuid))


@for_citizen
def choose_adviser(request: Request) -> HttpResponse:
    return who_step(request, Errand(own_citizen(request.viewer)))


@for_citizen
def choose_adviser_move(request: Request, uuid: UUID) -> HttpResponse:
    return who_step(request, _moving(request, uuid))


@for_citizen
def check(request: Request) -> HttpResponse:
    return check_step(request, Errand(own_citizen(request.viewer)))


@for_citizen
def check_move(request: Request, uuid: UUID) -> HttpResponse:
    return check_step(request, _moving(request, uuid))


def _moving(request: Request, uuid: UUID) -> Errand:
    booking = own_booking(request.viewer, uuid)
    return Errand(booking.citizen, booking)
