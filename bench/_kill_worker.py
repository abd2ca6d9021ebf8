"""kill -9 of the worker while it hands over mail: every message arrives, none that was withdrawn does (I4).

The letters go to a mail server on loopback, which is slow on purpose so that the kills fall into the hand-over. A
letter can come twice, when the worker dies between the hand-over and its commit; those are counted.
"""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from random import Random
from socket import socket

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from procrastinate.contrib.django.models import ProcrastinateWorker

from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Booking
from afsaet.core import clock, jobs
from afsaet.messaging.models import Message
from bench._player import Player, viewer_of
from bench._server import kill

SLOW = 0.03  # seconds for each letter
PATIENCE = 60.0
BOOKINGS = 4  # in each round; every other one is cancelled at once, so that its receipt is withdrawn


class Postbox:
    """Counts the letters by their stable key."""

    def __init__(self) -> None:
        self.letters: Counter[str] = Counter()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        threading.Event().wait(SLOW)
        letter = message_from_bytes(envelope.content if isinstance(envelope.content, bytes) else b"")
        self.letters[str(letter["Message-ID"])] += 1
        return "250 taken"


@dataclass
class Delivered:
    """What became of the letters. `early`: rounds in which something still waited when the worker was killed."""

    rounds: int = 0
    letters: int = 0
    lost: int = 0
    withdrawn: int = 0
    sent_though_withdrawn: int = 0
    twice: int = 0
    early: int = 0


@contextmanager
def postbox() -> Iterator[tuple[Postbox, int]]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def campaign(environment: dict[str, str], rounds: int, seed: int = 1) -> Delivered:
    """Book and cancel while the worker delivers, kill it, and let a new one finish."""
    found, chance = Delivered(), Random(seed)
    player = Player(chance)
    with postbox() as (box, port):
        mail = {"AFSAET_SMTP_HOST": "127.0.0.1", "AFSAET_SMTP_PORT": str(port)}
        # Not the demo's mails in files: real ones.
        own = {name: value for name, value in environment.items() if name != "AFSAET_DEMO"}
        own |= mail | {"AFSAET_TESTING": "1"}
        for _ in range(rounds):
            known = _workers()
            with _worker(own) as process:
                _until(lambda: bool(_workers() - known), "the worker does not start")  # noqa: B023
                _book_some(player, chance)
                threading.Event().wait(chance.uniform(0, 0.4))
                kill(process)
            found.early += _waiting() > 0
            found.rounds += 1
        with _worker(own):
            # Its dead predecessor's job is lost; each minute another looks for what waits. Here at once.
            jobs.schedule("messaging.deliver", once="messaging.deliver")
            _until(lambda: _waiting() == 0, "letters wait for ever")
        _count(found, box.letters)
    return found


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker"],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield process
        finally:
            kill(process)


def _book_some(player: Player, chance: Random) -> None:
    player.book_many(BOOKINGS)
    recent = Booking.objects.filter(cancelled_at=None, starts__gt=clock.now()).select_related("citizen__user")
    for talk in recent.order_by("-pk")[: BOOKINGS // 2]:
        cancel(talk, by=viewer_of(talk.citizen), now=clock.now())


def _workers() -> set[int]:
    return set(ProcrastinateWorker.objects.values_list("pk", flat=True))


def _letters() -> Sequence[Message]:
    return list(Message.objects.filter(channel=Message.EMAIL, due_at__lte=clock.now()))


def _waiting() -> int:
    ours = Message.objects.filter(channel__in=[Message.EMAIL, Message.INBOX])
    return ours.filter(state=Message.QUEUED, due_at__lte=clock.now()).count()


def _until(condition: Callable[[], bool], what: str) -> None:
    tick = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if condition():
            return
        tick.wait(0.05)
    raise RuntimeError(what)


def _count(found: Delivered, letters: Counter[str]) -> None:
    for message in _letters():
        arrived = letters[f"<{message.uuid}@afsaet>"]
        if message.state == Message.SENT:
            found.letters += 1
            found.lost += arrived == 0
            found.twice += arrived > 1
        elif message.state == Message.WITHDRAWN:
            found.withdrawn += 1
            found.sent_though_withdrawn += arrived > 0
