"""A freed time on *I dag*: the adviser's own first, the waiting list's if she says so; and talks on the move."""

from collections.abc import Callable

from bs4 import BeautifulSoup

from afsaet.booking.actions.booking import cancel
from afsaet.booking.actions.waiting import wait_for_a_time
from afsaet.booking.models import Booking, ConversationType, TimeOffer
from afsaet.calendar.models import ClosedTime
from afsaet.core import clock
from tests.booking.conftest import at, booked
from tests.booking.sick_day import sick_day
from tests.cast import Cast, client_for, viewer_of
from tests.web.citizen.test_booking import said

Page = Callable[..., BeautifulSoup]
TODAY = "/medarbejder/i-dag/"


def freed(house: Cast) -> Booking:
    talk = booked(house.bo, house.lise, at(23, 13, 15))
    return cancel(talk, by=viewer_of(house.bo), now=clock.now())


def test_a_freed_time_can_be_kept_as_air_and_taken_back(house: Cast, page: Page) -> None:
    talk, client = freed(house), client_for(house.lise)
    text = said(page(client, TODAY))
    assert "Ledig · Bo har meldt afbud kl. 8.00" in text
    assert "Tilbyd til ventelisten" not in text
    text = said(page(client, f"/medarbejder/tid/{talk.uuid}/luft/", post={}))
    assert "Luft · Bo har meldt afbud kl. 8.00" in text
    assert ClosedTime.objects.count() == 1
    text = said(page(client, f"/medarbejder/tid/{talk.uuid}/luft/fortryd/", post={}))
    assert "Ledig · Bo har meldt afbud" in text
    assert not ClosedTime.objects.exists()


def test_it_is_offered_to_the_first_in_line_when_she_says_so(house: Cast, page: Page) -> None:
    kind = ConversationType.objects.get()
    wait_for_a_time(house.amal, kind, None, by=viewer_of(house.amal), now=clock.now())
    talk, client = freed(house), client_for(house.lise)
    assert "Tilbyd til ventelisten (1)" in said(page(client, TODAY))
    text = said(page(client, f"/medarbejder/tid/{talk.uuid}/tilbyd/", post={}))
    assert "Tilbudt til ventelisten til kl. 10.00" in text
    assert TimeOffer.objects.get().citizen == house.amal


def test_another_advisers_time_and_a_talk_that_stands_are_not_there(house: Cast, page: Page) -> None:
    talk = freed(house)
    standing = booked(house.amal, house.lise, at(23, 14))
    for client, uuid in [(client_for(house.nanna), talk.uuid), (client_for(house.lise), standing.uuid)]:
        for what in ("luft", "luft/fortryd", "tilbyd"):
            page(client, f"/medarbejder/tid/{uuid}/{what}/", post={}, status=404)
    assert not ClosedTime.objects.exists()


def test_talks_on_the_move_say_so_in_her_day(house: Cast, page: Page) -> None:
    day = sick_day(house)
    day.apply()
    soup = page(client_for(house.lise), TODAY)
    assert said(soup).count("Flyttes: venter på svar") == 7
    for row in soup.select(".day-table tr"):
        if "Flyttes" in row.get_text():
            action = row.select_one(".action")
            assert action is not None
            assert action.get_text(" ", strip=True).startswith("Se"), "not *Start*"
