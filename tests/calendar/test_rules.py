"""The sweep's parts, by hand: the two nights, the grid, and what is left between what is taken."""

from datetime import date, datetime, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from afsaet.calendar.rules import (
    Interval,
    WeeklyHours,
    ambiguous,
    blocked,
    blocked_by_all,
    free_starts,
    gaps,
    is_ambiguous,
    minute_of,
    moment_of,
    on_grid,
    open_hours,
    outside,
    wall_to_minute,
    within,
)
from afsaet.core.clock import ZONE

ALWAYS = date(2026, 1, 1)
SPRING, AUTUMN, ORDINARY = date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 23)
NIGHT = [WeeklyHours(6, time(0, 30), time(6, 0), ALWAYS)]


def starts_of(opened: list[Interval], taken: list[Interval], length: int = 45) -> list[int]:
    return free_starts(opened, blocked(taken, length), length=length, earliest=0, latest=10**9)


def test_the_spring_night_has_an_hour_less_and_the_autumn_night_offers_none_that_comes_twice() -> None:
    def offered(day: date) -> list[str]:
        opened = open_hours(NIGHT, day, day, set(), ZONE)
        twice = ambiguous(day, day, ZONE)
        starts = free_starts(opened, twice, length=30, earliest=0, latest=10**9)
        return [f"{moment_of(start).astimezone(ZONE):%H.%M}" for start in starts]

    halves = ["03.00", "03.30", "04.00", "04.30", "05.00", "05.30"]
    assert offered(SPRING) == ["00.30", "01.00", "01.30", *halves]
    assert offered(AUTUMN) == ["00.30", "01.00", "01.30", *halves]
    assert len(set(offered(ORDINARY + timedelta(days=6)))) == 11


def test_a_time_that_is_shown_stays_whatever_else_is_booked() -> None:
    assert starts_of([(0, 210)], []) == [0, 45, 90, 135]
    assert set(starts_of([(0, 210)], [(50, 55)])) == {0, 90, 135}


def test_rules_hold_from_their_first_day_up_to_their_last_and_on_no_closed_day() -> None:
    rule = WeeklyHours(0, time(9), time(10), ORDINARY, ORDINARY + timedelta(days=14))
    opened = open_hours([rule], date(2026, 11, 1), date(2026, 12, 31), set(), ZONE)
    assert [moment_of(opens).date() for opens, _ in opened] == [ORDINARY, ORDINARY + timedelta(days=7)]
    assert open_hours([rule], ORDINARY, ORDINARY, {ORDINARY}, ZONE) == []


def test_no_start_lies_before_the_earliest_or_after_the_latest() -> None:
    assert free_starts([(0, 300)], [], length=60, earliest=61, latest=180) == [120, 180]
    assert free_starts([(100, 300)], [], length=60, earliest=0, latest=100) == [100]


def test_one_free_room_is_enough_and_no_room_at_all_never_is() -> None:
    one, other = blocked([(100, 160)], 30), blocked([(120, 200)], 30)
    assert blocked_by_all([one, other]) == [(91, 160)]
    assert blocked_by_all([one, []]) == []
    assert free_starts([(0, 300)], blocked_by_all([]), length=30, earliest=0, latest=300) == []


def test_the_grid_hangs_on_each_opening() -> None:
    opened = [(0, 100), (120, 200)]
    assert [start for start in range(0, 200, 5) if on_grid(opened, start, 45)] == [0, 45, 120]


def test_only_the_minutes_that_the_wall_shows_twice_are_ambiguous() -> None:
    two = minute_of(datetime(2026, 10, 25, 0, 0, tzinfo=ZONE)) + 120
    assert [is_ambiguous(two + step, ZONE) for step in (-1, 0, 59, 60, 119, 120)] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]


def test_the_night_of_both_hours_is_found_and_no_other() -> None:
    two = minute_of(datetime(2026, 10, 25, 0, 0, tzinfo=ZONE)) + 120
    assert ambiguous(date(2026, 10, 1), date(2026, 11, 1), ZONE) == [(two, two + 120)]
    assert ambiguous(SPRING, SPRING, ZONE) == []


intervals = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda s: (s[0], s[0] + s[1])), max_size=8
)


@given(intervals, intervals)
def test_gaps_are_exactly_the_open_minutes_that_are_not_taken(
    opened: list[Interval], taken: list[Interval]
) -> None:
    def minutes(spans: list[Interval]) -> set[int]:
        return {minute for starts, ends in spans for minute in range(starts, ends)}

    free = gaps(opened, taken)
    assert minutes(free) == minutes(opened) - minutes(taken)
    assert free == sorted(free)
    assert sum(ends - starts for starts, ends in free) == len(minutes(free)), "a minute stands twice"


@given(intervals, st.integers(0, 80), st.integers(1, 20))
def test_a_span_is_within_the_hours_when_each_of_its_minutes_is(
    opened: list[Interval], starts: int, length: int
) -> None:
    open_minutes = {minute for begins, ends in opened for minute in range(begins, ends)}
    assert within(opened, (starts, starts + length)) == (set(range(starts, starts + length)) <= open_minutes)


@given(intervals)
@example([])
@example([(0, 5), (5, 9)])
def test_outside_is_every_other_minute(opened: list[Interval]) -> None:
    open_minutes = {minute for begins, ends in opened for minute in range(begins, ends)}
    closed = outside(opened)
    for minute in range(100):
        assert any(begins <= minute < ends for begins, ends in closed) != (minute in open_minutes)


@given(intervals, intervals, st.integers(1, 20), st.integers(0, 40))
def test_a_start_is_free_exactly_when_each_of_its_minutes_is_and_it_lies_on_the_grid(
    opened: list[Interval], taken: list[Interval], length: int, earliest: int
) -> None:
    busy = {minute for begins, ends in taken for minute in range(begins, ends)}
    naive = {
        start
        for opens, closes in opened
        for start in range(opens, closes - length + 1, length)
        if earliest <= start <= 70 and not busy & set(range(start, start + length))
    }
    found = free_starts(opened, blocked(taken, length), length=length, earliest=earliest, latest=70)
    assert found == sorted(naive)


def test_a_wall_time_that_does_not_exist_is_shifted_past_the_gap() -> None:
    assert moment_of(wall_to_minute(SPRING, time(2, 30), ZONE)).astimezone(ZONE).hour == 3
