"""kill -9 of the whole PostgreSQL, again and again, while several processes book, move, cancel and answer offers, and
one reports advisers away and carries out the plan for their talks.

What somebody was told is done is there after the recovery, and nothing is half done (I1 to I4; a plan has all of its
offers with their holds and messages, or none). A server of its own; a kill leaves what the operating system has not yet
written in its hands, so this is a crash, not a power cut.
"""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path
from queue import Empty
from random import Random
from typing import Any

import psutil
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, connections

from afsaet.booking.actions.answering import keep
from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Booking
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.site.embedded_postgres import EmbeddedPostgres
from afsaet.site.invariants import broken
from afsaet.site.settings import database
from bench import _history
from bench._player import begin_in_a_fork, viewer_of
from bench._sick_leave import SentPlan, is_there, is_whole, send_a_plan
from bench._soak import HOUSE
from bench._whole_day import WholeDay

NAME = "afsaet"
PROCESSES = 4  # one of them plans
LONGEST = 1.7  # seconds from the first answer until the kill

# uuid, version, cancelled: what a process was told when its action came back.
Told = tuple[str, int, bool]


@dataclass
class Survived:
    """`told` are answers that were given before a kill, `lost` those the recovered tables do not know.

    `plans` are those carried out before a kill, with the `offers` they came to; `cut_short` those on their way when it
    came, of which `there` were in the recovered tables all the same. `half_done` must be 0.
    """

    rounds: int = 0
    told: int = 0
    lost: int = 0
    plans: int = 0
    offers: int = 0
    cut_short: int = 0
    there: int = 0
    half_done: int = 0
    invariants_broken: int = 0
    longest_recovery_s: float = 0


def campaign(place: Path, rounds: int, seed: int = 1) -> Survived:
    """On a new server in `place`, which everybody may walk to."""
    found, chance = Survived(), Random(seed)
    with EmbeddedPostgres(place / "postgres-kill") as server:
        server.create_database(NAME)
        with _connected_to(server.url(NAME)):
            call_command("migrate", verbosity=0)
            _history.load(HOUSE, clock.now())
            for number in range(rounds):
                told, plans = _book_and_kill(server, f"{seed} {number}", chance)
                begun = time.perf_counter()
                server.start()
                found.longest_recovery_s = max(found.longest_recovery_s, time.perf_counter() - begun)
                found.rounds += 1
                found.told += len(told)
                found.lost += sum(not _known(*one) for one in told)
                _count_plans(plans, found)
                found.invariants_broken += len(broken(clock.now()))
                connection.close()
    return found


@contextmanager
def _connected_to(url: str) -> Iterator[None]:
    """Django works on another server meanwhile."""
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(
        {name: database(url)[name] for name in ("NAME", "USER", "HOST", "PORT", "OPTIONS")}
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def _count_plans(plans: list[SentPlan], found: Survived) -> None:
    """The last of what was told of a plan counts: what was sent, or what it came to."""
    latest = {(plan.absence, plan.at): plan for plan in plans}
    for plan in latest.values():
        found.plans += plan.offers is not None
        found.offers += len(plan.offers or ())
        found.cut_short += plan.offers is None
        found.there += plan.offers is None and is_there(plan)
        found.half_done += not is_whole(plan)


def _book_and_kill(server: EmbeddedPostgres, seed: str, chance: Random) -> tuple[list[Told], list[SentPlan]]:
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    queue: Any = fork.Queue()
    players: list[ForkProcess] = [
        fork.Process(target=_play, args=(f"{seed} {number}", queue, number == 0))
        for number in range(PROCESSES)
    ]
    for player in players:
        player.start()
    answers = [queue.get(timeout=60)]  # they are all there, or nearly
    threading.Event().wait(chance.uniform(0, LONGEST))
    _kill(server)
    while any(player.is_alive() for player in players) or not queue.empty():
        try:
            answers.append(queue.get(timeout=0.1))
        except Empty:
            continue
    if any(player.exitcode for player in players):
        raise RuntimeError("a process ended by something else than the lost server")
    plans = [answer for answer in answers if isinstance(answer, SentPlan)]
    return [answer for answer in answers if not isinstance(answer, SentPlan)], plans


def _kill(server: EmbeddedPostgres) -> None:
    """All of its processes at once: none gets to tidy up."""
    postmaster = psutil.Process(int((server.data / "postmaster.pid").read_text().split()[0]))
    for process in [postmaster, *postmaster.children(recursive=True)]:
        process.kill()
    postmaster.wait(10)


def _play(seed: str, queue: Any, plans: bool) -> None:
    """Book, move, cancel and answer, or report and plan, until the server is gone."""
    begin_in_a_fork()
    player: WholeDay | None = None
    while True:
        try:
            player = player or WholeDay(Random(seed))
            if plans:
                send_a_plan(player, queue.put)
                continue
            talk = act(player)
        except (OperationalError, InterfaceError):
            return
        except Refused:
            continue
        queue.put((str(talk.uuid), talk.version, talk.cancelled))


def act(player: WholeDay) -> Booking:
    """One action by chance; the talk as its caller was told."""
    offer = player.open_offer() if player.chance.random() < 0.2 else None
    if offer is not None:
        return keep(offer, by=viewer_of(offer.citizen), now=clock.now())
    talk = player.coming_talk()
    what = player.chance.random()
    if talk is None or what < 0.5:
        citizen = player.chance.choice(player.citizens)
        return player.booked(citizen, player.wish(citizen, clock.now()))
    if what < 0.8:
        return player.moved(talk, player.wish(talk.citizen, clock.now()))
    return cancel(talk, by=viewer_of(talk.citizen), now=clock.now())


def _known(uuid: str, version: int, cancelled: bool) -> bool:
    """Whether the talk is at least as far as somebody was told."""
    talk = Booking.objects.filter(uuid=uuid).first()
    return talk is not None and talk.version >= version and (talk.cancelled or not cancelled)
