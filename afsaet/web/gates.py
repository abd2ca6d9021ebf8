"""Every view wears one of these. tests/architecture checks that none is without."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

from afsaet.core.errors import NotYours
from afsaet.web.public.logged_out import ask_to_log_in
from afsaet.web.requests import Request

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Open to everybody: nothing personal may be on it."""
    view.gate = "public"  # type: ignore[attr-defined]
    return view


def for_citizen(view: View) -> View:
    """Only for a logged-in citizen; she gets at her own things alone."""
    return _gated(view, "citizen", lambda request: request.viewer.is_citizen)


def for_staff(*roles: str) -> Callable[[View], View]:
    """Only for staff with one of the roles."""
    return lambda view: _gated(view, "+".join(roles), lambda request: request.viewer.has(*roles))


def for_everybody_logged_in(view: View) -> View:
    return _gated(view, "logged_in", lambda request: request.viewer.is_citizen or bool(request.viewer.roles))


def _gated(view: View, gate: str, allowed: Callable[[Request], bool]) -> View:
    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.viewer.is_stranger:
            return ask_to_log_in(request)
        if not allowed(request):
            raise NotYours
        return view(request, *args, **kwargs)

    guarded.gate = gate  # type: ignore[attr-defined]
    return guarded
