"""The pages that say no: not found, our fault, an old form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from afsaet.web.context import last_known_authority
from afsaet.web.requests import Request


@requires_csrf_token
def not_found(request: Request, exception: Exception | None = None) -> HttpResponse:
    return render(request, "public/not_found.html", status=404)


@requires_csrf_token
def our_fault(request: Request) -> HttpResponse:
    """Rendered without the database, which may be what failed."""
    return render(request, "public/our_fault.html", {"authority": last_known_authority()}, status=500)


@requires_csrf_token
def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    return render(request, "public/old_form.html", status=403)
