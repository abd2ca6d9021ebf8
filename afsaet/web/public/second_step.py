"""The second step of a log-in by password: the code, setting the app up, the codes on paper, and *Mit log-in*.

Asked of staff, and of the citizens who want it. The demo's door (demo.py) leads past it: it asks no password either.
"""

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from afsaet.core import clock
from afsaet.core.errors import Refusal, Refused
from afsaet.people.access import viewer_for
from afsaet.people.actions.second_step import (
    begin_second_step,
    confirm_second_step,
    move_second_step,
    renew_recovery_codes,
    stop_second_step,
)
from afsaet.people.models import User
from afsaet.people.one_time_codes import address_for_app, secret_text
from afsaet.people.queries import SecondStepFacts, authority, second_step_of
from afsaet.web.gates import for_everybody_logged_in, public
from afsaet.web.public.log_in import HalfWay, enter, half_way, locked_out, log_in_port
from afsaet.web.public.receipts import receipt
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

# ---- at log-in -------------------------------------------------------------------------------------


@public
def log_in_code(request: Request, *, paper: bool = False) -> HttpResponse:
    """After the password: the code the app shows, or with `paper` one of the recovery codes."""
    half = half_way(request)
    if half is None:
        return redirect(reverse("log_in") + "?kvittering=kode-for-sent")
    step = second_step_of(half.user, clock.now())
    if step is None or step.since is None:
        return redirect("second_step_set_up")
    if step.paused:
        return locked_out(request)
    if request.method != "POST":
        return render(request, "public/code.html", {"paper": paper})
    if log_in_port().code_is_right(half.user, request.POST.get("code", ""), request):
        enter(request, half.user)
        return redirect(half.then)
    facts = {"paper": paper, "errors": [("code", _wrong(paper=paper))]}
    return render(request, "public/code.html", facts, status=422)


def _wrong(*, paper: bool = False) -> str:
    if paper:
        return _("Reservekoden passer ikke, eller den er brugt. Prøv en anden.")
    return sentence(Refusal("wrong_code"))


# ---- setting the app up ----------------------------------------------------------------------------


@public
def set_up(request: Request) -> HttpResponse:
    """Half-way in, or logged in already: her app gets the secret, and shows by a code that it has it."""
    half = half_way(request) or _logged_in(request)
    step = second_step_of(half.user, clock.now()) if half else None
    if half is None or step is None:
        return redirect(reverse("log_in") + "?kvittering=kode-for-sent")
    if step.since is not None:
        return redirect("log_in_code" if request.viewer.is_stranger else "my_log_in")
    if request.method != "POST":
        return _set_up_page(request, half.user, step)
    try:
        by = viewer_for(half.user)
        codes = confirm_second_step(half.user, request.POST.get("code", ""), by=by, now=clock.now())
    except Refused as refused:
        if refused.code == "second_step_gone":
            return redirect("second_step_set_up")
        return _set_up_page(request, half.user, step, sentence(refused.refusal))
    if request.viewer.is_stranger:
        enter(request, half.user)
        request.viewer = by
    return _codes_page(request, codes, half.then)


def _logged_in(request: Request) -> HalfWay | None:
    return None if request.viewer.is_stranger else HalfWay(request.user, reverse("my_log_in"))


def _set_up_page(request: Request, user: User, step: SecondStepFacts, error: str = "") -> HttpResponse:
    house = authority().name
    facts = {
        "qr": _qr(address_for_app(step.secret, user.log_in_name, house)),
        "secret": secret_text(step.secret),
        "log_in_name": user.log_in_name,
        "staff": viewer_for(user).staff is not None,
        "errors": [("code", error)] if error else [],
    }
    return render(request, "public/code_set_up.html", facts, status=422 if error else 200)


def _qr(text: str) -> SafeString:
    """An <svg> without style: it is part of the page, so that the secret has no address of its own."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=1, border=4, light="#fff", omitsize=True
    )
    return mark_safe(drawn)


def _codes_page(request: Request, codes: list[str], then: str) -> HttpResponse:
    """The one answer in which the recovery codes are told; nobody can fetch it again."""
    facts = {"codes": codes, "then": then, "log_in_name": request.user.log_in_name}
    return render(request, "public/code_paper.html", facts)


# ---- Mit log-in ------------------------------------------------------------------------------------


@for_everybody_logged_in
def my_log_in(request: Request) -> HttpResponse:
    """How she logs in. All that weakens it asks for a code first."""
    user, by, now = request.user, request.viewer, clock.now()
    step = second_step_of(user, now)
    do, code = request.POST.get("do", ""), request.POST.get("code", "")
    if request.method != "POST" or do not in ("begin", "codes", "move", "stop"):
        return _my_page(request, step)
    if step is not None and step.paused:
        return locked_out(request)
    if do == "begin":
        begin_second_step(user, by=by, now=now)
        return redirect("second_step_set_up")
    if do == "codes" and (codes := renew_recovery_codes(user, code, by=by, now=now)):
        return _codes_page(request, codes, reverse("my_log_in"))
    if do == "move" and move_second_step(user, code, by=by, now=now):
        return redirect("second_step_set_up")
    if do == "stop" and stop_second_step(user, code, by=by, now=now):
        return redirect(reverse("my_log_in") + "?kvittering=kode-slaaet-fra")
    return _my_page(request, step, _wrong())


def _my_page(request: Request, step: SecondStepFacts | None, error: str = "") -> HttpResponse:
    facts = {
        "log_in_name": request.user.log_in_name,
        "step": step if step and step.since else None,
        "staff": request.viewer.staff is not None,
        "message": receipt(request),
        "errors": [("code", error)] if error else [],
    }
    return render(request, "public/my_log_in.html", facts, status=422 if error else 200)
