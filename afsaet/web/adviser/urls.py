"""The adviser's pages."""

from django.urls import path

from afsaet.web import converters  # noqa: F401 - registers <day:…>
from afsaet.web.adviser import calendar, citizens, talk, talk_end, today

urlpatterns = [
    path("medarbejder/i-dag/", today.today, name="today"),
    path("medarbejder/dag/<day:day>/", today.another_day, name="day"),
    path("medarbejder/dag/<day:day>/print/", today.day_print, name="day_print"),
    path("medarbejder/kalender/", calendar.week, name="calendar"),
    path("medarbejder/kalender/tider/", calendar.hours, name="calendar_hours"),
    path("medarbejder/kalender/luk/", calendar.close, name="calendar_close"),
    path("medarbejder/kalender/aabn/<int:pk>/", calendar.reopen, name="calendar_open"),
    path("medarbejder/borgere/", citizens.my_citizens, name="my_citizens"),
    path("medarbejder/borger/<uuid:uuid>/", citizens.citizen, name="citizen"),
    path("medarbejder/borger/<uuid:uuid>/adresse/", citizens.citizen_address, name="citizen_address"),
    path("samtale/start/<uuid:uuid>/", talk.talk_start, name="talk_start"),
    path("samtale/<uuid:uuid>/", talk.talk, name="talk"),
    path("samtale/<uuid:uuid>/til-sidst/", talk_end.talk_end, name="talk_end"),
    path("samtale/<uuid:uuid>/tak/", talk_end.talk_thanks, name="talk_thanks"),
    path("samtale/<uuid:uuid>/luk/", talk_end.talk_close, name="talk_close"),
    path("samtale/<uuid:uuid>/luk/gem/", talk_end.talk_close_save, name="talk_close_save"),
    path("samtale/<uuid:uuid>/luk/tekst/", talk_end.talk_close_text, name="talk_close_text"),
    path("samtale/<uuid:uuid>/<slug:step>/", talk.talk_step, name="talk_step"),
    path("samtale/<uuid:uuid>/<slug:step>/gem/", talk.talk_save, name="talk_save"),
    path("medarbejder/aflys/<uuid:uuid>/", citizens.cancel_for_citizen, name="cancel_for_citizen"),
]
