"""The jobs that empty the outbox: when something is queued, and each minute for what was queued for later.

Text messages have a job of their own, so that a slow gateway holds no mail up (and the other way round) in a
worker that runs two jobs at once.
"""

from afsaet.core import clock, jobs
from afsaet.core.viewer import job
from afsaet.messaging.actions.delivery import JOBS, deliver_due
from afsaet.messaging.models import Message
from afsaet.messaging.queries import any_due


@jobs.task(name="messaging.deliver", queueing_lock="messaging.deliver")
def deliver() -> None:
    _empty()


@jobs.periodic(cron="* * * * *")
@jobs.task(name="messaging.deliver_waiting", queueing_lock="messaging.deliver_waiting")
def deliver_waiting(timestamp: int) -> None:
    _empty()


@jobs.task(name="messaging.deliver_sms", queueing_lock="messaging.deliver_sms", lock="messaging.deliver_sms")
def deliver_sms() -> None:
    deliver_due(by=job("deliver"), now=clock.now(), channels=(Message.SMS,))


def _empty() -> None:
    now = clock.now()
    if any_due(Message.SMS, now):
        jobs.schedule(JOBS[Message.SMS], once=JOBS[Message.SMS])
    deliver_due(by=job("deliver"), now=now, channels=(Message.INBOX, Message.EMAIL))
