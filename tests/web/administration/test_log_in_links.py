"""*Adgang*: the administrator sends links to choose a password by."""

from collections.abc import Callable

from bs4 import BeautifulSoup

from afsaet.messaging.models import Message
from afsaet.people.models import Staff
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]


def invited() -> list[str]:
    return sorted(Message.objects.filter(kind="invitation").values_list("address", flat=True))


def test_a_colleague_is_sent_a_link_from_her_page(cast: Cast, page: Page) -> None:
    soup = page(client_for(cast.vera), f"/medarbejdere/{cast.lise.uuid}/adgang/", {})
    assert "Linket er sendt." in soup.text
    assert invited() == [cast.lise.email]


def test_everybody_who_waits_is_sent_one_and_nobody_twice(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    staff = Staff.objects.count()
    assert f"{staff} har ikke fået et link" in page(vera, "/medarbejdere/").text
    page(vera, "/medarbejdere/adgang/", {})
    assert invited() == sorted(Staff.objects.values_list("email", flat=True))
    assert "har ikke fået et link" not in page(vera, "/medarbejdere/").text
    page(vera, "/medarbejdere/adgang/", {})
    assert len(invited()) == staff


def test_citizens_without_mail_are_not_counted(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    assert "1 har ikke fået et link" in page(vera, "/borgere-ind/").text
    page(vera, "/borgere-ind/adgang/", {})
    assert invited() == [cast.bo.email]


def test_nobody_else_sends_links_and_a_look_sends_none(cast: Cast, page: Page) -> None:
    for person in (cast.lise, cast.bo):
        assert client_for(person).post("/medarbejdere/adgang/").status_code == 404
        assert client_for(person).post(f"/medarbejdere/{cast.per.uuid}/adgang/").status_code == 404
    for address in (
        "/medarbejdere/adgang/",
        "/borgere-ind/adgang/",
        f"/medarbejdere/{cast.per.uuid}/adgang/",
    ):
        assert client_for(cast.vera).get(address).status_code == 405
    assert invited() == []
