"""Where the talks of somebody who is away may go, what each place costs, and the cheapest plan for all of them.

A move costs 60 for each day it is away from the booked one, 4 for each begun half-hour of the clock, and 25
when it is with somebody she did not choose. No place is too dear; some are not allowed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

PER_DAY, PER_HALF_HOUR, NOT_WISHED = 60, 4, 25
# Dearer than any place: a talk is left without one only when there is none.
WITHOUT_PLACE = 10**6
# She has to read the offer and answer it; what begins sooner is for the telephone.
LEAD = timedelta(hours=2)
EVENING = time(21)
# A new interpreter is ordered this many weekdays ahead; at the talk's own time the one who is booked comes.
INTERPRETER_WEEKDAYS = 5
MORNING, AFTERNOON = "morning", "afternoon"
_NOON = 12 * 60
ALTERNATIVES = 6


@dataclass(frozen=True)
class Talk:
    """A talk that needs another place. `starts` is Danish wall time; `taken` are the citizen's other times.

    `wished` are those she has chosen herself, or has as her own; `hold_by` is the last day it may be held.
    `only` is MORNING, AFTERNOON or empty.
    """

    key: UUID
    starts: datetime
    minutes: int
    form: str
    wished: frozenset[UUID]
    hold_by: date | None = None
    interpreter: bool = False
    only: str = ""
    taken: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True)
class Place:
    """A free time with a colleague; `starts` is Danish wall time."""

    staff: UUID
    starts: datetime


class Places:
    """Free times by day, so that a talk looks at the nearest days first. `video` are those who have a link."""

    def __init__(self, places: Iterable[Place], *, today: date, video: frozenset[UUID] = frozenset()) -> None:
        self.today, self.video = today, video
        self.by_day: dict[int, list[tuple[int, UUID, Place]]] = defaultdict(list)
        for place in sorted(places, key=lambda place: (place.starts, place.staff)):
            wall = place.starts
            self.by_day[wall.toordinal()].append((wall.hour * 60 + wall.minute, place.staff, place))

    def cheapest(self, talk: Talk, most: int) -> list[tuple[int, Place]]:
        """The `most` cheapest allowed places with their cost, cheapest first."""
        own_day, own_minute = talk.starts.toordinal(), talk.starts.hour * 60 + talk.starts.minute
        found: list[tuple[int, Place]] = []
        for day in sorted(self.by_day, key=lambda day: (abs(day - own_day), day)):
            # Whatever lies further away costs more than the days alone.
            if len(found) >= most and found[most - 1][0] < PER_DAY * abs(day - own_day):
                break
            away = PER_DAY * abs(day - own_day)
            for minute, staff, place in self.by_day[day]:
                cost = away - PER_HALF_HOUR * (-abs(minute - own_minute) // 30)
                cost += 0 if staff in talk.wished else NOT_WISHED
                if self.allows(talk, place):
                    found.append((cost, place))
            found.sort(key=lambda each: (each[0], each[1].starts, each[1].staff))
        return found[:most]

    def has(self, place: Place) -> bool:
        """Whether it is one of the free times at all."""
        return any(known == place for _, _, known in self.by_day.get(place.starts.toordinal(), ()))

    def allows(self, talk: Talk, place: Place) -> bool:
        """Deadline, form, half-day, interpreter, and that she is not somewhere else."""
        wall = place.starts
        if talk.hold_by is not None and wall.date() > talk.hold_by:
            return False
        if talk.form == "video" and place.staff not in self.video:
            return False
        if talk.only and (talk.only == MORNING) != (wall.hour * 60 + wall.minute < _NOON):
            return False
        if talk.interpreter and wall != talk.starts and not self.interpreter_can_come(wall.date()):
            return False
        ends = wall + timedelta(minutes=talk.minutes)
        return not any(since < ends and wall < until for since, until in talk.taken)

    def interpreter_can_come(self, day: date) -> bool:
        """Whether an interpreter ordered today can be here that day."""
        ahead = (self.today + timedelta(days=number) for number in range(1, (day - self.today).days + 1))
        return sum(each.weekday() < 5 for each in ahead) >= INTERPRETER_WEEKDAYS


@dataclass(frozen=True)
class Proposed:
    """Where a talk would go, or None; `others` are the cheapest places that no other talk gets."""

    talk: Talk
    place: Place | None
    others: tuple[Place, ...]
    cost: int = WITHOUT_PLACE


def propose(talks: Sequence[Talk], places: Places) -> list[Proposed]:
    """The cheapest plan there is: as many talks as possible have a place, and the sum of the costs is least.

    A talk looks at as many places as there are talks: the others cannot take all of those.
    """
    options = [places.cheapest(talk, len(talks) + ALTERNATIVES) for talk in talks]
    costs = [{place: cost for cost, place in cheap[: len(talks)]} for cheap in options]
    chosen = assign(costs)
    used = {place for place in chosen if place is not None}
    return [
        Proposed(
            talk,
            place,
            tuple([other for _, other in cheap if other not in used][:ALTERNATIVES]),
            cost[place] if place is not None else WITHOUT_PLACE,
        )
        for talk, place, cheap, cost in zip(talks, chosen, options, costs, strict=True)
    ]


def total(plan: Iterable[Proposed]) -> int:
    """What the plan costs; the benches and tests compare it with other ways of finding one."""
    return sum(proposed.cost for proposed in plan)


def assign(costs: Sequence[Mapping[Place, int]]) -> list[Place | None]:
    """One place for each row, no place twice, the sum least. A row may go without for WITHOUT_PLACE."""
    chains = _Chains(costs)
    for row in range(len(costs)):
        chains.add(row)
    place_of = {row: place for place, row in chains.row_of.items()}
    found = [place_of[row] for row in range(len(costs))]
    return [place if isinstance(place, Place) else None for place in found]


class _Chains:
    """Shortest augmenting paths with potentials: each row comes in along the cheapest chain of rows that make
    room for each other. Going without is a place of its own: the row's number.
    """

    def __init__(self, costs: Sequence[Mapping[Place, int]]) -> None:
        self.costs = costs
        self.row_of: dict[Place | int, int] = {}
        self.price: dict[Place | int, int] = defaultdict(int)
        self.paid = [0] * len(costs)
        self.number = count()  # so that no two entries of a queue are alike

    def add(self, row: int) -> None:
        settled: dict[Place | int, int] = {}
        before: dict[Place | int, Place | int | None] = {}
        far: dict[Place | int, int] = {}
        queue: list[tuple[int, int, Place | int]] = []
        here, base, via = row, 0, None
        while True:
            for place, reach in self._reached(here, base):
                if place not in settled and reach < far.get(place, reach + 1):
                    far[place], before[place] = reach, via
                    heappush(queue, (reach, next(self.number), place))
            base, end = _nearest(queue, settled)
            settled[end] = base
            if end not in self.row_of:
                break
            here, via = self.row_of[end], end
        self._pay(row, base, end, settled)
        self._move_up(row, end, before)

    def _reached(self, row: int, base: int) -> Iterator[tuple[Place | int, int]]:
        spent = base - self.paid[row]
        for place, cost in self.costs[row].items():
            yield place, spent + cost - self.price[place]
        yield row, spent + WITHOUT_PLACE - self.price[row]

    def _pay(self, row: int, base: int, end: Place | int, settled: Mapping[Place | int, int]) -> None:
        """New potentials, so that every chain stays no cheaper than nothing."""
        self.paid[row] += base
        for place, reach in settled.items():
            if place != end:
                self.paid[self.row_of[place]] += base - reach
                self.price[place] -= base - reach

    def _move_up(self, row: int, end: Place | int, before: Mapping[Place | int, Place | int | None]) -> None:
        while (back := before[end]) is not None:
            self.row_of[end], end = self.row_of[back], back
        self.row_of[end] = row


def _nearest(
    queue: list[tuple[int, int, Place | int]], settled: Mapping[Place | int, int]
) -> tuple[int, Place | int]:
    while True:
        reach, _, place = heappop(queue)
        if place not in settled:
            return reach, place


def held_until(starts: datetime, now: datetime) -> datetime:
    """How long the offered time is held: until nine in the evening and two hours at least, and until a day before
    it; but she has answered an hour before it begins. All are Danish wall time.
    """
    evening = datetime.combine(now.date(), EVENING, now.tzinfo)
    return min(starts - timedelta(hours=1), max(evening, now + LEAD, starts - timedelta(days=1)))


def call_first(starts: datetime, ends: datetime, now: datetime) -> bool:
    """Whether it begins so soon, or should have begun, that only a call reaches her in time."""
    return now < ends and starts < now + LEAD


@dataclass(frozen=True)
class Outcome:
    """What is known of a talk that something has been decided for. `answer` is that of its latest offer, None
    without one; `moved`: it has another time or adviser than it had.
    """

    decision: str
    answer: str | None = None
    moved: bool = False
    cancelled: bool = False
    by_her: bool = False
    rung: str = ""


def progress(outcome: Outcome) -> str:
    """Where it stands: afbud, cancelled, kept, agreed, chose_other, asked, talked, ring or later."""
    if outcome.cancelled:
        return "afbud" if outcome.by_her else "cancelled"
    if outcome.moved:
        if outcome.answer == "kept":
            return "kept"
        return "agreed" if outcome.rung == "reached" else "chose_other"
    if outcome.answer == "":
        return "asked"
    if outcome.rung == "reached":
        return "talked"
    return "later" if outcome.decision == "wait" else "ring"


# In these somebody still has to do something.
TO_BE_RUNG = ("ring",)
