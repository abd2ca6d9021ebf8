"""The plan for the talks of somebody who is away: whom to ring now, what to offer the others, how far it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from afsaet.booking.access import absence_for, talk_of_absence
from afsaet.booking.actions.absences import Decision, apply_plan, record_call
from afsaet.booking.models import ReplannedTalk, StaffAbsence
from afsaet.booking.queries.absences import Step, steps_of
from afsaet.booking.queries.replanning import Line, Plan, plan_for
from afsaet.booking.rules.replanning import AFTERNOON, MORNING, Place
from afsaet.core import clock
from afsaet.core.danish import phone
from afsaet.core.errors import Refused
from afsaet.people.queries import authority
from afsaet.web.adviser.words import How, how
from afsaet.web.gates import for_staff
from afsaet.web.leader import words
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

_WITHOUT_PLACE = (
    (ReplannedTalk.WAIT, gettext_lazy("Lad den vente")),
    (ReplannedTalk.PHONE, gettext_lazy("Jeg ringer selv")),
    (ReplannedTalk.CANCEL, gettext_lazy("Aflys den")),
)
HALVES = (
    ("", gettext_lazy("Hele dagen")),
    (MORNING, gettext_lazy("Kun formiddag")),
    (AFTERNOON, gettext_lazy("Kun eftermiddag")),
)


@dataclass(frozen=True)
class Row:
    """A talk on the page. `options` are the select's; `chosen` is the one that stands in it."""

    line: Line
    how: How
    options: list[tuple[str, str]]
    chosen: str
    why: str
    rung: str
    half: str
    was_taken: bool


@dataclass(frozen=True)
class Done:
    """A talk something has been decided for."""

    step: Step
    look: str
    word: str


@for_staff("team_leader")
def plan(request: Request, uuid: UUID) -> HttpResponse:
    absence = absence_for(request.viewer, uuid)
    if request.method != "POST":
        return _page(request, absence)
    applied = apply_plan(absence, _decisions(request), by=request.viewer, now=clock.now())
    address = reverse("leader_plan", args=[absence.uuid])
    taken = ",".join(str(booking.uuid) for booking in applied.taken)
    return redirect(f"{address}?taget={taken}" if taken else f"{address}?sendt={len(applied.offers)}")


@require_POST
@for_staff("team_leader")
def call(request: Request, uuid: UUID, talk: UUID) -> HttpResponse:
    """How the call went, and the time they agreed on."""
    absence = absence_for(request.viewer, uuid)
    booking = talk_of_absence(request.viewer, absence, talk)
    where = _as_place(request.POST.get("aftalt", ""))
    try:
        record_call(absence, booking, request.POST.get("svar", ""), where, by=request.viewer, now=clock.now())
    except Refused as refused:
        return _page(request, absence, sentence(refused.refusal, {"phone": phone(authority().phone)}))
    return redirect("leader_plan", absence.uuid)


def _decisions(request: Request) -> Iterator[Decision]:
    for name, value in request.POST.items():
        booking = _as_uuid(name.removeprefix("valg-"))
        if not name.startswith("valg-") or booking is None:
            continue
        where = _as_place(str(value))
        what = ReplannedTalk.OFFER if where else str(value)
        if where or what in dict(_WITHOUT_PLACE):
            yield Decision(booking, what, where)


def _page(request: Request, absence: StaffAbsence, error: str = "") -> HttpResponse:
    now, only = clock.now(), _halves(request.GET)
    shown = plan_for(request.viewer, absence, now, only)
    taken = set(request.GET.get("taget", "").split(","))
    rows = [_row(line, shown, absence, only, taken, now) for line in shown.lines]
    waiting = {line.booking.pk for line in shown.rest}
    facts = {
        "absence": absence,
        "staff": absence.staff,
        "calls": [row for row in rows if row.line in shown.calls],
        "rows": [row for row in rows if row.line in shown.rest],
        "begun": shown.begun,
        "done": [
            _done(step, clock.local(now).date())
            for step in steps_of(request.viewer, absence)
            if not step.to_ring and step.row.booking_id not in waiting
        ],
        "taken": sum(row.was_taken for row in rows),
        "sent": _number(request.GET.get("sendt", "")),
        "halves": HALVES,
        "only": any(only.values()),
        "errors": [("", error)] if error else [],
        "over": absence.last_day < clock.local(now).date(),
    }
    return render(request, "leader/plan.html", facts, status=422 if error else 200)


def _row(
    line: Line, shown: Plan, absence: StaffAbsence, only: Mapping[UUID, str], taken: set[str], now: datetime
) -> Row:
    today = clock.local(now).date()
    places = [(_value(place), words.place(place, shown.staff[place.staff], today)) for place in line.places]
    uuid = line.booking.uuid
    return Row(
        line=line,
        how=how(line.booking),
        options=[*places, *((value, str(text)) for value, text in _WITHOUT_PLACE)],
        chosen=_chosen(line),
        why=_reason(line, shown, absence),
        rung=words.rung(line.row),
        half=only.get(uuid, ""),
        was_taken=str(uuid) in taken,
    )


def _waits(line: Line) -> bool:
    return line.row is not None and not line.decided


def _chosen(line: Line) -> str:
    """What was left to wait goes on waiting until the leader chooses a time for it."""
    if _waits(line):
        return ReplannedTalk.WAIT
    return _value(line.proposed.place) if line.proposed.place else ReplannedTalk.PHONE


def _reason(line: Line, shown: Plan, absence: StaffAbsence) -> str:
    """Why this stands in the select."""
    if _waits(line):
        return words.left()
    first = line.proposed.place
    return words.why(line, first, shown.staff[first.staff], absence.staff) if first else words.nothing(line)


def _done(step: Step, today: date) -> Done:
    look, word = words.state(step, today)
    return Done(step, look, word)


def _halves(asked: Mapping[str, str]) -> dict[UUID, str]:
    """Which half of the day a talk may lie in: `kun-<uuid>=morning`."""
    found = {}
    for name, value in asked.items():
        booking = _as_uuid(name.removeprefix("kun-")) if name.startswith("kun-") else None
        if booking is not None and value in (MORNING, AFTERNOON):
            found[booking] = value
    return found


def _value(place: Place) -> str:
    return f"{place.staff}@{place.starts.isoformat()}"


def _as_place(text: str) -> Place | None:
    staff, _at, moment = text.partition("@")
    uuid = _as_uuid(staff)
    try:
        starts = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return Place(uuid, clock.local(starts)) if uuid and starts.tzinfo else None


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 else None
