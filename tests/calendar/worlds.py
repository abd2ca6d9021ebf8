"""Random weeks of an adviser, a colleague, a citizen and two rooms, around the days on which clocks go wrong."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from hypothesis import strategies as st

from afsaet.calendar.actions.claims import resource_of
from afsaet.calendar.models import (
    Busy,
    BusySource,
    Claim,
    ClosedDay,
    ClosedTime,
    ExtraTime,
    Resource,
    WorkRule,
)
from afsaet.core.clock import ZONE

# `AFSAET_CASES=10000` asks for all of them; the suite has a minute for everything.
CASES = int(os.environ.get("AFSAET_CASES", "0"))
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
ORDINARY, LEAP = date(2026, 11, 23), date(2028, 2, 29)
STAFF, COLLEAGUE, CITIZEN, ROOM, OTHER_ROOM = range(5)
KINDS = [Resource.STAFF, Resource.STAFF, Resource.CITIZEN, Resource.ROOM, Resource.ROOM]

Span = tuple[int, int, int]  # which resource, minutes after the first midnight, length in minutes

days = st.sampled_from([SPRING, AUTUMN, ORDINARY, LEAP]).flatmap(
    lambda day: st.integers(-2, 1).map(lambda more: day + timedelta(days=more))
)
walls = st.integers(0, 24 * 12 - 1).map(lambda five: time(five // 12, five % 12 * 5))
EVERY_DAY = [(who, day, time(8), time(16)) for who in (STAFF, COLLEAGUE) for day in range(7)]
odd_rules = st.lists(
    st.tuples(st.sampled_from([STAFF, STAFF, COLLEAGUE]), st.integers(0, 6), walls, walls).filter(
        lambda rule: rule[2] < rule[3]
    ),
    max_size=14,
)
rules = odd_rules | st.lists(st.sampled_from(EVERY_DAY), min_size=6, max_size=14, unique=True)


def spans(*who: int, most: int = 6, longest: int = 36) -> st.SearchStrategy[list[Span]]:
    """Times of five minutes and more, also across midnight."""
    one = st.tuples(st.sampled_from(who), st.integers(-150, 900), st.integers(1, longest))
    return st.lists(one.map(lambda span: (span[0], span[1] * 5, span[2] * 5)), max_size=most)


@dataclass(frozen=True)
class World:
    """`claims` are for good, `holds` live ones, `void` have run out; `mine` belong to an owner to be ignored."""

    first: date
    more_days: int
    rules: list[tuple[int, int, time, time]]
    closed_days: set[int]
    claims: list[Span]
    holds: list[Span]
    void: list[Span]
    mine: list[Span]
    busy: list[Span]
    closed: list[Span]
    extra: list[Span]
    minutes: int
    buffer: int
    into: int
    colleague: bool
    rooms: int | None

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.more_days)

    @property
    def now(self) -> datetime:
        return datetime(2026, 1, 5, 8, tzinfo=UTC)


everybody = (STAFF, COLLEAGUE, CITIZEN, ROOM, OTHER_ROOM)
worlds = st.builds(
    World,
    first=days,
    more_days=st.integers(0, 3),
    rules=rules,
    closed_days=st.sets(st.integers(0, 3), max_size=1),
    claims=spans(*everybody, most=8),
    holds=spans(*everybody, most=3),
    void=spans(*everybody, most=3),
    mine=spans(*everybody, most=3),
    busy=spans(STAFF, COLLEAGUE, most=4, longest=200),
    closed=spans(STAFF, COLLEAGUE, most=2, longest=200),
    extra=spans(STAFF, STAFF, COLLEAGUE, most=3),
    minutes=st.sampled_from([5, 20, 30, 45, 60, 90]),
    buffer=st.sampled_from([0, 0, 5, 10, 15]),
    into=st.integers(0, 600),
    colleague=st.booleans(),
    rooms=st.sampled_from([None, 0, 1, 2]),
)


@dataclass(frozen=True)
class Built:
    """Resources by place, as refs and keys, and the owner of what is to be ignored."""

    refs: list[UUID]
    keys: list[int]
    mine: UUID


def build(world: World, refs: list[UUID] | None = None) -> Built:
    """Write the world down. What would overlap is left out, as the constraint would have it."""
    refs = refs or [uuid4() for _ in KINDS]
    keys = [resource_of(kind, ref) for kind, ref in zip(KINDS, refs, strict=True)]
    mine, midnight = uuid4(), datetime.combine(world.first, time(), ZONE).astimezone(UTC)

    def at(span: Span) -> dict[str, object]:
        starts = midnight + timedelta(minutes=span[1])
        return {"resource_id": keys[span[0]], "starts": starts, "ends": starts + timedelta(minutes=span[2])}

    WorkRule.objects.bulk_create(
        WorkRule(
            resource_id=keys[who], weekday=weekday, opens=opens, closes=closes, valid_from=date(2026, 1, 1)
        )
        for who, weekday, opens, closes in world.rules
    )
    ClosedDay.objects.bulk_create(
        [ClosedDay(day=world.first + timedelta(days=number), name="Lukket") for number in world.closed_days],
        ignore_conflicts=True,  # Easter is closed already
    )
    held = {"holds": world.now + timedelta(minutes=1), "void": world.now}
    taken: list[Span] = []
    for name in ("mine", "void", "holds", "claims"):
        fitting = list(_apart(getattr(world, name), taken))
        Claim.objects.bulk_create(
            Claim(**at(span), owner=mine if name == "mine" else uuid4(), held_until=held.get(name))
            for span in fitting
        )
    ClosedTime.objects.bulk_create(ClosedTime(**at(span)) for span in world.closed)
    ExtraTime.objects.bulk_create(ExtraTime(**at(span)) for span in world.extra)
    for who in (STAFF, COLLEAGUE):
        source = BusySource.objects.create(
            resource_id=keys[who], kind=BusySource.ICS, url="https://x.example"
        )
        Busy.objects.bulk_create(Busy(source=source, **at(span)) for span in world.busy if span[0] == who)
    return Built(refs, keys, mine)


def _apart(wanted: Iterable[Span], taken: list[Span]) -> Iterable[Span]:
    for who, starts, length in wanted:
        if all(one != who or starts + length <= at or at + lasts <= starts for one, at, lasts in taken):
            taken.append((who, starts, length))
            yield who, starts, length


class Undone:
    """A world that is gone afterwards."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
