"""The sick day once more, by people who have not read our code: a 0-1 integer program for HiGHS, and all the ways
there are. Written from the words of docs/states.md; it shares nothing with booking/rules/replanning.py but its
two dataclasses.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from afsaet.booking.rules.replanning import Place, Talk

UNPLACED = 1_000_000


def price(talk: Talk, place: Place, today: date, video: frozenset[object]) -> int | None:
    """60 a day, 4 a begun half-hour, 25 for somebody not chosen; None where it is not allowed."""
    day, ends = place.starts.date(), place.starts + timedelta(minutes=talk.minutes)
    hours = place.starts.hour + place.starts.minute / 60
    new_interpreter = talk.interpreter and place.starts != talk.starts
    if (
        (talk.hold_by and day > talk.hold_by)
        or (talk.form == "video" and place.staff not in video)
        or (talk.only == "morning" and hours >= 12)
        or (talk.only == "afternoon" and hours < 12)
        or (new_interpreter and numpy.busday_count(today + timedelta(1), day + timedelta(1)) < 5)
        or any(begins < ends and place.starts < over for begins, over in talk.taken)
    ):
        return None
    minutes = abs(hours - (talk.starts.hour + talk.starts.minute / 60)) * 60
    half_hours = -(-round(minutes) // 30)
    days = abs((day - talk.starts.date()).days)
    return days * 60 + half_hours * 4 + (0 if place.staff in talk.wished else 25)


def least(talks: Sequence[Talk], places: Sequence[Place], today: date, video: frozenset[object]) -> int:
    """What the cheapest plan costs, by HiGHS: a variable for each allowed pair, and one for going without."""
    pairs = [
        (row, column, cost)
        for (row, talk), (column, place) in product(enumerate(talks), enumerate(places))
        if (cost := price(talk, place, today, video)) is not None
    ]
    pairs += [(row, -1, UNPLACED) for row in range(len(talks))]
    numbers = range(len(pairs))
    once = csr_array(
        ([1] * len(pairs), ([row for row, _, _ in pairs], list(numbers))), (len(talks), len(pairs))
    )
    taken = [(column, number) for number, (_, column, _) in enumerate(pairs) if column >= 0]
    limits = [LinearConstraint(once, 1, 1)]
    if taken:
        rows, columns = zip(*taken, strict=True)
        limits.append(
            LinearConstraint(csr_array(([1] * len(taken), (rows, columns)), (len(places), len(pairs))), 0, 1)
        )
    answer = milp(
        [cost for _, _, cost in pairs],
        constraints=limits,
        integrality=[1] * len(pairs),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    if not answer.success:
        raise RuntimeError(answer.message)
    return int(answer.fun + 0.5)


def least_of_all(
    talks: Sequence[Talk], places: Sequence[Place], today: date, video: frozenset[object]
) -> int:
    """The same by trying everything: for a handful of talks and places."""
    costs = [[price(talk, place, today, video) for place in places] for talk in talks]

    def rest(row: int, used: frozenset[int]) -> int:
        if row == len(talks):
            return 0
        tries = [UNPLACED + rest(row + 1, used)]
        for column, cost in enumerate(costs[row]):
            if cost is not None and column not in used:
                tries.append(cost + rest(row + 1, used | {column}))
        return min(tries)

    return rest(0, frozenset())
