"""*Min side*: what she can do first, and what is going on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from afsaet.booking.queries.booked import coming
from afsaet.booking.queries.offer import offer_for
from afsaet.booking.rules import deadline_counts
from afsaet.core import clock
from afsaet.messaging.queries import unread
from afsaet.people.access import own_citizen
from afsaet.plan.queries import open_agreements
from afsaet.web.gates import for_citizen
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
    facts = {
        "citizen": citizen,
        "meetings": coming(citizen, now),
        "today": today,
        "deadline": deadline if deadline and deadline_counts(deadline.book_by, today) else None,
        "agreements": agreements[:SHOWN],
        "more": max(0, len(agreements) - SHOWN),
        "unread": unread(citizen, now),
    }
    return render(request, "citizen/home.html", facts)
