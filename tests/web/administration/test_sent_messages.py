"""*Sendte beskeder*: what failed is found and sent again; whom it is to and what it says is not there."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import Tag
from django.urls import reverse

from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.models import Citizen
from tests.cast import Cast, client_for
from tests.web.page import fetch

LIST = "administration_messages"


def message(citizen: Citizen, **more: Any) -> Message:
    facts = {
        "channel": "email",
        "kind": "receipt",
        "address": "bo@mail.example",
        "title": "Din hemmelige tid",
        "body": "Hej Bo, din tid er hos Lise",
        "subject": uuid4(),
        "due_at": clock.now(),
        "queued_at": clock.now(),
    }
    return Message.objects.create(citizen=citizen, **(facts | more))


def failed(cast: Cast, **more: Any) -> Message:
    facts = {"state": "failed", "attempts": 20, "last_error": "TimeoutError"}
    return message(cast.bo, **(facts | more))


def rows(soup: Tag) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in soup.select("tbody tr")]


def test_it_says_when_what_how_and_whether_and_nothing_of_the_citizen(cast: Cast) -> None:
    message(cast.bo, state="sent", sent_at=clock.now())
    message(cast.bo, channel="sms", kind="reminder", address="+4520123478")
    message(cast.bo, channel="inbox", kind="notice", address="", state="withdrawn")
    soup = fetch(client_for(cast.vera), reverse(LIST))
    assert rows(soup) == [
        "Man. 23. nov. kl. 8.00 Besked Beskeder Trukket tilbage",
        "Man. 23. nov. kl. 8.00 Påmindelse Sms 20 12 •• 78 I kø",
        "Man. 23. nov. kl. 8.00 Kvittering E-mail b•••@mail.example Sendt",
    ]
    for personal in ("Bo", "Madsen", "hemmelige", "Lise", "20123478", "bo@mail"):
        assert personal not in soup.get_text(" ").replace("Borgere", "")


def test_what_waits_says_when_it_goes_and_stands_where_it_was_written(cast: Cast) -> None:
    message(cast.bo, kind="reminder", due_at=clock.now() + timedelta(days=2))
    message(cast.bo, state="sent", queued_at=clock.now() - timedelta(days=1), sent_at=clock.now())
    assert rows(fetch(client_for(cast.vera), reverse(LIST))) == [
        "Man. 23. nov. kl. 8.00 Kvittering E-mail b•••@mail.example Sendt",
        "Man. 23. nov. kl. 8.00 Påmindelse E-mail b•••@mail.example I kø Sendes ons. 25. nov. kl. 8.00",
    ]


def test_it_is_filtered_by_state_and_by_channel(cast: Cast) -> None:
    failed(cast)
    failed(cast, channel="sms", address="+4520123478", last_error="http_503")
    message(cast.bo, channel="sms", address="+4520123478")
    client = client_for(cast.vera)
    soup = fetch(client, reverse(LIST) + "?tilstand=ikke-sendt")
    assert len(rows(soup)) == 2
    assert "Ikke sendt 2" in soup.get_text()
    soup = fetch(client, reverse(LIST) + "?tilstand=ikke-sendt&vej=sms")
    (only,) = rows(soup)
    assert "Sms-tjenesten svarede med fejl 503. 20 forsøg." in only
    assert rows(fetch(client, reverse(LIST) + "?vej=indbakke")) == []
    assert len(rows(fetch(client, reverse(LIST) + "?tilstand=x&vej=y&side=z"))) == 3


def test_it_goes_thirty_days_back_fifty_at_a_time_in_a_few_queries(cast: Cast) -> None:
    message(cast.bo, queued_at=clock.now() - timedelta(days=31))
    for number in range(60):
        message(cast.bo, queued_at=clock.now() - timedelta(minutes=number))
    client = client_for(cast.vera)
    assert len(rows(fetch(client, reverse(LIST), most_queries=12))) == 50
    soup = fetch(client, reverse(LIST) + "?side=2")
    assert len(rows(soup)) == 10
    assert "Side 2 af 2" in " ".join(soup.get_text().split())
    assert len(rows(fetch(client, reverse(LIST) + "?side=99"))) == 10


def test_what_failed_is_sent_again_under_its_own_key(cast: Cast) -> None:
    one = failed(cast)
    soup = fetch(client_for(cast.vera), reverse("administration_message_again", args=[one.uuid]), {})
    assert "Beskeden er lagt i kø igen." in soup.get_text()
    again = Message.objects.get()
    assert (again.uuid, again.state, again.attempts, again.due_at) == (one.uuid, "queued", 0, clock.now())


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"state": "withdrawn"}, "Beskeden kan ikke sendes igen."),
        ({"state": "sent"}, "Beskeden kan ikke sendes igen."),
        ({"useless_from": "now"}, "Det er for sent at sende beskeden."),
    ],
)
def test_what_cannot_be_sent_again_is_said_and_nothing_changes(
    cast: Cast, more: dict[str, Any], says: str
) -> None:
    if more.get("useless_from") == "now":
        more = {"useless_from": clock.now()}
    one = failed(cast, **more)
    before = Message.objects.values().get()
    address = reverse("administration_message_again", args=[one.uuid])
    soup = fetch(client_for(cast.vera), address, {}, status=422)
    assert says in soup.get_text()
    assert Message.objects.values().get() == before


def test_what_is_too_late_has_no_button(cast: Cast) -> None:
    failed(cast, last_error="too_late", attempts=0)
    soup = fetch(client_for(cast.vera), reverse(LIST))
    assert "Tiden var gået." in soup.get_text()
    assert "Send igen" not in soup.get_text()


def test_the_overview_says_how_many_were_not_sent(cast: Cast) -> None:
    client = client_for(cast.vera)
    assert "Ingen fejl de seneste 30 dage" in fetch(client, reverse("administration")).get_text()
    failed(cast)
    assert "1 er ikke sendt" in fetch(client, reverse("administration")).get_text()


def test_nobody_but_the_administrator_has_these_pages(cast: Cast) -> None:
    one = failed(cast)
    for person in (cast.lise, cast.gitte, cast.per, cast.bo):
        client = client_for(person)
        fetch(client, reverse(LIST), status=404)
        fetch(client, reverse("administration_message_again", args=[one.uuid]), {}, status=404)
        fetch(client, reverse("administration_texts"), status=404)
        fetch(client, reverse("administration_text", args=["booked"]), status=404)
    assert Message.objects.get().state == "failed"


def test_her_adviser_sees_what_was_sent_to_her_and_no_other(cast: Cast) -> None:
    talk = uuid4()
    for channel in ("inbox", "email"):
        message(cast.bo, channel=channel, subject=talk, state="sent", sent_at=clock.now())
    failed(cast, channel="sms", subject=talk)
    message(cast.amal, title="Til Amal")
    soup = fetch(client_for(cast.lise), reverse("citizen", args=[cast.bo.uuid]))
    details = next(one for one in soup.select("details") if "Beskeder, vi har sendt" in one.get_text())
    assert rows(details) == [
        "Man. 23. nov. kl. 8.00 Din hemmelige tid Beskeder og E-mail Sendt",
        "Man. 23. nov. kl. 8.00 Din hemmelige tid Sms Ikke sendt",
    ]
    assert "Hej Bo" not in details.get_text()
