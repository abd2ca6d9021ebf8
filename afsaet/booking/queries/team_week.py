"""The team's week in numbers, and whether the coming weeks have times enough. Nobody's citizens are shown."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from afsaet.booking.models import Booking, ConversationType, Deadline, StaffAbsence
from afsaet.booking.queries.absences import absences_of
from afsaet.booking.queries.offer import JOB_TALK
from afsaet.calendar.queries.free_times import Search, free_times
from afsaet.calendar.queries.hours import closed_days
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.access import led_staff
from afsaet.people.models import Caseload, Staff

WEEKS_AHEAD = 6
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Cell:
    """One adviser's day: talks booked, times still free, and whether she is away."""

    day: date
    talks: int
    free: int
    away: bool


@dataclass(frozen=True)
class TeamWeek:
    """`rows` are adviser by adviser; `closed` names the days on which the house is closed."""

    monday: date
    days: list[date]
    rows: list[tuple[Staff, list[Cell]]]
    closed: dict[date, str]


@dataclass(frozen=True)
class Capacity:
    """A week ahead: how many talks must be held by its end that nobody has booked, and how many times are free."""

    monday: date
    number: int
    due: int
    free: int

    @property
    def short(self) -> bool:
        return self.due > self.free


def team_week(viewer: Viewer, monday: date, now: datetime) -> TeamWeek:
    """Monday to Friday of the leader's teams."""
    staff = list(led_staff(viewer, monday))
    days = [monday + timedelta(days=number) for number in range(5)]
    talks = _talks(staff, days[0], days[-1])
    free = _free(staff, days[0], days[-1], now)
    absences = absences_of(staff, days[0], days[-1])
    rows = [
        (
            one,
            [Cell(day, talks[one.pk, day], free[one.uuid, day], _away(one, day, absences)) for day in days],
        )
        for one in staff
    ]
    return TeamWeek(monday, days, rows, closed_days(days[0], days[-1]))


def _away(one: Staff, day: date, absences: Sequence[StaffAbsence]) -> bool:
    return any(each.staff_id == one.pk and each.first_day <= day <= each.last_day for each in absences)


def _talks(staff: Sequence[Staff], first: date, last: date) -> Counter[tuple[int, date]]:
    rows = Booking.objects.filter(
        staff__in=staff,
        starts__gte=clock.at_local(first, 0),
        starts__lt=clock.at_local(last + timedelta(days=1), 0),
        cancelled_at=None,
    )
    return Counter((pk, clock.local(starts).date()) for pk, starts in rows.values_list("staff_id", "starts"))


def _free(staff: Sequence[Staff], first: date, last: date, now: datetime) -> Counter[tuple[UUID, date]]:
    kind = ConversationType.objects.get(key=JOB_TALK)
    search = Search(
        kind.minutes,
        max(now, clock.at_local(first, 0)),
        clock.at_local(last + timedelta(days=1), 0),
        buffer=kind.buffer_minutes,
    )
    found = free_times([one.uuid for one in staff], _NOBODY, search, now=now)
    return Counter((uuid, clock.local(starts).date()) for uuid, free in found.items() for starts in free)


def capacity_ahead(viewer: Viewer, now: datetime) -> list[Capacity]:
    """This week and the next ones: talks with a deadline in the week and no time, beside the free times in it."""
    today = clock.local(now).date()
    monday = today - timedelta(days=today.weekday())
    last = monday + timedelta(days=7 * WEEKS_AHEAD - 1)
    staff = list(led_staff(viewer, today))
    free = Counter(
        _monday(day) for (_, day), count in _free(staff, today, last, now).items() for _ in range(count)
    )
    hers = Caseload.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), staff__in=staff, starts_on__lte=today
    )
    deadlines = Deadline.objects.filter(
        met_by=None, hold_by__range=(today, last), citizen__in=hers.values("citizen")
    )
    due = Counter(_monday(day) for day in deadlines.values_list("hold_by", flat=True))
    weeks = [monday + timedelta(days=7 * number) for number in range(WEEKS_AHEAD)]
    return [Capacity(week, week.isocalendar().week, due[week], free[week]) for week in weeks]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
