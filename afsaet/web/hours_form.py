"""Weekly hours as a form: two times a day, Monday to Sunday. The adviser's own page and the administrator's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from afsaet.calendar.actions.hours import Hours, set_weekly_hours
from afsaet.calendar.queries.hours import weekly_hours
from afsaet.core import clock, danish
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.web.public.logged_out import kept_answers
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence


@dataclass
class HoursRow:
    """One from-to of a weekday, as typed."""

    field: str
    label: str
    opens: str = ""
    closes: str = ""
    error: str = ""


@dataclass
class HoursDay:
    weekday: int
    name: str
    rows: list[HoursRow]

    @property
    def error(self) -> str:
        return next((row.error for row in self.rows if row.error), "")


def _empty_days() -> list[HoursDay]:
    return [
        HoursDay(
            weekday,
            danish.capitalised(name),
            [
                HoursRow(f"{name[:3].replace('ø', 'oe')}{number}", f"{danish.capitalised(name)}, {label}")
                for number, label in enumerate([_("første tid"), _("anden tid")], 1)
            ],
        )
        for weekday, name in enumerate(danish.WEEKDAYS)
    ]


def days_for(request: Request, staff: UUID) -> list[HoursDay]:
    """As typed: just now, or before the log-in ran out; else as they are saved."""
    if request.method == "POST":
        return _days_as_typed(request.POST)
    if kept := kept_answers(request):
        return _days_as_typed({name: values[0] for name, values in kept.items()})
    return _days_as_saved(staff, clock.today())


def _days_as_saved(staff: UUID, today: date) -> list[HoursDay]:
    days = _empty_days()
    saved = weekly_hours(staff, today)
    for day in days:
        for row, rule in zip(day.rows, [rule for rule in saved if rule.weekday == day.weekday], strict=False):
            row.opens, row.closes = f"{rule.opens:%H:%M}", f"{rule.closes:%H:%M}"
    return days


def _days_as_typed(typed: Mapping[str, str]) -> list[HoursDay]:
    days = _empty_days()
    for day in days:
        for row in day.rows:
            row.opens, row.closes = typed.get(f"{row.field}-fra", ""), typed.get(f"{row.field}-til", "")
    return days


def _read(weekday: int, row: HoursRow) -> list[Hours]:
    """What was typed, or nothing; what is wrong with it is put on the row."""
    if not row.opens and not row.closes:
        return []
    opens, closes = read_time(row.opens), read_time(row.closes)
    if opens is None or closes is None:
        row.error = _("Skriv både fra og til, for eksempel 8.30 og 12.00, eller lad begge stå tomme.")
        return []
    return [Hours(weekday, opens, closes)]


def save(staff: UUID, days: list[HoursDay], *, by: Viewer, now: datetime) -> bool:
    """Whether the hours were right and are saved; what is wrong stands on its row."""
    wanted = [hours for day in days for row in day.rows for hours in _read(day.weekday, row)]
    if any(day.error for day in days):
        return False
    try:
        set_weekly_hours(staff, wanted, by=by, now=now)
    except Refused as refused:
        weekday = refused.refusal.facts.get("weekday")
        for day in days:
            if day.weekday == weekday:
                day.rows[0].error = sentence(refused.refusal)
        return False
    return True


def errors(days: list[HoursDay]) -> list[tuple[str, str]]:
    """For the error summary: the field and its sentence."""
    return [(f"{row.field}-fra", row.error) for day in days for row in day.rows if row.error]


def weekend_used(days: list[HoursDay]) -> bool:
    return any(row.opens for day in days[5:] for row in day.rows)


def read_time(text: str) -> time | None:
    """`08:30` from the browser's own field; `8.30` and `8` as people write."""
    hour, _colon, minute = text.strip().replace(".", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
