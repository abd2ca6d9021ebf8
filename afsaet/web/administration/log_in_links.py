"""*Adgang*: a link to choose a password by, for one colleague, or for all who wait for one."""

from typing import Any

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.actions import invite, invite_waiting
from afsaet.people.access import staff_to_administer
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_BACK = {"citizens": "administration_citizens", "staff": "administration_staff"}


@for_staff("administrator")
def send_link(request: Request, uuid: Any) -> HttpResponse:
    """To one colleague, from her page."""
    staff = staff_to_administer(request.viewer, uuid)
    back = reverse("administration_staff_member", args=[uuid])
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        invite(staff.user, by=request.viewer, now=clock.now())
    except Refused as refused:
        facts = {"title": staff.name, "why": sentence(refused.refusal), "back": back}
        return render(request, "administration/no_link.html", facts, status=422)
    return redirect(back + "?kvittering=link")


@for_staff("administrator")
def send_links(request: Request, kind: str) -> HttpResponse:
    """To everybody of a kind who waits for one."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    invite_waiting(kind, by=request.viewer, now=clock.now())
    return redirect(reverse(_BACK[kind]) + "?kvittering=links")
