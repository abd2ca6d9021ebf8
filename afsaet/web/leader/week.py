"""*Teamets uge*: talks, free times and absences in one table for the wall. No citizen is named."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from afsaet.booking.queries.team_week import capacity_ahead, team_week
from afsaet.core import clock
from afsaet.web.gates import for_staff
from afsaet.web.requests import Request

_WEEK = timedelta(days=7)


@require_safe
@for_staff("team_leader")
def team_week_page(request: Request) -> HttpResponse:
    monday, now = _monday(request.GET.get("uge", "")), clock.now()
    facts = {
        "week": team_week(request.viewer, monday, now),
        "number": monday.isocalendar().week,
        "capacity": capacity_ahead(request.viewer, now),
        "before": monday - _WEEK,
        "after": monday + _WEEK,
        "this_week": monday == _monday(""),
        "now": now,
    }
    return render(request, "leader/week.html", facts)


def _monday(text: str) -> date:
    """The Monday of the week of a day like 2026-11-26; this week's for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = clock.today()
    if not 2000 < day.year < 2100:
        day = clock.today()
    return day - timedelta(days=day.weekday())
