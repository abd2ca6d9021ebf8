"""*Min kalender*: the adviser's week, her weekly hours, and the times she closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afsaet.booking.models import Booking
from afsaet.booking.queries.booked import days_of
from afsaet.calendar import actions
from afsaet.calendar.actions import Hours
from afsaet.calendar.queries import open_times, weekly_hours
from afsaet.calendar.rules import minute_of, within
from afsaet.core import clock, danish
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.access import own_staff
from afsaet.people.models import Staff
from afsaet.web.adviser.week import week_for
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request
from afsaet.web.sentences import sentence

# How far ahead booked talks are compared with the weekly hours.
_DAYS_AHEAD = 90


@require_safe
@for_staff("adviser")
def week(request: Request) -> HttpResponse:
    """The week of `?uge=2026-11-26` (any day of it), else this one."""
    asked = _day(request.GET.get("uge", "")) or clock.today()
    monday = asked - timedelta(days=asked.weekday())
    this_monday = clock.today() - timedelta(days=clock.today().weekday())
    staff = own_staff(request.viewer)
    shown = week_for(request.viewer, staff, monday, clock.now())
    address = reverse("calendar")
    return render(
        request,
        "adviser/calendar.html",
        {
            "week": shown,
            "number": monday.isocalendar().week,
            "last": monday + timedelta(days=6),
            "this_week": monday == this_monday,
            "before_url": f"{address}?uge={monday - timedelta(days=7)}",
            "after_url": f"{address}?uge={monday + timedelta(days=7)}",
            "monday": monday,
            "fixed": _fixed_hours(staff),
            "message": _messages().get(request.GET.get("sket", ""), ""),
        },
    )


def _fixed_hours(staff: Staff) -> list[tuple[str, str]]:
    """`Mandag`, `8.30-12.00, 12.30-15.30`: the weekly hours that hold today."""
    by_day: dict[str, list[str]] = {}
    for rule in weekly_hours(staff.uuid, clock.today()):
        span = f"{rule.opens.hour}.{rule.opens:%M}–{rule.closes.hour}.{rule.closes:%M}"
        by_day.setdefault(danish.capitalised(danish.WEEKDAYS[rule.weekday]), []).append(span)
    return [(name, ", ".join(spans)) for name, spans in by_day.items()]


def _messages() -> dict[str, str]:
    return {"lukket": _("Tiden er lukket. Ingen kan booke dig der."), "aabnet": _("Tiden er åben igen.")}


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


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def hours(request: Request) -> HttpResponse:
    """The weekly hours; they hold from today, and talks booked earlier stand."""
    staff = own_staff(request.viewer)
    if request.method != "POST":
        return _hours_page(request, staff, _days_as_saved(staff))
    days = _days_as_typed(request.POST)
    wanted = [hours for day in days for row in day.rows for hours in _read(day.weekday, row)]
    if any(day.error for day in days):
        return _hours_page(request, staff, days, 422)
    try:
        actions.set_weekly_hours(staff.uuid, wanted, by=request.viewer, now=clock.now())
    except Refused as refused:
        weekday = refused.refusal.facts.get("weekday")
        for day in days:
            if day.weekday == weekday:
                day.rows[0].error = sentence(refused.refusal)
        return _hours_page(request, staff, days, 422)
    return redirect(reverse("calendar_hours") + "?sket=gemt")


def _hours_page(request: Request, staff: Staff, days: list[HoursDay], status: int = 200) -> HttpResponse:
    rows = [row for day in days for row in day.rows]
    context = {
        "days": days,
        "weekend_used": any(row.opens for day in days[5:] for row in day.rows),
        "errors": [(f"{row.field}-fra", row.error) for row in rows if row.error],
        "outside": _outside_hours(request.viewer, staff),
        "message": _("Dine tider er gemt.") if request.GET.get("sket") == "gemt" else "",
    }
    return render(request, "adviser/calendar_hours.html", context, status=status)


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


def _days_as_saved(staff: Staff) -> list[HoursDay]:
    days = _empty_days()
    saved = weekly_hours(staff.uuid, clock.today())
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
    opens, closes = _time(row.opens), _time(row.closes)
    if opens is None or closes is None:
        row.error = _("Skriv både fra og til, for eksempel 8.30 og 12.00, eller lad begge stå tomme.")
        return []
    return [Hours(weekday, opens, closes)]


def _outside_hours(viewer: Viewer, staff: Staff) -> list[Booking]:
    """Coming talks that lie outside the hours as they are now: they stand."""
    today = clock.today()
    booked = [talk for talk in days_of(viewer, staff, today, _DAYS_AHEAD) if talk.starts > clock.now()]
    opened = open_times(staff.uuid, today, today + timedelta(days=_DAYS_AHEAD))
    return [talk for talk in booked if not within(opened, (minute_of(talk.starts), minute_of(talk.ends)))]


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def close(request: Request) -> HttpResponse:
    """Close a time: one day from-to, or whole days. Talks that lie there stand, and the week says so."""
    staff = own_staff(request.viewer)
    if request.method != "POST":
        start = _day(request.GET.get("dag", ""))
        return render(request, "adviser/calendar_close.html", {"typed": {"dag": start or ""}, "error": {}})
    typed = {
        name: request.POST.get(name, "").strip() for name in ("dag", "sidste", "fra", "til", "hele", "note")
    }
    errors = _close_errors(typed)
    if not errors:
        try:
            starts, ends = _span(typed)
            actions.close_time(staff.uuid, starts, ends, typed["note"], by=request.viewer, now=clock.now())
            return redirect(reverse("calendar") + f"?uge={typed['dag']}&sket=lukket")
        except Refused as refused:
            field = "sidste" if typed["hele"] else "til"
            errors = {"dag" if refused.code == "in_the_past" else field: sentence(refused.refusal)}
    context = {"typed": typed, "error": errors, "errors": list(errors.items())}
    return render(request, "adviser/calendar_close.html", context, status=422)


def _close_errors(typed: dict[str, str]) -> dict[str, str]:
    """Sentence by field."""
    errors = {}
    if _day(typed["dag"]) is None:
        errors["dag"] = _("Vælg en dato.")
    if typed["hele"]:
        if typed["sidste"] and _day(typed["sidste"]) is None:
            errors["sidste"] = _("Vælg en dato, eller lad feltet stå tomt.")
        return errors
    if _time(typed["fra"]) is None:
        errors["fra"] = _("Skriv, hvornår det begynder, eller vælg hele dagen.")
    if _time(typed["til"]) is None:
        errors["til"] = _("Skriv, hvornår det slutter, eller vælg hele dagen.")
    return errors


def _span(typed: dict[str, str]) -> tuple[datetime, datetime]:
    """From when to when, on the wall in Denmark."""
    first = _day(typed["dag"])
    assert first is not None  # _close_errors has seen to it
    if typed["hele"]:
        last = _day(typed["sidste"]) or first
        return clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    opens, closes = _time(typed["fra"]), _time(typed["til"])
    assert opens is not None
    assert closes is not None
    return clock.at_local(first, opens.hour, opens.minute), clock.at_local(first, closes.hour, closes.minute)


@require_POST
@for_staff("adviser")
def reopen(request: Request, pk: int) -> HttpResponse:
    """Åbn igen. Somebody else's closed time is left alone."""
    actions.open_time(own_staff(request.viewer).uuid, pk, by=request.viewer, now=clock.now())
    monday = _day(request.POST.get("uge", "")) or clock.today()
    return redirect(reverse("calendar") + f"?uge={monday}&sket=aabnet")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    """`08:30` from the browser's own field; `8.30` and `8` as people write."""
    hour, _colon, minute = text.strip().replace(".", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
