"""*Min kalender*, *Video*: an adviser writes the link to her own room, and takes it away again."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from afsaet.booking.models import Booking
from afsaet.people.models import Staff
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]
ADDRESS = "/medarbejder/kalender/video/"
LINK = "https://video.fjordby.example/lise"


def link(house: Cast) -> str:
    return Staff.objects.get(pk=house.lise.pk).video_link


def test_she_writes_her_link_and_it_stands_in_her_calendar(house: Cast, page: Page) -> None:
    client = client_for(house.lise)
    assert "Ingen kan booke dig på video." in page(client, "/medarbejder/kalender/").get_text()
    soup = page(client, ADDRESS, {"link": LINK})
    assert "Dit videolink er gemt." in soup.get_text()
    assert "Borgerne kan booke dig på video." in soup.get_text()
    assert link(house) == LINK


@pytest.mark.parametrize(
    "typed", ["video.fjordby.example", "http://video.example/x", "javascript:alert(1)", "https://"]
)
def test_what_is_no_address_is_refused_and_kept_in_the_field(house: Cast, page: Page, typed: str) -> None:
    soup = page(client_for(house.lise), ADDRESS, {"link": typed}, status=422)
    field = soup.select_one("#link")
    assert field is not None
    assert field["value"] == typed
    assert "Skriv hele adressen." in soup.get_text()
    assert link(house) == ""


def test_the_link_stays_while_somebody_has_booked_it(house: Cast, page: Page) -> None:
    client = client_for(house.lise)
    page(client, ADDRESS, {"link": LINK})
    booked(house.bo, house.lise, at(26, 9, 15))
    Booking.objects.update(form="video")
    soup = page(client, ADDRESS, {"link": ""}, status=422)
    assert "Du har kommende samtaler på video, så der skal stå et link." in soup.get_text()
    assert link(house) == LINK
    Booking.objects.update(cancelled_at=at(23, 9))
    page(client, ADDRESS, {"link": ""})
    assert link(house) == ""


@pytest.mark.parametrize("who", ["bo", "gitte", "per", "vera"])
def test_the_page_is_for_advisers(house: Cast, page: Page, who: str) -> None:
    page(client_for(getattr(house, who)), ADDRESS, {"link": LINK}, status=404)
    assert link(house) == ""
