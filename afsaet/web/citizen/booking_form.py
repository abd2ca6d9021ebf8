"""The form *Vælg en tid*, also used for *Skift tid*: what she sent, and what the page needs to show it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _

from afsaet.booking.models import Booking
from afsaet.booking.queries.booked import draft_of, last_form
from afsaet.booking.queries.offer import Day, Offer, by_day, offer_for, times_of, together, who_takes
from afsaet.booking.rules import ANYBODY, LANGUAGE_MISSING, Choices
from afsaet.people.languages import LANGUAGES
from afsaet.people.models import Citizen, Staff

FIRST_DAYS = 5
# A form is never this long when a person has filled it in.
MOST_KEPT = 2000
MOST_TICKS = 20


@dataclass(frozen=True)
class Errand:
    """A new booking, or moving one: whose it is, and where its three pages are."""

    citizen: Citizen
    moves: Booking | None = None

    @property
    def form_url(self) -> str:
        return reverse("move_meeting", args=[self.moves.uuid]) if self.moves else reverse("book")

    @property
    def check_url(self) -> str:
        return reverse("check_move", args=[self.moves.uuid]) if self.moves else reverse("check")

    @property
    def who_url(self) -> str:
        return (
            reverse("choose_adviser_move", args=[self.moves.uuid])
            if self.moves
            else reverse("choose_adviser")
        )

    @property
    def type_key(self) -> str | None:
        return self.moves.type.key if self.moves else None


def offered(errand: Errand, now: datetime) -> Offer:
    """What she can choose, without what this site cannot yet keep: no video, no call without a number."""
    offer = offer_for(errand.citizen, now)
    shown = {"in_person"} | ({"phone"} if errand.citizen.phone else set())
    return replace(offer, forms=tuple(form for form in offer.forms if form in shown))


def read(answers: Mapping[str, Sequence[str]], errand: Errand, offer: Offer) -> Choices:
    """The form as it was sent. What cannot be meant is left out here; what may be wrong is for the rules."""
    form = _one(answers, "form")
    interpreter = _one(answers, "language") if "interpreter" in answers else ""
    if "interpreter" in answers and interpreter not in interpreter_languages(errand.citizen):
        interpreter = LANGUAGE_MISSING
    return Choices(
        topics=tuple(dict.fromkeys(_clean(topic) for topic in list(answers.get("topics", ()))[:MOST_TICKS])),
        own_words=_one(answers, "own_words").replace("\r\n", "\n").strip()[:MOST_KEPT],
        form=form if form in offer.forms else "",
        who=_one(answers, "show_who") or _one(answers, "who"),
        time=_one(answers, "time"),
        companion="companion" in answers,
        interpreter=interpreter,
        no_stairs="no_stairs" in answers,
        hard_to_hear_or_see="hard_to_hear_or_see" in answers,
    )


def _one(answers: Mapping[str, Sequence[str]], name: str) -> str:
    values = answers.get(name) or [""]
    return _clean(values[-1])


def _clean(text: str) -> str:
    """PostgreSQL stores no null character."""
    return text.replace("\x00", "")[: MOST_KEPT * 2]


def kept(errand: Errand, offer: Offer) -> Choices:
    """Her draft, else what she had last time, else what we know of her."""
    draft = draft_of(errand.citizen, errand.moves)
    if draft:
        return Choices.from_json(draft.choices)
    own = str(offer.own.uuid) if offer.own else ANYBODY
    if errand.moves:
        return _of_booking(errand.moves, own, offer)
    form = last_form(errand.citizen)
    return Choices(
        who=own,
        form=form if form in offer.forms else offer.forms[0],
        interpreter=errand.citizen.interpreter,
    )


def _of_booking(booking: Booking, own: str, offer: Offer) -> Choices:
    who = str(booking.staff.uuid)
    return Choices(
        topics=tuple(chosen.topic.key for chosen in booking.chosen_topics.all()),
        own_words=booking.own_words,
        form=booking.form if booking.form in offer.forms else offer.forms[0],
        who=who if offer.staff(who) else own,
        companion=booking.companion,
        interpreter=booking.interpreter,
        no_stairs=booking.no_stairs,
        hard_to_hear_or_see=booking.hard_to_hear_or_see,
    )


def interpreter_languages(citizen: Citizen) -> list[str]:
    """All but Danish, in Danish order; what is known of her comes along however it is spelt."""
    known = [name for code, name in LANGUAGES.items() if code != "da"]
    extra = [citizen.interpreter] if citizen.interpreter and citizen.interpreter not in known else []
    return extra + sorted(known)


# ---- times ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """One radio. `value` is the start as the form sends it back."""

    value: str
    id: str
    starts: datetime
    chosen: bool


@dataclass(frozen=True)
class SlotDay:
    day: Day
    slots: list[Slot]


@dataclass(frozen=True)
class Sooner:
    """The first time with somebody else, when it is before the first one shown."""

    staff: Staff
    starts: datetime


@dataclass(frozen=True)
class Times:
    """The times of whom she has chosen; `staff` is None when she takes whoever has time first."""

    days: list[SlotDay]
    more: bool
    shown: int
    staff: Staff | None
    sooner: Sooner | None


def times_for(errand: Errand, offer: Offer, choices: Choices, days: int, now: datetime) -> Times:
    """Free times by day, at least `days` days of them and as many as it takes to show the chosen one."""
    free = _free(errand, offer, now)
    chosen_staff = offer.staff(choices.who)
    hers = together({str(staff.uuid): free[str(staff.uuid)] for staff in chosen_staff})
    all_days = by_day(hers, len(hers))
    wanted = next((n + 1 for n, day in enumerate(all_days) if choices.starts in day.starts), 0)
    shown = max(days, wanted)
    somebody = None if choices.who == ANYBODY or not chosen_staff else chosen_staff[0]
    return Times(
        days=[SlotDay(day, slots(day.starts, choices.starts)) for day in all_days[:shown]],
        more=len(all_days) > shown,
        shown=shown,
        staff=somebody,
        sooner=_sooner(offer, free, hers) if somebody else None,
    )


def _free(errand: Errand, offer: Offer, now: datetime) -> dict[str, list[datetime]]:
    """Free starts of everybody she may choose; her own hold and the time she moves give way."""
    draft = draft_of(errand.citizen, errand.moves)
    ignoring = ([draft.uuid] if draft else []) + ([errand.moves.uuid] if errand.moves else [])
    return times_of(offer, errand.citizen, offer.staff(ANYBODY), now, ignoring)


def _sooner(offer: Offer, free: dict[str, list[datetime]], hers: list[datetime]) -> Sooner | None:
    firsts = [
        Sooner(staff, free[str(staff.uuid)][0]) for staff in offer.staff(ANYBODY) if free[str(staff.uuid)]
    ]
    first = min(firsts, key=lambda sooner: sooner.starts, default=None)
    return first if first and (not hers or first.starts < hers[0]) else None


def slots(starts: Sequence[datetime], chosen: datetime | None, prefix: str = "tid") -> list[Slot]:
    return [
        Slot(start.isoformat(), f"{prefix}-{start:%Y%m%dT%H%M}", start, start == chosen) for start in starts
    ]


def taker(errand: Errand, offer: Offer, choices: Choices, held_with: str, now: datetime) -> Staff | None:
    """Who has the chosen time, or None when nobody has it any more."""
    free = _free(errand, offer, now)
    asked = {str(staff.uuid): free[str(staff.uuid)] for staff in offer.staff(held_with or choices.who)}
    found = who_takes(asked, choices.starts) if choices.starts else None
    return next((staff for staff in offer.staff(ANYBODY) if str(staff.uuid) == found), None)


def free_for(errand: Errand, offer: Offer, choices: Choices, now: datetime) -> list[datetime]:
    """All free starts of whom she has chosen."""
    free = _free(errand, offer, now)
    return together({str(staff.uuid): free[str(staff.uuid)] for staff in offer.staff(choices.who)})


# ---- words ----------------------------------------------------------------------------------------


def topic_words(choices: Choices, offer: Offer) -> list[str]:
    return [str(topic) for topic in offer.topics if topic.key in choices.topics]


def need_words(wishes: Choices | Booking) -> list[str]:
    """What she brings or needs, in her own person. A booking and a form have the same four fields."""
    words = [
        (wishes.companion, _("Du tager en med")),
        (wishes.interpreter, _("Du får tolk: %(language)s") % {"language": wishes.interpreter}),
        (wishes.no_stairs, _("Du kan ikke gå på trapper")),
        (wishes.hard_to_hear_or_see, _("Du hører eller ser dårligt")),
    ]
    return [word for said, word in words if said]


def fingerprint(choices: Choices, staff: Staff) -> str:
    """What she has seen on the check page, so that another tab cannot change it under her."""
    return sha256(f"{choices}{staff.uuid}".encode()).hexdigest()[:20]
