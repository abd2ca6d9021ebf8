"""Asked to log in: at once, or after half an hour away with a form half filled in. Nothing typed is lost."""

from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from afsaet.core.viewer import Viewer
from afsaet.web.requests import Request

_KEPT = "kept_post"
# A CPR number stands encrypted in one place and nowhere else: it is typed again.
_NEVER_KEPT = ("csrfmiddlewaretoken", "cpr")


def ask_to_log_in(request: Request) -> HttpResponse:
    """A page is asked for again after the log-in; a sent form is kept in the session until then."""
    if request.method != "POST" and request.htmx:
        # A page that refreshes itself is loaded anew, and then asks to log in as a whole.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if request.method != "POST":
        return HttpResponseRedirect(reverse("log_in") + "?" + urlencode({"next": request.get_full_path()}))
    typed = {name: values for name, values in request.POST.lists() if name not in _NEVER_KEPT}
    request.session[_KEPT] = {"path": request.path, "typed": typed}
    saved = "owner" in typed  # a form without an owner is never filled in again: do not promise it
    return render(
        request, "public/logged_out.html", {"next": _back(request, saved), "saved": saved}, status=401
    )


def _back(request: Request, saved: bool) -> str:
    """The form's own page, or the page its button stood on; the address of a bare button is no page."""
    if saved:
        return request.path
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return urlsplit(came_from).path if came_from and ours else reverse("home")


def kept_answers(request: Request) -> dict[str, list[str]] | None:
    """What was typed into this page's form before the log-in ran out, once, and only to her who typed it.

    The form carries its owner's uuid in the field `owner`: on a shared computer the next person who logs
    in must not be handed the answers of the last.
    """
    kept = request.session.get(_KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEPT]
    typed: dict[str, list[str]] = kept["typed"]
    return typed if typed.get("owner") == [owner(request.viewer)] else None


def owner(viewer: Viewer) -> str:
    """What a form puts in its hidden field `owner`."""
    return viewer.user
