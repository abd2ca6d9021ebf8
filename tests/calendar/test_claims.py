"""I1: no two live claims overlap on a resource, and a bundle is whole or absent."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from afsaet.calendar.actions.claims import Want, claim, release, resource_of
from afsaet.calendar.actions.hours import Hours, close_time, open_time, set_weekly_hours
from afsaet.calendar.models import Claim, ClosedTime, Resource, WorkRule
from afsaet.calendar.queries.free_times import Search, free_times
from afsaet.calendar.queries.hours import weekly_hours
from afsaet.core import clock
from afsaet.core.errors import Refused
from tests.booking.conftest import at
from tests.cast import Cast, viewer_of

NINE = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLIENTS, ROUNDS = 8, 5


def want(resource: int, minutes: int = 0, length: int = 45) -> Want:
    starts = NINE + timedelta(minutes=minutes)
    return Want(resource, starts, starts + timedelta(minutes=length))


@pytest.fixture
def lise(db: None) -> int:
    return resource_of(Resource.STAFF, uuid4())


@pytest.fixture
def bo(db: None) -> int:
    return resource_of(Resource.CITIZEN, uuid4())


def owners(resource: int) -> list[UUID]:
    return list(Claim.objects.filter(resource=resource).values_list("owner", flat=True))


@pytest.mark.parametrize("minutes", [-44, -10, 0, 10, 44])
def test_what_overlaps_is_refused_and_leaves_nothing(lise: int, bo: int, minutes: int) -> None:
    first = uuid4()
    claim([want(lise)], owner=first, now=NOW)
    with pytest.raises(Refused) as refused:
        claim([want(bo, minutes), want(lise, minutes)], owner=uuid4(), now=NOW)
    assert refused.value.code == "taken"
    assert owners(lise) == [first]
    assert owners(bo) == [], "half a bundle was left"


@pytest.mark.parametrize("minutes", [-45, 45])
def test_times_that_touch_do_not_overlap(lise: int, minutes: int) -> None:
    claim([want(lise)], owner=uuid4(), now=NOW)
    claim([want(lise, minutes)], owner=uuid4(), now=NOW)
    assert len(owners(lise)) == 2


def test_release_frees_the_time(lise: int, bo: int) -> None:
    first, second = uuid4(), uuid4()
    claim([want(lise), want(bo)], owner=first, now=NOW)
    release(first)
    claim([want(lise)], owner=second, now=NOW)
    assert (owners(lise), owners(bo)) == ([second], [])


def test_a_hold_blocks_until_it_runs_out_and_not_after(lise: int) -> None:
    held_until = NOW + timedelta(minutes=5)
    holder, second = uuid4(), uuid4()
    claim([want(lise)], owner=holder, now=NOW, held_until=held_until)
    with pytest.raises(Refused):
        claim([want(lise)], owner=second, now=held_until - timedelta(seconds=1))
    assert owners(lise) == [holder]
    claim([want(lise)], owner=second, now=held_until)
    assert owners(lise) == [second]


def test_a_claim_that_gives_way_comes_back_when_the_new_one_is_refused(lise: int) -> None:
    mine, other = uuid4(), uuid4()
    claim([want(lise)], owner=mine, now=NOW)
    claim([want(lise, 60)], owner=other, now=NOW)
    with pytest.raises(Refused):
        claim([want(lise, 30)], owner=mine, freeing=[mine], now=NOW)
    assert sorted(map(str, owners(lise))) == sorted([str(mine), str(other)])
    claim([want(lise, 10)], owner=mine, freeing=[mine], now=NOW)
    assert Claim.objects.get(owner=mine).starts == NINE + timedelta(minutes=10)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[int]]:
    """Two resources that other connections see, too; removed afterwards, so that no table is emptied."""
    with django_db_blocker.unblock():
        keys = [resource_of(Resource.STAFF, uuid4()), resource_of(Resource.CITIZEN, uuid4())]
        yield keys
        Claim.objects.filter(resource__in=keys).delete()
        Resource.objects.filter(pk__in=keys).delete()
        connection.close()


@pytest.mark.parametrize("stagger", [0, 15], ids=["the same time", "staggered times"])
def test_of_many_at_once_exactly_one_gets_the_time(committed: list[int], stagger: int) -> None:
    def attempt(number: int, barrier: Barrier) -> bool:
        # Half of them name the resources the other way round: no deadlock may come of it.
        keys = committed if number % 2 else committed[::-1]
        barrier.wait()
        try:
            with transaction.atomic():
                claim([want(key, number * stagger % 45) for key in keys], owner=uuid4(), now=NOW)
            return True
        except Refused:
            return False
        finally:
            connection.close()

    for _ in range(ROUNDS):
        barrier = Barrier(CLIENTS)
        with ThreadPoolExecutor(CLIENTS) as pool:
            got = list(pool.map(attempt, range(CLIENTS), [barrier] * CLIENTS))
        assert sum(got) == 1
        assert Claim.objects.filter(resource__in=committed).count() == 2, "a bundle is whole"
        Claim.objects.filter(resource__in=committed).delete()


# ---- hours, closed times, and what they mean for the free times -----------------------------------


def free(cast: Cast, day: int) -> list[str]:
    """Lise's free times on a day in November 2026, on the wall."""
    search = Search(45, at(day, 0), at(day + 1, 0))
    times = free_times([cast.lise.uuid], cast.bo.uuid, search, now=clock.now())
    return [f"{clock.local(start):%H.%M}" for start in times[cast.lise.uuid]]


