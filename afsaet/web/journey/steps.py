"""The steps: the form, whom she can choose, the check page. *Skift tid* walks the same way."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from afsaet.booking.actions.booking import already_booked, book, move
from afsaet.booking.actions.drafting import hold, save_draft
from afsaet.booking.actions.evidence import record_no_slot
from afsaet.booking.actions.ringing import move_while_she_listens
from afsaet.booking.models import Booking, Draft
from afsaet.booking.queries.booked import coming_of_type, what_stops_change
from afsaet.booking.queries.offer import Offer
from afsaet.booking.queries.ringing import must_ring
from afsaet.booking.rules.choices import ANYBODY, Choices, deadline_counts, nearest, reminder_times
from afsaet.calendar.queries.free_times import holds
from afsaet.core import clock
from afsaet.core.danish import phone
from afsaet.core.errors import NotYours, Refusal, Refused
from afsaet.messaging.actions.outbox import sms_number
from afsaet.people.models import Staff
from afsaet.people.queries import authority
from afsaet.web.journey.answers import draft_for, fingerprint, interpreter_languages, kept, offered, read
from afsaet.web.journey.errand import Errand
from afsaet.web.journey.times import FIRST_DAYS, Slot, free_for, slots, taker, times_for
from afsaet.web.journey.words import adviser_label, need_words, needs_of_her, topic_words, words_for
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


# ---- the form -------------------------------------------------------------------------------------


def form_step(request: Request, errand: Errand) -> HttpResponse:
    now = clock.now()
    offer = offered(errand, now)
    if (stopped := _stopped(request, errand, offer, now)) is not None:
        return stopped
    if request.method == "POST":
        return _sent(request, errand, offer, now)
    answers = kept_answers(request)
    choices = read(answers, errand, offer) if answers else kept(errand, offer)
    return _show(request, errand, offer, choices, _days(request.GET.get("dage", "")))


def _stopped(request: Request, errand: Errand, offer: Offer, now: datetime) -> HttpResponse | None:
    """A talk that can no longer be moved leads back to its page; one who has a time is asked what she wants."""
    if errand.moves is not None:
        stop = what_stops_change(errand.moves, request.viewer, now)
        return redirect(errand.home_url) if stop else None
    has = coming_of_type(errand.citizen, offer.type, now)
    if has is None or request.headers.get("X-Autosave"):
        return None
    return _has_booking(request, errand, has, 422 if request.method == "POST" else 200)


def _has_booking(request: Request, errand: Errand, booking: Booking, status: int) -> HttpResponse:
    keep = reverse("meeting", args=[booking.uuid]) if errand.for_herself else errand.home_url
    facts = {
        "errand": errand,
        "words": words_for(errand, clock.now()),
        "booking": booking,
        "move_url": errand.move_url(booking),
        "keep_url": keep,
    }
    return render(request, "journey/has_booking.html", facts, status=status)


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
        return render(request, "journey/_times.html", _page(request, errand, offer, choices, days))
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
        return _has_booking(request, errand, has, 422) if has else redirect(errand.form_url)
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
    return render(request, "journey/form.html", facts, status=status)


_FIELDS = {
    "after_deadline": "time",
    "in_the_past": "time",
    "interpreter_without_language": "language",
    "no_room": "time",
    "no_video": "form",
    "no_time": "time",
    "not_on_the_list": "time",
    "outside_hours": "time",
    "taken": "time",
    "too_late": "time",
    "too_many_topics": "topics",
    "too_many_words": "own_words",
    "too_soon": "time",
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
    found_none = not times.days and times.sooner is None and errand.for_herself and errand.moves is None
    today = clock.local(now).date()
    deadline = offer.deadline if offer.deadline and deadline_counts(offer.deadline.book_by, today) else None
    third = offer.staff(choices.who) if choices.who not in ("", ANYBODY, _uuid(offer.own)) else []
    return {
        "errand": errand,
        "words": words_for(errand, now),
        "citizen": errand.citizen,
        "offer": offer,
        "choices": choices,
        "own_label": adviser_label(errand, offer.own.name) if offer.own else "",
        "deadline": deadline,
        "deadline_holds": offer.deadline if offer.deadline and offer.deadline.hold_by >= today else None,
        "first_talk_meets": offer.forms == ("in_person",) and offer.type.must_meet_first,
        "meets_at": (times.staff or offer.own or errand.citizen).unit,
        "third": third[0] if third else None,
        "anybody": ANYBODY,
        "times": times,
        "no_slot": record_no_slot(errand.citizen, offer.type, offer.deadline, by=request.viewer, now=now)
        if found_none
        else None,
        "may_wait": errand.for_herself and errand.moves is None,
        "first_time": times.days[0].slots[0].id if times.days else "hvornaar",
        "languages": [("", ""), *((name, name) for name in interpreter_languages(errand.citizen))],
        "needs_open": any(need_words(choices)),
        "owner": owner(request.viewer),
    }


def _uuid(staff: Staff | None) -> str:
    return str(staff.uuid) if staff else ""


# ---- whom she can choose --------------------------------------------------------------------------


def who_step(request: Request, errand: Errand) -> HttpResponse:
    now = clock.now()
    offer = offered(errand, now)
    if (stopped := _stopped(request, errand, offer, now)) is not None:
        return stopped
    if request.method == "POST":
        who = request.POST.get("who", "")
        if who == ANYBODY or not offer.staff(who):
            raise NotYours
        choices = kept(errand, offer).with_who(who)
        save_draft(errand.citizen, choices, errand.moves, by=request.viewer, now=now)
        return redirect(f"{errand.form_url}#hvem")
    facts = {
        "errand": errand,
        "words": words_for(errand, now),
        "offer": offer,
        "own_label": adviser_label(errand, offer.own.name) if offer.own else "",
        "staff": offer.staff(ANYBODY),
        "owner": owner(request.viewer),
    }
    return render(request, "journey/choose_adviser.html", facts)


# ---- the check page -------------------------------------------------------------------------------


def check_step(request: Request, errand: Errand) -> HttpResponse:
    draft = draft_for(errand)
    if request.method == "POST":
        if done := _done_before(request, errand, draft):
            return done
        if draft is not None and _as_seen(request, draft):
            return _carry_out(request, errand, draft)
    offer = offered(errand, clock.now())
    if (stopped := _stopped(request, errand, offer, clock.now())) is not None:
        return stopped
    if draft is None or Choices.from_json(draft.choices).starts is None:
        return redirect(errand.form_url)
    choices = Choices.from_json(draft.choices)
    staff = taker(errand, offer, choices, str(draft.choices.get("held_with", "")), clock.now())
    if staff is None:
        ran_out = not holds(draft.uuid, clock.now())
        return _show(
            request, errand, offer, choices, FIRST_DAYS, _taken(errand, offer, choices, ran_out=ran_out)
        )
    if request.method == "POST" and request.POST.get("seen") == fingerprint(choices, str(staff.uuid)):
        return _carry_out(request, errand, draft)  # nothing is held any more, and it is still free
    return _check_page(request, errand, offer, draft, staff, changed=request.method == "POST")


def _as_seen(request: Request, draft: Draft) -> bool:
    """Whether the draft is what the check page showed, its time held with whom it named. All else `book` asks."""
    held_with = str(draft.choices.get("held_with", ""))
    choices = Choices.from_json(draft.choices)
    return held_with != "" and request.POST.get("seen") == fingerprint(choices, held_with)


def _done_before(request: Request, errand: Errand, draft: Draft | None) -> HttpResponse | None:
    """The same form sent twice: the draft is gone, and its key says what came of it."""
    key = _as_uuid(request.POST.get("key", ""))
    if draft is not None and draft.uuid == key:
        return None
    if errand.moves is not None:
        return redirect(errand.home_url)
    booking = already_booked(errand.citizen, key) if key else None
    return redirect(errand.done_url(booking, "igen")) if booking else None


def _carry_out(request: Request, errand: Errand, draft: Draft) -> HttpResponse:
    try:
        if errand.moves is not None:
            carry = move_while_she_listens if errand.actor == "desk" else move
            moved = carry(draft, by=request.viewer, now=clock.now())
            return redirect(errand.done_url(moved, "skiftet"))
        booked = book(draft, origin=errand.origin, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _not_carried_out(request, errand, draft, refused.refusal)
    return redirect(errand.done_url(booked.booking, "igen" if booked.again else "booket"))


def _not_carried_out(request: Request, errand: Errand, draft: Draft, refusal: Refusal) -> HttpResponse:
    if refusal.code in ("already_cancelled", "talk_began", "talk_is_closed", "talk_started"):
        return redirect(errand.home_url)
    now, choices = clock.now(), Choices.from_json(draft.choices)
    offer = offered(errand, now)
    if refusal.code != "taken":
        return _refused(request, errand, offer, choices, refusal)
    trouble = _taken(errand, offer, choices, ran_out=not holds(draft.uuid, now))
    return _show(request, errand, offer, choices, FIRST_DAYS, trouble)


def _check_page(
    request: Request, errand: Errand, offer: Offer, draft: Draft, staff: Staff, *, changed: bool = False
) -> HttpResponse:
    choices = Choices.from_json(draft.choices)
    starts = choices.starts
    assert starts is not None  # somebody has it, so it is a time
    own = offer.own is not None and staff.pk == offer.own.pk
    facts = {
        "errand": errand,
        "words": words_for(errand, clock.now()),
        "citizen": errand.citizen,
        "draft": draft,
        "choices": choices,
        "starts": starts,
        "ends": starts + clock.minutes(offer.type.minutes),
        "reminders": len(reminder_times(clock.local(starts), clock.now())),
        "staff": staff,
        "staff_label": adviser_label(errand, staff.name) if own else staff.name,
        "topics": topic_words(choices, offer),
        "needs": need_words(choices) if errand.for_herself else needs_of_her(choices),
        "to_ring": must_ring(errand.citizen),
        "sms": sms_number(errand.citizen) != "",
        "held": holds(draft.uuid, clock.now()),
        "errors": [("", _("Dine svar er ændret i et andet vindue. Se dem igennem igen."))] if changed else [],
        "seen": fingerprint(choices, str(staff.uuid)),
        "owner": owner(request.viewer),
    }
    return render(request, "journey/check.html", facts, status=422 if changed else 200)


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
