"""Log-in and log-out. Who somebody is, the port `people.ports.LogIn` says; these pages only ask it.

Who is asked for a code as well is half-way in between (second_step.py): nobody is logged in yet.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from afsaet.audit.actions import acting
from afsaet.core import clock
from afsaet.people.access import may_log_in, viewer_for
from afsaet.people.actions.second_step import begin_second_step
from afsaet.people.models import User
from afsaet.people.ports import LogIn
from afsaet.people.queries import user_by_uuid
from afsaet.web.gates import public
from afsaet.web.public.logged_out import forget_what_others_typed
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_HALF_WAY = "half_way"
HALF_WAY_MINUTES = 10


@dataclass(frozen=True)
class HalfWay:
    """Whose password was right, and the page she came for."""

    user: User
    then: str


def log_in_port() -> LogIn:
    adapter: LogIn = import_string(settings.LOG_IN)()
    return adapter


@public
def log_in(request: Request) -> HttpResponse:
    """One answer to a wrong name, a wrong password and one who has left: nobody is found out here."""
    then = safe_next(request, request.POST.get("next") or request.GET.get("next") or "")
    port = log_in_port()
    if elsewhere := port.address(then):
        return redirect(elsewhere)
    if request.method != "POST":
        return render(request, "public/log_in.html", {"next": then, "message": receipt(request)})
    user = port.user_for(request.POST.dict(), request)
    if user is not None and port.asks_code(user):
        begin_second_step(user, by=viewer_for(user), now=clock.now())
        _go_half_way(request, user, then)
        return redirect("log_in_code")
    if user is not None:
        enter(request, user)
        return redirect(then)
    sentence = _("E-mail og adgangskode passer ikke sammen. Prøv igen, eller få en ny adgangskode.")
    typed = {"next": then, "username": request.POST.get("username", ""), "errors": [("username", sentence)]}
    return render(request, "public/log_in.html", typed, status=422)


@public
@require_POST
def log_out(request: Request) -> HttpResponse:
    logout(request)
    return redirect(reverse("start") + "?kvittering=logget-ud")


def _go_half_way(request: Request, user: User, then: str) -> None:
    """Whoever was logged in here is not any more. The mark goes with the password: a new one ends this."""
    if request.user.is_authenticated and request.user != user:
        logout(request)
    request.session.cycle_key()
    request.session[_HALF_WAY] = {
        "user": str(user.uuid),
        "mark": user.get_session_auth_hash(),
        "at": clock.now().isoformat(),
        "then": then,
    }


def half_way(request: Request) -> HalfWay | None:
    """Who has given her password here within ten minutes, and no code yet."""
    kept = request.session.get(_HALF_WAY)
    if not kept or clock.now() > datetime.fromisoformat(kept["at"]) + clock.minutes(HALF_WAY_MINUTES):
        return None
    user = user_by_uuid(UUID(kept["user"]))
    same = user is not None and constant_time_compare(kept["mark"], user.get_session_auth_hash())
    return HalfWay(user, kept["then"]) if user is not None and same and may_log_in(user) else None


def enter(request: Request, user: User) -> None:
    """The session gets a new key, and the log-in its time. What others typed here is gone."""
    request.session.pop(_HALF_WAY, None)
    forget_what_others_typed(request, str(user.uuid))
    with acting(viewer_for(user), clock.now()):
        login(request, user, backend=_BACKEND)


def safe_next(request: Request, wanted: str) -> str:
    """The page she came for, if it is one of ours."""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and ours else reverse("home")


def locked_out(request: Request, *args: object, **kwargs: object) -> HttpResponse:
    """Too many wrong passwords from one place for one name."""
    return render(request, "public/locked_out.html", status=429)
