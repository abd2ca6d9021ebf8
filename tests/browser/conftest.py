"""A real browser against a real server: chromium, the house with people at work, and somebody logged in.

Tests here are marked `browser`. The clock is moved by replacing `clock.now` and not by time_machine, because
sessions and cookies are timed by the browser, too.
"""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from afsaet.calendar.actions.hours import Hours, set_weekly_hours
from afsaet.core import clock
from afsaet.people.models import Citizen, Staff
from tests.cast import Cast, client_for, make_cast, viewer_of
from tests.conftest import MONDAY

# Playwright's loop runs in this thread; Django would refuse to touch the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("AFSAET_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Clock:
    """What the house takes the time to be; `move_to` moves it."""

    def __init__(self) -> None:
        self.at = MONDAY

    def move_to(self, moment: datetime) -> None:
        self.at = moment


@pytest.fixture
def house_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday 23 November 2026, 8.00 in Denmark."""
    hands = Clock()
    monkeypatch.setattr(clock, "now", lambda: hands.at)
    return hands


@pytest.fixture
def live_house(committed: None, live_server: LiveServer, house_clock: Clock) -> Cast:
    """The cast, with Lise and Nanna at work every weekday 8.30-12.00 and 12.30-15.30, behind a server."""
    house = make_cast()
    for staff in (house.lise, house.nanna):
        week = [
            Hours(day, opens, closes)
            for day in range(5)
            for opens, closes in [(time(8, 30), time(12)), (time(12, 30), time(15, 30))]
        ]
        set_weekly_hours(staff.uuid, week, by=viewer_of(house.vera), now=clock.now())
    return house


@pytest.fixture
def open_as(chromium: Browser, live_server: LiveServer) -> Iterator[Open]:
    """`open_as(person, "/book/", width=320, javascript=False)`: a browser window of her own, logged in."""
    contexts = []

    def open_window(
        person: Citizen | Staff,
        path: str,
        *,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        session = client_for(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        window = context.new_page()
        window.goto(live_server.url + path)
        return window

    yield open_window
    for context in contexts:
        context.close()


def no_sideways_scroll(window: Page) -> bool:
    wide = window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(wide) <= 0


def serious(window: Page) -> list[str]:
    """What axe finds that is serious or critical, as "rule: where"."""
    found = Axe().run(window).response["violations"]
    return [
        f"{rule['id']}: {node['target']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
