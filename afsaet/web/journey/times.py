"""The times the journey shows: of whom she has chosen, by day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from afsaet.booking.queries.offer import Day, Offer, by_day, first_time, takers, times_of, together
from afsaet.booking.rules.choices import ANYBODY, Choices
from afsaet.people.models import Staff
from afsaet.web.journey.answers import draft_for
from afsaet.web.journey.errand import Errand

FIRST_DAYS = 5


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
    ignoring = _giving_way(errand)
    hers = _free(errand, offer, choices, now, ignoring)
    all_days = by_day(hers, len(hers))
    wanted = next((n + 1 for n, day in enumerate(all_days) if choices.starts in day.starts), 0)
    shown = max(days, wanted)
    chosen_staff = offer.staff(choices.who)
    somebody = None if choices.who == ANYBODY or not chosen_staff else chosen_staff[0]
    return Times(
        days=[SlotDay(day, slots(day.starts, choices.starts)) for day in all_days[:shown]],
        more=len(all_days) > shown,
        shown=shown,
        staff=somebody,
        sooner=_sooner(errand, offer, choices, hers, now, ignoring) if somebody else None,
    )


def free_for(errand: Errand, offer: Offer, choices: Choices, now: datetime) -> list[datetime]:
    """All free starts of whom she has chosen."""
    return _free(errand, offer, choices, now, _giving_way(errand))


def _free(
    errand: Errand, offer: Offer, choices: Choices, now: datetime, ignoring: list[UUID]
) -> list[datetime]:
    wish = _together_with(errand, choices)
    return together(times_of(offer, errand.citizen, offer.staff(choices.who), now, ignoring, wish))


def taker(errand: Errand, offer: Offer, choices: Choices, held_with: str, now: datetime) -> Staff | None:
    """Who has the chosen time, or None when nobody has it any more."""
    asked = offer.staff(held_with or choices.who)
    wish = _together_with(errand, choices)
    found = takers(offer, errand.citizen, asked, wish, now, _giving_way(errand))
    return found[0].staff if found else None


def _sooner(
    errand: Errand,
    offer: Offer,
    choices: Choices,
    hers: list[datetime],
    now: datetime,
    ignoring: list[UUID],
) -> Sooner | None:
    everybody = offer.staff(ANYBODY)
    if hers:
        first = first_time(offer, errand.citizen, everybody, now, ignoring, choices, before=hers[0])
        return Sooner(*first) if first else None
    # None for her in all the weeks: then the others are looked at in one sweep, not week by week.
    times = times_of(offer, errand.citizen, everybody, now, ignoring, choices)
    firsts = [Sooner(staff, times[str(staff.uuid)][0]) for staff in everybody if times[str(staff.uuid)]]
    return min(firsts, key=lambda sooner: sooner.starts, default=None)


def _together_with(errand: Errand, choices: Choices) -> Choices:
    """A colleague who takes part in the talk that is moved has to be free, too."""
    colleague = errand.moves.colleague if errand.moves else None
    return replace(choices, colleague=str(colleague.uuid)) if colleague else choices


def _giving_way(errand: Errand) -> list[UUID]:
    """The errand's own hold, and the time it moves."""
    draft = draft_for(errand)
    return ([draft.uuid] if draft else []) + ([errand.moves.uuid] if errand.moves else [])


def slots(starts: Sequence[datetime], chosen: datetime | None, prefix: str = "tid") -> list[Slot]:
    return [
        Slot(start.isoformat(), f"{prefix}-{start:%Y%m%dT%H%M}", start, start == chosen) for start in starts
    ]
