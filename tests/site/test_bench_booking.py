"""`./run bench booking`, small: what must be right is asserted, never a time."""

from random import Random

import pytest

from afsaet.booking.models import Booking, Seat
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.site.invariants import broken
from bench import _history, _soak
from bench._whole_day import WholeDay, furnish
from bench.booking import QUICK, campaign
from tests.site.test_kill import environment

NOTHING_DONE = {"nobody has a talk", "no meeting", "no colleague is free"}  # an offer is made by day only
NAMES = {
    "booking.double_bookings",
    "booking.deadlocks",
    "booking.slowest_round_ms",
    "booking.page_p50_ms",
    "booking.page_p99_ms",
    "booking.slots_json_p50_ms",
    "booking.slots_json_p99_ms",
    "booking.slots_engine_p50_ms",
    "booking.slots_engine_p99_ms",
    "booking.per_second",
    "booking.p99_ms",
    "booking.first_free_300_p99_ms",
    "booking.naive_double_bookings",
}


@pytest.fixture
def house(committed: None) -> None:
    _history.load(_history.TINY, clock.now())


def test_a_loaded_history_breaks_no_invariant(house: None) -> None:
    before = Booking.objects.count()
    assert before > 500
    assert Claim.objects.count() == 2 * before
    _history.load_earlier(_history.TINY, 2, clock.now())
    assert Booking.objects.count() > 1.5 * before
    assert broken(clock.now()) == []


def test_many_at_once_book_no_time_twice_and_the_naive_way_is_caught(house: None) -> None:
    figures: dict[str, float] = {}
    result = campaign(environment(), QUICK, lambda name, value, unit, baseline: figures.update({name: value}))
    assert set(figures) == NAMES
    assert figures["booking.double_bookings"] == 0
    assert figures["booking.deadlocks"] == 0
    assert figures["booking.naive_double_bookings"] > 0, "the race catches nothing"
    assert result.rounds == 4 * QUICK.race_rounds
    assert result.answers["booked"] >= result.rounds


def test_random_operations_of_several_processes_break_no_invariant(house: None) -> None:
    furnish()
    state = _soak.State(seed=20261122)
    _soak.work(state, operations=60, processes=2)
    assert state.operations >= 60
    assert [name for name in state.outcomes if "failed" in name] == [], state.failures
    assert {name.split(":")[0] for name in state.outcomes} > {"book", "move", "cancel", "swap"}
    assert broken(clock.now()) == []


def test_each_random_operation_gets_somewhere_and_breaks_no_invariant(house: None) -> None:
    furnish()
    player = WholeDay(Random(20261122))
    for operation in player.table():
        outcomes = {outcome for _ in range(3) for outcome in operation()}
        assert outcomes - NOTHING_DONE, f"{operation}: {outcomes}"
    assert Booking.objects.exclude(room=None).exists()
    assert Seat.objects.exists()
    assert broken(clock.now()) == []
