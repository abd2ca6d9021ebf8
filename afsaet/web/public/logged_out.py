"""Asked to log in: at once, or after half an hour away with a form half filled in. Nothing typed is lost.

A form that carries its owner's uuid in a hidden field `owner` is kept when it arrives too late: without a session
(`ask_to_log_in`), with an old page's token (`errors.csrf_failed`), or sent in by the page itself when it sees that
the session is over (`session.keep_typed`). Its page shows it again by `kept_answers`, to her who typed it and to
nobody else.
"""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HTMX_STOP_POLLING

from afsaet.core.viewer import Viewer
from afsaet.web.api import problems
from afsaet.web.requests import Request, is_background

_KEPT = "kept_posts"
# A CPR number stands encrypted in one place and nowhere else: it is typed again. So are what proves who one is.
_NEVER_KEPT = ("csrfmiddlewaretoken", "cpr", "password", "again", "code")
_MOST_FORMS = 5
_MOST_CHARACTERS = 200_000


def ask_to_log_in(request: Request) -> HttpResponse:
    """A page is asked for again after the log-in; a sent form is kept in the session until then."""
    if problems.is_api(request):
        return problems.log_in()
    if request.method == "POST":
        return _sent_too_late(request)
    if is_background(request):
        return _poll_ended(request)
    if request.htmx:
        # A page that refreshes itself is loaded anew, and then asks to log in as a whole.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(log_in_address(request.get_full_path()))


def log_in_address(then: str) -> str:
    return reverse("log_in") + "?" + urlencode({"next": then})


def _sent_too_late(request: Request) -> HttpResponse:
    path = _came_from(request) if request.headers.get("X-Autosave") else request.path
    saved = keep(request, path)
    back = path if saved else _came_from(request)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": log_in_address(back)})
    return render(request, "public/logged_out.html", {"next": back, "saved": saved}, status=401)


def _poll_ended(request: Request) -> HttpResponse:
    """The page stays as it is, stops asking, and says so in its line `#session`."""
    back = request.htmx.current_url_abs_path or reverse("home")
    answer = render(request, "public/_poll_ended.html", {"next": back}, status=HTMX_STOP_POLLING)
    answer.headers["HX-Reswap"] = "none"
    return answer


def _came_from(request: Request) -> str:
    """The page a button stood on; the address of a bare button is no page."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return urlsplit(came_from).path if came_from and ours else reverse("home")


def keep(request: Request, path: str) -> bool:
    """Whether what this form says is kept for the page at `path`. One without an owner never is."""
    typed = {name: values for name, values in request.POST.lists() if name not in _NEVER_KEPT}
    size = sum(len(str(value)) for values in typed.values() for value in values)
    if "owner" not in typed or size > _MOST_CHARACTERS:
        return False
    forms: dict[str, Any] = request.session.get(_KEPT, {})
    forms.pop(path, None)
    latest = list(forms.items())[1 - _MOST_FORMS :]
    request.session[_KEPT] = {**dict(latest), path: typed}
    return True


def kept_answers(request: Request) -> dict[str, list[str]] | None:
    """What was typed into this page's form before the log-in ran out, once, and only to her who typed it.

    On a shared computer the next person who logs in must not be handed the answers of the last.
    """
    forms = request.session.get(_KEPT, {})
    if request.path not in forms:
        return None
    typed: dict[str, list[str]] = forms.pop(request.path)
    request.session[_KEPT] = forms
    return typed if typed.get("owner") == [owner(request.viewer)] else None


def forget_what_others_typed(request: Request, own: str) -> None:
    """At log-in; `own` is what her forms carry as their owner."""
    forms = request.session.get(_KEPT, {})
    if forms:
        request.session[_KEPT] = {path: typed for path, typed in forms.items() if typed.get("owner") == [own]}


def owner(viewer: Viewer) -> str:
    """What a form puts in its hidden field `owner`."""
    return viewer.user
