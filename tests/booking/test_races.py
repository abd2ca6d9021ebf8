"""Many at once: one time is had by one, one form books once, and nothing is left half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from functools import partial
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection, connections

from afsaet.booking.actions.booking import book, move
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import Booking, Draft
from afsaet.calendar.actions import Hours, set_weekly_hours
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.models import Caseload, Citizen, Staff
from tests.booking.conftest import at, booked, choices
from tests.cast import REGISTERED, Cast, make_cast, make_citizen, viewer_of
from tests.conftest import MONDAY

RUNNERS = 8


@pytest.fixture
def crowd(committed: None) -> Any:
    """The cast, Lise at work, and eight more citizens of hers; the clock stands still."""
    with time_machine.travel(MONDAY, tick=False):
        cast = make_cast()
        week = [Hours(day, time(8, 30), time(15, 30)) for day in range(5)]
        for staff in (cast.lise, cast.nanna):
            set_weekly_hours(staff.uuid, week, by=viewer_of(cast.vera), now=clock.now())
        people = []
        for number in range(RUNNERS):
            one = make_citizen(cast.unit, f"Borger{number}", "Prøve", f"010160{5000 + number}")
            Caseload.objects.create(citizen=one, staff=cast.lise, starts_on=REGISTERED)
            people.append(one)
        yield cast, people


def all_at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run the tasks in as many threads, released together; a refusal counts as its code."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return task()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def overlapping_claims() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM calendar_claim a JOIN calendar_claim b ON a.id < b.id "
            "AND a.resource_id = b.resource_id AND a.starts < b.ends AND b.starts < a.ends"
        )
        return int(cursor.fetchone()[0])


def held(citizen: Citizen, cast: Cast, starts: datetime, moves: Booking | None = None) -> Draft:
    return hold(citizen, choices(cast.lise, starts), moves, by=viewer_of(citizen), now=clock.now())


def hold_and_book(citizen: Citizen, staff: Staff, starts: datetime) -> Booking:
    viewer, now = viewer_of(citizen), clock.now()
    return book(hold(citizen, choices(staff, starts), by=viewer, now=now), by=viewer, now=now).booking


def test_eight_want_one_time_and_one_gets_it(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    answers = all_at_once([partial(hold_and_book, one, cast.lise, at(26, 10)) for one in people])
    assert [answer for answer in answers if answer == "taken"] == ["taken"] * (RUNNERS - 1)
    assert (Booking.objects.count(), Claim.objects.count(), overlapping_claims()) == (1, 2, 0)


def test_one_form_sent_eight_times_books_once(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    draft = held(people[0], cast, at(26, 10))
    answers = all_at_once(
        [lambda: book(draft, by=viewer_of(people[0]), now=clock.now()).booking.pk for _ in range(RUNNERS)]
    )
    assert set(answers) == {Booking.objects.get().pk}
    assert Claim.objects.count() == 2


def test_one_citizen_at_two_advisers_at_once_gets_one(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    one = people[0]
    bookings = all_at_once(
        [partial(hold_and_book, one, staff, at(26, 10)) for staff in (cast.lise, cast.nanna)]
    )
    assert len(bookings) == 2
    assert Booking.objects.filter(cancelled_at=None).count() == 1
    assert Claim.objects.filter(held_until=None).count() == 2


def test_two_who_swap_times_never_share_one(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    mine, yours = booked(people[0], cast.lise, at(26, 10)), booked(people[1], cast.lise, at(26, 13))
    answers = all_at_once(
        [
            lambda: move(held(people[0], cast, at(26, 13), mine), by=viewer_of(people[0]), now=clock.now()),
            lambda: move(held(people[1], cast, at(26, 10), yours), by=viewer_of(people[1]), now=clock.now()),
        ]
    )
    assert answers == ["taken", "taken"]
    assert overlapping_claims() == 0
    assert sorted(Booking.objects.values_list("starts", flat=True)) == [at(26, 10), at(26, 13)]
