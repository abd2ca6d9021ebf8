"""A deputy may open the doors of a colleague's caseload for some days, and not a day longer."""

from datetime import date, datetime, timedelta

import pytest

from afsaet.core import clock
from afsaet.core.errors import NotYours, Refused
from afsaet.people.access import citizen_for, open_citizens
from afsaet.people.actions.deputies import end_deputy, set_deputy
from afsaet.people.models import Caseload, Deputy
from tests.cast import Cast, viewer_of

TODAY = date(2026, 11, 23)


def stand_in(cast: Cast, first: date = TODAY, last: date = TODAY) -> Deputy:
    return set_deputy(cast.lise, cast.nanna, first, last, by=viewer_of(cast.vera), now=clock.now())


def may_open(cast: Cast) -> bool:
    """Whether Nanna gets at Lise's Bo, asked at both gates."""
    viewer = viewer_of(cast.nanna)
    listed = open_citizens(viewer, clock.now()).filter(pk=cast.bo.pk).exists()
    try:
        opened = bool(citizen_for(viewer, cast.bo.uuid))
    except NotYours:
        opened = False
    assert listed == opened, "the list and the gate say the same"
    return opened


def test_a_deputy_opens_the_doors_from_the_first_to_the_last_day(cast: Cast, monday: object) -> None:
    stand_in(cast, TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    seen = []
    for day in range(4):
        monday.move_to(datetime(2026, 11, 23 + day, 10, tzinfo=clock.ZONE))  # type: ignore[attr-defined]
        seen.append(may_open(cast))
    assert seen == [False, True, True, False]


def test_the_citizens_log_says_that_it_was_the_deputy(cast: Cast) -> None:
    stand_in(cast)
    viewer = viewer_of(cast.nanna)
    citizen_for(viewer, cast.bo.uuid)
    assert viewer.purpose == "deputy"


def test_a_deputy_gets_only_the_caseload_as_it_is(cast: Cast) -> None:
    stand_in(cast)
    Caseload.objects.filter(citizen=cast.bo).update(ends_on=TODAY)
    assert not may_open(cast)


def test_a_citizen_taken_in_meanwhile_is_the_deputys_too(cast: Cast) -> None:
    stand_in(cast)
    Caseload.objects.filter(citizen=cast.kirsten).delete()
    Caseload.objects.create(citizen=cast.kirsten, staff=cast.per, starts_on=TODAY)
    Caseload.objects.filter(citizen=cast.kirsten).update(staff=cast.lise)
    assert open_citizens(viewer_of(cast.nanna), clock.now()).filter(pk=cast.kirsten.pk).exists()


def test_ending_it_closes_the_doors_at_once(cast: Cast) -> None:
    row = stand_in(cast, TODAY - timedelta(days=2), TODAY + timedelta(days=5))
    assert may_open(cast)
    end_deputy(row, by=viewer_of(cast.vera), now=clock.now())
    assert not may_open(cast)
    row.refresh_from_db()
    assert row.last_day == TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("who", "first", "last", "code"),
    [
        ("lise", 0, 1, "own_deputy"),
        ("per", 0, 1, "not_an_adviser"),
        ("nanna", 2, 1, "days_order"),
        ("nanna", -5, -1, "in_the_past"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    cast: Cast, who: str, first: int, last: int, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_deputy(
            cast.lise,
            getattr(cast, who),
            TODAY + timedelta(days=first),
            TODAY + timedelta(days=last),
            by=viewer_of(cast.vera),
            now=clock.now(),
        )
    assert refused.value.code == code
    assert not Deputy.objects.exists()


def test_the_same_deputy_is_not_written_twice_for_a_day(cast: Cast) -> None:
    stand_in(cast, TODAY, TODAY + timedelta(days=3))
    with pytest.raises(Refused, match="deputy_already"):
        stand_in(cast, TODAY + timedelta(days=3), TODAY + timedelta(days=9))
    assert Deputy.objects.count() == 1
