"""One job empties the outbox; it runs when something is queued, and each minute for what was queued for later."""

from afsaet.core import clock, jobs
from afsaet.core.viewer import job
from afsaet.messaging.actions import deliver_due


@jobs.task(name="messaging.deliver", queueing_lock="messaging.deliver")
def deliver() -> None:
    deliver_due(by=job("deliver"), now=clock.now())


@jobs.periodic(cron="* * * * *")
@jobs.task(name="messaging.deliver_waiting", queueing_lock="messaging.deliver_waiting")
def deliver_waiting(timestamp: int) -> None:
    deliver_due(by=job("deliver"), now=clock.now())
