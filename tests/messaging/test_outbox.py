"""The outbox against a real SMTP server on loopback: sent, tried again, withdrawn, never twice."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from socket import socket
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import job
from afsaet.messaging.actions import MOST_ATTEMPTS, Notice, deliver_due, queue, withdraw
from afsaet.messaging.models import Message, Template
from tests.cast import Cast

FACTS = {"first_name": "Bo", "when": "torsdag den 26. november kl. 9.00", "adviser": "Lise Krogh"}


class Postbox:
    """Keeps what it is handed; refuses while `closed`."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.closed = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.closed:
            return "451 try again later"
        assert isinstance(envelope.content, bytes)
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


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
    assert (mail.state, mail.attempts, mail.due_at) == ("queued", 1, clock.now() + timedelta(minutes=2))
    assert deliver() == 0
    postbox.closed = False
    monday.shift(timedelta(minutes=2))
    assert deliver() == 1
    assert len(postbox.letters) == 1


def test_after_eight_tries_it_is_marked_as_failed(cast: Cast, postbox: Postbox, monday: Any) -> None:
    receipt(cast)
    postbox.closed = True
    for _ in range(MOST_ATTEMPTS):
        deliver()
        monday.shift(timedelta(hours=5))
    mail = Message.objects.get(channel="email")
    assert (mail.state, mail.attempts, mail.last_error) == ("failed", 8, "SMTPDataError")


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


def test_every_template_of_a_new_house_passes_its_own_lint(db: None) -> None:
    facts = FACTS | {"authority": "Fjordby Kommune", "phone": "76001200", "link": "/x/"}
    assert Template.objects.count() >= 8
    for template in Template.objects.all():
        for language in template.body:
            text = template.title[language] + template.body[language]
            assert "{" not in text.format(**facts)
