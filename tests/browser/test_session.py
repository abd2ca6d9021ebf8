"""Nobody is logged out unawares. The browser's clock is moved, and the end of the session in the database."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, no_sideways_scroll, serious
from tests.cast import Cast
from tests.web.public.second_step import with_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]

FORM = "/mine-oplysninger/ret/"


def ends_in(seconds: int) -> None:
    """As if she had last done something so long ago."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        session["touched"] = 0
        session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=seconds))


def left() -> float:
    return (Session.objects.get().expire_date - timezone.now()).total_seconds()


def at(window: Page, address: str) -> Page:
    """The page, opened with the clock in our hands."""
    house = window.url.removesuffix("/hjaelp/")
    window.clock.install()
    window.goto(house + address)
    return window


@pytest.mark.parametrize("width", [1280, 320])
def test_two_minutes_before_a_line_says_when_and_a_button_prolongs(
    live_house: Cast, open_as: Open, width: int
) -> None:
    window = at(open_as(live_house.bo, "/hjaelp/", width=width), FORM)
    line = window.locator("#session")
    ends_in(119)
    window.clock.fast_forward("27:50")
    assert line.inner_text() == ""
    window.clock.fast_forward("00:12")
    expect(line).to_contain_text("Du bliver logget ud kl. 8.01.")
    assert line.get_attribute("role") == "alert"
    assert left() < 120, "to ask how long is left prolongs nothing"
    assert no_sideways_scroll(window)
    assert serious(window) == []
    window.get_by_role("button", name="Bliv logget ind").click()
    expect(line).to_be_empty()
    assert left() > 29 * 60


def test_another_window_prolongs_too(live_house: Cast, open_as: Open) -> None:
    window = at(open_as(live_house.bo, "/hjaelp/"), FORM)
    line = window.locator("#session")
    ends_in(100)
    window.clock.fast_forward("28:01")
    expect(line).to_contain_text("Du bliver logget ud kl.")
    ends_in(1700)
    window.clock.fast_forward("00:16")
    expect(line).to_be_empty()


def test_what_is_typed_stays_on_the_page_and_is_there_after_the_log_in(
    live_house: Cast, open_as: Open
) -> None:
    typed = with_password(live_house.bo)
    window = at(open_as(live_house.bo, "/hjaelp/"), FORM)
    window.get_by_label("Telefon").fill("31224455")
    ends_in(-1)
    window.clock.fast_forward("28:01")
    line = window.locator("#session")
    expect(line).to_have_text("Du er logget ud. Log ind igen. Det, du har skrevet, er gemt.")
    assert window.get_by_label("Telefon").input_value() == "31224455"
    window.get_by_label("E-mail").fill("ny@mail.example")
    line.get_by_role("link", name="Log ind igen").click()
    window.wait_for_url("**/log-ind/**")
    window.get_by_label("E-mail").fill(typed["username"])
    window.get_by_label("Adgangskode").fill(typed["password"])
    window.get_by_role("button", name="Log ind").click()
    window.wait_for_url("**" + FORM)
    assert window.get_by_label("Telefon").input_value() == "31224455"
    assert window.get_by_label("E-mail").input_value() == "ny@mail.example"


def test_today_stays_and_says_log_in_again(live_house: Cast, open_as: Open) -> None:
    window = at(open_as(live_house.lise, "/hjaelp/"), "/medarbejder/i-dag/")
    before = window.locator("#day").inner_text()
    ends_in(-1)
    polls = []
    window.on("request", lambda request: polls.append(request.url) if "vist=" in request.url else None)
    window.clock.fast_forward("00:21")
    line = window.locator("#session")
    expect(line).to_contain_text("Log ind igen. Intet er tabt.")
    assert window.locator("#day").inner_text() == before
    link = line.get_by_role("link", name="Log ind")
    assert link.get_attribute("href") == "/log-ind/?next=%2Fmedarbejder%2Fi-dag%2F"
    asked = len(polls)
    window.clock.fast_forward("01:01")
    window.clock.run_for(1000)
    assert len(polls) == asked == 1
