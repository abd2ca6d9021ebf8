"""`./run manage demo_data`: the same people each time, only in the demo, and a clock one can begin at."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from afsaet.booking.models import Booking
from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.people.actions.authority import save_authority
from afsaet.people.models import Citizen
from afsaet.plan.models import Agreement
from afsaet.site.demo.build import build
from afsaet.site.demo.house import AUTHORITY, BUILDER
from tests.conftest import MONDAY
from tests.site.small_demo import OPENS, TINY


@dataclass(frozen=True)
class Written:
    """All of the demo's names and talks, to compare two buildings by."""

    citizens: list[tuple[str, str]]
    talks: list[tuple[object, ...]]
    agreements: list[str]


def written() -> Written:
    return Written(
        citizens=list(Citizen.objects.order_by("pk").values_list("first_name", "last_name")),
        talks=list(
            Booking.objects.order_by("starts", "staff__email").values_list("starts", "staff__email", "form")
        ),
        agreements=sorted(Agreement.objects.values_list("what", flat=True)),
    )


def test_the_same_day_gives_the_same_people_and_talks_again(db: None, monday: object) -> None:
    def once() -> Written:
        with transaction.atomic():
            build(TINY, OPENS)
            made = written()
            transaction.set_rollback(True)
        return made

    first, second = once(), once()
    assert first.citizens == second.citizens
    assert first.talks == second.talks
    assert first.agreements == second.agreements


@pytest.mark.django_db
def test_outside_the_demo_nobody_is_invented(settings: Settings) -> None:
    settings.DEMO = settings.TESTING = False
    with pytest.raises(CommandError, match="for the demo only"):
        call_command("demo_data")
    assert not Citizen.objects.exists()


@pytest.mark.django_db
def test_started_on_a_sunday_it_moves_the_clock_and_says_so(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, monday: object
) -> None:
    settings.CLOCK_FILE = tmp_path / "clock"
    monday.move_to(MONDAY.replace(day=22, hour=14))  # type: ignore[attr-defined]
    monkeypatch.setattr("afsaet.site.management.commands.demo_data.Size", lambda: TINY)
    out = StringIO()
    call_command("demo_data", stdout=out)
    assert "The demo's clock shows mandag den 23. november kl. 8.50." in out.getvalue()
    assert clock.now() == OPENS


@pytest.mark.django_db
def test_a_demo_that_was_stopped_on_the_way_says_how_to_begin_again() -> None:
    save_authority(AUTHORITY, by=job(BUILDER), now=OPENS)
    with pytest.raises(CommandError, match="--fresh"):
        call_command("demo_data")
    assert not Citizen.objects.exists()


@pytest.mark.django_db
def test_a_house_that_somebody_set_up_by_hand_is_left_alone() -> None:
    save_authority(AUTHORITY, by=job("somebody"), now=OPENS)
    out = StringIO()
    call_command("demo_data", stdout=out)
    assert out.getvalue() == "The people are here already.\n"
    assert not Citizen.objects.exists()
