"""The day that goes wrong, counted: afbud 3, late 2, no-show 3, no answer 2 + 2; also without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from afsaet.booking.models import Attendance, Booking, CallAttempt, ConversationType
from afsaet.messaging.models import Message
from tests.booking.conftest import at, booked
from tests.browser.conftest import Clock, Open, no_sideways_scroll, serious
from tests.browser.test_citizen_journey import Counted, heading
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]
TODAY = "/medarbejder/i-dag/"


@pytest.fixture
def bo(live_house: Cast, house_clock: Clock) -> Booking:
    """Bo is to come on Thursday at 9.15; it is 7.41."""
    booking = booked(live_house.bo, live_house.lise, at(26, 9, 15), topics=("job_now",))
    house_clock.move_to(at(26, 7, 41))
    return booking


@pytest.fixture
def amal(live_house: Cast, bo: Booking, house_clock: Clock) -> Booking:
    """Amal is rung at 10.45, and Bo has been written absent."""
    house_clock.move_to(at(24, 8))
    ConversationType.objects.update(must_meet_first=False)
    live_house.amal.phone = "20123479"
    live_house.amal.save()
    booking = booked(live_house.amal, live_house.lise, at(26, 10, 45), form="phone")
    Attendance.objects.create(booking=bo, absence="not_come", absent_at=at(26, 9, 30), told_at=at(26, 9, 30))
    house_clock.move_to(at(26, 10, 45))
    return booking


def row(window: Page, name: str) -> str:
    return window.locator(".day-table tr", has_text=name).first.inner_text()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("start", ["/min-side/", "meeting"])
def test_a_child_is_ill_at_7_40_in_three_interactions(
    live_house: Cast, bo: Booking, open_as: Open, start: str, javascript: bool
) -> None:
    path = f"/moede/{bo.uuid}/" if start == "meeting" else start
    window = open_as(live_house.bo, path, width=320, javascript=javascript)
    does = Counted(window)
    does.follow("Jeg kan ikke komme")
    does.tick("Mit barn er sygt")
    does.press("Meld afbud")
    heading(window, "Dit afbud er modtaget kl. 7.41")
    assert does.count == 3
    assert no_sideways_scroll(window)
    assert not javascript or serious(window) == []
    does.choose_time("Fre. 27. nov. kl. 10.00")
    does.press("Book ny tid")
    heading(window, "Passer det?")


@pytest.mark.parametrize("javascript", [True, False])
def test_late_in_two_interactions_and_taken_back_in_one(
    live_house: Cast, bo: Booking, open_as: Open, house_clock: Clock, javascript: bool
) -> None:
    house_clock.move_to(at(26, 8, 51))
    window = open_as(live_house.bo, "/min-side/", width=320, javascript=javascript)
    does = Counted(window)
    does.follow("Jeg bliver forsinket")
    assert no_sideways_scroll(window)
    does.press("10 minutter")
    expect(window.locator(".now")).to_contain_text("Lise har fået besked. Kom alligevel.")
    assert does.count == 2
    assert Attendance.objects.get().late_minutes == 10
    does.press("Jeg når det til tiden alligevel")
    expect(window.locator(".now")).not_to_contain_text("Lise har fået besked")
    does.press("Jeg er her")
    expect(window.locator(".now")).to_contain_text("Du er her. Lise fik besked kl. 8.51.")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 320])
def test_a_no_show_in_three_interactions(
    live_house: Cast, bo: Booking, open_as: Open, house_clock: Clock, javascript: bool, width: int
) -> None:
    house_clock.move_to(at(26, 9, 25))
    window = open_as(live_house.lise, TODAY, width=width, javascript=javascript)
    does = Counted(window)
    does.follow("Ikke mødt")
    expect(window.locator("[data-panel]")).to_contain_text("Bo er ikke kommet")
    assert no_sideways_scroll(window)
    assert ("paa-dagen" in window.url) is not javascript, "in place where there is JavaScript"
    does.press("Send beskeden")
    expect(window.locator("[data-panel]")).to_contain_text("Beskeden er sendt kl. 9.25")
    does.press("Luk som ikke mødt")
    expect(window.locator(".day-table")).to_contain_text("Ikke mødt")
    assert does.count == 3
    assert Attendance.objects.get().absence == "not_come"
    assert Message.objects.filter(title="Vi fik ikke talt sammen", channel="inbox").count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_no_answer_in_two_and_two_interactions(
    live_house: Cast, amal: Booking, open_as: Open, house_clock: Clock, javascript: bool
) -> None:
    window = open_as(live_house.lise, TODAY, javascript=javascript)
    for turn, minute in enumerate((45, 56)):
        house_clock.move_to(at(26, 10, minute))
        window.goto(window.url.split("/medarbejder/")[0] + TODAY)
        does = Counted(window)
        does.press("Ring igen" if turn else "Ring op")
        does.press("Intet svar")
        expect(window.locator("[data-panel]")).to_contain_text(f"Ringet 10.{minute}: Intet svar")
        assert does.count == 2
    assert [call.outcome for call in CallAttempt.objects.all()] == ["no_answer", "no_answer"]
    window.locator("[data-panel]").get_by_role("button", name="Luk som ikke fået fat i").click()
    expect(window.locator(".day-table")).to_contain_text("Ikke fået fat i")


def test_the_row_follows_at_once_and_the_panel_stays_open(
    live_house: Cast, bo: Booking, open_as: Open, house_clock: Clock
) -> None:
    house_clock.move_to(at(26, 9, 25))
    window = open_as(live_house.lise, TODAY)
    window.locator("#absent-next").focus()
    window.keyboard.press("Enter")
    expect(window.locator("[data-panel] h3")).to_be_focused()
    window.get_by_role("button", name="Ring 20 12 34 78").click()
    expect(window.locator(".next-head")).to_contain_text("Ringet 9.25")
    expect(window.locator("#changes")).to_contain_text("Bo Madsen: Ringet 9.25")
    window.get_by_role("button", name="Intet svar").click()
    expect(window.locator(".next-head")).to_contain_text("Ringet 1 gang, intet svar")
    expect(window.locator("[data-panel]")).to_be_visible()
    assert serious(window) == []
    window.get_by_role("button", name="Skjul").click()
    expect(window.locator("[data-panel]")).to_have_count(0)
    assert window.evaluate("document.activeElement.id").startswith("more-")


def test_the_button_answers_when_two_calls_are_missing(
    live_house: Cast, amal: Booking, open_as: Open
) -> None:
    window = open_as(live_house.lise, TODAY, width=320)
    window.get_by_role("link", name="Mere om Amal Haddad").click()
    window.get_by_role("link", name="Ikke fået fat i").click()
    window.get_by_role("button", name="Luk som ikke fået fat i").click()
    expect(window.locator("[data-error-summary]")).to_contain_text("Ring først til Amal.")
    expect(window.locator("[data-error-summary]")).to_be_focused()
    assert no_sideways_scroll(window)
