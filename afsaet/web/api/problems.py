"""What the API says when it says no: problem details (RFC 9457) with a Danish sentence."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PREFIX = "/api/"

# A title for each status we answer with; `type` is about:blank, so it says no more than the status does.
TITLES: dict[int, str | Promise] = {
    400: _("Forespørgslen kan ikke læses"),
    401: _("Log ind"),
    404: _("Findes ikke"),
    405: _("Adressen kan kun læses"),
    409: _("Kan ikke lade sig gøre nu"),
    500: _("Fejl hos os"),
}


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks, which can do nothing with a page."""
    return request.path.startswith(PREFIX)


def problem(status: int, code: str, detail: str | Promise, **more: object) -> HttpResponse:
    """`code` is for the program, `detail` for the person; `more` are members of their own."""
    body = {"type": "about:blank", "title": str(TITLES[status]), "status": status, "code": code}
    text = json.dumps(body | {"detail": str(detail)} | more, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type="application/problem+json")


def not_found() -> HttpResponse:
    """Somebody else's thing and nothing at all are answered alike."""
    return problem(404, "not_found", _("Der er ikke noget på denne adresse."))


def log_in() -> HttpResponse:
    return problem(401, "log_in", _("Log ind først. Så kan du spørge igen."))


def read_only() -> HttpResponse:
    refused = problem(405, "read_only", _("Her kan man kun spørge, ikke bestille."))
    refused.headers["Allow"] = "GET, HEAD"
    return refused


def our_fault() -> HttpResponse:
    return problem(500, "our_fault", _("Noget gik galt hos os. Prøv igen om lidt."))
