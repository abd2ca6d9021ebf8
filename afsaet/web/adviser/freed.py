"""A time of today that has become free: *Behold som luft*, or *Tilbyd til ventelisten*."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from afsaet.booking.access import freed_time
from afsaet.booking.actions.waiting import give_air_back, keep_as_air, offer_freed
from afsaet.booking.models import Booking
from afsaet.booking.queries.waiting import Freed, freed_of
from afsaet.core import clock, danish
from afsaet.people.models import Staff
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request


@dataclass(frozen=True)
class FreedRow:
    """`state` is free, air or offered; `waiting` is how many could have it now."""

    uuid: str
    starts: datetime
    word: str
    why: str
    state: str
    waiting: int


def freed_rows(staff: Staff, bookings: Sequence[Booking], now: datetime) -> list[FreedRow]:
    """What became free today and has not begun, but for what somebody has booked since."""
    hers = [booking for booking in bookings if booking.staff_id == staff.pk]
    return [_row(freed, now) for freed in freed_of(staff, hers, now=now) if freed.state != "taken"]


def _row(freed: Freed, now: datetime) -> FreedRow:
    today = clock.local(now).date()
    why = (
        _("%(name)s har meldt afbud %(when)s")
        if freed.by_her
        else _("Samtalen med %(name)s er aflyst %(when)s")
    )
    at = danish.at(freed.at) if danish.as_day(freed.at) == today else danish.ago(freed.at, today)
    word = {
        "free": _("Ledig"),
        "air": _("Luft"),
        "offered": _("Tilbudt til ventelisten til %(until)s")
        % {"until": danish.at(freed.until) if freed.until else ""},
    }[freed.state]
    return FreedRow(
        uuid=str(freed.uuid),
        starts=freed.starts,
        word=word,
        why=why % {"name": danish.first_name(freed.name), "when": at},
        state=freed.state,
        waiting=freed.waiting,
    )


@require_POST
@for_staff("adviser")
def keep_air(request: Request, uuid: UUID) -> HttpResponse:
    """The time is hers: nobody is offered it."""
    booking = freed_time(request.viewer, uuid, clock.now())
    keep_as_air(booking.staff, booking.starts, booking.ends, by=request.viewer, now=clock.now())
    return redirect("today")


@require_POST
@for_staff("adviser")
def give_air(request: Request, uuid: UUID) -> HttpResponse:
    """*Fortryd*: it is free again."""
    booking = freed_time(request.viewer, uuid, clock.now())
    give_air_back(booking.staff, booking.starts, booking.ends, by=request.viewer, now=clock.now())
    return redirect("today")


@require_POST
@for_staff("adviser")
def offer_time(request: Request, uuid: UUID) -> HttpResponse:
    """To the first in line, at once."""
    booking = freed_time(request.viewer, uuid, clock.now())
    offer_freed(booking.staff, booking.starts, by=request.viewer, now=clock.now())
    return redirect("today")