def set_hours(cast: Cast, *week: Hours) -> None:
    set_weekly_hours(cast.lise.uuid, week, by=viewer_of(cast.lise), now=clock.now())


THURSDAY_MORNING = Hours(3, time(9), time(12))


def test_weekly_hours_give_times_and_a_closed_time_takes_them_until_it_is_opened(cast: Cast) -> None:
    set_hours(cast, THURSDAY_MORNING)
    assert free(cast, 26) == ["09.00", "09.45", "10.30", "11.15"]
    closed = close_time(
        cast.lise.uuid, at(26, 10), at(26, 11), "Tandlæge", by=viewer_of(cast.lise), now=clock.now()
    )
    assert free(cast, 26) == ["09.00", "11.15"]
    open_time(cast.nanna.uuid, closed.pk, by=viewer_of(cast.nanna), now=clock.now())
    assert free(cast, 26) == ["09.00", "11.15"], "Nanna opened what Lise has closed"
    open_time(cast.lise.uuid, closed.pk, by=viewer_of(cast.lise), now=clock.now())
    assert free(cast, 26) == ["09.00", "09.45", "10.30", "11.15"]


def test_a_hold_that_has_run_out_is_shown_as_free_and_a_live_one_is_not(cast: Cast) -> None:
    set_hours(cast, THURSDAY_MORNING)
    key = resource_of(Resource.STAFF, cast.lise.uuid)
    nine = Want(key, at(26, 9), at(26, 9, 45))
    claim([nine], owner=uuid4(), now=clock.now(), held_until=clock.now() + timedelta(minutes=5))
    assert free(cast, 26) == ["09.45", "10.30", "11.15"]
    Claim.objects.update(held_until=clock.now())
    assert free(cast, 26) == ["09.00", "09.45", "10.30", "11.15"]


def test_new_hours_begin_today_and_the_old_ones_stay_as_history(cast: Cast, monday: object) -> None:
    set_hours(cast, THURSDAY_MORNING)
    monday.move_to(at(24, 8))  # type: ignore[attr-defined]
    set_hours(cast, Hours(3, time(13), time(15)))
    assert free(cast, 26) == ["13.00", "13.45"]
    old = weekly_hours(cast.lise.uuid, at(23, 8).date())
    assert [(rule.opens, rule.valid_to) for rule in old] == [(time(9), at(24, 0).date())]


@pytest.mark.parametrize(
    ("week", "code"),
    [
        ([Hours(0, time(12), time(9))], "hours_order"),
        ([Hours(0, time(9), time(9))], "hours_order"),
        ([Hours(0, time(9), time(12)), Hours(0, time(11), time(14))], "hours_overlap"),
        ([Hours(0, time(9), time(15)), Hours(0, time(10), time(11))], "hours_overlap"),
        ([Hours(0, time(9), time(12)), Hours(0, time(9), time(12))], "hours_overlap"),
    ],
)
def test_hours_that_make_no_sense_are_refused_and_the_old_ones_stand(
    cast: Cast, week: list[Hours], code: str
) -> None:
    set_hours(cast, THURSDAY_MORNING)
    with pytest.raises(Refused) as refused:
        set_hours(cast, *week)
    assert refused.value.code == code
    assert list(WorkRule.objects.values_list("weekday", "opens", "valid_to")) == [(3, time(9), None)]


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [(at(26, 12), at(26, 9), "hours_order"), (at(20, 9), at(20, 12), "in_the_past")],
)
def test_a_closed_time_that_makes_no_sense_is_refused(
    cast: Cast, starts: datetime, ends: datetime, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        close_time(cast.lise.uuid, starts, ends, by=viewer_of(cast.lise), now=clock.now())
    assert refused.value.code == code
    assert not ClosedTime.objects.exists()
