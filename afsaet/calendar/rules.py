"""Free times: one sweep over sorted intervals, in whole UTC minutes since 1970. Wall time becomes UTC here
and nowhere else in the house."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[int, int]  # [starts, ends) in UTC minutes


@dataclass(frozen=True)
class WeeklyHours:
    """On `weekday` (Monday is 0) open from `opens` to `closes`, wall time, while valid (`valid_to` exclusive)."""

    weekday: int
    opens: time
    closes: time
    valid_from: date
    valid_to: date | None = None

    def on(self, day: date) -> bool:
        return (
            self.weekday == day.weekday()
            and self.valid_from <= day
            and (self.valid_to is None or day < self.valid_to)
        )


def minute_of(moment: datetime) -> int:
    """UTC minutes since 1970 of an aware moment."""
    return int(moment.timestamp()) // 60


def moment_of(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


def wall_to_minute(day: date, wall: time, zone: ZoneInfo) -> int:
    """UTC minute of a wall time. In the hour that does not exist it is shifted past the gap; of the hour
    that occurs twice it is the first."""
    return minute_of(datetime.combine(day, wall, zone))


def is_ambiguous(minute: int, zone: ZoneInfo) -> bool:
    """Whether the clock on the wall shows this minute's time twice (the autumn night)."""
    local = moment_of(minute).astimezone(zone).replace(fold=0)
    return local.utcoffset() != local.replace(fold=1).utcoffset()


def open_hours(
    hours: Iterable[WeeklyHours], first: date, last: date, closed: set[date], zone: ZoneInfo
) -> list[Interval]:
    """The opening intervals from `first` to `last`, both included, but on no closed day. Sorted."""
    hours = list(hours)
    found = []
    day = first
    while day <= last:
        if day not in closed:
            for rule in hours:
                if rule.on(day):
                    found.append(
                        (wall_to_minute(day, rule.opens, zone), wall_to_minute(day, rule.closes, zone))
                    )
        day += timedelta(days=1)
    return sorted(interval for interval in found if interval[0] < interval[1])


def free_starts(
    opened: list[Interval],
    taken: Iterable[Interval],
    *,
    minutes: int,
    earliest: int,
    latest: int,
    zone: ZoneInfo,
) -> list[int]:
    """Starts of free times of `minutes`, on a grid that begins at each opening hour. Sorted.

    The grid hangs on the hours and not on what is taken, so a time that is shown stays bookable whatever
    else is booked or cancelled. `earliest` ≤ start and end ≤ `latest`. A start that the wall clock shows
    twice is never offered.
    """
    busy = _merged(taken)
    ends = [end for _, end in busy]
    starts = set()
    for opens, closes in opened:
        for start in range(opens, closes - minutes + 1, minutes):
            next_busy = bisect_right(ends, start)
            free = next_busy == len(busy) or busy[next_busy][0] >= start + minutes
            if free and earliest <= start and start + minutes <= latest and not is_ambiguous(start, zone):
                starts.add(start)
    return sorted(starts)


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
