"""*I dag*: who is next, what do they want, what is not done. It keeps itself fresh and moves nothing."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from afsaet.core import clock, danish
from afsaet.people.access import own_staff
from afsaet.web.adviser import words
from afsaet.web.adviser.day import Day, Version, changes, day_for, version_of, workday
from afsaet.web.adviser.paper import paper_day
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request


@require_safe
@for_staff("adviser")
def today(request: Request) -> HttpResponse:
    """The tab that stays open. `?opdatering=nej` stops it from refreshing itself."""
    shown = day_for(request.viewer, own_staff(request.viewer), clock.today(), clock.now())
    version = version_of(shown)
    if request.htmx:
        return _poll(request, shown, version)
    paused = request.GET.get("opdatering") == "nej"
    return render(request, "adviser/today.html", _context(shown) | {"version": version, "paused": paused})


@require_safe
@for_staff("adviser")
def another_day(request: Request, day: date) -> HttpResponse:
    """Another day, as a list."""
    shown = day_for(request.viewer, own_staff(request.viewer), day, clock.now())
    return render(request, "adviser/today.html", _context(shown) | {"paused": True})


@require_safe
@for_staff("adviser")
def day_print(request: Request, day: date) -> HttpResponse:
    """The day on paper, for when the net is down: a line to write on for each talk."""
    shown = paper_day(request.viewer, own_staff(request.viewer), day)
    return render(request, "adviser/today_print.html", {"day": day, "talks": shown, "now": clock.now()})


def _poll(request: Request, shown: Day, version: Version) -> HttpResponse:
    """304 when nothing has changed; else the states in place, or only a line when something would move."""
    if request.headers.get("If-None-Match") == f'"{version.content}"':
        return HttpResponse(status=304)
    shape, _, states = request.GET.get("vist", "").partition("-")
    in_place = shape == version.shape
    context = _context(shown) | {
        "version": version if in_place else Version(shape, states, version.content),
        "changes": changes(shown, states),
        "in_place": in_place,
        "now": clock.now(),
    }
    answer = render(request, "adviser/today_poll.html", context)
    if not in_place:
        answer.headers["HX-Reswap"] = "none"
    return answer


def _context(shown: Day) -> dict[str, object]:
    before, after = workday(shown.day, -1), workday(shown.day, 1)
    return {
        "day": shown,
        "count_words": words.talks(shown.count),
        "following_words": words.talks(shown.following_count),
        "following_name": _following_name(shown),
        "before_name": _weekday(before),
        "after_name": _weekday(after),
        "before_url": _address(before),
        "after_url": _address(after),
    }


def _address(other: date) -> str:
    """Today has its own address, which keeps itself fresh."""
    return reverse("today") if other == clock.today() else reverse("day", args=[other])


def _weekday(other: date) -> str:
    return danish.capitalised(danish.WEEKDAYS[other.weekday()])


def _following_name(shown: Day) -> str:
    """`I morgen`; on a Friday `Mandag`."""
    tomorrow = shown.following - shown.day == timedelta(days=1)
    return gettext("I morgen") if tomorrow else _weekday(shown.following)
