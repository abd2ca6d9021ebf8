"""`./run demo [--fresh] [--port N]`: the whole house with synthetic people, on this machine only."""

import argparse
import os
import socket
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from io import StringIO

import django
from django.core.management import call_command
from django.db import connections

from afsaet.site import assets
from afsaet.site.embedded_postgres import EmbeddedPostgres
from afsaet.site.paths import LOCALE, var_dir
from afsaet.site.run import database, static_files, translations
from afsaet.site.run.processes import Keeper, Kept, leave_on_signals
from afsaet.site.steps import StepFailed, say, step, tail

HOST = "127.0.0.1"
PORT = 8000
PORTS_TRIED = 100
WORKERS = 2
THREADS = 4  # in each worker
ANSWER_PATIENCE = 60.0  # seconds
LOOK_EVERY = 0.5


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    leave_on_signals()
    port = choose_port(options.port)
    os.environ |= {
        "AFSAET_DEMO": "1",
        "AFSAET_PUBLIC_URL": f"http://{HOST}:{port}",
        "DJANGO_SETTINGS_MODULE": "afsaet.site.settings",
    }
    assets.build()
    translations.compile_all(LOCALE)
    with database.named_or_embedded("postgres") as server:
        if options.fresh:
            begin_afresh(server)
        prepare()
        serve(port, server)
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", description="Start Afsæt with synthetic people.")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and begin again")
    parser.add_argument("--port", type=int, help=f"listen here instead of on {PORT}")
    options = parser.parse_args(arguments)
    if options.port is not None and not 1 <= options.port <= 65535:
        parser.error("a port is a number from 1 to 65535")
    return options


def choose_port(wanted: int | None) -> int:
    """The wanted port, which must be free; else the first free one from 8000."""
    if wanted is not None:
        if not is_free(wanted):
            raise StepFailed(f"Port {wanted} is taken. Stop what uses it, or choose another.")
        return wanted
    for port in range(PORT, PORT + PORTS_TRIED):
        if is_free(port):
            if port != PORT:
                say(f"Port {PORT} is taken by another program; using {port}.")
            return port
    raise StepFailed(f"The ports {PORT} to {PORT + PORTS_TRIED - 1} are all taken. Name one with --port.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def begin_afresh(server: EmbeddedPostgres | None) -> None:
    if server is None:
        raise StepFailed(
            "--fresh deletes the database, so it works on the demo's own only. Unset DATABASE_URL."
        )
    if not server.owned:
        raise StepFailed("Another ./run uses the demo's database. Stop it before you begin afresh.")
    with step("Deleting the demo's data"):
        server.drop_database(database.NAME)
        server.create_database(database.NAME)
        (var_dir() / "clock").unlink(missing_ok=True)  # the demo's moved clock belongs to its data


def prepare() -> None:
    """Tables, invented people and static files; each quick when it is there already."""
    with step("Preparing the database"):
        django.setup()
        call_command("migrate", verbosity=0)
    load_people()
    connections.close_all()
    static_files.collect()


def load_people() -> None:
    said = StringIO()
    with step("Loading the invented people"):
        call_command("demo_data", stdout=said)
    say(said.getvalue().strip())


def serve(port: int, server: EmbeddedPostgres | None) -> None:
    """Run the web server and the worker until we are told to stop."""
    with Keeper(var_dir() / "log") as keeper:
        with step("Starting the web server"):
            web = keeper.keep("web server", web_command(port))
            status = wait_for_answer(port, web)
        # Two jobs at once: a gateway that does not answer holds no mail up.
        keeper.keep("worker", [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2"])
        if status >= 500:
            say(f"The start page answers with an error ({status}). See {web.log}")
        print(f"\nAfsæt runs at http://{HOST}:{port}/")
        print("Open that address in a browser and choose whom to be. All the people are invented.")
        print("Ctrl-C stops everything. The data stays; start with --fresh to begin again.", flush=True)
        while True:
            time.sleep(LOOK_EVERY)
            keeper.look_after()
            if server and not server.is_alive():  # it crashed, or its owner has stopped
                say("The database stopped; it is started again.")
                server.start()


def web_command(port: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "afsaet.site.wsgi:application", "--interface", "wsgi"]
    command += ["--host", HOST, "--port", str(port), "--workers", str(WORKERS), "--log-level", "warning"]
    # Few threads: each holds a connection to the database.
    command += ["--blocking-threads", str(THREADS), "--backpressure", str(16 * THREADS)]
    # A worker that is told to stop while it starts forgets it: hence the kill.
    command += ["--workers-kill-timeout", "2"]
    return [*command, "--respawn-failed-workers", "--respawn-interval", "0.2"]


def wait_for_answer(port: int, web: Kept) -> int:
    """The status of the first answer."""
    deadline = time.monotonic() + ANSWER_PATIENCE
    while time.monotonic() < deadline:
        if web.process.poll() is not None:
            raise StepFailed(f"The web server did not start:\n{tail(web.log)}")
        with suppress(OSError, HTTPException), closing(HTTPConnection(HOST, port, timeout=10)) as connection:
            connection.request("GET", "/")
            return connection.getresponse().status
        time.sleep(0.05)
    raise StepFailed(f"The web server does not answer. See {web.log}")
