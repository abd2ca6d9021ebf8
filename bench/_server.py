"""The real web server on a free port, as in production, and databases of our own beside the one DATABASE_URL names."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socket import create_connection, socket
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

OURS = "afsaet.site.wsgi:application"


@contextmanager
def server(
    environment: dict[str, str], *, application: str = OURS, workers: int = 1, threads: int = 4
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address and its process, in a process group of its own; killed at the end if it still lives."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += [
        "--workers",
        str(workers),
        "--blocking-threads",
        str(threads),
        "--backpressure",
        str(16 * threads),
    ]
    with subprocess.Popen(
        [*command, "--no-access-log", "--log-level", "critical", application],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(port, process)
            if workers > 1:
                _wait_for_all(process, workers)
            yield f"http://127.0.0.1:{port}", process
        finally:
            kill(process)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    tick = threading.Event()
    for _ in range(4000):  # a busy machine takes its time
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("the server ended by itself") from None
            tick.wait(0.02)
        else:
            return
    raise RuntimeError("the server does not answer")


def _wait_for_all(process: subprocess.Popen[bytes], workers: int) -> None:
    """Until every worker has done with starting and rests: the first one up would get, and keep, all connections."""
    tick, before = threading.Event(), [0.0]
    for _ in range(200):
        tick.wait(0.3)
        used = [sum(child.cpu_times()[:2]) for child in psutil.Process(process.pid).children()]
        if len(used) == workers and used == before:
            return
        before = used
    raise RuntimeError("the workers do not come to rest")


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the process and all of its group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


# ---- databases ------------------------------------------------------------------------------------


def make_database(name: str, template: str | None = None) -> None:
    """A new one, empty or a copy of another; one of this name is dropped first."""
    connection.close()
    with psycopg.connect(address_of("postgres"), autocommit=True) as server_connection:
        called = sql.Identifier(name)
        server_connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(called))
        server_connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(called, sql.Identifier(template or "template0"))
        )


def has_database(name: str) -> bool:
    with psycopg.connect(address_of("postgres"), autocommit=True) as server_connection:
        found = server_connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def use_database(name: str) -> None:
    """From here on Django, and every process we start, works on this one."""
    connection.close()
    connection.settings_dict["NAME"] = name
    os.environ["DATABASE_URL"] = address_of(name)
    call_command("migrate", verbosity=0)


def address_of(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
