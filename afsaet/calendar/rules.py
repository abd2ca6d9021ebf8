"""Free times: one sweep over sorted intervals, in whole UTC minutes since 1970. Wall time becomes UTC here
and nowhere else in the house."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Interval = tuple[int, int]  # [starts, ends) in UTC minutes
NEVER = 2**40  # after all time
_DAY, _QUARTER = 24 * 60, 15
READ_EVERY, _LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=2)


@dataclass(frozen=True)
class WeeklyHours:
    """On `weekday` (Monday is 0) open from `opens` to `closes`, wall time, while valid (`valid_to` exclusive)."""

    weekday: int
    opens: time
    closes: time
    valid_from: date
    valid_to: date | None = None


def minute_of(moment: datetime) -> int:
    """UTC minutes since 1970 of an aware moment."""
    return int(moment.timestamp()) // 60


def moment_of(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


@lru_cache(maxsize=8192)  # thirty advisers open at the same few hours of the same days
def wall_to_minute(day: date, wall: time, zone: ZoneInfo) -> int:
    """UTC minute of a wall time. In the hour that does not exist it is shifted past the gap; of the hour
    that occurs twice it is the first."""
    return minute_of(datetime.combine(day, wall, zone))


def is_ambiguous(minute: int, zone: ZoneInfo) -> bool:
    """Whether the clock on the wall shows this minute's time twice (the autumn night)."""
    local = moment_of(minute).astimezone(zone).replace(fold=0)
    return local.utcoffset() != local.replace(fold=1).utcoffset()


def ambiguous(first: date, last: date, zone: ZoneInfo) -> list[Interval]:
    """The minutes from `first` to `last`, both included, that the clock on the wall shows twice."""
    found = []
    day = first
    while day <= last:
        begins, ends = (wall_to_minute(day + timedelta(days=days), time(), zone) for days in (0, 1))
        if ends - begins > _DAY:
            found += [
                (quarter, quarter + _QUARTER)
                for quarter in range(begins, ends, _QUARTER)
                if is_ambiguous(quarter, zone)
            ]
        day += timedelta(days=1)
    return _merged(found)


def open_hours(
    hours: Iterable[WeeklyHours], first: date, last: date, closed: set[date], zone: ZoneInfo
) -> list[Interval]:
    """The opening intervals from `first` to `last`, both included, but on no closed day. Sorted."""
    found = []
    for rule in hours:
        day = max(first, rule.valid_from)
        day += timedelta(days=(rule.weekday - day.weekday()) % 7)
        while day <= last and (rule.valid_to is None or day < rule.valid_to):
            if day not in closed:
                found.append((wall_to_minute(day, rule.opens, zone), wall_to_minute(day, rule.closes, zone)))
            day += timedelta(days=7)
    return sorted(interval for interval in found if interval[0] < interval[1])


def blocked(taken: Iterable[Interval], length: int) -> list[Interval]:
    """The starts at which `length` minutes would meet what is taken."""
    return [(begins - length + 1, ends) for begins, ends in taken]


def blocked_by_all(alternatives: Iterable[list[Interval]]) -> list[Interval]:
    """The starts that are blocked for each of the alternatives: no room is free then. None at all blocks ever."""
    common: list[Interval] = [(0, NEVER)]
    for one in alternatives:
        theirs = _merged(one)
        common = [(max(a, c), min(b, d)) for a, b in common for c, d in theirs if max(a, c) < min(b, d)]
    return common


def free_starts(
    opened: Iterable[Interval],
    blocked: Iterable[Interval],
    *,
    length: int,
    earliest: int,
    latest: int,
) -> list[int]:
    """Starts from `earliest` to `latest`, both included, that are not blocked, on a grid of `length` minutes
    that begins at each opening hour. Sorted.

    The grid hangs on the hours and not on what is taken, so a time that is shown stays bookable whatever
    else is booked or cancelled. `length` includes the buffer, which lies within the hours too.
    """
    no = _merged(blocked)
    ends = [end for _, end in no]
    starts = []
    for opens, closes in opened:
        first = opens + max(0, -((opens - earliest) // length)) * length
        ahead = bisect_right(ends, first)
        for start in range(first, min(closes - length, latest) + 1, length):
            while ahead < len(no) and ends[ahead] <= start:
                ahead += 1
            if ahead == len(no) or start < no[ahead][0]:
                starts.append(start)
    return sorted(set(starts))


def on_grid(opened: Iterable[Interval], start: int, length: int) -> bool:
    """Whether the start is one of the opening hours' own, free or not."""
    return any(
        opens <= start <= closes - length and (start - opens) % length == 0 for opens, closes in opened
    )


def gaps(opened: list[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """What of the opening hours is not taken, as disjoint, sorted intervals."""
    busy = _merged(taken)
    free = []
    for opens, closes in _merged(opened):
        since = opens
        for begins, ends in busy:
            if ends <= since or begins >= closes:
                continue
            if since < begins:
                free.append((since, begins))
            since = max(since, ends)
        if since < closes:
            free.append((since, closes))
    return free


def outside(opened: Iterable[Interval]) -> list[Interval]:
    """All the minutes that are not open."""
    edges = [0, *(edge for interval in _merged(opened) for edge in interval), NEVER]
    return [(begins, ends) for begins, ends in zip(edges[::2], edges[1::2], strict=True) if begins < ends]


def within(opened: list[Interval], span: Interval) -> bool:
    """Whether the whole span lies inside the opening hours; hours that touch are one."""
    return any(opens <= span[0] and span[1] <= closes for opens, closes in _merged(opened))


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same times as disjoint, sorted intervals."""
    merged: list[Interval] = []
    for begins, ends in sorted(intervals):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return merged


def joined(times: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Times that overlap as one, sorted; those that only touch stay two, so that each begins where it begins."""
    found: list[tuple[datetime, datetime]] = []
    for starts, ends in sorted(times):
        if found and starts < found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((starts, ends))
    return found


def next_try(read_at: datetime | None, tried_at: datetime | None) -> datetime | None:
    """When a calendar is read again: after ten minutes, and while it fails after as long as it has failed,
    at most two hours. None: at once."""
    if tried_at is None:
        return None
    failing = tried_at - read_at if read_at else _LONGEST_WAIT
    return tried_at + min(max(failing, READ_EVERY), _LONGEST_WAIT)
