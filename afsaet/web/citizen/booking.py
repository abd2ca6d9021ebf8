"""*Vælg en tid* and *Passer det?*: the form, whom she can choose, the check page. *Skift tid* walks the same way."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from afsaet.booking.access import own_booking
from afsaet.booking.actions.booking import already_booked, book, move
from afsaet.booking.actions.drafting import hold, save_draft
from afsaet.booking.models import Booking, Draft
from afsaet.booking.queries.booked import coming_of_type, draft_of, what_stops_change
from afsaet.booking.queries.offer import Offer
from afsaet.booking.rules import ANYBODY, Choices, deadline_counts, nearest, reminder_times
from afsaet.calendar.queries import holds
from afsaet.core import clock
from afsaet.core.danish import phone
from afsaet.core.errors import NotYours, Refusal, Refused
from afsaet.people.access import own_citizen
from afsaet.people.models import Staff
from afsaet.people.queries import authority
from afsaet.web.citizen.booking_form import (
    FIRST_DAYS,
    Errand,
    Slot,
    fingerprint,
    free_for,
    interpreter_languages,
    kept,
    need_words,
    offered,
    read,
    slots,
    taker,
    times_for,
    topic_words,
)
from afsaet.web.gates import for_citizen
from afsaet.web.public.logged_out import kept_answers, owner
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

MOST_DAYS = 60


@dataclass(frozen=True)
class Trouble:
    """Why the form comes back: the refusal's code and sentence, and times to choose instead."""

    code: str
    text: str
    nearest: list[Slot] = field(default_factory=list)


@for_citizen
def book_a_time(request: Request) -> HttpResponse:
    return _form(request, Errand(own_citizen(request.viewer)))


@for_citizen
def move_meeting(request: Request, uuid: UUID) -> HttpResponse:
    return _form(request, _moving(request, uuid))


@for_citizen
def choose_adviser(request: Request) -> HttpResponse:
    return _who(request, Errand(own_citizen(request.viewer)))


@for_citizen
def choose_adviser_move(request: Request, uuid: UUID) -> HttpResponse:
    return _who(request, _moving(request, uuid))


@for_citizen
def check(request: Request) -> HttpResponse:
    return _check(request, Errand(own_citizen(request.viewer)))


@for_citizen
def check_move(request: Request, uuid: UUID) -> HttpResponse:
    return _check(request, _moving(request, uuid))


def _moving(request: Request, uuid: UUID) -> Errand:
    booking = own_booking(request.viewer, uuid)
    return Errand(booking.citizen, booking)


# ---- the form -------------------------------------------------------------------------------------


def _form(request: Request, errand: Errand) -> HttpResponse:
    now = clock.now()
    if (stopped := _stopped(request, errand, now)) is not None:
        return stopped
    offer = offered(errand, now)
    if request.method == "POST":
        return _sent(request, errand, offer, now)
    answers = kept_answers(request)
    choices = read(answers, errand, offer) if answers else kept(errand, offer)
    return _show(request, errand, offer, choices, _days(request.GET.get("dage", "")))


def _stopped(request: Request, errand: Errand, now: datetime) -> HttpResponse | None:
    """A talk that can no longer be moved leads back to its page; one who has a time is asked what she wants."""
    if errand.moves is not None:
        stop = what_stops_change(errand.moves, request.viewer, now)
        return redirect("meeting", errand.moves.uuid) if stop else None
    has = coming_of_type(errand.citizen, offered(errand, now).type, now)
    if has is None or request.headers.get("X-Autosave"):
        return None
    return _has_booking(request, has, 422 if request.method == "POST" else 200)


def _has_booking(request: Request, booking: Booking, status: int) -> HttpResponse:
    return render(request, "citizen/book_has_booking.html", {"booking": booking}, status=status)


def _sent(request: Request, errand: Errand, offer: Offer, now: datetime) -> HttpResponse:
    """Whatever is pressed, what she has typed is kept; only *Videre* looks at it."""
    choices = read(dict(request.POST.lists()), errand, offer)
    what = request.POST.get("action", "")
    days = _days(request.POST.get("days", ""))
    if what == "next":
        return _hold(request, errand, offer, choices, days)
    save_draft(errand.citizen, choices, errand.moves, by=request.viewer, now=now)
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
    if what == "who":
        return redirect(errand.who_url)
    days += FIRST_DAYS if what == "more" else 0
    if request.htmx:
        return render(request, "citizen/_times.html", _page(request, errand, offer, choices, days))
    return redirect(f"{errand.form_url}?dage={days}#hvornaar")


