"""*Min side*: what she can do first, and what is going on."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from afsaet.booking.models import Booking
from afsaet.booking.queries.attendance import Known, known_of
from afsaet.booking.queries.booked import coming
from afsaet.booking.queries.offer import offer_for
from afsaet.booking.queries.waiting import open_offers, waiting_of
from afsaet.booking.rules.choices import deadline_counts
from afsaet.conversations.queries import states_of
from afsaet.core import clock
from afsaet.messaging.queries import unread
from afsaet.people.access import own_citizen
from afsaet.people.models import Citizen
from afsaet.plan.queries import open_agreements
from afsaet.web.citizen.on_the_day import my_day
from afsaet.web.gates import for_citizen
from afsaet.web.public.logged_out import owner
from afsaet.web.requests import Request

SHOWN = 3


@for_citizen
@require_safe
def citizen_home(request: Request) -> HttpResponse:
    citizen = own_citizen(request.viewer)
    now = clock.now()
    today = clock.local(now).date()
    agreements = list(open_agreements(citizen))
    deadline = offer_for(citizen, now).deadline
    meetings = _still_to_come(citizen, now)
    facts = {
        "citizen": citizen,
        "meetings": [booking for booking, _ in meetings],
        "my_day": my_day(*meetings[0], request.viewer, now) if meetings else None,
        "today": today,
        "deadline": deadline if deadline and deadline_counts(deadline.book_by, today) else None,
        "agreements": agreements[:SHOWN],
        "more": max(0, len(agreements) - SHOWN),
        "offers": open_offers(citizen, now),
        "waiting": waiting_of(citizen),
        "owner": owner(request.viewer),
        "unread": unread(citizen, now),
    }
    return render(request, "citizen/home.html", facts)


def _still_to_come(citizen: Citizen, now: datetime) -> list[tuple[Booking, Known]]:
    """Her coming talks; one that was held in less than its time, or closed as missed, is not among them."""
    bookings = coming(citizen, now)
    known = known_of(bookings)
    states = states_of(bookings, {pk: one.day for pk, one in known.items()})
    return [(booking, known[booking.pk]) for booking in bookings if states[booking.pk].ahead]
