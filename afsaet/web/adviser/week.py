"""The adviser's week as values ready to show: talks, closed times and free hours, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from afsaet.booking.models import Booking
from afsaet.booking.queries.booked import days_of
from afsaet.calendar.models import ClosedTime
from afsaet.calendar.queries.busy import busy_times
from afsaet.calendar.queries.hours import closed_days, closed_times, open_times
from afsaet.calendar.rules import Interval, gaps, minute_of, moment_of
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.models import Staff
from afsaet.web.adviser import words

_WORKDAYS = 5


@dataclass(frozen=True)
class Item:
    """One line of a day. `kind` is talk, closed, busy or free; for a closed time `inside` are the talks that stand
    in it, and busy she is in her own calendar."""

    kind: str
    starts: datetime
    ends: datetime
    whole_day: bool = False
    talk: Booking | None = None
    how: words.How | None = None
    note: str = ""
    pk: int = 0
    inside: list[Booking] = field(default_factory=list)


@dataclass(frozen=True)
class WeekDay:
    """`closed` is the name of a public closed day."""

    day: date
    today: bool
    past: bool
    closed: str
    items: list[Item]


def week_for(viewer: Viewer, staff: Staff, monday: date, now: datetime) -> list[WeekDay]:
    """Monday to Friday; Saturday and Sunday only when there is something. Notes everybody it names."""
    last = monday + timedelta(days=6)
    talks = days_of(viewer, staff, monday, 7)
    begins, ends = clock.at_local(monday, 0), clock.at_local(last + timedelta(days=1), 0)
    closed = closed_times(staff.uuid, begins, ends)
    elsewhere = busy_times(staff.uuid, begins, ends)
    names = closed_days(monday, last)
    taken = (
        [(talk.starts, talk.ends) for talk in talks] + [(one.starts, one.ends) for one in closed] + elsewhere
    )
    busy = [(minute_of(starts), minute_of(ends)) for starts, ends in taken]
    free = gaps(open_times(staff.uuid, monday, last), [*busy, (0, minute_of(now))])
    items = sorted(
        [*_talks(talks), *_closed(closed, talks, monday), *_busy(elsewhere, monday), *_free(free)],
        key=lambda item: (item.starts, item.kind),
    )
    today = clock.local(now).date()
    days = [monday + timedelta(days=number) for number in range(7)]
    found = [
        WeekDay(
            day,
            day == today,
            day < today,
            names.get(day, ""),
            [item for item in items if clock.local(item.starts).date() == day],
        )
        for day in days
    ]
    return [day for number, day in enumerate(found) if number < _WORKDAYS or day.items]


def _talks(talks: list[Booking]) -> Iterator[Item]:
    for talk in talks:
        yield Item("talk", talk.starts, talk.ends, talk=talk, how=words.how(talk))


def _free(free: list[Interval]) -> Iterator[Item]:
    for starts, ends in free:
        yield Item("free", moment_of(starts), moment_of(ends))


def _busy(elsewhere: list[tuple[datetime, datetime]], monday: date) -> Iterator[Item]:
    """Like a closed time it stands on each day it touches."""
    for number in range(7):
        begins = clock.at_local(monday + timedelta(days=number), 0)
        over = clock.at_local(monday + timedelta(days=number + 1), 0)
        for starts, ends in elsewhere:
            if starts < over and begins < ends:
                whole_day = starts <= begins and ends >= over
                yield Item("busy", max(starts, begins), min(ends, over), whole_day=whole_day)


def _closed(closed: list[ClosedTime], talks: list[Booking], monday: date) -> Iterator[Item]:
    """A closed time stands on each day it touches."""
    for number in range(7):
        begins = clock.at_local(monday + timedelta(days=number), 0)
        over = clock.at_local(monday + timedelta(days=number + 1), 0)
        for one in closed:
            starts, ends = max(one.starts, begins), min(one.ends, over)
            if starts >= ends:
                continue
            yield Item(
                "closed",
                starts,
                ends,
                whole_day=starts == begins and ends == over,
                note=one.note,
                pk=one.pk,
                inside=[talk for talk in talks if talk.starts < ends and starts < talk.ends],
            )
