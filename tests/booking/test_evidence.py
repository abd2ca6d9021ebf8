"""Proof for the citizen's sake: no free time, and our own outages."""

from datetime import date, timedelta
from typing import Any

from afsaet.booking.actions.evidence import beat, record_no_slot
from afsaet.booking.models import ConversationType, Deadline, NoSlotEvidence, Outage
from afsaet.booking.queries.evidence import evidence_for
from afsaet.core import clock
from afsaet.core.viewer import job
from tests.booking.conftest import at
from tests.cast import Cast, viewer_of

JOB = job("test")


def test_one_proof_a_day_with_the_first_time_and_her_deadline(house: Cast, monday: Any) -> None:
    kind = ConversationType.objects.get()
    deadline = Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 11, 27), hold_by=date(2026, 11, 27)
    )
    by = viewer_of(house.bo)
    first = record_no_slot(house.bo, kind, deadline, by=by, now=clock.now())
    monday.move_to(at(23, 16))
    assert record_no_slot(house.bo, kind, deadline, by=by, now=clock.now()) == first
    monday.move_to(at(24, 8))
    record_no_slot(house.bo, kind, None, by=by, now=clock.now())
    assert list(NoSlotEvidence.objects.order_by("at").values_list("at", "book_by")) == [
        (at(23, 8), date(2026, 11, 27)),
        (at(24, 8), None),
    ]
    assert evidence_for(house.bo, at(23, 0), at(24, 0)).no_slots == [at(23, 8)]
    assert not evidence_for(house.amal, at(23, 0), at(25, 0))


def test_a_silence_of_more_than_three_minutes_was_an_outage(house: Cast) -> None:
    now = clock.now()
    beat(by=JOB, now=now)
    assert beat(by=JOB, now=now + timedelta(minutes=3)) is None
    outage = beat(by=JOB, now=now + timedelta(minutes=7))
    assert outage
    assert (outage.starts, outage.ends) == (now + timedelta(minutes=3), now + timedelta(minutes=7))
    assert evidence_for(house.bo, now + timedelta(minutes=5), now + timedelta(hours=1)).down_minutes == 2


def test_moving_the_demos_clock_is_no_outage(house: Cast) -> None:
    beat(by=JOB, now=clock.now())
    beat(86400.0, by=JOB, now=clock.now() + timedelta(days=1))
    assert not Outage.objects.exists()
