"""The talk: adviser and citizen at one screen, one step at a time. Nothing here but what both may read."""

import re
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afsaet.booking.access import booking_for
from afsaet.conversations import queries
from afsaet.conversations.access import talk_for
from afsaet.conversations.actions.sending import Fields, keep_unsent, send_step
from afsaet.conversations.actions.talking import start
from afsaet.conversations.models import Conversation, Line
from afsaet.core import clock, danish
from afsaet.core.errors import Refused
from afsaet.plan.models import Agreement
from afsaet.plan.queries import goal_of
from afsaet.plan.rules import ENOUGH_AT_ONE_TIME
from afsaet.web.adviser import talk_form
from afsaet.web.adviser.talk_form import END, FIRST, NEXT_STEP, ORDER, SINCE_LAST, STEPS, Do, first
from afsaet.web.gates import for_staff
from afsaet.web.public.logged_out import kept_answers, owner
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

TEMPLATES = {FIRST: "first.html", SINCE_LAST: "since_last.html", NEXT_STEP: "next_step.html"}
WHEN = [("week", _("Om en uge")), ("next", _("Før næste samtale")), ("date", _("Vælg dato"))]
_CLOCK = re.compile(r"\d{1,2}\.\d\d")


@for_staff("adviser")
@require_POST
def talk_start(request: Request, uuid: UUID) -> HttpResponse:
    booking = booking_for(request.viewer, uuid)
    try:
        talk = start(booking, by=request.viewer, now=clock.now())
    except Refused as refused:
        facts = {"booking": booking, "why": sentence(refused.refusal)}
        return render(request, "adviser/talk/not_started.html", facts, status=422)
    return redirect("talk", talk.uuid)


@for_staff("adviser")
@require_safe
def talk(request: Request, uuid: UUID) -> HttpResponse:
    """To the step in which something was last written, or to where the talk has come."""
    held = talk_for(request.viewer, uuid)
    if held.closed_at:
        return redirect("talk_thanks", held.uuid)
    latest = queries.latest_step(held) or FIRST
    return redirect("talk_end", held.uuid) if latest == END else redirect("talk_step", held.uuid, latest)


@for_staff("adviser")
@require_http_methods(["GET", "HEAD", "POST"])
def talk_step(request: Request, uuid: UUID, step: str) -> HttpResponse:
    held = talk_for(request.viewer, uuid)
    if step not in STEPS:
        raise Http404
    if request.method == "POST":
        return _send(request, held, step)
    if held.closed_at:
        return redirect("talk_thanks", held.uuid)
    return show(request, held, step, kept_answers(request) or queries.unsent_in(held, step))


@for_staff("adviser")
@require_POST
def talk_save(request: Request, uuid: UUID, step: str) -> HttpResponse:
    """What stands in the fields, every few seconds. It is not part of the talk until a button is pressed."""
    held = talk_for(request.viewer, uuid)
    if step not in ORDER:
        raise Http404
    try:
        keep_unsent(held, step, talk_form.typed_in(request.POST), by=request.viewer, now=clock.now())
    except Refused as refused:
        return HttpResponse(status=409 if refused.code == "talk_closed" else 422)
    return HttpResponse(status=204, headers={"X-Saved-At": danish.clock(clock.now())})


def _send(request: Request, held: Conversation, step: str) -> HttpResponse:
    fields, do, now = talk_form.typed_in(request.POST), Do.of(request.POST), clock.now()
    try:
        sent = talk_form.sent_from(step, fields, do, clock.local(now).date())
        send_step(held, step, sent, talk_form.left_in(step, fields, do), by=request.viewer, now=now)
    except Refused as refused:
        return refuse(request, held, step, fields, refused)
    return redirect(where_to(held, step, do))


def refuse(request: Request, held: Conversation, step: str, fields: Fields, refused: Refused) -> HttpResponse:
    """The same page with what was typed; after the close, a page that hands it back."""
    if refused.code == "talk_closed":
        facts = {"talk": held, "booking": held.booking, "words": talk_form.words_in(talk_form.masked(fields))}
        return render(request, "adviser/talk/closed.html", facts, status=422)
    return show(request, held, step, talk_form.masked(fields), refused)


def where_to(held: Conversation, step: str, do: Do) -> str:
    """The page after a step was sent: the next one, the one that was pressed, or the same at the same place."""
    if do.kind == "go":
        return address(held, ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)])
    if do.kind == "stop":
        return address(held, FIRST) + "?stop-op=1"
    if do.kind == "step" and do.about in STEPS:
        return address(held, do.about)
    query = {"gemt": danish.clock(clock.now())} | ({"ret": "maal"} if do.kind == "edit" else {})
    return address(held, step) + "?" + urlencode(query) + talk_form.ANCHORS.get(do.kind, "")


