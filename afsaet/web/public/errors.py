"""The pages that say no: not found, our fault, an old form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from afsaet.web.api import problems
from afsaet.web.context import last_known_authority
from afsaet.web.public.logged_out import ask_to_log_in, keep, owner
from afsaet.web.requests import Request


@requires_csrf_token
def not_found(request: Request, exception: Exception | None = None) -> HttpResponse:
    if problems.is_api(request):
        return problems.not_found()
    return render(request, "public/not_found.html", status=404)


@requires_csrf_token
def our_fault(request: Request) -> HttpResponse:
    """Rendered without the database, which may be what failed."""
    if problems.is_api(request):
        return problems.our_fault()
    return render(request, "public/our_fault.html", {"authority": last_known_authority()}, status=500)


@requires_csrf_token
def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    """The page was fetched before she last logged in. What was typed in it is kept for the page fetched anew.

    Not for a browser that takes no cookies, nor for a form on another house's page.
    """
    if problems.is_api(request):
        return problems.read_only()
    old = reason.startswith("CSRF token") and keep(request, request.path)
    if old and request.viewer.is_stranger:
        return ask_to_log_in(request)
    saved = old and request.POST.getlist("owner") == [owner(request.viewer)]
    return render(request, "public/old_form.html", {"saved": saved, "path": request.path}, status=403)
