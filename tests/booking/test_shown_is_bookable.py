"""I10 through the real door, on real transactions: what is shown can be booked, what is not shown is refused."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings

from afsaet.booking.actions.booking import book_for, cancel
from afsaet.booking.models import Booking, ConversationType
from afsaet.booking.queries.offer import offer_for, times_of
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.models import (
    Busy,
    BusySource,
    Claim,
    ClosedDay,
    ClosedTime,
    ExtraTime,
    Room,
    WorkRule,
)
from afsaet.core import clock
from afsaet.core.errors import Refused
from tests.calendar.worlds import CASES, World, build, worlds
from tests.cast import Cast, make_cast, viewer_of

MOST_TRIED = 5


@pytest.fixture
def cast_in_earnest(committed: None) -> Cast:
    with time_machine.travel(datetime(2026, 1, 5, 8, tzinfo=clock.ZONE), tick=False):
        return make_cast()


@settings(
    max_examples=CASES // 20 or 6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(worlds)
def test_shown_is_bookable_and_what_is_not_shown_is_refused(cast_in_earnest: Cast, world: World) -> None:
    cast = cast_in_earnest
    forget()
    rooms = [
        Room.objects.create(unit=cast.unit, name=f"Lokale {number}", seats=2 + number)
        for number in range(world.rooms or 0)
    ]
    spare = [uuid4() for _ in range(2 - len(rooms))]
    build(world, [cast.lise.uuid, cast.nanna.uuid, cast.bo.uuid, *(room.uuid for room in rooms), *spare])
    ConversationType.objects.update(
        minutes=max(world.minutes, 5), buffer_minutes=world.buffer, needs_room=world.rooms is not None
    )
    # Two days ahead, so that the notice cuts into the first day.
    now = datetime.combine(world.first, time(), clock.ZONE) - timedelta(minutes=world.into % 120)
    Claim.objects.filter(held_until__gt=world.now).update(held_until=now + timedelta(minutes=1))
    Claim.objects.filter(held_until=world.now).update(held_until=now)
    with time_machine.travel(now, tick=False):
        offer = offer_for(cast.bo, now)
        shown = times_of(offer, cast.bo, [cast.lise], now)[str(cast.lise.uuid)]
        quarters = [
            now.replace(minute=0) + timedelta(minutes=15 * step + 15 * 4 * (world.into % 7))
            for step in range(0, 96, 11)
        ]
        for starts in shown[:MOST_TRIED]:
            booking = tried(cast, starts, now)
            assert isinstance(booking, Booking), f"{starts} is shown, and refused: {booking}"
            cancel(booking, by=viewer_of(cast.bo), now=now)
        for starts in set(quarters) - set(shown):
            assert isinstance(tried(cast, starts, now), str), f"{starts} is not shown, and could be booked"


def tried(cast: Cast, starts: datetime, now: datetime) -> Booking | str:
    wish = Choices(who=str(cast.lise.uuid), time=starts.isoformat())
    try:
        return book_for(cast.bo, wish, key=uuid4(), origin="self", by=viewer_of(cast.bo), now=now).booking
    except Refused as refused:
        return refused.code


def forget() -> None:
    """The last example's world; its transactions were real."""
    models: list[Any] = [Busy, BusySource, Claim, ClosedDay, ClosedTime, ExtraTime, WorkRule]
    for model in models:
        model.objects.all().delete()
    Booking.objects.update(room=None)
    Room.objects.all().delete()
