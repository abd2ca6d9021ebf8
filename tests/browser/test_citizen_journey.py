"""Bo books, moves and cancels in a real browser: without JavaScript, on a small phone, by keyboard alone."""

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from afsaet.booking.models import Booking, Draft
from afsaet.conversations.models import Conversation, Summary
from afsaet.core import clock
from afsaet.plan.actions import Agreed, add_sub_goal, agree, set_goal
from tests.booking.conftest import at, booked
from tests.browser.conftest import Open, no_sideways_scroll, serious
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]

THURSDAY = "Tors. 26. nov. kl. 9.15"


class Counted:
    """A window in which every click, tick, choice and filled field is one interaction."""

    def __init__(self, window: Page) -> None:
        self.window = window
        self.count = 0

    def tick(self, label: str) -> None:
        self.window.get_by_label(label, exact=True).check(force=True)
        self.count += 1

    def choose_time(self, said: str) -> None:
        self.window.locator(f"input[data-said='{said}']").check(force=True)
        self.count += 1

    def press(self, name: str) -> None:
        self.window.locator("main").get_by_role("button", name=name, exact=True).click()
        self.count += 1

    def follow(self, name: str) -> None:
        self.window.locator("main").get_by_role("link", name=name, exact=True).click()
        self.count += 1


def heading(window: Page, text: str) -> None:
    expect(window.locator("h1")).to_contain_text(text)


def test_she_books_moves_and_cancels_without_javascript(live_house: Cast, open_as: Open) -> None:
    window = open_as(live_house.bo, "/book/", javascript=False)
    does = Counted(window)
    window.fill("#egne-ord", "Jeg vil gerne væk fra nattevagter.")
    does.tick("Den, der har tid først")
    does.press("Vis tider")
    expect(window.locator("#hvornaar-hint")).to_contain_text("Tider hos den, der har tid først.")
    assert "nattevagter" not in window.url
    does.press("Vis flere dage")
    expect(window.locator(".day")).to_have_count(10)
    does.press("Se alle, du kan vælge")
    does.press("Vælg Lise Krogh")
    expect(window.locator("#egne-ord")).to_have_value("Jeg vil gerne væk fra nattevagter.")
    does.press("Videre")
    expect(window.locator("[data-error-summary]")).to_contain_text("Vælg en tid, før du går videre.")
    does.choose_time(THURSDAY)
    does.press("Videre")
    heading(window, "Passer det?")
    does.press("Book tiden")
    heading(window, "Din tid er booket")
    does.follow("Skift tid")
    does.choose_time("Fre. 27. nov. kl. 10.00")
    does.press("Videre")
    does.press("Skift tid")
    heading(window, "Din tid er skiftet")
    does.follow("Meld afbud")
    does.press("Meld afbud")
    heading(window, "Dit afbud er modtaget kl. 8.00")
    booking = Booking.objects.get()
    assert (booking.starts, booking.own_words) == (at(27, 10), "Jeg vil gerne væk fra nattevagter.")
    assert booking.cancelled_by_citizen


def test_on_a_small_phone_the_bar_sticks_and_nothing_goes_sideways(live_house: Cast, open_as: Open) -> None:
    window = open_as(live_house.bo, "/book/", width=320, height=568)
    assert no_sideways_scroll(window)
    bar = window.locator(".booking-bar")
    expect(bar.locator("[data-chosen]")).to_be_hidden()
    Counted(window).choose_time(THURSDAY)
    expect(bar).to_contain_text(THURSDAY)
    window.evaluate("window.scrollTo(0, 0)")
    place = bar.bounding_box()
    assert place is not None
    assert place["height"] <= 72
    assert place["y"] + place["height"] <= 568
    window.get_by_label("Noget andet", exact=True).focus()
    field = window.get_by_label("Noget andet", exact=True).bounding_box()
    assert field is not None
    assert field["y"] + field["height"] <= place["y"]
    bar.get_by_role("button", name="Videre").click()
    heading(window, "Passer det?")
    assert no_sideways_scroll(window)
    window.get_by_role("button", name="Book tiden").click()
    heading(window, "Din tid er booket")
    assert no_sideways_scroll(window)


def test_choosing_somebody_else_reloads_the_times_in_place(live_house: Cast, open_as: Open) -> None:
    window = open_as(live_house.bo, "/book/")
    window.fill("#egne-ord", "Jeg vil gerne væk fra nattevagter.")
    Counted(window).tick("Den, der har tid først")
    expect(window.locator("#hvornaar-hint")).to_contain_text("Tider hos den, der har tid først.")
    window.get_by_role("button", name="Vis flere dage").click()
    expect(window.locator(".day")).to_have_count(10)
    expect(window.locator("#egne-ord")).to_have_value("Jeg vil gerne væk fra nattevagter.")
    assert window.url.endswith("/book/")