def _days(text: str) -> int:
    asked = int(text) if text.isdecimal() and len(text) < 4 else FIRST_DAYS
    return min(max(asked, FIRST_DAYS), MOST_DAYS)


def _hold(request: Request, errand: Errand, offer: Offer, choices: Choices, days: int) -> HttpResponse:
    try:
        hold(errand.citizen, choices, errand.moves, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _refused(request, errand, offer, choices, refused.refusal, days)
    return redirect(errand.check_url)


def _refused(
    request: Request, errand: Errand, offer: Offer, choices: Choices, refusal: Refusal, days: int = FIRST_DAYS
) -> HttpResponse:
    if refusal.code == "has_booking":
        has = coming_of_type(errand.citizen, offer.type, clock.now())
        return _has_booking(request, has, 422) if has else redirect(errand.form_url)
    trouble = (
        _taken(errand, offer, choices)
        if refusal.code == "taken"
        else Trouble(refusal.code, sentence(refusal, {"phone": phone(authority().phone)}))
    )
    return _show(request, errand, offer, choices, days, trouble)


def _taken(errand: Errand, offer: Offer, choices: Choices, *, ran_out: bool = False) -> Trouble:
    """Somebody was faster. The nearest times stand in the error itself, none of them chosen.

    `ran_out`: the five minutes of the hold were over by then.
    """
    free = free_for(errand, offer, choices, clock.now())
    near = nearest(free, choices.starts) if choices.starts else []
    text = _("Tiden blev holdt i 5 minutter. Den er taget nu.") if ran_out else sentence(Refusal("taken"))
    if near:
        here = _("Her er de nærmeste:") if ran_out else _("Her er de nærmeste tider:")
        text = f"{text} {_('Her er de tre nærmeste tider:') if len(near) == 3 and not ran_out else here}"
    return Trouble("taken", text, slots(near, None, "naer"))


def _show(
    request: Request,
    errand: Errand,
    offer: Offer,
    choices: Choices,
    days: int,
    trouble: Trouble | None = None,
) -> HttpResponse:
    status = 422 if trouble and request.method == "POST" else 200
    facts = _page(request, errand, offer, choices, days) | {"trouble": trouble, "errors": []}
    if trouble:
        facts |= {
            "by_field": {
                _field(trouble.code): sentence(Refusal("taken")) if trouble.nearest else trouble.text
            },
            "errors": _errors(trouble, facts["first_time"]),
        }
    return render(request, "citizen/book.html", facts, status=status)


_FIELDS = {
    "interpreter_without_language": "language",
    "no_time": "time",
    "taken": "time",
    "too_many_topics": "topics",
    "too_many_words": "own_words",
    "unknown_adviser": "who",
    "unknown_form": "form",
    "unknown_topic": "topics",
}
_FIRST_CONTROL = {
    "topics": "emne-1",
    "own_words": "egne-ord",
    "form": "form-1",
    "who": "hvem-1",
    "language": "sprog",
}


def _field(code: str) -> str:
    return _FIELDS.get(code, "")


def _errors(trouble: Trouble, first_time: object) -> list[tuple[str, str]]:
    """For the error summary: where each mistake can be put right."""
    name = _field(trouble.code)
    if name == "time":
        return [(trouble.nearest[0].id if trouble.nearest else str(first_time), trouble.text)]
    return [(_FIRST_CONTROL.get(name, ""), trouble.text)]


def _page(request: Request, errand: Errand, offer: Offer, choices: Choices, days: int) -> dict[str, object]:
    now = clock.now()
    times = times_for(errand, offer, choices, days, now)
    today = clock.local(now).date()
    deadline = offer.deadline if offer.deadline and deadline_counts(offer.deadline.book_by, today) else None
    third = offer.staff(choices.who) if choices.who not in ("", ANYBODY, _uuid(offer.own)) else []
    return {
        "errand": errand,
        "citizen": errand.citizen,
        "offer": offer,
        "choices": choices,
        "deadline": deadline,
        "deadline_holds": offer.deadline if offer.deadline and offer.deadline.hold_by >= today else None,
        "first_talk_meets": offer.forms == ("in_person",) and offer.type.must_meet_first,
        "meets_at": (times.staff or offer.own or errand.citizen).unit,
        "third": third[0] if third else None,
        "anybody": ANYBODY,
        "times": times,
        "first_time": times.days[0].slots[0].id if times.days else "hvornaar",
        "languages": [("", ""), *((name, name) for name in interpreter_languages(errand.citizen))],
        "needs_open": any(need_words(choices)),
        "owner": owner(request.viewer),
    }


def _uuid(staff: Staff | None) -> str:
    return str(staff.uuid) if staff else ""


# ---- whom she can choose --------------------------------------------------------------------------


def _who(request: Request, errand: Errand) -> HttpResponse:
    now = clock.now()
    if (stopped := _stopped(request, errand, now)) is not None:
        return stopped
    offer = offered(errand, now)
    if request.method == "POST":
        who = request.POST.get("who", "")
        if who == ANYBODY or not offer.staff(who):
            raise NotYours
        choices = kept(errand, offer).with_who(who)
        save_draft(errand.citizen, choices, errand.moves, by=request.viewer, now=now)
        return redirect(f"{errand.form_url}#hvem")
    facts = {"errand": errand, "offer": offer, "staff": offer.staff(ANYBODY), "owner": owner(request.viewer)}
    return render(request, "citizen/choose_adviser.html", facts)


# ---- the check page -------------------------------------------------------------------------------


def _check(request: Request, errand: Errand) -> HttpResponse:
    draft = draft_of(errand.citizen, errand.moves)
    if request.method == "POST" and (done := _done_before(request, errand, draft)):
        return done
    if (stopped := _stopped(request, errand, clock.now())) is not None:
        return stopped
    if draft is None or Choices.from_json(draft.choices).starts is None:
        return redirect(errand.form_url)
    offer = offered(errand, clock.now())
    choices = Choices.from_json(draft.choices)
    staff = taker(errand, offer, choices, str(draft.choices.get("held_with", "")), clock.now())
    if staff is None:
        ran_out = not holds(draft.uuid, clock.now())
        return _show(
            request, errand, offer, choices, FIRST_DAYS, _taken(errand, offer, choices, ran_out=ran_out)
        )
    if request.method == "POST":
        if request.POST.get("seen") == fingerprint(choices, staff):
            return _carry_out(request, errand, offer, draft)
        return _check_page(request, errand, offer, draft, staff, changed=True)
    return _check_page(request, errand, offer, draft, staff)


def _done_before(request: Request, errand: Errand, draft: Draft | None) -> HttpResponse | None:
    """The same form sent twice: the draft is gone, and its key says what came of it."""
    key = _as_uuid(request.POST.get("key", ""))
    if draft is not None and draft.uuid == key:
        return None
    if errand.moves is not None:
        return redirect("meeting", errand.moves.uuid)
    booking = already_booked(errand.citizen, key) if key else None
    return redirect(_receipt(booking, "igen")) if booking else None


def _carry_out(request: Request, errand: Errand, offer: Offer, draft: Draft) -> HttpResponse:
    try:
        if errand.moves is not None:
            return redirect(_receipt(move(draft, by=request.viewer, now=clock.now()), "skiftet"))
        booked = book(draft, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _refused(request, errand, offer, Choices.from_json(draft.choices), refused.refusal)
    return redirect(_receipt(booked.booking, "igen" if booked.again else "booket"))


def _receipt(booking: Booking, what: str) -> str:
    return reverse("meeting", args=[booking.uuid]) + f"?kvittering={what}"


def _check_page(
    request: Request, errand: Errand, offer: Offer, draft: Draft, staff: Staff, *, changed: bool = False
) -> HttpResponse:
    choices = Choices.from_json(draft.choices)
    starts = choices.starts
    assert starts is not None  # somebody has it, so it is a time
    facts = {
        "errand": errand,
        "citizen": errand.citizen,
        "draft": draft,
        "choices": choices,
        "starts": starts,
        "ends": starts + clock.minutes(offer.type.minutes),
        "reminders": len(reminder_times(clock.local(starts), clock.now())),
        "staff": staff,
        "own": offer.own is not None and staff.pk == offer.own.pk,
        "topics": topic_words(choices, offer),
        "needs": need_words(choices),
        "held": holds(draft.uuid, clock.now()),
        "errors": [("", _("Dine svar er ændret i et andet vindue. Se dem igennem igen."))] if changed else [],
        "seen": fingerprint(choices, staff),
        "owner": owner(request.viewer),
    }
    return render(request, "citizen/check.html", facts, status=422 if changed else 200)


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
