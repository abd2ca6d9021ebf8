"""The jobs of the booking room: the heartbeat, offers that run out, talks nobody held, freed times."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from afsaet.booking.actions.absences import call_off_unheld
from afsaet.booking.actions.answering import lapse_due
from afsaet.booking.actions.evidence import beat
from afsaet.booking.actions.waiting import offer_freed
from afsaet.booking.queries.waiting import staff_of_a_freed_time
from afsaet.core import clock, jobs
from afsaet.core.viewer import job


@jobs.periodic(cron="* * * * *")
@jobs.task(name="booking.beat", queueing_lock="booking.beat")
def heartbeat(timestamp: int) -> None:
    moved = clock.offset(settings.CLOCK_FILE).total_seconds() if settings.CLOCK_FILE else 0
    beat(moved, by=job("heartbeat"), now=clock.now())


@jobs.periodic(cron="* * * * *")
@jobs.task(name="booking.answers", queueing_lock="booking.answers", lock="booking.answers")
def answers(timestamp: int) -> None:
    """What has run out gives way; then the talks for which nothing is held any more are called off."""
    lapse_due(by=job("answers"), now=clock.now())
    call_off_unheld(by=job("answers"), now=clock.now())


@jobs.task(name="booking.offer_freed", lock="booking.offer_freed")
def freed(staff: str, starts: str) -> None:
    adviser = staff_of_a_freed_time(UUID(staff))
    if adviser is not None:
        offer_freed(adviser, datetime.fromisoformat(starts), by=job("waiting"), now=clock.now())
