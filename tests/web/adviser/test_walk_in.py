"""*Ny samtale uden tid*: two clicks and a search, in her own scope."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup, Tag

from afsaet.audit.models import Seen
from afsaet.booking.models import Booking
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]
WALK_IN = "/medarbejder/uden-tid/"


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def test_two_clicks_and_a_search_begin_the_talk(house: Cast, page: Page) -> None:
    client = client_for(house.lise)
    link = page(client, "/medarbejder/i-dag/").find(
        "a", string=lambda text: bool(text and "uden tid" in text)
    )
    assert isinstance(link, Tag)
    assert link["href"] == WALK_IN
    found = page(client, WALK_IN, {"q": "bo mad"})
    start = found.select_one("tbody form")
    assert start is not None
    assert said(start.select_one("button")) == "Start nu , Bo Madsen"
    talk = page(client, str(start["action"]), {})
    assert said(talk.h1) == "Hvad skal vi nå i dag?"
    assert Booking.objects.get().origin == "walk_in"


def test_a_hit_can_be_booked_instead(house: Cast, page: Page) -> None:
    soup = page(client_for(house.lise), WALK_IN, {"q": "1203925678"})
    assert f"/medarbejder/borger/{house.bo.uuid}/book/" in [
        str(link["href"]) for link in soup.select("tbody a")
    ]
    assert "1203925678" not in str(soup)
    last = Seen.objects.latest("pk")
    assert (last.kind, last.criterion, last.citizens) == ("search", "cpr", [house.bo.uuid])


def test_outside_her_scope_nobody_is_found_and_nothing_is_offered(house: Cast, page: Page) -> None:
    client = client_for(house.lise)
    soup = page(client, WALK_IN, {"q": "Kirsten"})
    assert "Der er ingen med det navn i din sagsstamme." in said(soup.main)
    assert not soup.select("tbody")
    page(client, f"{WALK_IN}{house.kirsten.uuid}/", {}, status=404)
    assert Seen.objects.latest("pk").kind == "refused"
    assert not Booking.objects.exists()


def test_when_there_is_no_time_it_says_when(house: Cast, page: Page, monday: Any) -> None:
    booked(house.amal, house.lise, at(23, 10, 45), interpreter="arabisk")
    monday.move_to(at(23, 10, 40))
    soup = page(client_for(house.lise), f"{WALK_IN}{house.bo.uuid}/", {}, status=422)
    assert "Der er ikke ti minutter nu. Næste gang, I begge har tid, er kl. 11.30." in said(soup.main)
    assert "Bo Madsen" in said(soup.select_one("tbody"))
    assert Booking.objects.count() == 1


def test_half_a_number_is_said_at_the_field(house: Cast, page: Page) -> None:
    soup = page(client_for(house.lise), WALK_IN, {"q": "120392"}, status=422)
    assert "Et cpr-nummer har ti cifre." in said(soup.main)
