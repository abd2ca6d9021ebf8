"""An hour without a gateway loses nothing and sends nothing twice, and holds no other channel up."""

from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest

from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.messaging import tasks
from afsaet.messaging.actions import delivery
from afsaet.messaging.actions.delivery import deliver_due
from afsaet.messaging.actions.outbox import Notice, queue
from afsaet.messaging.models import Message
from afsaet.messaging.rules import EXAMPLE
from tests.cast import Cast
from tests.messaging.conftest import Gateway, Postbox


def receipts(cast: Cast, count: int) -> None:
    for _ in range(count):
        queue(cast.bo, Notice("booked", uuid4(), dict(EXAMPLE), "receipt"), now=clock.now())


def deliver() -> int:
    return deliver_due(by=job("deliver"), now=clock.now())


def keys(state: str) -> set[str]:
    return {
        str(uuid)
        for uuid in Message.objects.filter(channel="sms", state=state).values_list("uuid", flat=True)
    }


@pytest.mark.parametrize("mode", ["500", "429", "hangs", "breaks", "takes and hangs"])
def test_after_an_hour_without_the_gateway_each_message_is_taken_once_under_its_key(
    cast: Cast, gateway: Gateway, postbox: Postbox, monday: Any, mode: str
) -> None:
    receipts(cast, 6)
    gateway.mode = mode
    for minute in range(60):
        if mode.isdecimal() or minute % 12 == 0:  # where each attempt costs real time, every twelfth minute
            deliver()
        monday.shift(timedelta(minutes=1))
    assert len(postbox.letters) == 6
    assert keys("failed") == set()
    gateway.mode = "takes"
    for _ in range(20):
        deliver()
        monday.shift(timedelta(minutes=1))
    assert (len(keys("sent")), keys("queued")) == (6, set())
    assert gateway.taken == dict.fromkeys(keys("sent"), 1)


def test_a_gateway_that_is_silent_is_asked_three_times_and_then_left_alone_until_the_next_run(
    cast: Cast, gateway: Gateway, monday: Any
) -> None:
    receipts(cast, 10)
    gateway.mode = "500"
    deliver()
    assert len(gateway.asked) == 3
    deliver()
    assert len(gateway.asked) == 6


def test_one_message_that_is_refused_does_not_stop_the_others(cast: Cast, gateway: Gateway) -> None:
    receipts(cast, 5)
    gateway.mode = "422"
    deliver()
    assert len(keys("failed")) == 5


def test_a_gateway_that_hangs_holds_no_mail_up(
    cast: Cast, gateway: Gateway, postbox: Postbox, monday: Any
) -> None:
    """The job that mails hands text messages to a job of their own."""
    receipts(cast, 3)
    gateway.mode = "hangs"
    began = monotonic()
    tasks.deliver()
    assert (len(postbox.letters), gateway.asked) == (3, [])
    assert monotonic() - began < 2
    tasks.deliver_sms()
    assert len(gateway.asked) == 3


def test_a_slow_channel_gives_way_after_its_time_and_goes_on_in_a_new_job(
    cast: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LONGEST_RUN", -1.0)
    receipts(cast, 4)
    told: list[str] = []
    monkeypatch.setattr("afsaet.core.jobs.schedule", lambda name, **_: told.append(name))
    deliver()
    assert (len(gateway.taken), told) == (1, ["messaging.deliver", "messaging.deliver_sms"])


def test_without_the_gateway_it_was_queued_for_a_text_message_waits(
    cast: Cast, gateway: Gateway, settings: Any
) -> None:
    receipts(cast, 1)
    settings.SMS_GATEWAY = ""
    deliver()
    sms = Message.objects.get(channel="sms")
    assert (sms.state, sms.last_error, sms.attempts) == ("queued", "no_gateway", 1)
