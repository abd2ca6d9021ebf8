"""A talk the leader lets wait stays as she left it, whatever else she sends on the same page."""

from collections.abc import Callable

from bs4 import BeautifulSoup

from afsaet.booking.models import ReplannedTalk, TimeOffer
from tests.booking.sick_day import sick_day
from tests.cast import Cast, client_for
from tests.web.citizen.test_booking import said
from tests.web.leader.test_sick_day_pages import choices_on

Page = Callable[..., BeautifulSoup]


def test_a_talk_left_to_wait_is_not_given_a_time_by_the_next_press(house: Cast, page: Page) -> None:
    day = sick_day(house)
    client, address = client_for(house.per), f"/leder/plan/{day.absence.uuid}/"
    first = choices_on(page(client, address))
    left = next(iter(first))
    soup = page(client, address, post={**first, left: ReplannedTalk.WAIT})
    again = choices_on(soup)
    assert again[left] == ReplannedTalk.WAIT
    assert "Du har ladt den vente." in said(soup)
    name = soup.select_one(f"tr:has(select[name='{left}']) th").get_text(strip=True)  # type: ignore[union-attr]
    assert said(soup).count(f"Nyt for {name}") == 1
    assert name not in said(soup).partition("Sådan står det")[2], "it stands in one place"
    offers = TimeOffer.objects.count()
    page(client, address, post=again)
    assert TimeOffer.objects.count() == offers
