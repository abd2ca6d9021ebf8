"""Log-in and log-out. Who somebody is, the port `people.ports.LogIn` says; these pages only ask it."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from afsaet.audit.actions import acting
from afsaet.core import clock
from afsaet.people.access import viewer_for
from afsaet.people.models import User
from afsaet.people.ports import LogIn
from afsaet.web.gates import public
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request

_BACKEND = "django.contrib.auth.backends.ModelBackend"


def _port() -> LogIn:
    adapter: LogIn = import_string(settings.LOG_IN)()
    return adapter


@public
def log_in(request: Request) -> HttpResponse:
    """One answer to a wrong name, a wrong password and one who has left: nobody is found out here."""
    then = safe_next(request, request.POST.get("next") or request.GET.get("next") or "")
    port = _port()
    if elsewhere := port.address(then):
        return redirect(elsewhere)
    if request.method != "POST":
        return render(request, "public/log_in.html", {"next": then, "message": receipt(request)})
    user = port.user_for(request.POST.dict(), request)
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


def enter(request: Request, user: User) -> None:
    """The session gets a new key, and the log-in its time."""
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
