"""*Beskeder*: what we have written to her. The messages are short, so the list shows each whole."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from afsaet.core import clock
from afsaet.messaging import queries
from afsaet.messaging.actions.outbox import mark_all_read
from afsaet.people.access import own_citizen
from afsaet.web.gates import for_citizen
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

PER_PAGE = 20


@for_citizen
@require_safe
def inbox(request: Request) -> HttpResponse:
    citizen, now = own_citizen(request.viewer), clock.now()
    page = Paginator(queries.inbox(request.viewer, citizen, now), PER_PAGE).get_page(request.GET.get("side"))
    facts = {
        "messages": page.object_list,
        "unread": queries.unread(citizen, now),
        "page": page,
        "newer": f"?side={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?side={page.next_page_number()}" if page.has_next() else "",
        "message": receipt(request),
    }
    return render(request, "citizen/inbox.html", facts)


@for_citizen
@require_POST
def inbox_read(request: Request) -> HttpResponse:
    mark_all_read(own_citizen(request.viewer), by=request.viewer, now=clock.now())
    return redirect(reverse("inbox") + "?kvittering=laest")
