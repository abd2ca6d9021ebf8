"""*Min kalender*: the adviser's week, her weekly hours, and the times she closes."""

from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from afsaet.booking.models import Booking
from afsaet.booking.queries.booked import days_of
from afsaet.calendar.actions import hours as working_hours
from afsaet.calendar.queries.busy import source_of
from afsaet.calendar.queries.hours import open_times, weekly_hours
from afsaet.calendar.rules import minute_of, within
from afsaet.core import clock, danish
from afsaet.core.errors import Refusal, Refused
from afsaet.core.viewer import Viewer
from afsaet.people.access import own_staff
from afsaet.people.models import Staff
from afsaet.web import hours_form
from afsaet.web.adviser.calendar_words import calendar_name, read_words
from afsaet.web.adviser.clash_lines import clash_lines
from afsaet.web.adviser.week import week_for
from afsaet.web.gates import for_staff
from afsaet.web.hours_form import HoursDay, read_time
from afsaet.web.public.logged_out import kept_answers
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
    source = source_of(staff.uuid)
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
            "own_calendar": calendar_name(source),
            "video_link": staff.video_link,
            "read_words": read_words(source, clock.now()) if source else "",
            "problem": sentence(Refusal(source.problem)) if source and source.problem else "",
            "clashes": clash_lines(request.viewer, staff, source, clock.now())
            if monday == this_monday
            else [],
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
    return {
        "lukket": _("Tiden er lukket. Ingen kan booke dig der."),
        "aabnet": _("Tiden er åben igen."),
        "video": _("Dit videolink er gemt."),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("adviser")
def hours(request: Request) -> HttpResponse:
    """The weekly hours; they hold from today, and talks booked earlier stand."""
    staff = own_staff(request.viewer)
    days = hours_form.days_for(request, staff.uuid)
    if request.method != "POST":
        return _hours_page(request, staff, days)
    if not hours_form.save(staff.uuid, days, by=request.viewer, now=clock.now()):
        return _hours_page(request, staff, days, 422)
    return redirect(reverse("calendar_hours") + "?sket=gemt")


def _hours_page(request: Request, staff: Staff, days: list[HoursDay], status: int = 200) -> HttpResponse:
    context = {
        "days": days,
        "weekend_used": hours_form.weekend_used(days),
        "errors": hours_form.errors(days),
        "outside": _outside_hours(request.viewer, staff),
        "message": _("Dine tider er gemt.") if request.GET.get("sket") == "gemt" else "",
    }
    return render(request, "adviser/calendar_hours.html", context, status=status)


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
        kept = {name: values[0] for name, values in (kept_answers(request) or {}).items()}
        shown: dict[str, object] = {**kept} or {"dag": _day(request.GET.get("dag", "")) or ""}
        return render(request, "adviser/calendar_close.html", {"typed": shown, "error": {}})
    typed = {
        name: request.POST.get(name, "").strip() for name in ("dag", "sidste", "fra", "til", "hele", "note")
    }
    errors = _close_errors(typed)
    if not errors:
        try:
            starts, ends = _span(typed)
            working_hours.close_time(
                staff.uuid, starts, ends, typed["note"], by=request.viewer, now=clock.now()
            )
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
    if read_time(typed["fra"]) is None:
        errors["fra"] = _("Skriv, hvornår det begynder, eller vælg hele dagen.")
    if read_time(typed["til"]) is None:
        errors["til"] = _("Skriv, hvornår det slutter, eller vælg hele dagen.")
    return errors


def _span(typed: dict[str, str]) -> tuple[datetime, datetime]:
    """From when to when, on the wall in Denmark."""
    first = _day(typed["dag"])
    assert first is not None  # _close_errors has seen to it
    if typed["hele"]:
        last = _day(typed["sidste"]) or first
        return clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    opens, closes = read_time(typed["fra"]), read_time(typed["til"])
    assert opens is not None
    assert closes is not None
    return clock.at_local(first, opens.hour, opens.minute), clock.at_local(first, closes.hour, closes.minute)


@require_POST
@for_staff("adviser")
def reopen(request: Request, pk: int) -> HttpResponse:
    """Åbn igen. Somebody else's closed time is left alone."""
    working_hours.open_time(own_staff(request.viewer).uuid, pk, by=request.viewer, now=clock.now())
    monday = _day(request.POST.get("uge", "")) or clock.today()
    return redirect(reverse("calendar") + f"?uge={monday}&sket=aabnet")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
