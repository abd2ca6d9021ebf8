"""`./run manage clock`: moves the demo's clock, and nobody else's."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from afsaet.calendar.models import ClosedDay
from afsaet.core import clock
from afsaet.site.demo.clock_file import good_moment, next_working_day
from tests.conftest import MONDAY

Tell = Callable[..., str]


@pytest.fixture
def tell(settings: Settings, tmp_path: Path, monday: object) -> Tell:
    """The command in a demo whose real time stands still; returns what it says."""
    settings.DEMO, settings.CLOCK_FILE = True, tmp_path / "var" / "clock"

    def told(*arguments: str) -> str:
        out = StringIO()
        call_command("clock", *arguments, stdout=out)
        return out.getvalue().strip()

    return told


def test_it_shows_the_time_and_moves_to_a_moment_in_danish_wall_time(tell: Tell) -> None:
    assert tell() == "mandag den 23. november 2026 kl. 8.00 (the real time)"
    assert tell("2026-11-26 8.50").startswith("torsdag den 26. november 2026 kl. 8.50 (moved")
    assert clock.now() == clock.at_local(date(2026, 11, 26), 8, 50)


def test_it_moves_on_from_where_it_stands_and_back_to_the_real_time(tell: Tell) -> None:
    tell("+2d")
    assert tell("+3h").startswith("onsdag den 25. november 2026 kl. 11.00")
    assert tell("--real").endswith("(the real time)")
    assert clock.now() == MONDAY


@pytest.mark.django_db
def test_the_next_working_day_is_neither_weekend_nor_closed(tell: Tell) -> None:
    assert tell("--next-working-day", "8.50").startswith("tirsdag den 24. november 2026 kl. 8.50")
    tell("2026-12-23 12")
    assert tell("--next-working-day", "8:50").startswith("mandag den 28. december 2026 kl. 8.50")


@pytest.mark.parametrize("wrong", ["i morgen", "2026-13-01 8.50", "2026-11-26 25.00", "2026-11-26", "+2w"])
def test_what_is_no_moment_moves_nothing(tell: Tell, wrong: str) -> None:
    with pytest.raises(CommandError, match="Not a"):
        tell(wrong)
    assert clock.now() == MONDAY


def test_outside_the_demo_it_refuses(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO, settings.CLOCK_FILE = False, None
    with pytest.raises(CommandError, match="Only the demo"):
        call_command("clock", "+2d")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first_started", "opens"),
    [
        ("2026-11-23 10.15", "2026-11-23 10.15"),  # in the middle of Monday: the real time
        ("2026-11-23 6.30", "2026-11-23 8.50"),
        ("2026-11-23 16.30", "2026-11-24 8.50"),
        ("2026-11-27 12.00", "2026-11-30 8.50"),  # Friday: the last talk has begun
        ("2026-11-22 14.00", "2026-11-23 8.50"),  # Sunday
        ("2026-12-24 10.00", "2026-12-28 8.50"),  # closed, and a weekend after
    ],
)
def test_the_demo_opens_where_lise_has_talks_behind_and_ahead(first_started: str, opens: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=clock.ZONE)

    assert good_moment(moment(first_started)) == moment(opens)


@pytest.mark.django_db
def test_a_closed_day_of_the_authoritys_own_is_passed_over() -> None:
    ClosedDay.objects.create(day=MONDAY.date() + timedelta(days=1), name="Fælles kursus")
    assert next_working_day(MONDAY.date()) == date(2026, 11, 25)
