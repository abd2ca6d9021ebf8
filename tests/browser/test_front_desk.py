"""A morning at the desk, counted: Kirsten phones and has a time, at most five interactions after the search."""

import pytest
from playwright.sync_api import expect

from afsaet.booking.models import Booking
from tests.booking.conftest import at, booked
from tests.browser.conftest import Open, no_sideways_scroll, serious
from tests.browser.test_citizen_journey import THURSDAY, Counted, heading
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


def test_kirsten_phones_and_has_a_time_in_five_interactions_after_the_search(
    live_house: Cast, open_as: Open
) -> None:
    window = open_as(live_house.gitte, "/modtagelsen/")
    expect(window.locator("#hvem")).to_be_focused()
    assert not serious(window)
    window.keyboard.type("Kirsten Holm")
    window.keyboard.press("Tab")
    window.keyboard.type("210668")
    window.keyboard.press("Enter")
    does = Counted(window)
    window.locator("tbody").get_by_role("link", name="Book en tid").click()
    does.count += 1
    heading(window, "Vælg en tid til Kirsten Holm")
    does.tick("Hvor der er brug for folk")
    does.choose_time(THURSDAY)
    does.press("Videre")
    expect(window.locator("main")).to_contain_text("Læs tiden op for Kirsten")
    does.press("Book tiden")
    expect(window.locator(".alert-success")).to_contain_text("Tiden er booket.")
    assert does.count <= 5
    assert Booking.objects.get().origin == "assisted"
    assert not serious(window)


def test_at_a_small_width_without_javascript_she_is_marked_arrived_in_one_click(
    live_house: Cast, open_as: Open
) -> None:
    booked(live_house.bo, live_house.lise, at(23, 13, 15))
    window = open_as(live_house.gitte, "/modtagelsen/", width=320, height=640, javascript=False)
    assert no_sideways_scroll(window)
    window.locator("tbody").get_by_role("button", name="Kommet").click()
    expect(window.locator("tbody")).to_contain_text("Er kommet")


def test_a_walk_in_is_two_clicks_and_a_search(live_house: Cast, open_as: Open) -> None:
    window = open_as(live_house.lise, "/medarbejder/i-dag/")
    does = Counted(window)
    does.follow("Ny samtale uden tid")
    expect(window.locator("#q")).to_be_focused()
    window.keyboard.type("bo")
    window.keyboard.press("Enter")
    window.locator("tbody").get_by_role("button", name="Start nu").click()
    does.count += 1
    heading(window, "Hvad skal vi nå i dag?")
    assert does.count == 2
