"""*Mine aftaler*: her goal, what is agreed, what was, and the summaries of her talks."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from afsaet.conversations.access import own_talk
from afsaet.conversations.actions.sharing import mark_read
from afsaet.conversations.queries import shared_talks
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.access import own_citizen
from afsaet.plan.access import own_agreement
from afsaet.plan.actions import take_tick_back, tick_off
from afsaet.plan.queries import goal_of, open_agreements, past_agreements, sub_goals_of
from afsaet.web.gates import for_citizen
from afsaet.web.public.logged_out import kept_answers, owner
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


@for_citizen
@require_safe
def my_agreements(request: Request) -> HttpResponse:
    return _page(request)


def _page(request: Request, typed: dict[str, str] | None = None) -> HttpResponse:
    """`typed` is what stood in a form that came back: `agreement`, `words` and, if refused, `error`
    and the `field` it belongs to, if that is still there."""
    citizen = own_citizen(request.viewer)
    goal = goal_of(citizen)
    typed = typed or {}
    refused = bool(typed.get("error"))
    facts = {
        "citizen": citizen,
        "goal": goal,
        "sub_goals": sub_goals_of(goal),
        "agreements": list(open_agreements(citizen)),
        "past": list(past_agreements(citizen)),
        "talks": list(shared_talks(citizen)),
        "today": clock.today(),
        "typed": typed,
        "errors": [(typed.get("field", ""), typed["error"])] if refused else [],
        "owner": owner(request.viewer),
    }
    return render(request, "citizen/agreements.html", facts, status=422 if refused else 200)


@for_citizen
def agreement_done(request: Request, uuid: UUID) -> HttpResponse:
    """She ticks it off, and may say what she learnt. After a log-in in between, her words are still there."""
    agreement = own_agreement(request.viewer, uuid)
    if request.method != "POST":
        answers = kept_answers(request)
        if answers is None:
            return redirect("my_agreements")
        return _page(request, {"agreement": str(agreement.uuid), "words": answers.get("learnt", [""])[-1]})
    words = request.POST.get("learnt", "").replace("\r\n", "\n").replace("\x00", "").strip()
    try:
        tick_off(agreement, words, by=request.viewer, now=clock.now())
    except Refused as refused:
        key = str(agreement.uuid)
        field = f"laert-{key}" if refused.code == "text_too_long" else ""
        typed = {"agreement": key, "words": words, "error": sentence(refused.refusal), "field": field}
        return _page(request, typed)
    return redirect(reverse("my_agreements") + f"#aftale-{agreement.uuid}")


@for_citizen
def agreement_not_done(request: Request, uuid: UUID) -> HttpResponse:
    """*Fortryd*. Asked for without a form (after a log-in), it leads back to the list."""
    agreement = own_agreement(request.viewer, uuid)
    if request.method == "POST":
        take_tick_back(agreement, by=request.viewer, now=clock.now())
    return redirect(reverse("my_agreements") + f"#aftale-{agreement.uuid}")


@for_citizen
@require_safe
def summary(request: Request, uuid: UUID) -> HttpResponse:
    talk = own_talk(request.viewer, uuid)
    return render(request, "citizen/agreements_summary.html", {"talk": talk, "summary": talk.summary})


@for_citizen
def summary_read(request: Request, uuid: UUID) -> HttpResponse:
    """*Jeg har læst det*. Asked for without a form (after a log-in), it leads back to the summary."""
    talk = own_talk(request.viewer, uuid)
    if request.method == "POST":
        mark_read(talk.summary, by=request.viewer, now=clock.now())
    return redirect("summary", talk.uuid)
