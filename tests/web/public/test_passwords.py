"""A forgotten password: nobody finds out who logs in here, and the link works once."""

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import job
from afsaet.messaging.actions.delivery import deliver_due
from afsaet.messaging.actions.invitations import invite
from afsaet.messaging.models import Message
from afsaet.people.models import Staff
from tests.cast import Cast, client_for, viewer_of
from tests.web.page import fetch

NEW = {"password": "fire helt andre ord", "again": "fire helt andre ord"}


def follow(link: str) -> tuple[Client, str]:
    """A browser on the page the link leads to."""
    client = Client()
    return client, client.get(link)["Location"]


def forget(email: str) -> str:
    return fetch(Client(), reverse("forgotten"), {"email": email}).get_text(" ", strip=True)


def link_in(message: Message) -> str:
    found = re.search(r"http://\S+?(/log-ind/ny-adgangskode/\S+)", message.body)
    assert found
    return found.group(1)


def test_the_answer_is_the_same_whether_or_not_somebody_logs_in_by_the_address(cast: Cast) -> None:
    assert forget("lise.krogh@fjordby.example") == forget("ingen@fjordby.example")
    assert [message.address for message in Message.objects.all()] == ["lise.krogh@fjordby.example"]


def test_what_is_no_address_is_said_so(cast: Cast) -> None:
    soup = fetch(Client(), reverse("forgotten"), {"email": "lise"}, status=422)
    assert soup.select_one("input[name=email]")["value"] == "lise"  # type: ignore[index]
    assert not Message.objects.exists()


def test_one_person_gets_one_mail_in_five_minutes(cast: Cast, monday: object) -> None:
    for _ in range(3):
        forget("LISE.krogh@fjordby.example")
    assert Message.objects.count() == 1
    monday.move_to(clock.now() + timedelta(minutes=6))  # type: ignore[attr-defined]
    forget("lise.krogh@fjordby.example")
    assert Message.objects.count() == 2


def test_one_who_left_and_one_without_mail_get_none(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.lise.pk).update(left_on=clock.today())
    forget("lise.krogh@fjordby.example")
    forget("amal.haddad@mail.example")
    assert not Message.objects.exists()


def test_the_link_in_the_mail_leads_to_a_new_password_once(cast: Cast) -> None:
    logged_in_elsewhere = client_for(cast.lise)
    forget("lise.krogh@fjordby.example")
    link = link_in(Message.objects.get())
    client, page = follow(link)
    fetch(client, page)
    soup = fetch(client, page, NEW)
    assert "Din adgangskode er gemt" in soup.get_text()
    client = Client()
    typed = {"username": "lise.krogh@fjordby.example", "password": NEW["password"]}
    assert client.post(reverse("log_in"), typed).status_code == 302
    fetch(Client(), link, status=410)
    for again in (client, follow(link)[0]):
        fetch(again, page, {"password": "endnu tre ord mere", "again": "endnu tre ord mere"}, status=410)
    assert logged_in_elsewhere.get(reverse("home"))["Location"].startswith(reverse("log_in"))


def test_the_link_is_dead_after_three_days(cast: Cast, monday: object) -> None:
    forget("lise.krogh@fjordby.example")
    link = link_in(Message.objects.get())
    monday.move_to(clock.now() + timedelta(days=3, hours=2))  # type: ignore[attr-defined]
    fetch(Client(), link, status=410)


def test_a_link_for_one_opens_nothing_for_another(cast: Cast) -> None:
    forget("lise.krogh@fjordby.example")
    token = link_in(Message.objects.get()).rstrip("/").rsplit("/", 1)[-1]
    fetch(Client(), reverse("new_password", args=[cast.vera.user.uuid, token]), status=410)
    fetch(Client(), reverse("new_password", args=[cast.bo.uuid, token]), status=410)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "kort", "again": "kort"}, "password"),
        ({"password": "password1234", "again": "password1234"}, "password"),
        ({"password": "", "again": ""}, "password"),
        ({"password": "tre tilfældige ord", "again": "tre tilfældige or"}, "again"),
    ],
)
def test_a_weak_or_misspelt_password_is_refused_at_its_field(
    cast: Cast, typed: dict[str, str], field: str
) -> None:
    forget("lise.krogh@fjordby.example")
    link = link_in(Message.objects.get())
    before = cast.lise.user.password
    client, page = follow(link)
    soup = fetch(client, page, typed, status=422)
    assert soup.select_one(f"#{field}-error")
    assert not soup.select("input[type=password][value]")
    cast.lise.user.refresh_from_db()
    assert cast.lise.user.password == before


def test_an_administrator_invites_and_the_mail_goes_out(cast: Cast, mailoutbox: list[object]) -> None:
    vera = viewer_of(cast.vera)
    message = invite(cast.lise.user, by=vera, now=clock.now())
    deliver_due(by=job("test"), now=clock.now())
    (mail,) = mailoutbox
    assert mail.to == ["lise.krogh@fjordby.example"]  # type: ignore[attr-defined]
    fetch(*follow(link_in(message)), NEW)


def test_the_token_in_the_link_comes_into_no_log_and_no_page(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    forget("lise.krogh@fjordby.example")
    link = link_in(Message.objects.get())
    token = link.rstrip("/").rsplit("/", 1)[-1]
    client, page = follow(link)
    body = fetch(client, page, {"password": "kort", "again": "kort"}, status=422)
    assert token not in str(body)
    assert token not in caplog.text
    assert "kort" not in caplog.text


def test_nobody_is_invited_without_an_address_or_after_she_left(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.lise.pk).update(left_on=clock.today())
    for user, code in [(cast.amal.user, "no_mail_address"), (cast.lise.user, "has_left")]:
        assert user is not None
        with pytest.raises(Refused) as refused:
            invite(user, by=viewer_of(cast.vera), now=clock.now())
        assert refused.value.code == code
    assert not Message.objects.exists()
