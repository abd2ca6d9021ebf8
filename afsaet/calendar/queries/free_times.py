"""Free times of many staff in a handful of statements, and what is held."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from math import ceil
from typing import Literal
from uuid import UUID

from django.db import connection
from django.db.models import Q

from afsaet.calendar.models import Claim, Resource
from afsaet.calendar.queries.hours import KnownHours, known_hours
from afsaet.calendar.rules import (
    Interval,
    ambiguous,
    blocked,
    blocked_by_all,
    free_starts,
    minute_of,
    moment_of,
    outside,
    within,
)
from afsaet.core import clock

_WEEK = timedelta(days=7)
# What a start must be besides free: one of those that are shown; within the hours; nothing more.
Asks = Literal["list", "hours", "nothing"]
# What is taken (0) and what is opened by hand (1), in UTC minutes.
_KNOWN_SQL = """
    SELECT what, resource_id,
        floor(date_part('epoch', starts) / 60)::int, ceil(date_part('epoch', ends) / 60)::int
    FROM (
        SELECT 0 AS what, resource_id, starts, ends FROM calendar_claim
        WHERE resource_id = ANY(%(keys)s)
            AND starts < %(latest)s AND starts > %(earliest)s - interval '12 hours' AND ends > %(earliest)s
            AND (held_until IS NULL OR held_until > %(now)s) AND owner <> ALL(%(ignoring)s)
        UNION ALL
        SELECT 0, resource_id, starts, ends FROM calendar_closedtime
        WHERE resource_id = ANY(%(keys)s) AND starts < %(latest)s AND ends > %(earliest)s
            AND NOT %(despite_busy)s
        UNION ALL
        SELECT 0, resource_id, starts, ends FROM calendar_busy
        WHERE resource_id = ANY(%(keys)s) AND starts < %(latest)s AND ends > %(earliest)s
            AND NOT %(despite_busy)s
        UNION ALL
        SELECT 1, resource_id, starts, ends FROM calendar_extratime
        WHERE resource_id = ANY(%(keys)s) AND starts < %(latest)s AND ends > %(earliest)s
    ) AS known
