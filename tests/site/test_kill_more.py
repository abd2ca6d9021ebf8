"""kill -9 of the worker and of PostgreSQL, small: bench/_kill_worker.py and bench/_kill_postgres.py."""

from pathlib import Path

from afsaet.core import clock
from afsaet.site.invariants import broken
from bench import _history, _kill_postgres, _kill_worker
from tests.site.test_kill import environment


def test_a_killed_worker_loses_no_letter_and_sends_none_that_was_withdrawn(committed: None) -> None:
    _history.load(_history.TINY, clock.now())
    found = _kill_worker.campaign(environment(), rounds=2)
    assert found.rounds == 2
    assert found.letters >= 2 * _kill_worker.BOOKINGS
    assert (found.lost, found.sent_though_withdrawn) == (0, 0)
    assert broken(clock.now()) == []


def test_a_killed_database_knows_all_it_has_told_and_has_no_plan_half_done(
    transactional_db: None, place: Path
) -> None:
    found = _kill_postgres.campaign(place, rounds=2)
    assert found.told > 0
    assert found.plans + found.cut_short > 0
    assert (found.lost, found.half_done, found.invariants_broken) == (0, 0, 0)
