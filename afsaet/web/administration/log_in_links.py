"""*Adgang*: a link to choose a password by, for one colleague, or for all who wait for one.

And the way out for who has lost telephone and recovery codes: the second step is reset.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.actions.invitations import invite, invite_waiting
from afsaet.people.access import staff_to_administer
from afsaet.people.actions.second_step import reset_second_step, reset_second_step_of_citizen
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


@for_staff("administrator")
@require_POST
def reset_code(request: Request, uuid: UUID) -> HttpResponse:
    """A colleague's. She sets it up anew the next time she logs in."""
    staff = staff_to_administer(request.viewer, uuid)
    reset_second_step(staff.user, by=request.viewer, now=clock.now())
    return redirect(reverse("administration_staff_member", args=[uuid]) + "?kvittering=kode-nulstillet")


@for_staff("administrator")
@require_POST
def reset_code_of_citizen(request: Request) -> HttpResponse:
    """By the mail she logs in with, since the administrator opens no citizen. One answer, whoever she is."""
    reset_second_step_of_citizen(request.POST.get("email", ""), by=request.viewer, now=clock.now())
    return redirect(reverse("administration_citizens") + "?kvittering=kode-nulstillet-borger")
