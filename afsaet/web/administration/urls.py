"""Addresses of the administrator's pages."""

from django.urls import path

from afsaet.web import converters  # noqa: F401 - registers <day:…>
from afsaet.web.administration.authority import authority_page
from afsaet.web.administration.citizens import administration_citizens, new_citizen
from afsaet.web.administration.closed_days import close_holidays, closed_days_page, open_closed_day
from afsaet.web.administration.covering import deputies, end_deputy_page, staff_hours
from afsaet.web.administration.files import rejects, run_page, template, upload
from afsaet.web.administration.log_in_links import reset_code, reset_code_of_citizen, send_link, send_links
from afsaet.web.administration.message_texts import text_example, text_list, text_page
from afsaet.web.administration.overview import administration
from afsaet.web.administration.rooms import new_room, room_list, room_page
from afsaet.web.administration.sent_messages import again, sent
from afsaet.web.administration.staff import administration_staff, new_staff, staff_page
from afsaet.web.administration.teams import new_team, remove_team_page, team_list, team_page
from afsaet.web.administration.topics import move_topic_page, new_topic, topic_list, topic_page
from afsaet.web.administration.types import type_list, type_page
from afsaet.web.administration.units import new_unit, unit_list, unit_page

CITIZENS, STAFF = {"kind": "citizens"}, {"kind": "staff"}

urlpatterns = [
    path("opsaetning/", administration, name="administration"),
    path("opsaetning/myndighed/", authority_page, name="administration_authority"),
    path("opsaetning/enheder/", unit_list, name="administration_units"),
    path("opsaetning/enheder/ny/", new_unit, name="administration_unit_new"),
    path("opsaetning/enheder/<int:pk>/", unit_page, name="administration_unit"),
    path("opsaetning/teams/", team_list, name="administration_teams"),
    path("opsaetning/teams/nyt/", new_team, name="administration_team_new"),
    path("opsaetning/teams/<int:pk>/", team_page, name="administration_team"),
    path("opsaetning/teams/<int:pk>/slet/", remove_team_page, name="administration_team_remove"),
    path("opsaetning/emner/", topic_list, name="administration_topics"),
    path("opsaetning/emner/nyt/", new_topic, name="administration_topic_new"),
    path("opsaetning/emner/<int:pk>/", topic_page, name="administration_topic"),
    path("opsaetning/emner/<int:pk>/flyt/", move_topic_page, name="administration_topic_move"),
    path("opsaetning/samtaletyper/", type_list, name="administration_types"),
    path("opsaetning/samtaletyper/<int:pk>/", type_page, name="administration_type"),
    path("opsaetning/lokaler/", room_list, name="administration_rooms"),
    path("opsaetning/lokaler/nyt/", new_room, name="administration_room_new"),
    path("opsaetning/lokaler/<uuid:uuid>/", room_page, name="administration_room"),
    path("opsaetning/lukkedage/", closed_days_page, name="administration_closed_days"),
    path("opsaetning/lukkedage/helligdage/", close_holidays, name="administration_closed_days_holidays"),
    path("opsaetning/lukkedage/<day:day>/aabn/", open_closed_day, name="administration_closed_day_open"),
    path("opsaetning/beskeder/", sent, name="administration_messages"),
    path("opsaetning/beskeder/<uuid:uuid>/igen/", again, name="administration_message_again"),
    path("opsaetning/beskeder/tekster/", text_list, name="administration_texts"),
    path("opsaetning/beskeder/tekster/<slug:key>/", text_page, name="administration_text"),
    path(
        "opsaetning/beskeder/tekster/<slug:key>/eksempel/", text_example, name="administration_text_example"
    ),
    path("medarbejdere/", administration_staff, name="administration_staff"),
    path("medarbejdere/ny/", new_staff, name="administration_staff_new"),
    path("medarbejdere/adgang/", send_links, STAFF, name="administration_staff_links"),
    path("medarbejdere/<uuid:uuid>/adgang/", send_link, name="administration_staff_link"),
    path("medarbejdere/<uuid:uuid>/kode/", reset_code, name="administration_staff_reset_code"),
    path("medarbejdere/<uuid:uuid>/tider/", staff_hours, name="administration_staff_hours"),
    path("medarbejdere/<uuid:uuid>/stedfortraeder/", deputies, name="administration_staff_deputies"),
    path("medarbejdere/stedfortraeder/<int:pk>/slut/", end_deputy_page, name="administration_deputy_end"),
    path("medarbejdere/<uuid:uuid>/", staff_page, name="administration_staff_member"),
    path("medarbejdere/fil/", upload, STAFF, name="administration_staff_file"),
    path("medarbejdere/fil/skabelon.csv", template, STAFF, name="administration_staff_template"),
    path("medarbejdere/fil/<uuid:uuid>/", run_page, STAFF, name="administration_staff_run"),
    path("medarbejdere/fil/<uuid:uuid>/afviste.csv", rejects, STAFF, name="administration_staff_rejects"),
    path("borgere-ind/", administration_citizens, name="administration_citizens"),
    path("borgere-ind/adgang/", send_links, CITIZENS, name="administration_citizens_links"),
    path("borgere-ind/kode/", reset_code_of_citizen, name="administration_citizens_reset_code"),
    path("borgere-ind/ny/", new_citizen, name="administration_citizen_new"),
    path("borgere-ind/fil/", upload, CITIZENS, name="administration_citizens_file"),
    path("borgere-ind/fil/skabelon.csv", template, CITIZENS, name="administration_citizens_template"),
    path("borgere-ind/fil/<uuid:uuid>/", run_page, CITIZENS, name="administration_citizens_run"),
    path(
        "borgere-ind/fil/<uuid:uuid>/afviste.csv", rejects, CITIZENS, name="administration_citizens_rejects"
    ),
]
