"""The nightly clean-up."""

from afsaet.core import clock, jobs
from afsaet.core.viewer import job
from afsaet.privacy.actions import remove_what_is_due


@jobs.periodic(cron="30 2 * * *")
@jobs.task(name="privacy.remove_what_is_due", queueing_lock="privacy.remove_what_is_due")
def remove_due(timestamp: int) -> None:
    """02.30 by the worker's clock; what is due does not depend on the hour."""
    remove_what_is_due(by=job("remove_what_is_due"), now=clock.now())
