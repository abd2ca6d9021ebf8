"""How long a talk without a time may last."""

from datetime import UTC, datetime

import pytest

from afsaet.booking.rules.walk_in import Span, ends_at, free_from


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def span(*clock: tuple[int, int]) -> Span:
    return Span(at(*clock[0]), at(*clock[1]))


@pytest.mark.parametrize(
    ("taken", "ends"),
    [
        ([], at(9, 57)),
        ([span((10, 0), (10, 45))], at(9, 57)),
        ([span((9, 30), (10, 15))], at(9, 30)),
        ([span((10, 0), (10, 45)), span((9, 30), (9, 40))], at(9, 30)),
        ([span((9, 22), (10, 0))], at(9, 22)),
        ([span((9, 21), (10, 0))], None),
        ([span((9, 0), (9, 45))], None),
        ([span((8, 0), (9, 12))], at(9, 57)),
    ],
)
def test_it_lasts_until_what_comes_next_and_at_least_ten_minutes(
    taken: list[Span], ends: datetime | None
) -> None:
    assert ends_at(at(9, 12), 45, taken) == ends


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], at(9, 12)),
        ([span((9, 20), (10, 5))], at(10, 5)),
        ([span((9, 0), (9, 45)), span((9, 50), (10, 30))], at(10, 30)),
        ([span((9, 0), (9, 45)), span((9, 55), (10, 30))], at(9, 45)),
        ([span((9, 0), (9, 45)), span((9, 0), (10, 0))], at(10, 0)),
    ],
)
def test_the_next_moment_with_ten_minutes_is_named(taken: list[Span], free: datetime) -> None:
    assert free_from(at(9, 12), taken) == free
