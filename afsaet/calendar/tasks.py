"""The jobs that read advisers' other calendars, each every ten minutes, spread over the ten.

One at a time, so that slow calendars never hold up the mails of a worker that runs two jobs at once.
"""

from afsaet.calendar.actions.busy import read_source
from afsaet.calendar.models import BusySource
from afsaet.calendar.queries.busy import sources_due
from afsaet.core import clock, jobs
from afsaet.core.viewer import job

READ = "calendar.read_busy"


@jobs.periodic(cron="* * * * *")
@jobs.task(name="calendar.read_busy_due", queueing_lock="calendar.read_busy_due")
def read_busy_due(timestamp: int) -> None:
    for pk in sources_due(clock.now()):
        jobs.schedule(READ, once=f"{READ}:{pk}", source=pk)


@jobs.task(name=READ, lock=READ)
def read_busy(source: int) -> None:
    found = BusySource.objects.filter(pk=source).first()
    if found is not None:
        read_source(found, by=job("calendar"), now=clock.now())
