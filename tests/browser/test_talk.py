"""The whole talk at one screen, in a browser: counted, without JavaScript, on a phone, and with axe."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from afsaet.booking.models import Booking
from afsaet.conversations.models import CaseSystemEntry, Conversation, Summary, Unsent
from afsaet.core import clock
from afsaet.plan.actions import Agreed, agree
from afsaet.plan.models import Agreement
from tests.booking.conftest import at, booked
from tests.browser.conftest import Clock, Open, no_sideways_scroll, serious
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed")]


@dataclass
class Hand:
    """Somebody at the screen: every click, tick, choice and filled field counts as one interaction."""

    page: Page
    count: int = 0

    def press(self, name: str) -> None:
        self.count += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.count += 1
        self.page.get_by_role("link", name=name, exact=True).click()

    def choose(self, name: str, nth: int = 0) -> None:
        self.count += 1
        self.page.get_by_role("radio", name=name, exact=True).nth(nth).check()

    def choose_the_first_time(self) -> None:
        self.count += 1
        self.page.locator("input[name=next]").first.check()

    def write(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=True).fill(text)


@dataclass
class TalkDay:
    """Thursday 9.16: Bo has a talk with Lise at 9.15 and two agreements from last time; Amal comes at 10.00."""

    cast: Cast
    booking: Booking
    clock: Clock


@pytest.fixture
def talk_day(live_house: Cast, house_clock: Clock) -> TalkDay:
    booking = booked(
        live_house.bo, live_house.lise, at(26, 9, 15), topics=("job_now",), own_words="Væk fra nat."
    )
    booked(live_house.amal, live_house.lise, at(26, 10))
    for what in ("Ring til to lagre", "Send ansøgning til Vesterlund Lager"):
        agree(live_house.bo, Agreed("citizen", what, at(25, 9).date()), made_in=uuid4(), now=clock.now())
    house_clock.move_to(at(26, 9, 16))
    return TalkDay(live_house, booking, house_clock)


def begin(page: Page) -> None:
    page.get_by_role("button", name="Start samtalen").first.click()
    expect(page).to_have_title("Samtale – Fjordby Kommune")


def hold_it(hand: Hand) -> int:
    """From the first step to *Tak for i dag*; *Til sidst* adds the agreement that is written.

    Returns the count when *Næste skridt* stood open.
    """
    hand.press("Så er planen klar")
    hand.choose("Gjort", 0)
    hand.choose("Delvist", 1)
    hand.press("Videre til: Næste skridt")
    until_next_step = hand.count
    hand.write("Hvad", "Ring til Ib Thomsens værksted")
    hand.choose("Om en uge")
    hand.choose_the_first_time()
    hand.press("Til sidst")
    hand.choose("Ja")
    hand.press("Gem og slut")
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Tak for i dag, Bo.")
    return until_next_step


def test_a_whole_talk_takes_at_most_16_interactions(talk_day: TalkDay, open_as: Open) -> None:
    page = open_as(talk_day.cast.lise, "/medarbejder/i-dag/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    begin(page)
    hand = Hand(page, count=1)
    until_next_step = hold_it(hand)
    talk_day.clock.move_to(at(26, 9, 44))
    hand.follow("Videre til afslutning")
    hand.press("Del og kopiér")
    expect(page.get_by_text("Delt med Bo kl. 9.44. Kopieret kl. 9.44.")).to_be_visible()
    expect(page.get_by_role("link", name="Næste: Amal Haddad kl. 10.00")).to_be_visible()
    assert hand.count == 13
    assert hand.count - until_next_step == 8
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Samtaletype: Jobsamtale")
    assert "Ring til Ib Thomsens værksted" in copied
    assert CaseSystemEntry.objects.get().copied_at is not None
    assert [one.what for one in Agreement.objects.filter(outcome="")] == ["Ring til Ib Thomsens værksted"]
    assert Booking.objects.filter(citizen=talk_day.cast.bo, starts__gt=at(27, 0)).count() == 1


@pytest.mark.parametrize("width", [1280, 320])
def test_without_javascript_at_both_widths(talk_day: TalkDay, open_as: Open, width: int) -> None:
    page = open_as(talk_day.cast.lise, "/medarbejder/i-dag/", width=width, javascript=False)
    begin(page)
    hold_it(Hand(page))
    Hand(page).follow("Videre til afslutning")
    Hand(page).press("Del og kopiér")
    expect(page.get_by_text("Delt med Bo kl. 9.16.")).to_be_visible()
    Hand(page).press("Jeg har kopieret den selv")
    expect(page.get_by_text("Delt med Bo kl. 9.16. Kopieret kl. 9.16.")).to_be_visible()
    assert Agreement.objects.filter(outcome="").count() == 1
    assert Summary.objects.get().shared_at is not None


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible_and_fits(talk_day: TalkDay, open_as: Open, width: int) -> None:
    page = open_as(talk_day.cast.lise, "/medarbejder/i-dag/", width=width)
    begin(page)
    talk = Conversation.objects.get()
    base = page.url.split("/samtale/")[0] + f"/samtale/{talk.uuid}"

    def look(path: str) -> None:
        page.goto(f"{base}/{path}")
        assert serious(page) == [], path
        assert no_sideways_scroll(page), path

    for path in ("hvad-skal-vi-naa/?stop-op=1", "siden-sidst/", "naeste-skridt/?ret=maal"):
        look(path)
    Hand(page).press("Tilføj aftale")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert serious(page) == []
    page.goto(f"{base}/hvad-skal-vi-naa/")
    hold_it(Hand(page))
    look("tak/")
    look("luk/")


def test_what_is_typed_survives_a_reload(talk_day: TalkDay, open_as: Open) -> None:
    page = open_as(talk_day.cast.lise, "/medarbejder/i-dag/")
    begin(page)
    page.get_by_label("Skriv én linje").fill("Bo har fået kørekort")
    expect(page.get_by_text("Gemt kl. 9.16")).to_be_visible(timeout=10_000)
    assert Unsent.objects.get().fields["hvad-skal-vi-naa"]["note"] == ["Bo har fået kørekort"]
    page.reload()
    expect(page.get_by_label("Skriv én linje")).to_have_value("Bo har fået kørekort")


def test_the_key_enter_saves_and_stays(talk_day: TalkDay, open_as: Open) -> None:
    page = open_as(talk_day.cast.lise, "/medarbejder/i-dag/")
    begin(page)
    page.get_by_label("Skriv én linje").fill("Bo har fået kørekort")
    page.get_by_label("Skriv én linje").press("Enter")
    expect(page.get_by_role("button", name="Bo har fået kørekort")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad skal vi nå i dag?")


def test_what_is_copied_is_what_was_just_written(talk_day: TalkDay, open_as: Open) -> None:
    page = open_as(talk_day.cast.lise, "/medarbejder/i-dag/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    begin(page)
    hold_it(Hand(page))
    Hand(page).follow("Videre til afslutning")
    page.get_by_label("Referat").fill("Rettet 120392-5678")
    Hand(page).press("Del og kopiér")
    expect(page.locator("[data-error-summary]")).to_contain_text("Det ligner et cpr-nummer.")
    assert Summary.objects.get().shared_at is None
    page.get_by_label("Referat").fill("Rettet i sidste øjeblik")
    Hand(page).press("Del og kopiér")
    expect(page.get_by_text("Delt med Bo")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("Referat: Rettet i sidste øjeblik")
