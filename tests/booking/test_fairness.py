""" "Den, der har tid først": whose turn it is, by worked examples."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from afsaet.booking.rules.fairness import Turn, in_turn, is_newcomer

ANN, BEN, CAT = (UUID(int=number) for number in (1, 2, 3))
BO, AMAL = UUID(int=0), UUID(int=3)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_the_smallest_share_of_her_own_hours_comes_first_not_the_fewest_minutes() -> None:
    # Ann works 20 hours and has given away 4 (20 %); Ben works 37 and has given away 6 (16 %).
    turns = {ANN: Turn(240, 1200), BEN: Turn(360, 2220)}
    assert in_turn(turns, BO) == [BEN, ANN]


def test_of_equal_shares_the_one_who_was_given_a_talk_least_recently_comes_first() -> None:
    # Half-time Ann with 2 of 20 hours and full-time Ben with 4 of 40: both 10 %.
    turns = {
        ANN: Turn(120, 1200, last_given=MONDAY),
        BEN: Turn(240, 2400, last_given=MONDAY - timedelta(days=1)),
        CAT: Turn(120, 1200),
    }
    assert in_turn(turns, BO) == [CAT, BEN, ANN]


def test_a_newcomer_is_no_bottomless_pit() -> None:
    # Ann 40 %, Ben 20 %: the mean is 30 %. New Cat has nothing, and stands as if she had 30 %.
    turns = {ANN: Turn(400, 1000), BEN: Turn(200, 1000), CAT: Turn(0, 1000, newcomer=True)}
    assert in_turn(turns, BO) == [BEN, CAT, ANN]
    # When she has given away 35 % herself, that is what counts.
    turns[CAT] = Turn(350, 1000, newcomer=True)
    assert in_turn(turns, BO) == [BEN, CAT, ANN]
    turns[CAT] = Turn(450, 1000, newcomer=True)
    assert in_turn(turns, BO) == [BEN, ANN, CAT]


def test_among_newcomers_alone_nobody_is_credited() -> None:
    turns = {ANN: Turn(90, 1000, newcomer=True), BEN: Turn(45, 1000, newcomer=True)}
    assert in_turn(turns, BO) == [BEN, ANN]


def test_a_newcomer_gets_her_part_from_the_first_day_and_no_more() -> None:
    """Three colleagues; 60 talks later the newcomer has had her third, not all of the first forty."""
    minutes = {ANN: 450, BEN: 450, CAT: 0}
    given: dict[UUID, list[int]] = {ANN: [], BEN: [], CAT: []}
    for number in range(60):
        turns = {
            who: Turn(
                minutes[who],
                9600,
                MONDAY + timedelta(minutes=given[who][-1]) if given[who] else None,
                newcomer=who == CAT,
            )
            for who in minutes
        }
        who = in_turn(turns, UUID(int=number))[0]
        minutes[who] += 45
        given[who].append(number)
    counts = {who: len(numbers) for who, numbers in given.items()}
    assert counts == {ANN: 20, BEN: 20, CAT: 20}
    assert len([number for number in given[CAT] if number < 15]) == 5


def test_without_working_time_she_comes_last() -> None:
    assert in_turn({ANN: Turn(0, 0), BEN: Turn(900, 1000)}, BO) == [BEN, ANN]


def test_where_all_is_equal_different_citizens_begin_with_different_advisers() -> None:
    turns = {ANN: Turn(0, 1000), BEN: Turn(0, 1000), CAT: Turn(0, 1000)}
    assert in_turn(turns, BO)[0] != in_turn(turns, AMAL)[0]
    assert in_turn(turns, BO) == in_turn(turns, BO)


@pytest.mark.parametrize(
    ("since", "new"),
    [(None, True), (date(2026, 11, 23), True), (date(2026, 10, 27), True), (date(2026, 10, 26), False)],
)
def test_one_is_new_for_four_weeks(since: date | None, new: bool) -> None:
    assert is_newcomer(since, date(2026, 11, 23)) is new
