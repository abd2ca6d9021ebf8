"""Moves the demo's clock: the file that `core.clock` reads holds how many seconds it is ahead."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from afsaet.calendar.queries.hours import closed_days
from afsaet.core import clock

MORNING = time(8, 50)
# Within these times of a working day Lise has talks behind her and ahead of her.
_DAY_BEGINS, _DAY_ENDS, _FRIDAY_ENDS = time(8, 45), time(13, 45), time(11)


def move_to(moment: datetime, path: Path) -> None:
    """From now on the demo's clock goes on from this moment."""
    _write(moment - timezone.now(), path)


def move_by(step: timedelta, path: Path) -> None:
    _write(clock.offset(path) + step, path)


def move_back(path: Path) -> None:
    """The real time again."""
    path.unlink(missing_ok=True)


def _write(offset: timedelta, path: Path) -> None:
    """In one step, because other processes read it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(f"{offset.total_seconds():.3f}")
    draft.replace(path)


def next_working_day(after: date) -> date:
    """The first day after this one that is neither weekend nor closed."""
    closed = closed_days(after, after + timedelta(days=30))
    day = after + timedelta(days=1)
    while day.weekday() > 4 or day in closed:
        day += timedelta(days=1)
    return day


def good_moment(now: datetime) -> datetime:
    """`now` if it is in the middle of a working day, else the next morning at which there is something to see."""
    wall = clock.local(now)
    ends = _FRIDAY_ENDS if wall.weekday() == 4 else _DAY_ENDS
    works = next_working_day(wall.date() - timedelta(days=1)) == wall.date()
    if works and _DAY_BEGINS <= wall.time() < ends:
        return now
    day = wall.date() if works and wall.time() < _DAY_BEGINS else next_working_day(wall.date())
    return clock.at_local(day, MORNING.hour, MORNING.minute)
