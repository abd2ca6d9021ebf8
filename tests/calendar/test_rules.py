"""Free times: our sweep against PostgreSQL's multiranges, over random weeks and both nights the clock is changed."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from afsaet.calendar.rules import (
    Interval,
    WeeklyHours,
    free_starts,
    gaps,
    is_ambiguous,
    minute_of,
    moment_of,
    open_hours,
    wall_to_minute,
    within,
)
from afsaet.core.clock import ZONE

ORACLE = (Path(__file__).parent / "oracle.sql").read_text()
ALWAYS = date(2026, 1, 1)
SPRING, AUTUMN, ORDINARY = date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 23)
FIVE_MINUTES = 5

days = st.sampled_from([SPRING, AUTUMN, ORDINARY]).flatmap(
    lambda day: st.integers(-3, 2).map(lambda days: day + timedelta(days=days))
)
walls = st.integers(0, 24 * 12 - 1).map(lambda n: time(n // 12, n % 12 * FIVE_MINUTES))
hours = st.lists(
    st.tuples(st.integers(0, 6), walls, walls)
    .filter(lambda h: h[1] < h[2])
    .map(lambda h: WeeklyHours(h[0], h[1], h[2], ALWAYS)),
    max_size=12,
)
lengths = st.sampled_from([5, 20, 30, 45, 60, 90])
spans = st.lists(
    st.tuples(st.integers(-300, 1200), st.integers(1, 60)).map(lambda s: (s[0] * 5, (s[0] + s[1]) * 5)),
    max_size=12,
)


def oracle(
    rules: list[WeeklyHours],
    first: date,
    last: date,
    closed: set[date],
    taken: list[Interval],
    minutes: int,
    window: Interval,
) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            ORACLE,
            {
                "first": first,
                "last": last,
                "closed": list(closed),
                "weekdays": [rule.weekday for rule in rules],
                "opens": [rule.opens for rule in rules],
                "closes": [rule.closes for rule in rules],
                "starts": [moment_of(starts) for starts, _ in taken],
                "ends": [moment_of(ends) for _, ends in taken],
                "length": f"{minutes} minutes",
                "earliest": moment_of(window[0]),
                "latest": moment_of(window[1]),
            },
        )
        return [minute for (minute,) in cursor.fetchall()]


NIGHT = [WeeklyHours(6, time(0, 30), time(6, 0), ALWAYS)]


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hours,
    days,
    st.integers(0, 4),
    st.sets(st.integers(0, 4), max_size=2),
    spans,
    lengths,
    st.integers(0, 600),
)
@example(NIGHT, SPRING, 0, set(), [], 30, 0)
@example(NIGHT, AUTUMN, 0, set(), [], 30, 0)
@example([WeeklyHours(6, time(2, 30), time(3, 30), ALWAYS)], SPRING, 0, set(), [], 30, 0)
@example([WeeklyHours(6, time(2, 30), time(3, 30), ALWAYS)], AUTUMN, 0, set(), [], 30, 0)
def test_shown_times_are_the_ones_postgresql_finds(
    rules: list[WeeklyHours],
    first: date,
    more_days: int,
    closed_after: set[int],
    spans: list[Interval],
    minutes: int,
    into: int,
) -> None:
    last = first + timedelta(days=more_days)
    closed = {first + timedelta(days=days) for days in closed_after}
    midnight = wall_to_minute(first, time(0), ZONE)
    taken = [(midnight + starts, midnight + ends) for starts, ends in spans]
    window = (midnight + into, midnight + (more_days + 1) * 1440 - into)
    found = free_starts(
        open_hours(rules, first, last, closed, ZONE),
        taken,
        minutes=minutes,
        earliest=window[0],
        latest=window[1],
        zone=ZONE,
    )
    assert found == oracle(rules, first, last, closed, taken, minutes, window)


def test_the_spring_night_has_an_hour_less_and_the_autumn_night_offers_none_that_comes_twice() -> None:
    def offered(day: date) -> list[str]:
        opened = open_hours(NIGHT, day, day, set(), ZONE)
        starts = free_starts(opened, [], minutes=30, earliest=0, latest=10**9, zone=ZONE)
        return [f"{moment_of(start).astimezone(ZONE):%H.%M}" for start in starts]

    halves = ["03.00", "03.30", "04.00", "04.30", "05.00", "05.30"]
    assert offered(SPRING) == ["00.30", "01.00", "01.30", *halves]
    assert offered(AUTUMN) == ["00.30", "01.00", "01.30", *halves]
    assert len(set(offered(ORDINARY + timedelta(days=6)))) == 11


def test_a_time_that_is_shown_stays_whatever_else_is_booked() -> None:
    opened = [(0, 210)]
    empty = free_starts(opened, [], minutes=45, earliest=0, latest=1000, zone=ZONE)
    assert empty == [0, 45, 90, 135]
    booked = free_starts(opened, [(50, 55)], minutes=45, earliest=0, latest=1000, zone=ZONE)
    assert set(booked) == set(empty) - {45}


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
