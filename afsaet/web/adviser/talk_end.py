"""The end of the talk: what will be saved, line by line; thanks; and the adviser's own close."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afsaet.booking.queries.booked import next_today
from afsaet.conversations import queries
from afsaet.conversations.access import talk_for
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.sending import Fields, send_step
from afsaet.conversations.actions.sharing import Registration, mark_copied, save_summary, share_and_copy
from afsaet.conversations.models import Conversation, Line
from afsaet.conversations.ports import case_system
from afsaet.conversations.rules import without_cpr
from afsaet.core import clock, danish
from afsaet.core.errors import Refused
from afsaet.people.access import own_staff
from afsaet.web.adviser import talk_form
from afsaet.web.adviser.talk import frame, next_time, refuse, where_to
from afsaet.web.adviser.talk_form import END, Do, first
from afsaet.web.context import url
from afsaet.web.gates import for_staff
from afsaet.web.public.logged_out import kept_answers, owner
from afsaet.web.requests import Request

GROUPS: list[tuple[str, str | Promise]] = [
    ("topic", gettext_lazy("I talte om")),
    ("outcome", gettext_lazy("Siden sidst")),
    ("note", gettext_lazy("Det vil vi huske")),
    ("goal", gettext_lazy("Mål")),
    ("agreement", gettext_lazy("Det aftalte I")),
    ("parked", gettext_lazy("Tager vi næste gang")),
    ("next_time", gettext_lazy("Næste samtale")),
]


@dataclass(frozen=True)
class Row:
    """One line as it will be read; `more` is its second line."""

    line: Line
    text: str
    more: str = ""


# ---- what will be saved ---------------------------------------------------------------------------


@for_staff("adviser")
@require_http_methods(["GET", "HEAD", "POST"])
def talk_end(request: Request, uuid: UUID) -> HttpResponse:
    held = talk_for(request.viewer, uuid)
    if request.method == "POST":
        return _send(request, held)
    if held.closed_at:
        return redirect("talk_thanks", held.uuid)
    return _show_end(request, held, kept_answers(request) or queries.unsent_in(held, END))


def _send(request: Request, held: Conversation) -> HttpResponse:
    fields, do, now = talk_form.typed_in(request.POST), Do.of(request.POST), clock.now()
    try:
        sent = talk_form.sent_from(END, fields, do, clock.local(now).date())
        if do.kind == "close":
            met, words = first(fields, "met"), first(fields, "met_words").strip()
            close(held, met=met, met_words=words, sent=sent, by=request.viewer, now=now)
            return redirect("talk_thanks", held.uuid)
        send_step(held, END, sent, talk_form.left_in(END, fields, do), by=request.viewer, now=now)
    except Refused as refused:
        if refused.code == "talk_closed":
            return refuse(request, held, END, fields, refused)
        return _show_end(request, held, talk_form.masked(fields), refused)
    return redirect(where_to(held, END, do))


def _show_end(
    request: Request, held: Conversation, fields: Fields, refused: Refused | None = None
) -> HttpResponse:
    lines = queries.lines_of(held)
    chosen = next((line for line in lines if line.kind == "next_time" and not line.struck), None)
    tiles = next_time(held, chosen, fields)
    gone = is_gone(chosen, tiles["times"])
    facts = frame(request, held, END, lines, fields, refused) | tiles
    facts |= {"groups": groups_of(held, lines), "gone": gone, "answers": Conversation.MET}
    return render(request, "adviser/talk/end.html", facts, status=422 if refused else 200)


def is_gone(chosen: Line | None, times: object) -> bool:
    """Whether the chosen time can no longer be had: the page then shows three others."""
    if chosen is None or chosen.starts is None:
        return False
    return not isinstance(times, list) or chosen.starts not in [time for _value, time in times]


def groups_of(held: Conversation, lines: list[Line]) -> list[tuple[str, list[Row]]]:
    """What will be shared, in the order and the words in which it will be read; struck lines too."""
    found: dict[str, list[Row]] = {}
    for line in lines:
        kind = "goal" if line.kind == "sub_goal" else "parked" if line.parked else line.kind
        found.setdefault(kind, []).append(_row(held, line))
    return [(str(heading), found[kind]) for kind, heading in GROUPS if kind in found]


def _row(held: Conversation, line: Line) -> Row:
    booking = held.booking
    if line.kind == "outcome":
        return Row(line, queries.said_of(line), f"»{line.text}«" if line.text else "")
    if line.kind == "agreement":
        by = queries.by_words(line, clock.local(booking.starts).date())
        return Row(
            line, line.text, " · ".join(word for word in (queries.who_names(booking)[line.who], by) if word)
        )
    if line.kind == "next_time":
        return Row(line, danish.capitalised(queries.next_time_words(line, booking)))
    if line.kind == "sub_goal":
        return Row(line, line.text, _("Første skridt på vejen"))
    return Row(line, f"»{line.text}«" if line.kind == "goal" else line.text)


@for_staff("adviser")
@require_safe
def talk_thanks(request: Request, uuid: UUID) -> HttpResponse:
    held = talk_for(request.viewer, uuid)
    if not held.closed_at:
        return redirect("talk", held.uuid)
    facts = {"talk": held, "booking": held.booking, "following": queries.following(held)}
    return render(request, "adviser/talk/thanks.html", facts)


# ---- the adviser's own close ----------------------------------------------------------------------


@for_staff("adviser")
@require_http_methods(["GET", "HEAD", "POST"])
def talk_close(request: Request, uuid: UUID) -> HttpResponse:
    """The summary and the panel *Til fagsystemet*."""
    held = talk_for(request.viewer, uuid)
    if not held.closed_at:
        return redirect("talk", held.uuid)
    if request.method != "POST":
        return _show_close(request, held, kept_answers(request) or {})
    try:
        _act(request, held, Do.of(request.POST))
    except Refused as refused:
        return _show_close(request, held, talk_form.masked(talk_form.typed_in(request.POST)), refused)
    return redirect(reverse("talk_close", args=[held.uuid]) + f"?gemt={danish.clock(clock.now())}")


def _act(request: Request, held: Conversation, do: Do) -> None:
    """The one action that the pressed button asks for. Nothing is called copied that was not."""
    by, now, copied = request.viewer, clock.now(), request.POST.get("copied") == "1"
    if do.kind == "copied" or (do.kind == "copy" and copied):
        mark_copied(held, by=by, now=now)
    elif do.kind == "share":
        text, registration = request.POST.get("summary", ""), _registration(request)
        share_and_copy(held, text, registration, copied=copied, by=by, now=now)
    elif do.kind == "save":
        _save(request, held)


def _save(request: Request, held: Conversation) -> None:
    """Keep the draft as the form stands."""
    text = request.POST.get("summary", "")
    save_summary(held, text, _registration(request), by=request.viewer, now=clock.now())


@for_staff("adviser")
@require_POST
def talk_close_save(request: Request, uuid: UUID) -> HttpResponse:
    """The draft, every few seconds."""
    held = talk_for(request.viewer, uuid)
    try:
        _save(request, held)
    except Refused:
        return HttpResponse(status=422)
    return HttpResponse(status=204, headers={"X-Saved-At": danish.clock(clock.now())})


@for_staff("adviser")
@require_POST
def talk_close_text(request: Request, uuid: UUID) -> HttpResponse:
    """The text to copy, as the form stands: copied and panel are always what was just saved."""
    held = talk_for(request.viewer, uuid)
    try:
        _save(request, held)
    except Refused:
        return HttpResponse(status=422)
    return render(
        request, "adviser/talk/to_copy.html", {"to_copy": text_to_copy(talk_for(request.viewer, uuid))}
    )


def text_to_copy(held: Conversation) -> str:
    return case_system().text_to_copy(queries.panel_of(held).talk)


def _registration(request: Request) -> Registration:
    post = request.POST
    return Registration(
        type_name=post.get("type_name", ""),
        form=post.get("form", ""),
        counts="counts" in post,
        participants=post.get("participants", ""),
    )


def _show_close(
    request: Request, held: Conversation, fields: Fields, refused: Refused | None = None
) -> HttpResponse:
    entry = queries.panel_of(held).entry
    saved = {
        "summary": held.summary.text,
        "type_name": entry.type_name,
        "form": entry.form,
        "participants": entry.participants,
    }
    facts = {
        "talk": held,
        "booking": held.booking,
        "summary": held.summary,
        "entry": entry,
        "values": saved | {name: values[0] for name, values in fields.items() if values},
        "counts": "counts" in fields if fields else entry.counts,
        "forms": list(queries.FORM_WORDS.items()),
        "form_word": queries.FORM_WORDS[entry.form],
        "number": queries.number_of(held.booking),
        "to_copy": without_cpr(text_to_copy(held)),
        "next": next_today(request.viewer, own_staff(request.viewer), clock.now())
        if held.summary.shared_at
        else None,
        "today_url": url("today") or "/",
        "owner": owner(request.viewer),
        "errors": talk_form.errors_of(refused),
        "by_field": talk_form.by_field(refused),
    }
    return render(request, "adviser/talk/close.html", facts, status=422 if refused else 200)