def address(held: Conversation, step: str) -> str:
    if step == END:
        return reverse("talk_end", args=[held.uuid])
    return reverse("talk_step", args=[held.uuid, step])


def show(
    request: Request, held: Conversation, step: str, fields: Fields, refused: Refused | None = None
) -> HttpResponse:
    lines = queries.lines_of(held)
    facts = frame(request, held, step, lines, fields, refused) | {"primary": STEPS.get(_after(step), "")}
    if step == FIRST:
        facts |= first_step(request, lines)
    elif step == SINCE_LAST:
        facts |= since_last(held, lines, fields, talk_form.by_field(refused))
    else:
        facts |= next_step(request, held, lines, fields)
    return render(request, f"adviser/talk/{TEMPLATES[step]}", facts, status=422 if refused else 200)


def frame(
    request: Request,
    held: Conversation,
    step: str,
    lines: list[Line],
    fields: Fields,
    refused: Refused | None,
) -> dict[str, object]:
    """What stands around every step: the steps, today's topics, next time's, the line at the foot."""
    saved_at = request.GET.get("gemt", "")
    live = [line for line in lines if not line.struck]
    topics = [line for line in live if line.kind == "topic" and not line.parked]
    done = talk_form.ticked(topics, fields)
    return {
        "talk": held,
        "booking": held.booking,
        "action": address(held, step),
        "save_url": reverse("talk_save", args=[held.uuid, step]),
        "steps": [
            {"label": label, "value": f"step:{slug}", "current": slug == step}
            for slug, label in STEPS.items()
        ],
        "topics": [(line, str(line.uuid) in done) for line in topics],
        "parked": [line for line in live if line.kind == "topic" and line.parked],
        "notes": [line for line in live if line.kind == "note"],
        "typed": {name: values[0] for name, values in fields.items() if values},
        "owner": owner(request.viewer),
        "saved_at": saved_at if _CLOCK.fullmatch(saved_at) else "",
        "errors": talk_form.errors_of(refused),
        "by_field": talk_form.by_field(refused),
    }


def first_step(request: Request, lines: list[Line]) -> dict[str, object]:
    empty = not any(line.kind == "topic" and not line.parked and not line.struck for line in lines)
    return {
        "stopped": "stop-op" in request.GET,
        "to_choose": queries.topics_to_choose() if empty else [],
    }


def since_last(
    held: Conversation, lines: list[Line], fields: Fields, errors: dict[str, str]
) -> dict[str, object]:
    earlier = queries.earlier_agreements(held, lines)
    names = queries.who_names(held.booking)
    cards = [
        {
            "agreement": one.agreement,
            "who": names[one.agreement.who],
            "outcome": first(fields, f"outcome-{one.agreement.uuid}")
            or (one.line.outcome if one.line else ""),
            "learnt": first(fields, f"learnt-{one.agreement.uuid}") or (one.line.text if one.line else ""),
            "error": errors.get(f"learnt-{one.agreement.uuid}", ""),
        }
        for one in earlier
    ]
    return {
        "cards": cards,
        "outcomes": Agreement.OUTCOMES,
        "first_talk": queries.number_of(held.booking) == 1,
        "all_turned": bool(earlier) and all(one.line for one in earlier),
    }


def next_step(request: Request, held: Conversation, lines: list[Line], fields: Fields) -> dict[str, object]:
    names = queries.who_names(held.booking)
    today = clock.local(held.booking.starts).date()
    live = {line.kind: line for line in lines if not line.struck}
    goal = goal_of(held.booking.citizen)
    words = live["goal"].text if "goal" in live else goal.words if goal else ""
    agreements = [line for line in lines if line.kind == "agreement" and not line.struck]
    return {
        "goal": words,
        "edit_goal": not words or "goal" in fields or request.GET.get("ret") == "maal",
        "sub_goal": first(fields, "sub_goal") or (live["sub_goal"].text if "sub_goal" in live else ""),
        "agreements": [(line, names[line.who], queries.by_words(line, today)) for line in agreements],
        "enough": len(agreements) >= ENOUGH_AT_ONE_TIME,
        "who": list(names.items()),
        "chosen_who": first(fields, "who") or "citizen",
        "when": WHEN,
        "earliest": clock.today().isoformat(),
    } | next_time(held, live.get("next_time"), fields)


def next_time(held: Conversation, line: Line | None, fields: Fields) -> dict[str, object]:
    """The tiles of *Næste samtale*, or the talk she has booked already."""
    now = clock.now()
    saved = (line.starts.isoformat() if line.starts else line.text) if line else ""
    already = queries.booked_already(held, now)
    return {
        "already": already,
        "times": [] if already else [(time.isoformat(), time) for time in queries.next_times(held, now)],
        "chosen_next": first(fields, "next") or saved,
    }


def _after(step: str) -> str:
    return ORDER[ORDER.index(step) + 1]
