"""I10: the times our sweep shows are the ones PostgreSQL finds by multiranges, in any week."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings

from afsaet.calendar.queries.free_times import Search, first_free, free_at, free_times
from afsaet.calendar.rules import minute_of
from afsaet.core import clock
from tests.calendar.worlds import (
    AUTUMN,
    CASES,
    CITIZEN,
    COLLEAGUE,
    LEAP,
    ORDINARY,
    OTHER_ROOM,
    ROOM,
    SPRING,
    STAFF,
    Built,
    Undone,
    World,
    build,
    worlds,
)

ORACLE = (Path(__file__).parent / "oracle.sql").read_text()
EMPTY = World(ORDINARY, 0, [], set(), [], [], [], [], [], [], [], 30, 0, 0, False, None)
NIGHT = (STAFF, 6, time(0, 30), time(6))
MORNING = [(STAFF, 0, time(9), time(12))]
LATE = (STAFF, 6, time(2, 30), time(3, 30))


def search_in(world: World, built: Built) -> Search:
    midnight = datetime.combine(world.first, time(), clock.ZONE)
    span = timedelta(days=world.more_days + 1)
    rooms = None if world.rooms is None else {built.refs[STAFF]: built.refs[ROOM : ROOM + world.rooms]}
    return Search(
        minutes=world.minutes,
        earliest=midnight + timedelta(minutes=world.into),
        latest=midnight + span - timedelta(minutes=world.into),
        buffer=world.buffer,
        colleague=built.refs[COLLEAGUE] if world.colleague else None,
        rooms=rooms,
    )


def oracle(world: World, built: Built, search: Search) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            ORACLE,
            {
                "first": world.first,
                "last": world.last,
                "staff": built.keys[STAFF],
                "staffs": built.keys[: COLLEAGUE + 1 if world.colleague else STAFF + 1],
                "citizen": built.keys[CITIZEN],
                "needs_room": world.rooms is not None,
                "rooms": built.keys[ROOM : ROOM + (world.rooms or 0)],
                "minutes": f"{world.minutes} minutes",
                "buffer": f"{world.buffer} minutes",
                "earliest": search.earliest,
                "latest": search.latest,
                "now": world.now,
                "ignoring": [built.mine],
            },
        )
        return [minute for (minute,) in cursor.fetchall()]


@pytest.mark.django_db
@settings(
    max_examples=CASES or 80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(worlds)
@example(replace(EMPTY, first=SPRING, rules=[NIGHT]))
@example(replace(EMPTY, first=AUTUMN, rules=[NIGHT]))
@example(replace(EMPTY, first=SPRING, rules=[LATE]))
@example(replace(EMPTY, first=AUTUMN, rules=[LATE]))
@example(replace(EMPTY, first=LEAP, rules=[(STAFF, 1, time(9), time(12))], buffer=15))
@example(replace(EMPTY, rules=MORNING, buffer=15, claims=[(CITIZEN, 575, 10)]))
@example(replace(EMPTY, rules=MORNING, buffer=15, claims=[(ROOM, 575, 10), (STAFF, 635, 5)], rooms=1))
@example(replace(EMPTY, extra=[(STAFF, 1400, 120)], more_days=1))
@example(replace(EMPTY, extra=[(STAFF, 600, 120)], closed_days={0}))
def test_shown_times_are_the_ones_postgresql_finds(world: World) -> None:
    with Undone():
        built = build(world)
        search = search_in(world, built)
        staff, citizen = built.refs[STAFF], built.refs[CITIZEN]
        shown = free_times([staff], citizen, search, now=world.now, ignoring=[built.mine])[staff]
        assert [minute_of(start) for start in shown] == oracle(world, built, search)
        first = first_free([staff], citizen, search, now=world.now, ignoring=[built.mine])
        assert first == ((staff, shown[0]) if shown else None)


@pytest.mark.django_db
@settings(max_examples=CASES // 10 or 12, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds)
def test_asked_one_by_one_the_shown_times_are_free_and_no_others(world: World) -> None:
    with Undone():
        built = build(world)
        search = search_in(world, built)
        staff, citizen = built.refs[STAFF], built.refs[CITIZEN]
        shown = free_times([staff], citizen, search, now=world.now, ignoring=[built.mine])[staff]
        start = search.earliest.replace(minute=search.earliest.minute // 5 * 5)
        tried = {start + timedelta(minutes=15 * step) for step in range(24)} | set(shown[:8])
        for moment in tried:
            ends = moment + timedelta(minutes=world.minutes)
            if search.earliest <= moment and ends <= search.latest:
                at = replace(search, earliest=moment, latest=ends)
                free = free_at([staff], citizen, at, now=world.now, ignoring=[built.mine])
                assert (staff in free) == (moment in shown), moment
                if world.rooms:
                    assert not free or free[staff] in built.refs[ROOM : OTHER_ROOM + 1]