"""


@dataclass(frozen=True)
class Search:
    """Free times of `minutes` that start at or after `earliest` and end at or before `latest` (UTC).

    `buffer` minutes more are the staff's alone. `colleague` takes part. `rooms` are those that will do, per
    member of staff; None when no room is needed. `despite_busy`: closed and busy times do not count.
    """

    minutes: int
    earliest: datetime
    latest: datetime
    buffer: int = 0
    colleague: UUID | None = None
    rooms: Mapping[UUID, Sequence[UUID]] | None = None
    despite_busy: bool = False

    @property
    def length(self) -> int:
        return self.minutes + self.buffer


def free_times(
    staff: Sequence[UUID], citizen: UUID, search: Search, *, now: datetime, ignoring: Sequence[UUID] = ()
) -> dict[UUID, list[datetime]]:
    """Free starts (UTC) per member of staff, when everybody and a room are free.

    `ignoring` are owners whose claims do not count: the draft she is filling in, the talk she moves.
    """
    return _starts(_read(staff, citizen, search, now, ignoring), staff)


def first_free(
    staff: Sequence[UUID], citizen: UUID, search: Search, *, now: datetime, ignoring: Sequence[UUID] = ()
) -> tuple[UUID, datetime] | None:
    """The first free time with any of them, and with whom; the first named where two have the same.

    Looks week by week, the first day by itself, and stops at the first hit.
    """
    known = _know(staff, citizen, search)
    for part in _parts(search):
        times = _starts(_read(staff, citizen, part, now, ignoring, known), staff)
        firsts = [(times[ref][0], number) for number, ref in enumerate(staff) if times[ref]]
        if firsts:
            starts, number = min(firsts)
            return staff[number], starts
    return None


def _parts(search: Search) -> Iterator[Search]:
    """The same search in pieces that begin where the last one ended."""
    since, step = search.earliest, timedelta(days=1)
    while since + clock.minutes(search.minutes) <= search.latest:
        until = min(since + step, search.latest - clock.minutes(search.minutes))
        yield replace(search, earliest=since, latest=until + clock.minutes(search.minutes))
        since, step = until + clock.minutes(1), _WEEK


def free_at(
    staff: Sequence[UUID],
    citizen: UUID,
    search: Search,
    *,
    now: datetime,
    ignoring: Sequence[UUID] = (),
    asks: Asks = "list",
) -> dict[UUID, UUID | None]:
    """Who of the staff is free from `earliest` to `latest`, each with the first room that is, if one is needed."""
    picture = _read(staff, citizen, search, now, ignoring)
    start = minute_of(search.earliest)
    return {ref: picture.room_at(ref, start) for ref in staff if picture.allows(ref, start, asks)}


def holds(owner: UUID, now: datetime) -> bool:
    """Whether the owner still holds what it took."""
    return Claim.objects.filter(owner=owner).filter(Q(held_until=None) | Q(held_until__gt=now)).exists()


def _starts(picture: "_Picture", staff: Sequence[UUID]) -> dict[UUID, list[datetime]]:
    moment = cache(moment_of)  # thirty advisers have the same hundred starts
    return {ref: [moment(start) for start in picture.starts(ref)] for ref in staff}


@dataclass(frozen=True)
class _Picture:
    """What was read for a search, in UTC minutes. `blocked` are the starts that are not possible, per member
    of staff; `rooms` the starts at which each room is taken."""

    search: Search
    opened: Mapping[UUID, list[Interval]]
    blocked: Mapping[UUID, list[Interval]]
    rooms: Mapping[UUID, list[Interval]]
    doubled: list[Interval]

    def starts(self, ref: UUID) -> list[int]:
        return free_starts(
            self.opened[ref],
            self.blocked[ref] + self.doubled,
            length=self.search.length,
            earliest=ceil(self.search.earliest.timestamp() / 60),
            latest=minute_of(self.search.latest) - self.search.minutes,
        )

    def allows(self, ref: UUID, start: int, asks: Asks) -> bool:
        if asks == "list":
            return self.starts(ref) == [start]
        in_hours = asks == "nothing" or within(self.opened[ref], (start, start + self.search.minutes))
        return in_hours and not _any(self.blocked[ref], start)

    def room_at(self, ref: UUID, start: int) -> UUID | None:
        fits = (self.search.rooms or {}).get(ref, ())
        return next((room for room in fits if not _any(self.rooms[room], start)), None)


def _any(intervals: list[Interval], minute: int) -> bool:
    return any(begins <= minute < ends for begins, ends in intervals)


@dataclass(frozen=True)
class _Known:
    """What does not change from week to week: the keys of the resources, and the hours."""

    keys: Mapping[UUID, int]
    hours: KnownHours


def _know(staff: Sequence[UUID], citizen: UUID, search: Search) -> _Known:
    rooms = {room for fits in (search.rooms or {}).values() for room in fits}
    refs = {*staff, citizen, *rooms, *([search.colleague] if search.colleague else [])}
    keys = dict(Resource.objects.filter(ref__in=refs).values_list("ref", "pk"))
    return _Known(keys, known_hours(list(keys.values()), *_days(search)))


def _days(search: Search) -> tuple[date, date]:
    return clock.local(search.earliest).date(), clock.local(search.latest).date()


def _read(
    staff: Sequence[UUID],
    citizen: UUID,
    search: Search,
    now: datetime,
    ignoring: Sequence[UUID],
    known: _Known | None = None,
) -> _Picture:
    """Everything the sweep needs, in four statements, or in one when the rest is known."""
    known = known or _know(staff, citizen, search)
    keys, (first, last) = known.keys, _days(search)
    rooms = {room for fits in (search.rooms or {}).values() for room in fits}
    people = [*staff, *([search.colleague] if search.colleague else [])]
    taken, extra = _taken(keys, search, now, ignoring)
    hours = known.hours.opened({keys.get(ref, 0) for ref in people}, first, last, extra)
    shared = blocked(taken[keys.get(citizen, 0)], search.minutes)
    if search.colleague:
        hers = keys.get(search.colleague, 0)
        shared += blocked(taken[hers] + outside(hours[hers]), search.length)
    in_room = {room: blocked(taken[keys.get(room, 0)], search.minutes) for room in rooms}
    without_room = {
        fits: blocked_by_all(in_room[room] for room in fits)
        for fits in {tuple(fits) for fits in (search.rooms or {}).values()}
    }
    return _Picture(
        search,
        {ref: hours[keys.get(ref, 0)] for ref in staff},
        {
            ref: blocked(taken[keys.get(ref, 0)], search.length)
            + shared
            + ([] if search.rooms is None else without_room[tuple(search.rooms.get(ref, ()))])
            for ref in staff
        },
        in_room,
        ambiguous(first, last, clock.ZONE),
    )


def _taken(
    keys: Mapping[UUID, int], search: Search, now: datetime, ignoring: Sequence[UUID]
) -> tuple[dict[int, list[Interval]], dict[int, list[Interval]]]:
    """What is taken and what is opened by hand, as UTC minutes per resource: one statement, no datetimes made.

    No claim is longer than twelve hours (`claim_not_too_long`), so old ones are never looked at.
    """
    found: tuple[dict[int, list[Interval]], ...] = (defaultdict(list), defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN_SQL,
            {
                "keys": list(keys.values()),
                "earliest": search.earliest,
                # The buffer is part of what has to be free.
                "latest": search.latest + clock.minutes(search.buffer),
                "now": now,
                "ignoring": list(ignoring),
                "despite_busy": search.despite_busy,
            },
        )
        for what, key, starts, ends in cursor.fetchall():
            found[what][key].append((starts, ends))
    return found[0], found[1]
