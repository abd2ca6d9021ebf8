"""The demo's log-in: choose whom to be. It exists only in the demo, where all people are invented.

Nothing here leaves a `Seen` row: the page shows no authority's citizens, and nobody is logged in yet.
"""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from afsaet.core import clock
from afsaet.core.danish import capitalised
from afsaet.core.viewer import Viewer
from afsaet.people.queries import Person, latest_people, people_to_be, user_by_uuid
from afsaet.web.gates import public
from afsaet.web.public.home import home_of
from afsaet.web.public.log_in import enter
from afsaet.web.purposes import role_words
from afsaet.web.requests import Request

_CAST = {
    "Bo Madsen": _("Borger, 34 år. Bruger sin telefon til det meste. Lise er hans rådgiver."),
    "Amal Haddad": _("Borger. Læser helst arabisk og har brug for tolk. Lise er hendes rådgiver."),
    "Kirsten Holm": _("Borger. Har beskyttet adresse og ringer helst. Nanna er hendes rådgiver."),
    "Lise Krogh": _("Rådgiver for Bo og Amal."),
    "Nanna Juhl": _("Rådgiver i et andet team. Kan ikke åbne Lises borgere."),
    "Gitte Lauridsen": _("Modtagelsen. Finder borgere, booker for dem og ser, hvem der er kommet."),
    "Per Lund": _("Teamleder i Lises team. Melder fravær og lægger en ny plan for samtalerne."),
    "Vera Bro": _("Administrator. Sætter huset op og tager borgere og medarbejdere ind."),
}
_SHORTEST = 2


@public
def demo_log_in(request: Request) -> HttpResponse:
    """Raises 404 outside the demo, and is in no urlpatterns there."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _be(request)
    return render(request, "public/demo.html", people_to_choose(request))


def people_to_choose(request: Request) -> dict[str, object]:
    """The cast, who was added last, and who is found by name: what `public/_people.html` shows."""
    search = request.GET.get("q", "").strip()
    found = people_to_be(search) if len(search) >= _SHORTEST else []
    return {
        "cast": [person for name in _CAST for person in _named(name)],
        "latest": [_shown(person) for person in latest_people()],
        "search": search,
        "now": clock.now(),
        "found": [_shown(person) for person in found],
    }


def _be(request: Request) -> HttpResponse:
    try:
        user = user_by_uuid(UUID(request.POST.get("who", "")))
    except ValueError:
        raise Http404 from None
    if user is None:
        raise Http404
    enter(request, user)
    return redirect("home")


def _named(name: str) -> list[dict[str, object]]:
    """The one of the cast with this name, if her pages exist; the first, should there be two."""
    people = [person for person in people_to_be(name) if person.name == name]
    shown = [_shown(person) | {"about": _CAST[name]} for person in people[:1]]
    return [person for person in shown if person["home"]]


def _shown(person: Person) -> dict[str, object]:
    citizen = 0 if "borger" in person.roles else None
    there = Viewer(user=str(person.user), citizen=citizen, roles=frozenset(person.roles) - {"borger"})
    return {
        "uuid": person.user,
        "name": person.name,
        "about": capitalised(role_words(",".join(person.roles))),
        "home": home_of(there),
    }
