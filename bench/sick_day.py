"""The sick day: how long the proposal for 35 talks takes with everything it reads, and whether any plan is cheaper.

Thirty advisers in a unit and four weeks of half-full calendars (bench/_history.py); 35 talks of one adviser's week.
"""

import random
from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.management import call_command
from django.db import transaction

from afsaet.booking.models import Booking, StaffAbsence
from afsaet.booking.queries.replanning import Plan, plan_for
from afsaet.booking.rules.replanning import Place, Places, Talk, propose, total
from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.people.models import Staff
from bench._history import Size, load
from bench._integer_program import least, least_of_all

if TYPE_CHECKING:
    from bench.__main__ import Report

ADVISERS, TALKS, ROUNDS = 30, 35, 15
SMALL, SMALL_CASES, LARGE_CASES = 8, 40, 10
TODAY = date(2026, 11, 23)


def run(report: "Report") -> None:
    """In an empty database: `load` refuses another. The figures of the gap need none."""
    call_command("migrate", verbosity=0)
    now = clock.at_local(TODAY, 7, 55)
    load(Size(units=1, advisers=ADVISERS, citizens=160, days=30, ahead=20), now)
    took = [_proposal(now)[1] for _ in range(ROUNDS)]
    report("booking.sick_day_35_ms", median(took), "ms", None)
    report("booking.sick_day_35_max_ms", max(took), "ms", None)
    report("booking.sick_day_gap", gap(), "points", None)


def _proposal(now: datetime) -> tuple[Plan, float]:
    """One adviser is away as many days as it takes to have 35 talks; then it is all as it was."""
    with transaction.atomic():
        staff = Staff.objects.select_related("unit").order_by("pk")[0]
        coming = Booking.objects.filter(staff=staff, starts__gt=now).order_by("starts")[:TALKS]
        last = clock.local(list(coming)[-1].starts).date()
        absence = StaffAbsence.objects.create(
            staff=staff, first_day=TODAY, last_day=last, reported_at=now, reported_by="bench"
        )
        begun = perf_counter()
        plan = plan_for(job("bench"), absence, now)
        took = (perf_counter() - begun) * 1000
        transaction.set_rollback(True)
    if len(plan.lines) < TALKS:
        raise RuntimeError(f"only {len(plan.lines)} talks")
    return plan, took


def gap(small: int = SMALL_CASES, large: int = LARGE_CASES) -> int:
    """By how much our plans are dearer than all there are (up to 8 talks) and than HiGHS's (35): 0 is the promise."""
    cases = [_case(number, number % SMALL + 1, 7) for number in range(small)]
    found = sum(abs(_ours(*case) - least_of_all(*case, TODAY, frozenset())) for case in cases)
    cases = [_case(number, TALKS, 400) for number in range(large)]
    return found + sum(abs(_ours(*case) - least(*case, TODAY, frozenset())) for case in cases)


def _ours(talks: list[Talk], places: list[Place]) -> int:
    return total(propose(talks, Places(places, today=TODAY)))


def _case(seed: int, talks: int, places: int) -> tuple[list[Talk], list[Place]]:
    """Invented talks of two days, and free times of eight colleagues over ten."""
    dice = random.Random(seed)
    staff = [UUID(int=number) for number in range(1, 9)]

    def moment(days: int) -> datetime:
        wall = datetime(TODAY.year, TODAY.month, TODAY.day, 8, tzinfo=clock.ZONE)
        return wall + timedelta(days=dice.randrange(days), minutes=15 * dice.randrange(30))

    return (
        [
            Talk(
                UUID(int=dice.getrandbits(128)),
                moment(2),
                45,
                "in_person",
                frozenset(dice.sample(staff, 1)),
                hold_by=dice.choice([None, TODAY + timedelta(days=dice.randrange(10))]),
                interpreter=dice.random() < 0.1,
                only=dice.choice(["", "", "", "morning", "afternoon"]),
            )
            for _ in range(talks)
        ],
        list({Place(dice.choice(staff), moment(10)) for _ in range(places)}),
    )
