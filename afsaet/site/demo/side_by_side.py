"""Parts of the demo that do not touch each other, carried out beside each other where the machine can."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence

from django.core.management.base import CommandError
from django.db import connection, connections


def carry_out(parts: Sequence[Callable[[], None]]) -> None:
    """Each part in a process and on a connection of its own. Raises CommandError when one has failed.

    On a machine without fork or with one processor, one after the other. Within a transaction too, and as part
    of it: nobody else would see its rows.
    """
    if connection.in_atomic_block:
        for part in parts:
            part()
        return
    if not sys.platform.startswith("linux") or (os.cpu_count() or 1) < 2:
        _alone(parts)
        return
    connections.close_all()  # a forked process must not speak on our connection
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_alone, args=([part],)) for part in parts]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise CommandError("The demo's talks could not all be made; what went wrong stands above.")


def _alone(parts: Sequence[Callable[[], None]]) -> None:
    """Hundreds of small commits: none has to reach the disk before the next."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    for part in parts:
        part()
    connection.close()
