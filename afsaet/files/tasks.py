"""Background jobs of the files room."""

from afsaet.core import clock
from afsaet.core.jobs import periodic, task
from afsaet.files.actions import remove_expired


@periodic(cron="7 * * * *")
@task(name="files.remove_expired", queueing_lock="files.remove_expired")
def remove_expired_files(timestamp: int) -> None:
    """Every hour, seven minutes past. `timestamp` is when procrastinate meant to run it; unused."""
    remove_expired(clock.now())
