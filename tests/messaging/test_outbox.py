"""The outbox against a real SMTP server on loopback: sent, tried again, withdrawn, never twice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import job
from afsaet.messaging.actions.delivery import deliver_due
from afsaet.messaging.actions.outbox import Notice, queue, send_again, withdraw
from afsaet.messaging.models import Message, Template
from afsaet.messaging.rules import MOST_ATTEMPTS
from tests.cast import Cast, viewer_of
from tests.messaging.conftest import Postbox

FACTS = {
    "first_name": "Bo",
    "when": "torsdag den 26. november kl. 9.00",
    "when_short": "torsdag 26/11 kl. 9.00",
    "adviser": "Lise Krogh",
}


def deliver() -> int:
    return deliver_due(by=job("deliver"), now=clock.now())


def receipt(cast: Cast, **more: Any) -> list[Message]:
    return queue(
        cast.bo, Notice("booked", uuid4(), FACTS, "receipt", link="/moede/x/", **more), now=clock.now()
    )


def test_a_receipt_reaches_her_mail_and_her_inbox(cast: Cast, postbox: Postbox) -> None:
    messages = receipt(cast)
    assert deliver() == 2
    (letter,) = postbox.letters
    assert (letter["To"], letter["Subject"]) == ("bo@mail.example", "Din tid er booket")
    assert str(letter["From"]) == "Fjordby Kommune <svar-ikke@fjordby.example>"
    assert "torsdag den 26. november kl. 9.00 hos Lise Krogh" in letter.get_content()
    mail = next(message for message in messages if message.channel == "email")
    assert letter["Message-ID"] == f"<{mail.uuid}@afsaet>"
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


def test_nothing_is_sent_twice(cast: Cast, postbox: Postbox) -> None:
    receipt(cast)
    deliver()
    assert deliver() == 0
    assert len(postbox.letters) == 1


def test_a_message_for_later_waits(cast: Cast, postbox: Postbox, monday: Any) -> None:
    receipt(cast, due_at=clock.now() + timedelta(hours=2))
    assert deliver() == 0
    monday.shift(timedelta(hours=2))
    assert deliver() == 2


def test_a_withdrawn_message_is_never_sent(cast: Cast, postbox: Postbox) -> None:
    subject = receipt(cast)[0].subject
    assert withdraw(subject) == 2
    assert deliver() == 0
    assert postbox.letters == []


def test_a_server_that_says_no_is_asked_again_later_and_then_given_up(
    cast: Cast, postbox: Postbox, monday: Any
) -> None:
    receipt(cast)
    postbox.closed = True
    assert deliver() == 1  # the inbox has no server
    mail = Message.objects.get(channel="email")
    assert (mail.state, mail.attempts, mail.due_at) == ("queued", 1, clock.now() + timedelta(minutes=1))
    assert deliver() == 0
    postbox.closed = False
    monday.shift(timedelta(minutes=1))
    assert deliver() == 1
    assert len(postbox.letters) == 1


def test_after_four_hours_it_is_given_up_and_can_be_sent_again(
    cast: Cast, postbox: Postbox, monday: Any
) -> None:
    receipt(cast)
    postbox.closed = True
    for _ in range(5 * 60):
        deliver()
        monday.shift(timedelta(minutes=1))
    mail = Message.objects.get(channel="email")
    assert (mail.state, mail.attempts, mail.last_error) == ("failed", MOST_ATTEMPTS, "SMTPDataError")
    postbox.closed = False
    send_again(mail.uuid, by=viewer_of(cast.vera), now=clock.now())
    assert deliver() == 1
    assert [letter["Message-ID"] for letter in postbox.letters] == [f"<{mail.uuid}@afsaet>"]


def test_what_was_given_up_is_withdrawn_with_the_rest_and_cannot_be_sent_again(cast: Cast) -> None:
    (mail, _) = sorted(receipt(cast), key=lambda message: message.channel)
    Message.objects.filter(pk=mail.pk).update(state="failed")
    withdraw(mail.subject)
    with pytest.raises(Refused) as refused:
        send_again(mail.uuid, by=viewer_of(cast.vera), now=clock.now())
    assert refused.value.code == "not_failed"
    assert Message.objects.get(pk=mail.pk).state == "withdrawn"


def test_nobody_is_reminded_of_what_has_begun(cast: Cast, postbox: Postbox, monday: Any) -> None:
    receipt(cast, useless_from=clock.now() + timedelta(hours=1))
    postbox.closed = True
    deliver()
    monday.shift(timedelta(hours=1))
    postbox.closed = False
    assert deliver() == 0
    mail = Message.objects.get(channel="email")
    assert (mail.state, mail.last_error, postbox.letters) == ("failed", "too_late", [])
    with pytest.raises(Refused) as refused:
        send_again(mail.uuid, by=viewer_of(cast.vera), now=clock.now())
    assert refused.value.code == "message_too_late"


def test_a_header_cannot_be_smuggled_in_through_a_name(cast: Cast, postbox: Postbox) -> None:
    Template.objects.filter(key="booked").update(title={"da": "Hej {first_name}"})
    queue(
        cast.bo,
        Notice("booked", uuid4(), FACTS | {"first_name": "Bo\r\nBcc: x@y.example"}, "receipt"),
        now=clock.now(),
    )
    deliver()
    assert all("Bcc" not in letter for letter in postbox.letters)
    assert len(postbox.letters) == 1


def test_a_text_with_a_purpose_word_is_refused_before_anything_is_queued(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        queue(cast.bo, Notice("booked", uuid4(), FACTS | {"adviser": "Jobcentret"}), now=clock.now())
    assert refused.value.code == "purpose_word"
    assert not Message.objects.exists()
