"""A job that a killed worker has left is done by the next one, and its lock keeps nobody waiting for ever."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app

from afsaet.core import jobs

DELIVER_SMS = "messaging.deliver_sms"


@pytest.fixture(autouse=True)
def no_jobs(committed: None) -> None:
    """The queue's tables outlive a test."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def left_doing(queueing_lock: str | None, *, seconds: int) -> int:
    """A job that a worker was doing when it was last heard of, so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [seconds],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status, worker_id) "
            "VALUES ('default', %s, %s, %s, 'doing', %s) RETURNING id",
            [DELIVER_SMS, DELIVER_SMS, queueing_lock, worker],
        )
        return int(cursor.fetchone()[0])


def state_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def take_up() -> int:
    """As a worker does: on an event loop, in a thread that is nobody else's."""

    async def work() -> int:
        try:
            return await jobs.take_up_what_was_left(app.job_manager)
        finally:
            await sync_to_async(connections.close_all)()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work()).result()


def test_what_a_dead_worker_left_is_done_again() -> None:
    job = left_doing(DELIVER_SMS, seconds=300)
    assert take_up() == 1
    assert state_of(job) == "todo"


def test_what_a_living_worker_does_is_left_alone() -> None:
    job = left_doing(DELIVER_SMS, seconds=1)
    assert take_up() == 0
    assert state_of(job) == "doing"


def test_when_its_like_is_waiting_it_is_given_up_and_the_lock_is_free() -> None:
    job = left_doing(DELIVER_SMS, seconds=300)
    jobs.schedule(DELIVER_SMS, once=DELIVER_SMS)
    assert take_up() == 1
    assert state_of(job) == "failed"
