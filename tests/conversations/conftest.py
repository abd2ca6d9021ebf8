"""A talk on the day it is held: Thursday 26 November 2026, 9.00, Bo and Lise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

import pytest
import time_machine

from afsaet.booking.models import Booking
from afsaet.conversations.actions.talking import start
from afsaet.conversations.models import Conversation
from afsaet.core import clock
from afsaet.plan.actions import Agreed, agree
from afsaet.plan.models import Agreement
from tests.booking.conftest import at, booked, house
from tests.cast import Cast, viewer_of

__all__ = ["house"]

THURSDAY = date(2026, 11, 26)


@dataclass
class Day:
    """The cast on the day of the talk, with two agreements from last time."""

    cast: Cast
    booking: Booking
    earlier: list[Agreement]

    @property
    def now(self) -> datetime:
        return clock.now()

    def start(self) -> Conversation:
        return start(self.booking, by=viewer_of(self.cast.lise), now=clock.now())


@pytest.fixture
def day(house: Cast) -> Iterator[Day]:
    booking = booked(
        house.bo,
        house.lise,
        at(26, 9, 15),
        topics=("job_now",),
        own_words="Jeg vil gerne væk fra nattevagter.",
    )
    earlier = [
        agree(house.bo, Agreed("citizen", what, date(2026, 11, 25)), made_in=uuid4(), now=clock.now())
        for what in ("Ring til to lagre", "Send ansøgning til Vesterlund Lager")
    ]
    with time_machine.travel(clock.at_local(THURSDAY, 9, 16), tick=False):
        yield Day(house, booking, earlier)
