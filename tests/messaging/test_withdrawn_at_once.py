"""I4 with many at once: once `withdraw` has committed, no channel is handed the message any more."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier, Lock
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.messaging.actions.delivery import deliver_due
from afsaet.messaging.actions.outbox import Notice, queue, withdraw
from afsaet.messaging.models import Message
from afsaet.messaging.ports import NotTaken
from afsaet.messaging.rules import EXAMPLE
from tests.cast import make_cast

MESSAGES, WITHDRAWERS, DELIVERERS = 60, 4, 4
_handed: list[tuple[str, float]] = []
_lock = Lock()


class Slow:
    """Notes when it is handed what; now and then it does not take it, so that the message is tried again."""

    random = Random(7)

    def send(self, to: str, text: str, key: str) -> None:
        with _lock:
            takes, pause = self.random.random() > 0.3, self.random.uniform(0, 0.01)
        sleep(pause)
        with _lock:
            _handed.append((key, monotonic()))
        if not takes:
            raise NotTaken("http_500", again=True)


@pytest.fixture
def subjects(committed: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[UUID, str]:
    """What each message is about, with its key."""
    settings.SMS_GATEWAY = f"{__name__}.Slow"
    monkeypatch.setattr("afsaet.messaging.actions.delivery.wait_after", lambda attempts: 0)
    monkeypatch.setattr("afsaet.messaging.actions.delivery.MOST_MISSES", 1000)
    _handed.clear()
    bo = make_cast().bo
    queued = {}
    for _ in range(MESSAGES):
        rows = queue(bo, Notice("booked", uuid4(), dict(EXAMPLE)), now=clock.now())
        queued[rows[0].subject] = next(str(row.uuid) for row in rows if row.channel == "sms")
    return queued


def test_a_withdrawn_message_is_never_handed_over_whoever_delivers_meanwhile(
    subjects: dict[UUID, str],
) -> None:
    barrier, gone = Barrier(WITHDRAWERS + DELIVERERS), dict[str, float]()
    mine = list(subjects)[::2]  # in the order they are handed over: the two keep meeting at the same row

    def take_back(part: list[UUID]) -> None:
        barrier.wait(10)
        for subject in part:
            withdraw(subject)
            gone[subjects[subject]] = monotonic()
            sleep(0.02)
        connections.close_all()

    def deliver(_: object) -> None:
        barrier.wait(10)
        for _turn in range(6):
            deliver_due(by=job("deliver"), now=clock.now(), channels=("inbox", "sms"))
        connections.close_all()

    with ThreadPoolExecutor(WITHDRAWERS + DELIVERERS) as pool:
        runs = [pool.submit(take_back, mine[number::WITHDRAWERS]) for number in range(WITHDRAWERS)]
        runs += [pool.submit(deliver, number) for number in range(DELIVERERS)]
        for run in runs:
            run.result(60)
    late = [key for key, at in _handed if key in gone and at > gone[key]]
    assert late == []
    states = {str(row.uuid): row.state for row in Message.objects.filter(channel="sms")}
    assert {"sent", "withdrawn"} <= set(states.values()), "the race was not one: nothing was caught in time"
    for key, state in states.items():
        assert state in ("sent", "withdrawn")
        if key not in gone:
            assert state == "sent"
