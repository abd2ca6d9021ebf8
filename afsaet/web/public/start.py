"""The start page: what this is, and the way in."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from afsaet.web.gates import public
from afsaet.web.public.demo import people_to_choose
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request


@public
def start(request: Request) -> HttpResponse:
    """Who is logged in goes on to her own page. In the demo one also chooses whom to be."""
    if request.viewer.is_citizen or request.viewer.roles:
        return redirect("home")
    people = people_to_choose(request) if settings.DEMO else {}
    return render(
        request, "public/start.html", {"message": receipt(request), "demo": settings.DEMO, **people}
    )
