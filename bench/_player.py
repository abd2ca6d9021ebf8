"""Somebody who books, moves and cancels by chance: one process of bench/_soak.py, or of what bench/kill.py kills.

The advisers are few and everybody wants the first free times, so that they get in each other's way.
"""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier
from uuid import UUID, uuid4

from django.db import connections

from afsaet.booking.actions.booking import book, book_for, cancel, move
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import Booking, ConversationType
from afsaet.booking.queries.waiting import rooms_of
from afsaet.booking.rules.choices import ANYBODY, Choices
from afsaet.calendar.queries.free_times import Search, free_times
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.access import viewer_for
from afsaet.people.models import Citizen, Staff

EAGER = 6  # everybody wants one of the first so many free times
# What an operation may be refused for when others were faster, or for another's time that is near by now; anything else
# is a failure.
EXPECTED = {
    "already_cancelled", "asked_already", "colleague_busy", "full", "has_booking", "meeting_began", "meeting_cancelled",
    "no_room", "offer_over", "sent_elsewhere", "substitution_over", "taken", "talk_began", "talk_started", "too_soon",
    "you_are_busy",
}  # fmt: skip


class Player:
    """One process: draws an operation and somebody for it, again and again."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.staff = list(Staff.objects.select_related("user", "unit").order_by("pk"))
        self.citizens = list(Citizen.objects.select_related("user", "unit").order_by("pk"))
        self.type = ConversationType.objects.order_by("pk")[0]
        self.operations = self.table()

    def table(self) -> dict[Callable[[], list[str]], int]:
        """How often each operation is drawn: more of what makes a coming talk than of what ends one, so that the
        house is never empty."""
        return {
            self.book: 30, self.move: 20, self.cancel: 12, self.rebook: 10, self.swap: 10, self.two_staff_confirm: 9,
            self.at_two_advisers: 9,
        }  # fmt: skip

    def turn(self, counted: Counter[str], failures: list[str]) -> None:
        operation = self.chance.choices(list(self.operations), list(self.operations.values()))[0]
        name = getattr(operation, "__name__", "")
        try:
            for outcome in operation():
                counted[f"{name}: {outcome}"] += 1
        except Exception as error:  # counted and told; the piece goes on
            counted[f"{name}: failed"] += 1
            failures.append(f"{name}: {type(error).__name__}: {error}"[:300])

    # ---- the operations: what became of each attempt --------------------------------------------------

    def book(self) -> list[str]:
        """A citizen holds a time and books it."""
        citizen = self.chance.choice(self.citizens)
        return [outcome_of(partial(self.booked, citizen, self.wish(citizen, clock.now())))]

    def move(self) -> list[str]:
        talk = self.coming_talk()
        return [self._move(talk, self.wish(talk.citizen, clock.now()))] if talk else ["nobody has a talk"]

    def cancel(self) -> list[str]:
        """By the citizen or by her adviser; now and then twice."""
        talk = self.coming_talk()
        if talk is None:
            return ["nobody has a talk"]
        by = self.chance.choice([viewer_of(talk.citizen), viewer_of(talk.staff)])
        times = self.chance.choice([1, 1, 2])
        return [outcome_of(partial(cancel, talk, by=by, now=clock.now())) for _ in range(times)]

    def rebook(self) -> list[str]:
        """Cancel and take the same time again, while somebody else may be after it."""
        talk = self.coming_talk()
        if talk is None:
            return ["nobody has a talk"]
        choices = Choices(who=str(talk.staff.uuid), time=talk.starts.isoformat())
        first = outcome_of(partial(cancel, talk, by=viewer_of(talk.citizen), now=clock.now()))
        return [first, outcome_of(partial(self.booked, talk.citizen, choices))]

    def swap(self) -> list[str]:
        """Two move to each other's time at the same moment."""
        one = self.coming_talk()
        other = self.coming_talk(of_unit=one.citizen.unit_id) if one else None
        if one is None or other is None or one == other:
            return ["nobody has a talk"]
        return at_once(
            partial(self._move, one, Choices(who=str(other.staff.uuid), time=other.starts.isoformat())),
            partial(self._move, other, Choices(who=str(one.staff.uuid), time=one.starts.isoformat())),
        )

    def two_staff_confirm(self) -> list[str]:
        """Two colleagues book the same citizen for the same time at the same moment."""
        citizen = self.chance.choice(self.citizens)
        choices = self.wish(citizen, clock.now())
        pair = self.chance.sample(self.staff, 2)
        return at_once(*(partial(self._book_as, citizen, choices, viewer_of(one)) for one in pair))

    def at_two_advisers(self) -> list[str]:
        """The same citizen books two advisers at the same moment."""
        citizen = self.chance.choice(self.citizens)
        wishes = [self.wish(citizen, clock.now()) for _ in range(2)]
        return at_once(*(partial(self._book_as, citizen, one, viewer_of(citizen)) for one in wishes))

    def book_many(self, count: int) -> None:
        """So many talks, whatever it takes."""
        for _ in range(50 * count):
            count -= self.book().count("done")
            if count == 0:
                return
        raise RuntimeError("the house is full")

    # ---- how -------------------------------------------------------------------------------------------

    def wish(self, citizen: Citizen, now: datetime) -> Choices:
        """One of the first free times of an adviser she may choose, or of anybody."""
        staff = self.chance.choice([one for one in self.staff if one.unit_id == citizen.unit_id])
        times = self.free_times(staff, citizen.uuid, now)[:EAGER]
        starts = self.chance.choice(times) if times else now + timedelta(days=1)
        who = ANYBODY if self.chance.random() < 0.3 else str(staff.uuid)
        return Choices(who=who, time=starts.isoformat())

    def free_times(self, staff: Staff, citizen: UUID, now: datetime) -> list[datetime]:
        """When a meeting with her would be free, in a room when it needs one."""
        rooms = [room for room in rooms_of(self.type, "in_person", staff) if room]
        since, until = now + timedelta(hours=3), now + timedelta(days=10)
        search = Search(self.type.minutes, since, until, rooms={staff.uuid: rooms} if rooms else None)
        return free_times([staff.uuid], citizen, search, now=now)[staff.uuid]

    def coming_talk(self, of_unit: int | None = None) -> Booking | None:
        """Of a citizen drawn by chance, else of the next one who has any."""
        rows = Booking.objects.filter(
            starts__gt=clock.now() + timedelta(minutes=5), cancelled_at=None, started_at=None
        )
        rows = rows.select_related("citizen__user", "citizen__unit", "staff__user", "staff__unit", "type")
        among = [one.pk for one in self.citizens if of_unit in (None, one.unit_id)]
        rows = rows.filter(citizen__in=among) if of_unit else rows
        after = self.chance.choice(among)
        return rows.filter(citizen__gte=after).order_by("citizen", "pk").first()

    def booked(self, citizen: Citizen, choices: Choices) -> Booking:
        viewer = viewer_of(citizen)
        return book(hold(citizen, choices, by=viewer, now=clock.now()), by=viewer, now=clock.now()).booking

    def _book_as(self, citizen: Citizen, choices: Choices, viewer: Viewer) -> str:
        origin = "self" if viewer.is_citizen else "staff"
        return outcome_of(
            partial(book_for, citizen, choices, key=uuid4(), origin=origin, by=viewer, now=clock.now())
        )

    def moved(self, talk: Booking, choices: Choices) -> Booking:
        viewer = viewer_of(talk.citizen)
        return move(hold(talk.citizen, choices, talk, by=viewer, now=clock.now()), by=viewer, now=clock.now())

    def _move(self, talk: Booking, choices: Choices) -> str:
        return outcome_of(partial(self.moved, talk, choices))


def begin_in_a_fork() -> None:
    """Leave the parent's connections alone: neither use them nor close them. The next statement opens one."""
    for inherited in connections.all(initialized_only=True):
        inherited.connection = None


def at_once(*tasks: Callable[[], str]) -> list[str]:
    """Each in a thread with a connection of its own, released together."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], str]) -> str:
        try:
            barrier.wait(timeout=30)
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def outcome_of(task: Callable[[], object]) -> str:
    """Done, or what it was refused for."""
    try:
        task()
    except Refused as refused:
        if refused.code not in EXPECTED:
            raise
        return refused.code
    return "done"


def viewer_of(person: Citizen | Staff) -> Viewer:
    assert person.user is not None
    return viewer_for(person.user)
