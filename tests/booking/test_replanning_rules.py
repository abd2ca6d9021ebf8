"""Where the talks of somebody who is away may go, and that no cheaper plan exists."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afsaet.booking.rules.replanning import (
    MORNING,
    WITHOUT_PLACE,
    Place,
    Places,
    Talk,
    call_first,
    held_until,
    propose,
    total,
)
from afsaet.core.clock import ZONE
from bench._integer_program import least, least_of_all

TODAY = date(2026, 11, 23)
LISE, NANNA, HANNE, AKSEL = (UUID(int=number) for number in range(1, 5))
VIDEO = frozenset([HANNE])


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def talk(starts: datetime, **more: object) -> Talk:
    facts: dict[str, object] = {"form": "in_person", "wished": frozenset([LISE])} | more
    return Talk(UUID(int=99), starts, 45, **facts)  # type: ignore[arg-type]


def gets(one: Talk, *places: Place) -> Place | None:
    return propose([one], Places(places, today=TODAY, video=VIDEO))[0].place


def test_the_same_day_with_a_colleague_is_nearer_than_her_own_adviser_another_day() -> None:
    plan = propose(
        [talk(at(23, 13))],
        Places([Place(LISE, at(24, 13)), Place(NANNA, at(23, 14))], today=TODAY),
    )
    assert plan[0].place == Place(NANNA, at(23, 14))
    assert plan[0].cost == 2 * 4 + 25
    assert plan[0].others == (Place(LISE, at(24, 13)),)


def test_a_begun_half_hour_counts_whole_and_her_own_adviser_costs_nothing_more() -> None:
    places = Places([Place(LISE, at(24, 9, 10))], today=TODAY)
    assert propose([talk(at(23, 9))], places)[0].cost == 60 + 4


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (talk(at(23, 13), hold_by=TODAY), Place(NANNA, at(24, 9))),
        (talk(at(23, 13), form="video"), Place(NANNA, at(23, 14))),
        (talk(at(23, 13), only=MORNING), Place(NANNA, at(23, 12))),
        (talk(at(23, 13), interpreter=True), Place(NANNA, at(23, 14))),
        (talk(at(23, 13), interpreter=True), Place(NANNA, at(27, 13))),
        (talk(at(23, 13), taken=((at(23, 14, 30), at(23, 15)),)), Place(NANNA, at(23, 14))),
    ],
    ids=["deadline", "no link", "morning", "interpreter", "interpreter in four weekdays", "she is elsewhere"],
)
def test_a_place_that_is_not_allowed_is_not_proposed(one: Talk, place: Place) -> None:
    assert gets(one, place) is None


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (talk(at(23, 13), hold_by=TODAY), Place(NANNA, at(23, 15))),
        (talk(at(23, 13), form="video"), Place(HANNE, at(23, 14))),
        (talk(at(23, 13), only=MORNING), Place(NANNA, at(23, 11, 45))),
        (talk(at(23, 13), interpreter=True), Place(NANNA, at(23, 13))),
        (talk(at(23, 13), interpreter=True), Place(NANNA, at(30, 9))),
        (talk(at(23, 13), taken=((at(23, 14, 45), at(23, 15)),)), Place(NANNA, at(23, 14))),
    ],
    ids=["deadline", "a link", "morning", "the interpreter comes", "a new interpreter", "she is free"],
)
def test_the_nearest_place_that_is_allowed_is(one: Talk, place: Place) -> None:
    assert gets(one, place) == place


def test_one_gives_way_so_that_both_have_a_place() -> None:
    flexible, today_only = talk(at(23, 13)), talk(at(23, 13), hold_by=TODAY)
    plan = propose(
        [flexible, today_only], Places([Place(NANNA, at(23, 13)), Place(NANNA, at(25, 13))], today=TODAY)
    )
    assert [proposed.place for proposed in plan] == [Place(NANNA, at(25, 13)), Place(NANNA, at(23, 13))]


def test_who_has_no_place_is_named_and_costs_what_none_costs() -> None:
    plan = propose([talk(at(23, 13)), talk(at(23, 14))], Places([Place(NANNA, at(23, 14))], today=TODAY))
    assert [proposed.place is None for proposed in plan] == [True, False]
    assert total(plan) == WITHOUT_PLACE + 25


def test_a_place_is_held_the_rest_of_the_day_and_until_a_day_before_it() -> None:
    now = at(23, 8)
    assert held_until(at(23, 14), now) == at(23, 13)
    assert held_until(at(24, 9), now) == at(23, 21)
    assert held_until(at(24, 9), at(23, 20)) == at(23, 22)
    assert held_until(at(27, 9), now) == at(26, 9)


def test_who_comes_within_two_hours_or_sits_and_waits_is_called() -> None:
    now = at(23, 8)
    assert call_first(at(23, 9, 59), at(23, 10, 44), now)
    assert call_first(at(23, 7, 45), at(23, 8, 30), now)
    assert not call_first(at(23, 10), at(23, 10, 45), now)
    assert not call_first(at(23, 7), at(23, 7, 45), now)


# ---- no cheaper plan exists ------------------------------------------------------------------------


def moments(days: int) -> "st.SearchStrategy[datetime]":
    return st.builds(
        lambda day, step: at(23, 8) + timedelta(days=day, minutes=15 * step),
        st.integers(0, days),
        st.integers(0, 31),
    )


STAFF = st.sampled_from([LISE, NANNA, HANNE, AKSEL])
PLACE = st.builds(Place, STAFF, moments(9))
TALK = st.builds(
    Talk,
    key=st.uuids(),
    starts=moments(2),
    minutes=st.just(45),
    form=st.sampled_from(["in_person", "phone", "video"]),
    wished=st.frozensets(STAFF, max_size=2),
    hold_by=st.none() | st.dates(TODAY, TODAY + timedelta(days=9)),
    interpreter=st.booleans(),
    only=st.sampled_from(["", "", "morning", "afternoon"]),
    taken=st.lists(moments(3).map(lambda since: (since, since + timedelta(hours=1))), max_size=2).map(tuple),
)


@given(st.lists(TALK, max_size=5), st.lists(PLACE, max_size=6, unique=True))
@settings(max_examples=150, deadline=None)
def test_no_plan_of_all_there_are_is_cheaper(talks: list[Talk], places: list[Place]) -> None:
    plan = propose(talks, Places(places, today=TODAY, video=VIDEO))
    chosen = [proposed.place for proposed in plan if proposed.place]
    assert len(set(chosen)) == len(chosen)
    assert total(plan) == least_of_all(talks, places, TODAY, VIDEO)


@given(st.lists(TALK, min_size=8, max_size=35), st.lists(PLACE, min_size=5, max_size=120, unique=True))
@settings(max_examples=25, deadline=None)
def test_an_integer_program_finds_none_cheaper(talks: list[Talk], places: list[Place]) -> None:
    plan = propose(talks, Places(places, today=TODAY, video=VIDEO))
    assert total(plan) == least(talks, places, TODAY, VIDEO)
