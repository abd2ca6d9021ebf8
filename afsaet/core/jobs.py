"""Background jobs behind one function, so that the queue can be swapped without touching a room.

A task takes ids, fetches again, is idempotent and calls an action. Jobs are enqueued in the caller's
transaction: if it rolls back, the job never existed.
"""

from datetime import datetime

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
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
