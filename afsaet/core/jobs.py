"""Background jobs behind one function, so that the queue can be swapped without touching a room.

A task takes ids, fetches again, is idempotent and calls an action. Jobs are enqueued in the caller's
transaction: if it rolls back, the job never existed.
"""

from datetime import datetime

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.types import JSONValue

task = app.task
periodic = app.periodic


def schedule(
    task_name: str, *, at: datetime | None = None, once: str | None = None, **ids: JSONValue
) -> None:
    """Run `task_name` with `ids` after this transaction, or at `at`; `once` allows one such job in the queue."""
    if once and ProcrastinateJob.objects.filter(queueing_lock=once, status="todo").exists():
        return  # the usual case when much is queued; what follows would find out too, but dearly
    deferrer = app.configure_task(task_name, schedule_at=at, queueing_lock=once)
    try:
        with transaction.atomic():  # a savepoint: the caller's transaction survives the unique violation
            deferrer.defer(**ids)
    except exceptions.AlreadyEnqueued:
        return


async def take_up_what_was_left(manager: JobManager) -> int:
    """Run again what a killed worker has left "doing", for its lock would keep the next one waiting for ever.

    Returns how many. One whose like is waiting already is given up instead: that one does its work.
    """
    left = list(await manager.get_stalled_jobs())
    for job in left:
        try:
            await manager.retry_job(job)
        except exceptions.ConnectorException:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
    return len(left)
