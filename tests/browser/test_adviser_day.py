"""The adviser's day in a browser: reached by keyboard, fresh by itself, and nothing outside the screen."""

from datetime import timedelta

import pytest

from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Booking
from afsaet.conversations.models import Conversation
from afsaet.core import clock
from afsaet.people.models import Caseload
from tests.booking.conftest import at, booked
from tests.browser.conftest import Clock, Open, no_sideways_scroll, serious
from tests.cast import REGISTERED, Cast, make_citizen, viewer_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
TODAY = "/medarbejder/i-dag/"


@pytest.fixture
def thursday(live_house: Cast, house_clock: Clock) -> list[Booking]:
    """A full day: eight talks of Lise's, the first, Bo's, at 8.30; it is 8.25."""
    starts = [at(26, 8, 30) + timedelta(minutes=45 * n) for n in range(4)]
    starts += [at(26, 12, 30) + timedelta(minutes=45 * n) for n in range(4)]
    names = [
        "Mette Skov",
        "Tina Lund",
        "Henrik Bach",
        "Jonas Friis",
        "Olena Bondar",
        "Sara Nygaard",
        "Erik Dahl",
    ]
    others = []
    for number, name in enumerate(names):
        first, last = name.split()
        one = make_citizen(live_house.unit, first, last, f"0101{60 + number}6{100 + number}")
        Caseload.objects.create(citizen=one, staff=live_house.lise, starts_on=REGISTERED)
        others.append(one)
    bookings = [
        booked(
            citizen, live_house.lise, moment, topics=("job_now", "where_needed"), own_words="Noget om dagen."
        )
        for citizen, moment in zip([live_house.bo, *others], starts, strict=True)
    ]
    house_clock.move_to(at(26, 8, 25))
    return bookings


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "path",
    [
        TODAY,
        "/medarbejder/dag/2026-11-27/",
        "/medarbejder/dag/2026-11-26/print/",
        "/medarbejder/kalender/",
        "/medarbejder/kalender/tider/",
        "/medarbejder/kalender/luk/",
        "/medarbejder/borgere/",
        "bo",
    ],
)
def test_the_pages_fit_the_screen_and_axe_finds_nothing_serious(
    thursday: list[Booking], live_house: Cast, open_as: Open, width: int, path: str
) -> None:
    address = f"/medarbejder/borger/{live_house.bo.uuid}/" if path == "bo" else path
    window = open_as(live_house.lise, address, width=width)
    assert no_sideways_scroll(window)
    assert serious(window) == []


def test_a_day_of_eight_talks_is_seen_in_little_more_than_one_screen(
    thursday: list[Booking], live_house: Cast, open_as: Open
) -> None:
    window = open_as(live_house.lise, TODAY)
    last = window.locator(".day-table tbody tr:not(.panel-row)").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 1120


def test_start_is_reached_by_keyboard_and_begins_the_talk(
    thursday: list[Booking], live_house: Cast, open_as: Open
) -> None:
    window = open_as(live_house.lise, TODAY)
    for _ in range(25):
        window.keyboard.press("Tab")
        if window.evaluate("document.activeElement.id") == "start-next":
            break
    else:
        pytest.fail("Start samtalen was not reached in 25 steps")
    assert window.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    window.keyboard.press("Enter")
    window.wait_for_url("**/samtale/**")
    assert Conversation.objects.get().booking == thursday[0]


def test_an_afbud_is_told_without_a_reload_and_moves_nothing(
    thursday: list[Booking], live_house: Cast, open_as: Open, house_clock: Clock
) -> None:
    window = open_as(live_house.lise, TODAY)
    window.clock.install()
    window.reload()
    row = window.locator(".day-table tbody tr:not(.panel-row)").nth(2)
    before = row.bounding_box()
    row.locator("button").focus()
    focused = window.evaluate("document.activeElement.id")
    house_clock.move_to(at(26, 8, 28))
    gone = thursday[1]
    cancel(gone, by=viewer_of(gone.citizen), now=clock.now())
    with window.expect_response("**/i-dag/?vist=*") as answer:
        window.clock.fast_forward(21_000)
    assert answer.value.status == 200
    window.wait_for_function("document.querySelector('#changes').textContent.includes('Afbud')")
    assert window.locator("#changes").inner_text() == "Kl. 8.28: Mette Skov: Afbud kl. 8.28."
    assert "Afbud kl. 8.28" in window.locator(".day-table tbody tr:not(.panel-row)").first.inner_text()
    assert row.bounding_box() == before
    assert window.evaluate("document.activeElement.id") == focused
    with window.expect_response("**/i-dag/?vist=*") as answer:
        window.clock.fast_forward(21_000)
    assert answer.value.status == 304
    assert window.locator(".day-table tbody tr:not(.panel-row)").count() == 7, (
        "an empty answer must not empty the page"
    )


@pytest.mark.parametrize("width", [1280, 320])
def test_the_day_works_without_javascript(
    thursday: list[Booking], live_house: Cast, open_as: Open, width: int
) -> None:
    window = open_as(live_house.lise, TODAY, width=width, javascript=False)
    window.get_by_role("button", name="Start samtalen").click()
    window.wait_for_url("**/samtale/**")
    assert Conversation.objects.get().booking == thursday[0]
