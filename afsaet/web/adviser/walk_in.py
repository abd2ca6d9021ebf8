"""*Ny samtale uden tid*: find whoever stands here, and begin."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from afsaet.booking.queries.caseload import caseload_row, caseload_search
from afsaet.conversations.actions.walk_in import start_walk_in
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.access import citizen_for, own_staff
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def walk_in(request: Request) -> HttpResponse:
    """The search, in her own scope; what is typed may be a CPR number and stands in no address."""
    typed = request.POST.get("q", "").strip()
    if not typed:
        return render(request, "adviser/walk_in.html", {})
    try:
        found = caseload_search(request.viewer, typed, now=clock.now())
    except Refused as refused:
        error = sentence(refused.refusal)
        return render(request, "adviser/walk_in.html", {"error": error, "errors": [("q", error)]}, status=422)
    facts = {
        "searched": True,
        "rows": found.rows,
        "more": found.more,
        "by_number": found.by_number,
        "query": "" if found.by_number else typed,
        "today": clock.today(),
    }
    return render(request, "adviser/walk_in.html", facts)


@require_POST
@for_staff("adviser")
def walk_in_start(request: Request, uuid: UUID) -> HttpResponse:
    """*Start nu*."""
    citizen = citizen_for(request.viewer, uuid)
    try:
        talk = start_walk_in(citizen, own_staff(request.viewer), by=request.viewer, now=clock.now())
    except Refused as refused:
        facts = {
            "errors": [("", sentence(refused.refusal))],
            "searched": True,
            "rows": [caseload_row(request.viewer, citizen, now=clock.now())],
            "today": clock.today(),
        }
        return render(request, "adviser/walk_in.html", facts, status=422)
    return redirect("talk", talk.uuid)
