"""What the frame of every page needs: the authority, the way about the house, who is looking."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as said

from afsaet.core.viewer import STRANGER, Viewer
from afsaet.people.queries import NOT_SET_UP, AuthorityFacts, authority

_remembered: list[AuthorityFacts] = []

ADVISER = (
    ("today", said("I dag")),
    ("calendar", said("Min kalender")),
    ("my_citizens", said("Mine borgere")),
)
ADMINISTRATOR = (
    ("administration", said("Opsætning")),
    ("administration_staff", said("Medarbejdere")),
    ("administration_citizens", said("Borgere")),
    ("administration_teams", said("Teams")),
)
LEADER = (
    ("leader_today", said("Teamet i dag")),
    ("leader_week", said("Teamets uge")),
)
FRONT_DESK = (
    ("desk", said("Modtagelsen")),
    ("desk_ring", said("Ring til")),
)
CITIZEN = (
    ("citizen_home", said("Min side")),
    ("my_agreements", said("Mine aftaler")),
    ("inbox", said("Beskeder")),
    ("my_details", said("Mine oplysninger")),
)
PUBLIC = (
    ("accessibility", said("Tilgængelighed")),
    ("privacy_notice", said("Sådan bruger vi dine oplysninger")),
)
ACCOUNT = (("my_log_in", said("Mit log-in")),)


class Place(NamedTuple):
    url: str
    label: str
    current: bool


def shell(request: HttpRequest) -> dict[str, object]:
    viewer: Viewer = getattr(request, "viewer", None) or Viewer(user=STRANGER)
    tabs = places(tab_names(viewer), request)
    menu = places(CITIZEN, request) if viewer.is_citizen else []
    known = viewer.is_citizen or viewer.staff is not None
    return {
        "authority": SimpleLazyObject(_authority),
        "viewer": viewer,
        "tabs": tabs,
        "menu": menu,
        "home_url": next((place.url for place in (*tabs, *menu)), url("home") or "/"),
        "help_url": url("help"),
        "log_out_url": url("log_out") if known else "",
        "public_places": places((*ACCOUNT, *PUBLIC) if known else PUBLIC, request),
        "session_seconds": settings.SESSION_COOKIE_AGE,
    }


def _authority() -> AuthorityFacts:
    """Read, and remembered by this process for the page that must do without the database."""
    _remembered[:] = [authority()]
    return _remembered[0]


def last_known_authority() -> AuthorityFacts:
    """For the page that says we failed: no query, and a telephone number if any page was shown before."""
    return _remembered[0] if _remembered else NOT_SET_UP


def tab_names(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The tabs of all the roles somebody has."""
    adviser = ADVISER if viewer.has("adviser") else ()
    administrator = ADMINISTRATOR if viewer.has("administrator") else ()
    desk = FRONT_DESK if viewer.has("front_desk") else ()
    leader = LEADER if viewer.has("team_leader") else ()
    return (*adviser, *leader, *desk, *administrator)


def places(names: Iterable[tuple[str, str]], request: HttpRequest) -> list[Place]:
    """Those of the places that exist; the current one is the one whose address this one starts with."""
    found = [(address, gettext(label)) for name, label in names if (address := url(name))]
    within = [address for address, _ in found if request.path.startswith(address)]
    current = max(within, key=len, default="")
    return [Place(address, label, address == current) for address, label in found]


def url(name: str) -> str:
    """The address of a page, or nothing while the page does not exist: nothing drawn that does not work."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
