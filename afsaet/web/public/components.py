"""The gallery of every component and state. Demo only."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from afsaet.web.gates import public
from afsaet.web.requests import Request

STATES = [
    ("booked", "Booket"),
    ("arrived", "Er kommet 8.52"),
    ("started", "I gang siden 9.01"),
    ("held", "Holdt"),
    ("taken", "Taget med"),
    ("not_filed", "Holdt. Mangler i fagsystemet"),
    ("late", "Forsinket 10 min"),
    ("called", "Ringet 1 gang, intet svar"),
    ("interpreter_missing", "Tolk mangler"),
    ("cancelled", "Afbud kl. 7.41: barn er sygt"),
    ("moving", "Flyttes: venter på svar"),
    ("not_come", "Ikke mødt"),
    ("not_reached", "Ikke fået fat i"),
    ("declined", "Ikke noget for mig"),
]
STEPS = ["Hvad skal vi nå?", "Siden sidst", "Det har du prøvet", "Job og muligheder", "Næste skridt"]
COLOURS = [
    ("fjord", "Fjord", "9,8:1"),
    ("fjord-wash", "Fjord, vask", "flade: nu"),
    ("ink", "Blæk", "17,4:1"),
    ("ink-2", "Blæk 2", "9,6:1"),
    ("edge", "Kant", "5,0:1"),
    ("line", "Linje", "adskillelse"),
    ("wash", "Vask", "flade: ledig, fod"),
]


@public
def components(request: Request) -> HttpResponse:
    """Raises 404 outside the demo, and is in no urlpatterns there."""
    if not settings.DEMO:
        raise Http404
    steps = [{"label": text, "url": "#trin", "current": text == "Siden sidst"} for text in STEPS]
    return render(
        request,
        "public/components.html",
        {
            "states": STATES,
            "colours": COLOURS,
            "steps": steps,
            "languages": [("ar", "Arabisk"), ("en", "Engelsk")],
            "errors": [("g-mail", "Skriv din mailadresse."), ("g-tid-1", "Vælg en tid, før du går videre.")],
            "taken_states": [("taken", "Taget med"), ("declined", "Ikke noget for mig")],
        },
    )