def test_what_she_types_is_saved_without_a_press(live_house: Cast, open_as: Open) -> None:
    window = open_as(live_house.bo, "/book/")
    window.fill("#egne-ord", "Jeg vil gerne væk fra nattevagter.")
    expect(window.locator("[data-saved]")).to_contain_text("Gemt kl.")
    assert Draft.objects.get().choices["own_words"] == "Jeg vil gerne væk fra nattevagter."


def test_by_keyboard_alone(live_house: Cast, open_as: Open) -> None:
    window = open_as(live_house.bo, "/book/")
    press = window.keyboard.press

    def tab_to(reached: str) -> None:
        for _ in range(60):
            press("Tab")
            if window.evaluate(f"document.activeElement.matches({reached!r})"):
                return
        raise AssertionError(f"never came to {reached}")

    tab_to("#emne-1")
    press("Space")
    tab_to("input[name=time]")
    press("ArrowDown")
    tab_to(".booking-bar button")
    press("Enter")
    heading(window, "Passer det?")
    tab_to("main button")
    press("Enter")
    heading(window, "Din tid er booket")
    assert [chosen.topic.key for chosen in Booking.objects.get().chosen_topics.all()] == ["job_now"]


def test_enter_in_the_form_means_videre(live_house: Cast, open_as: Open) -> None:
    window = open_as(live_house.bo, "/book/", javascript=False)
    Counted(window).choose_time(THURSDAY)
    window.locator(f"input[data-said='{THURSDAY}']").press("Enter")
    heading(window, "Passer det?")


def test_from_the_start_page_a_time_is_booked_in_four_interactions(live_house: Cast, open_as: Open) -> None:
    does = Counted(open_as(live_house.bo, "/min-side/"))
    does.follow("Vælg en tid")
    does.choose_time(THURSDAY)
    does.press("Videre")
    does.press("Book tiden")
    heading(does.window, "Din tid er booket")
    assert does.count <= 4


def test_after_the_start_page_a_topic_and_a_time_are_four_interactions(
    live_house: Cast, open_as: Open
) -> None:
    does = Counted(open_as(live_house.bo, "/book/"))
    does.tick("Job, jeg kan søge nu")
    does.choose_time(THURSDAY)
    does.press("Videre")
    does.press("Book tiden")
    heading(does.window, "Din tid er booket")
    assert does.count <= 4


def test_afbud_takes_at_most_three_interactions_from_the_start_page(live_house: Cast, open_as: Open) -> None:
    booked(live_house.bo, live_house.lise, at(26, 9, 15))
    does = Counted(open_as(live_house.bo, "/min-side/"))
    does.follow("Se mødet")
    does.follow("Meld afbud")
    does.press("Meld afbud")
    heading(does.window, "Dit afbud er modtaget")
    assert does.count <= 3


def test_axe_finds_nothing_serious_on_any_page(live_house: Cast, open_as: Open) -> None:
    addresses = lived_in(live_house)
    for width in (1280, 320):
        window = open_as(live_house.bo, "/min-side/", width=width)
        house = window.url.removesuffix("/min-side/")
        for address in addresses:
            window.goto(house + address)
            assert serious(window) == [], address
            assert no_sideways_scroll(window), address


def lived_in(house: Cast) -> list[str]:
    """Bo with a time, a goal, agreements and a summary; Bo's pages."""
    now = clock.now()
    goal = set_goal(house.bo, "Et job på et lager tæt på skolen", now=now)
    add_sub_goal(goal, "Truckcertifikat B", now=now)
    agree(house.bo, Agreed("citizen", "Ringe til to lagre", date(2026, 11, 20)), made_in=uuid4(), now=now)
    agree(house.bo, Agreed("adviser", "Undersøge truckkursus", date(2026, 12, 3)), made_in=uuid4(), now=now)
    booking = booked(house.bo, house.lise, at(23, 10, 45))
    talk = Conversation.objects.create(booking=booking, started_at=now, closed_at=now)
    Summary.objects.create(conversation=talk, text="Vi talte om:\n- lager", changed_at=now, shared_at=now)
    Booking.objects.filter(pk=booking.pk).update(starts=at(16, 9), ends=at(16, 10))
    coming = f"/moede/{booked(house.bo, house.lise, at(26, 9, 15)).uuid}/"
    return [
        "/min-side/",
        "/book/",
        "/mine-aftaler/",
        f"/mine-aftaler/samtale/{talk.uuid}/",
        coming,
        f"{coming}?kvittering=booket",
        f"{coming}emner/",
        f"{coming}afbud/",
        f"{coming}skift/",
        f"{coming}skift/hvem/",
        f"/moede/{booking.uuid}/",
    ]
