"""`./run demo` from the command to the last process gone, on a database of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

import psutil
import psycopg
import pytest

from afsaet.site.embedded_postgres import EmbeddedPostgres
from afsaet.site.paths import ROOT
from afsaet.site.run import demo, translations
from afsaet.site.run.database import NAME
from afsaet.site.steps import StepFailed
from tests.site.waiting import is_running, wait_until

# The people are left out: inventing them takes longer than all else, and has its own tests.
WITHOUT_PEOPLE = """
import sys
from afsaet.site.run import __main__, demo
demo.load_people = lambda: None
sys.exit(__main__.main(["demo"]))
"""


@pytest.fixture
def environment(place: Path) -> dict[str, str]:
    ours = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "AFSAET_TESTING")
    }
    return ours | {"AFSAET_VAR": str(place)}


@pytest.fixture
def running(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The demo and its port."""
    command = [sys.executable, "-c", WITHOUT_PEOPLE]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = next((line for line in process.stdout if "http://" in line), "")
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", address)
            assert found, "the demo did not start"
            yield process, int(found[1])
        finally:
            process.terminate()


def answers(port: int) -> bool:
    with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    return False


def web_workers(process: psutil.Process) -> list[psutil.Process]:
    return [worker for child in process.children() if is_granian(child) for worker in child.children()]


def is_granian(process: psutil.Process) -> bool:
    with suppress(psutil.Error):  # it may just have died
        return "granian" in process.cmdline()
    return False


def test_the_demo_runs_heals_shares_its_database_and_leaves_nothing(
    running: tuple[subprocess.Popen[str], int], environment: dict[str, str]
) -> None:
    process, port = running
    assert answers(port)
    whole = psutil.Process(process.pid)

    workers = web_workers(whole)
    assert len(workers) >= demo.WORKERS
    victim = workers[-1]
    victim.send_signal(signal.SIGKILL)

    asked = [sys.executable, "-m", "afsaet.site.run", "manage", "migrate", "--check"]
    ended = subprocess.run(asked, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr

    wait_until(lambda: len(set(web_workers(whole)) - {victim}) == len(workers), "a new web worker")
    wait_until(lambda: answers(port), "an answer")

    everybody = [process.pid, *(child.pid for child in whole.children(recursive=True))]
    assert len(everybody) > 5
    process.terminate()
    process.wait(timeout=20)
    wait_until(lambda: not any(map(is_running, everybody)), "all processes to be gone")


def test_a_taken_port_is_left_to_its_owner() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StepFailed, match=f"Port {port} is taken"):
            demo.choose_port(port)
    assert demo.choose_port(port) == port


def test_the_next_free_port_is_taken_and_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(demo, "PORT", port)
        chosen = demo.choose_port(None)
    assert chosen > port
    assert f"Port {port} is taken by another program; using {chosen}." in capsys.readouterr().err


def test_fresh_never_touches_a_database_that_you_named() -> None:
    with pytest.raises(StepFailed, match="Unset DATABASE_URL"):
        demo.begin_afresh(None)


def test_fresh_begins_again_with_empty_tables_and_the_right_clock(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFSAET_VAR", str(place))
    (place / "clock").write_text("3600")
    with EmbeddedPostgres(place / "data", durable=False) as server:
        server.create_database(NAME)
        with psycopg.connect(server.url(NAME), autocommit=True) as connection:
            connection.execute("CREATE TABLE old ()")
        demo.begin_afresh(server)
        with psycopg.connect(server.url(NAME)) as connection:
            row = connection.execute("SELECT to_regclass('old')").fetchone()
    assert row == (None,)
    assert not (place / "clock").exists()


def test_translations_are_compiled_once(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    (folder / "django.po").write_text(f'{header}\nmsgid "Vælg en tid"\nmsgstr "Choose a time"\n')
    assert translations.compile_all(tmp_path) == 1
    assert b"Choose a time" in (folder / "django.mo").read_bytes()
    assert translations.compile_all(tmp_path) == 0
