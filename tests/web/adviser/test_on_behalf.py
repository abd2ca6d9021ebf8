"""The adviser books and moves for her own citizens, on the pages the citizen walks herself."""

from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from afsaet.booking.models import Booking
from afsaet.messaging.models import Message
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def hidden(soup: BeautifulSoup) -> dict[str, str]:
    fields = soup.select("main form input[type=hidden]")
    return {str(one["name"]): str(one["value"]) for one in fields if one["name"] != "csrfmiddlewaretoken"}


def form(house: Cast, staff: str, day: int, hour: int, minute: int = 0) -> dict[str, str]:
    who = str(getattr(house, staff).uuid)
    return {"action": "next", "form": "in_person", "who": who, "time": at(day, hour, minute).isoformat()}


def test_lise_books_for_bo_and_he_gets_his_receipt(house: Cast, page: Page) -> None:
    client, path = client_for(house.lise), f"/medarbejder/borger/{house.bo.uuid}/book/"
    assert f'href="{path}"' in str(page(client, f"/medarbejder/borger/{house.bo.uuid}/"))
    assert said(page(client, path).h1) == "Vælg en tid til Bo Madsen"
    check = page(client, path, form(house, "lise", 26, 9, 15) | {"topics": "job_now"})
    assert "Job, jeg kan søge nu" in said(check.main)
    done = page(client, path + "tjek/", hidden(check))
    assert said(done.h1) == "Bo Madsen"
    assert "Tiden er booket. Bo har fået besked." in said(done)
    assert Booking.objects.get().origin == "staff"
    assert Message.objects.filter(citizen=house.bo, kind="receipt", channel="inbox").count() == 1


def test_lise_moves_bos_talk_and_sees_its_topics(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15), topics=("job_now",), own_words="Gerne om dagen")
    client, path = client_for(house.lise), f"/medarbejder/tid/{booking.uuid}/skift/"
    soup = page(client, path)
    assert soup.select("input[value=job_now][checked]")
    assert "Gerne om dagen" in said(soup.main)
    check = page(client, path, form(house, "lise", 27, 10) | {"topics": "job_now"})
    page(client, path + "tjek/", hidden(check))
    booking.refresh_from_db()
    assert (booking.starts, booking.origin) == (at(27, 10), "self")


def test_nobody_books_or_moves_for_a_citizen_whose_door_is_shut(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    client = client_for(house.nanna)
    for path in (
        f"/medarbejder/borger/{house.bo.uuid}/book/",
        f"/medarbejder/borger/{house.bo.uuid}/book/hvem/",
        f"/medarbejder/borger/{house.bo.uuid}/book/tjek/",
        f"/medarbejder/tid/{booking.uuid}/skift/",
        f"/medarbejder/tid/{booking.uuid}/skift/hvem/",
        f"/medarbejder/tid/{booking.uuid}/skift/tjek/",
    ):
        page(client, path, status=404)
        page(client, path, form(house, "nanna", 27, 10), status=404)
    assert Booking.objects.get().starts == at(26, 9, 15)


def test_when_the_talk_that_opened_the_door_moves_to_a_colleague_the_list_says_so(
    house: Cast, page: Page
) -> None:
    booking = booked(house.bo, house.nanna, at(26, 9, 15))
    client, path = client_for(house.nanna), f"/medarbejder/tid/{booking.uuid}/skift/"
    check = page(client, path, form(house, "lise", 27, 10))
    done = page(client, path + "tjek/", hidden(check))
    assert said(done.h1) == "Mine borgere"
    assert "Tiden er skiftet." in said(done)
    page(client, f"/medarbejder/borger/{house.bo.uuid}/", status=404)
