"""The leader's pages."""

from django.urls import path

from afsaet.web import converters  # noqa: F401 - registers <day:…>
from afsaet.web.leader import plan, today, week

urlpatterns = [
    path("leder/fravaer/<uuid:uuid>/", today.report, name="leader_report"),
    path("leder/i-dag/", today.team_today, name="leader_today"),
    path("leder/plan/<uuid:uuid>/", plan.plan, name="leader_plan"),
    path("leder/plan/<uuid:uuid>/ring/<uuid:talk>/", plan.call, name="leader_call"),
    path("leder/plan/<uuid:uuid>/tilbage/", today.back, name="leader_back"),
    path("leder/uge/", week.team_week_page, name="leader_week"),
]
