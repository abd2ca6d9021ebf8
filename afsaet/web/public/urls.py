"""Addresses of the pages for everybody."""

from django.conf import settings
from django.urls import URLPattern, path

from afsaet.web.public.busy_feed import busy_feed
from afsaet.web.public.components import components
from afsaet.web.public.demo import demo_log_in
from afsaet.web.public.home import home, short_address
from afsaet.web.public.log_in import log_in, log_out
from afsaet.web.public.passwords import forgotten, forgotten_sent, new_password
from afsaet.web.public.second_step import log_in_code, my_log_in, set_up
from afsaet.web.public.session import keep_typed, session_left
from afsaet.web.public.start import start
from afsaet.web.public.texts import accessibility, help_page, privacy_notice


def patterns(*, demo: bool) -> list[URLPattern]:
    """The demo's own pages have no address outside it."""
    only_demo = [
        path("demo/", demo_log_in, name="demo_log_in"),
        path("komponenter/", components, name="components"),
    ]
    return [
        path("", start, name="start"),
        path("hjaelp/", help_page, name="help"),
        path("hjem/", home, name="home"),
        path("kalender/<str:token>.ics", busy_feed, name="busy_feed"),
        path("log-ind/", log_in, name="log_in"),
        path("log-ind/gem/", keep_typed, name="keep_typed"),
        path("log-ind/glemt/", forgotten, name="forgotten"),
        path("log-ind/glemt/sendt/", forgotten_sent, name="forgotten_sent"),
        path("log-ind/kode/", log_in_code, name="log_in_code"),
        path("log-ind/kode/app/", set_up, name="second_step_set_up"),
        path("log-ind/kode/reserve/", log_in_code, {"paper": True}, name="log_in_recovery_code"),
        path("log-ind/ny-adgangskode/<uuid:uuid>/<str:token>/", new_password, name="new_password"),
        path("log-ind/tid/", session_left, name="session_left"),
        path("log-ud/", log_out, name="log_out"),
        path("mit-log-in/", my_log_in, name="my_log_in"),
        path("sadan-bruger-vi-dine-oplysninger/", privacy_notice, name="privacy_notice"),
        path("tid/", short_address, name="short_address"),
        path("tilgaengelighed/", accessibility, name="accessibility"),
        *(only_demo if demo else []),
    ]


urlpatterns = patterns(demo=settings.DEMO)
