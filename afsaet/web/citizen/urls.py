"""Addresses of the citizen's pages, sorted."""

from django.urls import path

from afsaet.web.citizen.agreements import (
    agreement_done,
    agreement_not_done,
    my_agreements,
    summary,
    summary_read,
)
from afsaet.web.citizen.booking import (
    book_a_time,
    check,
    check_move,
    choose_adviser,
    choose_adviser_move,
    move_meeting,
)
from afsaet.web.citizen.held_times import held_time, wait, wait_no_more
from afsaet.web.citizen.home import citizen_home
from afsaet.web.citizen.inbox import inbox, inbox_read
from afsaet.web.citizen.meeting import cancel_meeting, meeting, meeting_ics, meeting_topics
from afsaet.web.citizen.my_details import change_my_details, my_details, my_details_file, show_address
from afsaet.web.citizen.on_the_day import meeting_here, meeting_late, meeting_take_back

urlpatterns = [
    path("beskeder/", inbox, name="inbox"),
    path("beskeder/laest/", inbox_read, name="inbox_read"),
    path("book/", book_a_time, name="book"),
    path("book/hvem/", choose_adviser, name="choose_adviser"),
    path("book/tjek/", check, name="check"),
    path("book/vent/", wait, name="wait"),
    path("book/vent/slut/", wait_no_more, name="wait_no_more"),
    path("min-side/", citizen_home, name="citizen_home"),
    path("mine-aftaler/", my_agreements, name="my_agreements"),
    path("mine-aftaler/<uuid:uuid>/fortryd/", agreement_not_done, name="agreement_not_done"),
    path("mine-aftaler/<uuid:uuid>/gjort/", agreement_done, name="agreement_done"),
    path("mine-aftaler/samtale/<uuid:uuid>/", summary, name="summary"),
    path("mine-aftaler/samtale/<uuid:uuid>/laest/", summary_read, name="summary_read"),
    path("mine-oplysninger/", my_details, name="my_details"),
    path("mine-oplysninger/adresse/", show_address, name="my_details_address"),
    path("mine-oplysninger/hent/", my_details_file, name="my_details_file"),
    path("mine-oplysninger/ret/", change_my_details, name="change_my_details"),
    path("moede/<uuid:uuid>/", meeting, name="meeting"),
    path("moede/<uuid:uuid>/afbud/", cancel_meeting, name="cancel_meeting"),
    path("moede/<uuid:uuid>/emner/", meeting_topics, name="meeting_topics"),
    path("moede/<uuid:uuid>/forsinket/", meeting_late, name="meeting_late"),
    path("moede/<uuid:uuid>/fortryd/", meeting_take_back, name="meeting_take_back"),
    path("moede/<uuid:uuid>/her/", meeting_here, name="meeting_here"),
    path("moede/<uuid:uuid>/mit-moede.ics", meeting_ics, name="meeting_ics"),
    path("moede/<uuid:uuid>/skift/", move_meeting, name="move_meeting"),
    path("moede/<uuid:uuid>/skift/hvem/", choose_adviser_move, name="choose_adviser_move"),
    path("moede/<uuid:uuid>/skift/tjek/", check_move, name="check_move"),
    path("tilbud/<uuid:uuid>/", held_time, name="held_time"),
]
