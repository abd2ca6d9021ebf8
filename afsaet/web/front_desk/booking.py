"""*Book en tid* and *Skift tid* for somebody at the desk or on the telephone (web/journey)."""

from uuid import UUID

from django.http import HttpResponse

from afsaet.booking.access import booking_for_desk
from afsaet.people.access import citizen_for_desk
from afsaet.web.gates import for_staff
from afsaet.web.journey.errand import Errand
from afsaet.web.journey.steps import check_step, form_step, who_step
from afsaet.web.requests import Request


@for_staff("front_desk")
def desk_book(request: Request, uuid: UUID) -> HttpResponse:
    return form_step(request, _booking(request, uuid))


@for_staff("front_desk")
def desk_book_who(request: Request, uuid: UUID) -> HttpResponse:
    return who_step(request, _booking(request, uuid))


@for_staff("front_desk")
def desk_book_check(request: Request, uuid: UUID) -> HttpResponse:
    return check_step(request, _booking(request, uuid))


@for_staff("front_desk")
def desk_move(request: Request, uuid: UUID) -> HttpResponse:
    return form_step(request, _moving(request, uuid))


@for_staff("front_desk")
def desk_move_who(request: Request, uuid: UUID) -> HttpResponse:
    return who_step(request, _moving(request, uuid))


@for_staff("front_desk")
def desk_move_check(request: Request, uuid: UUID) -> HttpResponse:
    return check_step(request, _moving(request, uuid))


def _booking(request: Request, uuid: UUID) -> Errand:
    return Errand(citizen_for_desk(request.viewer, uuid), actor="desk", made_by=request.viewer.user)


def _moving(request: Request, uuid: UUID) -> Errand:
    booking = booking_for_desk(request.viewer, uuid)
    return Errand(booking.citizen, booking, "desk", request.viewer.user)
