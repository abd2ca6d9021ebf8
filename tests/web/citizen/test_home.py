"""*Min side*: first what she can do, and nothing that is not so."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup

from afsaet.booking.models import ConversationType, Deadline
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.talking import start
from afsaet.core import clock
from afsaet.plan.actions import Agreed, agree
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for, viewer_of
from tests.web.citizen.test_booking import heading, said

Page = Callable[..., BeautifulSoup]


def test_nothing_due_is_said_and_she_is_welcome_all_the_same(house: Cast, page: Page) -> None:
    soup = page(client_for(house.bo), "/min-side/")
    assert heading(soup) == "Du skal ikke booke noget lige nu"
    assert "Vil du alligevel tale med en af os, er du velkommen." in said(soup)
    assert [link["href"] for link in soup.select("a.button-primary")] == ["/book/"]


def test_a_deadline_is_her_freedom_first(house: Cast, page: Page) -> None:
    kind = ConversationType.objects.get()
    Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 12, 4), hold_by=date(2026, 12, 18)
    )
    soup = page(client_for(house.bo), "/min-side/")
    assert heading(soup) == "Du kan selv vælge tid frem til fredag den 4. december"


def test_a_deadline_that_has_passed_is_not_promised(house: Cast, page: Page) -> None:
    kind = ConversationType.objects.get()
    Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 11, 20), hold_by=date(2026, 12, 18)
    )
    assert "Du kan selv vælge tid frem til" not in said(page(client_for(house.bo), "/min-side/"))


def test_the_coming_talk_comes_first_and_leads_to_its_page(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    soup = page(client_for(house.bo), "/min-side/")
    assert heading(soup) == "Torsdag den 26. november kl. 9.15 hos Lise Krogh"
    assert [link["href"] for link in soup.select("a.button-primary")] == [f"/moede/{booking.uuid}/"]
    assert "Du har 1 ny besked" in said(soup)


def test_three_agreements_are_shown_and_the_rest_counted(house: Cast, page: Page) -> None:
    for number in range(5):
        agree(house.bo, Agreed("citizen", f"Ringe til lager {number}"), made_in=uuid4(), now=clock.now())
    soup = page(client_for(house.bo), "/min-side/")
    assert len(soup.select(".rows dd")) == 3
    assert "Se alle aftaler (2 flere)" in said(soup)


def test_nobody_sees_anothers_agreements(house: Cast, page: Page) -> None:
    agree(house.bo, Agreed("citizen", "Ringe til to lagre"), made_in=uuid4(), now=clock.now())
    booked(house.bo, house.lise, at(26, 9, 15))
    text = said(page(client_for(house.amal), "/min-side/"))
    assert "Ringe til to lagre" not in text
    assert "Lise Krogh" not in text


def test_a_talk_that_ended_early_is_not_coming_any_more(house: Cast, page: Page, monday: Any) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    monday.move_to(at(26, 9, 15))
    by = viewer_of(house.lise)
    talk = start(booking, by=by, now=clock.now())
    assert "9.15" in heading(page(client_for(house.bo), "/min-side/"))
    monday.move_to(at(26, 9, 40))
    close(talk, met="yes", by=by, now=clock.now())
    assert "9.15" not in heading(page(client_for(house.bo), "/min-side/"))
