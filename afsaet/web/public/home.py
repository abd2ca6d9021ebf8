"""Home is where one's work is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from afsaet.core.viewer import Viewer
from afsaet.web.context import url
from afsaet.web.gates import for_everybody_logged_in, public
from afsaet.web.requests import Request

# By role, in this order: somebody with two roles begins where the day is.
_HOMES = (
    ("adviser", "today"),
    ("team_leader", "leader_today"),
    ("front_desk", "desk"),
    ("administrator", "administration"),
)


@for_everybody_logged_in
def home(request: Request) -> HttpResponse:
    """A role whose pages are not made yet is told so."""
    if place := home_of(request.viewer):
        return redirect(place)
    return render(request, "public/nothing_here.html")


@public
def short_address(request: Request) -> HttpResponse:
    """What stands in a text message: no secret in it, and the way home through the log-in."""
    return redirect("home")


def home_of(viewer: Viewer) -> str:
    """The address where somebody begins, or nothing."""
    names = ["citizen_home"] if viewer.is_citizen else [name for role, name in _HOMES if viewer.has(role)]
    return next((place for name in names if (place := url(name))), "")
