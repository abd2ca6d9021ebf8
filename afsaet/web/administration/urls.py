"""Addresses of the administrator's pages."""

from django.urls import path

from afsaet.web.administration.authority import authority_page
from afsaet.web.administration.citizens import administration_citizens, new_citizen
from afsaet.web.administration.files import rejects, run_page, template, upload
from afsaet.web.administration.log_in_links import send_link, send_links
from afsaet.web.administration.overview import administration
from afsaet.web.administration.staff import administration_staff, new_staff, staff_page
from afsaet.web.administration.teams import new_team, remove_team_page, team_list, team_page
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
    path("medarbejdere/", administration_staff, name="administration_staff"),
    path("medarbejdere/ny/", new_staff, name="administration_staff_new"),
    path("medarbejdere/adgang/", send_links, STAFF, name="administration_staff_links"),
    path("medarbejdere/<uuid:uuid>/adgang/", send_link, name="administration_staff_link"),
    path("medarbejdere/<uuid:uuid>/", staff_page, name="administration_staff_member"),
    path("medarbejdere/fil/", upload, STAFF, name="administration_staff_file"),
    path("medarbejdere/fil/skabelon.csv", template, STAFF, name="administration_staff_template"),
    path("medarbejdere/fil/<uuid:uuid>/", run_page, STAFF, name="administration_staff_run"),
    path("medarbejdere/fil/<uuid:uuid>/afviste.csv", rejects, STAFF, name="administration_staff_rejects"),
    path("borgere-ind/", administration_citizens, name="administration_citizens"),
    path("borgere-ind/adgang/", send_links, CITIZENS, name="administration_citizens_links"),
    path("borgere-ind/ny/", new_citizen, name="administration_citizen_new"),
    path("borgere-ind/fil/", upload, CITIZENS, name="administration_citizens_file"),
    path("borgere-ind/fil/skabelon.csv", template, CITIZENS, name="administration_citizens_template"),
    path("borgere-ind/fil/<uuid:uuid>/", run_page, CITIZENS, name="administration_citizens_run"),
    path(
        "borgere-ind/fil/<uuid:uuid>/afviste.csv", rejects, CITIZENS, name="administration_citizens_rejects"
    ),
]
