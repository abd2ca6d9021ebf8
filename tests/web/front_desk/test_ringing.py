"""*Ring til*: whom no message reaches, tomorrow's talks and new times, one tap each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup, Tag

from afsaet.audit.models import Seen
from afsaet.booking.actions.booking import book_for, move_to
from afsaet.booking.models import Booking, ToldByPhone
from afsaet.core import clock
from afsaet.people.models import Citizen, Staff, Unit
from tests.booking.conftest import at, booked, choices
from tests.cast import Cast, client_for, viewer_of

Page = Callable[..., BeautifulSoup]
RING = "/modtagelsen/ring/"


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def rows(soup: BeautifulSoup) -> list[str]:
    return [said(row) for row in soup.select("tbody tr")]


def by_staff(citizen: Citizen, staff: Staff, starts: datetime, origin: str = "staff") -> Booking:
    by = viewer_of(staff)
    chosen = choices(staff, starts)
    return book_for(citizen, chosen, key=uuid4(), origin=origin, by=by, now=clock.now()).booking


def told(booking: Booking, starts: datetime) -> dict[str, str]:
    return {"starts": starts.isoformat()}


@pytest.fixture
def rung(house: Cast) -> Cast:
    """Kirsten has a telephone and nothing else; Amal has a mail address but is exempt from Digital Post."""
    Citizen.objects.filter(pk=house.kirsten.pk).update(phone="61123406")
    Citizen.objects.filter(pk=house.amal.pk).update(email="amal@mail.example", digital_post_exempt=True)
    return house


def test_tomorrow_we_ring_those_whom_no_message_reaches(rung: Cast, page: Page) -> None:
    booked(rung.kirsten, rung.nanna, at(24, 9, 15))
    booked(rung.amal, rung.lise, at(24, 10), interpreter="arabisk")
    booked(rung.bo, rung.lise, at(24, 13, 15))
    soup = page(client_for(rung.gitte), RING)
    assert [said(heading) for heading in soup.select("main h2")] == ["I morgen skal vi ringe til"]
    assert rows(soup) == [
        "Kirsten Holm 61 12 34 06 I morgen kl. 9.15 hos Nanna Juhl Ringet , Kirsten Holm ☐",
        "Amal Haddad Intet nummer I morgen kl. 10.00 hos Lise Krogh Ringet , Amal Haddad ☐",
    ]
    last = Seen.objects.latest("pk")
    assert (last.purpose, set(last.citizens)) == ("ring_list", {rung.kirsten.uuid, rung.amal.uuid})


def test_on_friday_the_list_holds_monday(rung: Cast, page: Page, monday: Any) -> None:
    booked(rung.kirsten, rung.nanna, at(30, 9, 15))
    monday.move_to(at(27, 9))
    soup = page(client_for(rung.gitte), RING)
    assert "Til og med mandag den 30. november skal vi ringe til" in said(soup.main)
    assert len(rows(soup)) == 1


def test_a_tap_says_that_we_have_rung_and_can_be_taken_back(rung: Cast, page: Page) -> None:
    booking = booked(rung.kirsten, rung.nanna, at(24, 9, 15))
    client = client_for(rung.gitte)
    path = f"/modtagelsen/tid/{booking.uuid}/ringet/"
    soup = page(client, path, told(booking, at(24, 9, 15)))
    assert "Ringet 8.00 Fortryd" in rows(soup)[0]
    page(client, path, told(booking, at(24, 9, 15)))
    assert ToldByPhone.objects.get().by == str(rung.gitte.user.uuid), "twice is once"
    assert "Ringet , Kirsten Holm" in rows(page(client, path + "fortryd/", {}))[0]
    assert not ToldByPhone.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"starts": "i morgen"}, {"starts": "2026-11-24T08:15:00+00:00x"}])
def test_a_time_that_was_moved_meanwhile_is_not_told(rung: Cast, page: Page, sent: dict[str, str]) -> None:
    booking = booked(rung.kirsten, rung.nanna, at(24, 9, 15))
    soup = page(client_for(rung.gitte), f"/modtagelsen/tid/{booking.uuid}/ringet/", sent, status=422)
    assert "Tiden er flyttet. Se listen igen." in said(soup.main)
    assert not ToldByPhone.objects.exists()


def test_a_time_we_have_moved_must_be_told_and_told_again_when_it_moves_again(rung: Cast, page: Page) -> None:
    booking = booked(rung.kirsten, rung.nanna, at(26, 9, 15))
    client = client_for(rung.gitte)
    assert not rows(page(client, RING)), "she has chosen it herself"
    move_to(booking, staff=rung.nanna, starts=at(27, 10), by=viewer_of(rung.nanna), now=clock.now())
    soup = page(client, RING)
    assert said(soup.h2) == "Ring og fortæl om en ny tid"
    assert rows(soup) == [
        "Kirsten Holm 61 12 34 06 Fredag den 27. november kl. 10.00 hos Nanna Juhl Ringet , Kirsten Holm ☐"
    ]
    page(client, f"/modtagelsen/tid/{booking.uuid}/ringet/", told(booking, at(27, 10)))
    move_to(booking, staff=rung.nanna, starts=at(27, 13), by=viewer_of(rung.nanna), now=clock.now())
    assert "Ringet , Kirsten" in rows(page(client, RING))[0]


@pytest.mark.parametrize(("origin", "on_the_list"), [("staff", 1), ("assisted", 0)])
def test_a_time_made_without_her_is_news_and_one_made_with_her_is_not(
    rung: Cast, page: Page, origin: str, on_the_list: int
) -> None:
    by_staff(rung.kirsten, rung.nanna, at(26, 9, 15), origin)
    assert len(rows(page(client_for(rung.gitte), RING))) == on_the_list


def test_a_move_at_the_desk_is_told_in_the_same_breath(rung: Cast, page: Page) -> None:
    booking = booked(rung.kirsten, rung.nanna, at(26, 9, 15))
    client = client_for(rung.gitte)
    path = f"/modtagelsen/tid/{booking.uuid}/skift/"
    form = {
        "action": "next",
        "form": "in_person",
        "who": str(rung.nanna.uuid),
        "time": at(27, 10).isoformat(),
    }
    check = page(client, path, form)
    assert "Sig tiden nu, og giv en seddel med." in said(check.main)
    fields = {str(one["name"]): str(one["value"]) for one in check.select("main form input[type=hidden]")}
    receipt = page(client, path + "tjek/", fields)
    assert "Sig tiden til Kirsten nu, eller giv en seddel med." in said(receipt.main)
    assert "Ringet 8.00" in rows(page(client, RING))[0], "nobody rings her twice"


def test_a_protected_address_is_on_the_screen_and_not_on_paper(rung: Cast, page: Page) -> None:
    booked(rung.kirsten, rung.nanna, at(24, 9, 15))
    soup = page(client_for(rung.gitte), RING)
    row = soup.select_one("tbody tr")
    assert row is not None
    assert "no-print" in row["class"]
    assert "1 har beskyttet adresse og står kun på skærmen." in said(soup.select_one("p.only-print"))


def test_nobody_of_another_unit_is_on_the_list(rung: Cast, page: Page) -> None:
    booked(rung.kirsten, rung.nanna, at(24, 9, 15))
    Citizen.objects.filter(pk=rung.kirsten.pk).update(unit=Unit.objects.create(name="Ydelse", address="x"))
    assert not rows(page(client_for(rung.gitte), RING))


def test_when_everybody_is_reached_it_says_so(rung: Cast, page: Page) -> None:
    soup = page(client_for(rung.gitte), RING)
    assert "Ingen. Alle med en tid får besked af sig selv." in said(soup.main)
