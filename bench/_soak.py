"""Random operations by several processes at once, a million in pieces: what no list of cases thinks of.

    ./run bench booking --soak --minutes 120      one piece; the next call goes on where it ended
    ./run bench booking --soak --afresh           begin again at operation 0

The house is small, so that they get in each other's way: few advisers, and everybody wants the first free times. State
is in var/soak.json, the house in a database of its own. Each piece ends by asking afsaet/site/invariants.py.
"""

import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from multiprocessing.context import ForkProcess
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections

from afsaet.core import clock
from afsaet.site.invariants import broken
from bench import _history
from bench._player import begin_in_a_fork
from bench._server import has_database, make_database, use_database
from bench._whole_day import WholeDay, furnish

if TYPE_CHECKING:
    from bench.__main__ import Report

DATABASE = "bench_soak"
GOAL = 1_000_000
PROCESSES = 4
HOUSE = _history.Size(units=2, advisers=8, citizens=40, days=7, ahead=5)
TOLD_EVERY = 60.0  # seconds


@dataclass
class State:
    """`seed` of the whole; a piece and a process of it draw their own from it. `outcomes`: operation and outcome."""

    seed: int
    pieces: int = 0
    operations: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def add(self, counted: Counter[str], failures: list[str]) -> None:
        self.operations += counted.total()
        self.outcomes = dict(sorted((Counter(self.outcomes) + counted).items()))
        self.failures = [*self.failures, *failures][-20:]


def piece(report: "Report", *, minutes: float, afresh: bool) -> None:
    """One piece of the million: `minutes` long, at most to the end."""
    place = Path(settings.VAR_DIR) / "soak.json"
    goes_on = place.exists() and not afresh and has_database(DATABASE)
    state = State(**json.loads(place.read_text())) if goes_on else State(random.randrange(2**32))
    if not goes_on:
        make_database(DATABASE)
    use_database(DATABASE)
    if not goes_on:
        _history.load(HOUSE, clock.now())
    furnish()
    _say(f"seed {state.seed}, piece {state.pieces}, from operation {state.operations:,}")
    work(state, operations=GOAL - state.operations, seconds=minutes * 60)
    place.write_text(json.dumps(asdict(state), indent=1))
    found = broken(clock.now())
    report("booking.soak_operations", state.operations, "operations", None)
    report(
        "booking.soak_failures",
        sum(n for name, n in state.outcomes.items() if "failed" in name),
        "failures",
        None,
    )
    report("booking.soak_invariants_broken", len(found), "invariants", None)
    for name, times in state.outcomes.items():
        _say(f"  {name:<44} {times:>9,}")
    for line in [*state.failures, *(f"{one.invariant.name}: {one.rows}" for one in found)]:
        _say(f"  ! {line}")


def work(state: State, *, operations: int, seconds: float = 1e9, processes: int = PROCESSES) -> None:
    """So many operations, or as many as the time allows, by as many processes at once."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    told: Any = fork.Queue()
    share, ends = -(-operations // processes), time.monotonic() + seconds
    players: list[ForkProcess] = [
        fork.Process(target=_play, args=(f"{state.seed} {state.pieces} {number}", share, ends, told))
        for number in range(processes)
    ]
    for player in players:
        player.start()
    _listen(state, players, told)
    for player in players:
        player.join()
    state.pieces += 1
    if any(player.exitcode for player in players):
        raise RuntimeError("a process of the soak ended by itself")


def _listen(state: State, players: "list[ForkProcess]", told: Any) -> None:
    """Add up what they tell until all have ended."""
    begun = said = time.monotonic()
    at_first = state.operations
    while True:
        alive = any(player.is_alive() for player in players)
        try:
            while True:
                state.add(*told.get(timeout=0.2))
        except Empty:
            if not alive:
                return
        if time.monotonic() - said > TOLD_EVERY:
            said = time.monotonic()
            rate = (state.operations - at_first) / (said - begun)
            _say(f"{state.operations:,} operations, {(said - begun) / 60:.0f} min, {rate:.0f} a second")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _play(seed: str, operations: int, ends: float, told: Any) -> None:
    begin_in_a_fork()
    player = WholeDay(random.Random(seed))
    counted: Counter[str] = Counter()
    failures: list[str] = []
    for number in range(operations):
        if time.monotonic() > ends:
            break
        player.turn(counted, failures)
        if number % 50 == 49:
            told.put((counted, failures))
            counted, failures = Counter(), []
    told.put((counted, failures))
    connections.close_all()
