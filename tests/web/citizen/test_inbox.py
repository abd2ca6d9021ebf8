"""*Beskeder*: what we wrote to her, whole, newest first; reading it changes nothing until she says so."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.models import Citizen
from tests.cast import Cast, client_for
from tests.web.page import fetch


def message(citizen: Citizen, title: str, hours: float = 0, **more: object) -> Message:
    """Due that many hours from now."""
    at = clock.now() + timedelta(hours=hours)
    facts = {"channel": "inbox", "kind": "notice", "body": f"Hej\n\n{title}.", "subject": citizen.uuid}
    return Message.objects.create(citizen=citizen, title=title, due_at=at, queued_at=at, **(facts | more))


def titles(cast: Cast, address: str = "") -> list[str]:
    soup = fetch(client_for(cast.bo), reverse("inbox") + address)
    return [row.p.get_text(strip=True).removeprefix("Ulæst:") for row in soup.select("main dd") if row.p]


def test_her_messages_stand_whole_newest_first(cast: Cast) -> None:
    message(cast.bo, "Gammel", -48)
    message(cast.bo, "Ny", -1)
    assert titles(cast) == ["Ny", "Gammel"]
    assert "Hej" in fetch(client_for(cast.bo), reverse("inbox")).get_text()


def test_what_is_not_due_withdrawn_sent_by_mail_or_anothers_is_not_there(cast: Cast) -> None:
    message(cast.bo, "Senere", 1)
    message(cast.bo, "Trukket tilbage", -1, state="withdrawn")
    message(cast.bo, "Som mail", -1, channel="email")
    message(cast.amal, "Til Amal", -1)
    assert titles(cast) == []
    assert "Du har ingen beskeder." in fetch(client_for(cast.bo), reverse("inbox")).get_text()


def test_looking_marks_nothing_as_read_and_the_button_marks_all_of_hers(cast: Cast) -> None:
    hers = [message(cast.bo, "En", -2), message(cast.bo, "To", -1)]
    amals, later = message(cast.amal, "Til Amal", -1), message(cast.bo, "Senere", 1)
    client = client_for(cast.bo)
    soup = fetch(client, reverse("inbox"))
    assert "Du har 2 ulæste beskeder." in soup.get_text()
    assert len(soup.select("main dd strong")) == 2
    assert not Message.objects.exclude(read_at=None).exists()
    soup = fetch(client, reverse("inbox_read"), {})
    assert not soup.select("main dd strong")
    assert not soup.select(f"form[action='{reverse('inbox_read')}']")
    assert set(Message.objects.exclude(read_at=None)) == set(hers)
    assert {amals, later} == set(Message.objects.filter(read_at=None))


def test_there_are_twenty_to_a_page(cast: Cast) -> None:
    for number in range(21):
        message(cast.bo, f"Besked {number}", -number - 1)
    assert len(titles(cast)) == 20
    assert titles(cast, "?side=2") == ["Besked 20"]
    assert titles(cast, "?side=x")[0] == "Besked 0"


def test_one_unread_message_is_said_as_one(cast: Cast) -> None:
    message(cast.bo, "En", -1)
    assert "Du har 1 ulæst besked." in fetch(client_for(cast.bo), reverse("inbox")).get_text()


def test_marking_needs_a_log_in_and_a_post(cast: Cast) -> None:
    message(cast.bo, "En", -1)
    assert Client().post(reverse("inbox_read")).status_code == 401
    assert client_for(cast.bo).get(reverse("inbox_read")).status_code == 405
    assert client_for(cast.lise).post(reverse("inbox_read")).status_code == 404
    assert not Message.objects.exclude(read_at=None).exists()
