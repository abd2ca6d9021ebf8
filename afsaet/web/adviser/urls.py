"""The adviser's pages."""

from django.urls import path

from afsaet.web import converters  # noqa: F401 - registers <day:…>
from afsaet.web.adviser import (
    booking,
    calendar,
    citizens,
    colleague,
    extra_times,
    freed,
    on_the_day,
    other_calendar,
    talk,
    talk_end,
    today,
    video,
    walk_in,
)

urlpatterns = [
    path("medarbejder/i-dag/", today.today, name="today"),
    path("medarbejder/dag/<day:day>/", today.another_day, name="day"),
    path("medarbejder/dag/<day:day>/print/", today.day_print, name="day_print"),
    path("medarbejder/paa-dagen/<uuid:uuid>/", on_the_day.on_the_day, name="on_the_day"),
    path("medarbejder/paa-dagen/<uuid:uuid>/afbud/", on_the_day.afbud_for_citizen, name="afbud_for_citizen"),
    path("medarbejder/paa-dagen/<uuid:uuid>/besked/", on_the_day.send_missed, name="send_missed"),
    path("medarbejder/paa-dagen/<uuid:uuid>/forsinket/", on_the_day.note_late, name="note_late"),
    path("medarbejder/paa-dagen/<uuid:uuid>/ikke-moedt/", on_the_day.not_come, name="not_come"),
    path("medarbejder/paa-dagen/<uuid:uuid>/kom/", on_the_day.came_after_all, name="came_after_all"),
    path("medarbejder/paa-dagen/<uuid:uuid>/luk/", on_the_day.close_absence, name="close_absence"),
    path("medarbejder/paa-dagen/<uuid:uuid>/opkald/<int:call>/", on_the_day.answer_call, name="answer_call"),
    path("medarbejder/paa-dagen/<uuid:uuid>/ring/", on_the_day.ring, name="ring"),
    path("medarbejder/paa-dagen/<uuid:uuid>/telefon/", on_the_day.ring_instead, name="ring_instead"),
    path("medarbejder/kalender/", calendar.week, name="calendar"),
    path("medarbejder/kalender/tider/", calendar.hours, name="calendar_hours"),
    path("medarbejder/kalender/video/", video.video_link, name="video_link"),
    path("medarbejder/kalender/luk/", calendar.close, name="calendar_close"),
    path("medarbejder/kalender/flere-tider/", extra_times.extra_times, name="extra_times"),
    path(
        "medarbejder/kalender/flere-tider/<int:pk>/luk/",
        extra_times.take_extra_time_back,
        name="extra_time_back",
    ),
    path("medarbejder/kalender/egen/", other_calendar.other_calendar, name="other_calendar"),
    path("medarbejder/kalender/egen/laes/", other_calendar.other_calendar_read, name="other_calendar_read"),
    path(
        "medarbejder/kalender/egen/fjern/", other_calendar.other_calendar_remove, name="other_calendar_remove"
    ),
    path("medarbejder/kalender/adresse/", other_calendar.feed, name="calendar_feed"),
    path("medarbejder/kalender/adresse/luk/", other_calendar.feed_close, name="calendar_feed_close"),
    path("medarbejder/kalender/behold/<uuid:uuid>/", other_calendar.keep, name="clash_keep"),
    path("medarbejder/kalender/aabn/<int:pk>/", calendar.reopen, name="calendar_open"),
    path("medarbejder/borgere/", citizens.my_citizens, name="my_citizens"),
    path("medarbejder/borger/<uuid:uuid>/", citizens.citizen, name="citizen"),
    path("medarbejder/borger/<uuid:uuid>/adresse/", citizens.citizen_address, name="citizen_address"),
    path("medarbejder/borger/<uuid:uuid>/book/", booking.book_for_citizen, name="book_for_citizen"),
    path(
        "medarbejder/borger/<uuid:uuid>/book/hvem/", booking.book_for_citizen_who, name="book_for_citizen_who"
    ),
    path(
        "medarbejder/borger/<uuid:uuid>/book/tjek/",
        booking.book_for_citizen_check,
        name="book_for_citizen_check",
    ),
    path("medarbejder/spoergsmaal/<uuid:uuid>/", colleague.answer, name="answer_colleague"),
    path("medarbejder/tid/<uuid:uuid>/kollega/", colleague.ask, name="ask_colleague"),
    path("medarbejder/tid/<uuid:uuid>/kollega/fortryd/", colleague.ask_nobody, name="ask_nobody"),
    path("medarbejder/tid/<uuid:uuid>/skift/", booking.move_for_citizen, name="move_for_citizen"),
    path(
        "medarbejder/tid/<uuid:uuid>/skift/hvem/", booking.move_for_citizen_who, name="move_for_citizen_who"
    ),
    path(
        "medarbejder/tid/<uuid:uuid>/skift/tjek/",
        booking.move_for_citizen_check,
        name="move_for_citizen_check",
    ),
    path("medarbejder/tid/<uuid:uuid>/luft/", freed.keep_air, name="keep_air"),
    path("medarbejder/tid/<uuid:uuid>/luft/fortryd/", freed.give_air, name="give_air"),
    path("medarbejder/tid/<uuid:uuid>/tilbyd/", freed.offer_time, name="offer_time"),
    path("medarbejder/uden-tid/", walk_in.walk_in, name="walk_in"),
    path("medarbejder/uden-tid/<uuid:uuid>/", walk_in.walk_in_start, name="walk_in_start"),
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
