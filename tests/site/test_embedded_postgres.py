"""The embedded server: it starts, keeps the data, and survives whatever is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from afsaet.site import embedded_postgres, postgres_binaries
from afsaet.site.embedded_postgres import EmbeddedPostgres, InUse
from afsaet.site.paths import ROOT
from afsaet.site.postgres_binaries import EmbeddedPostgresError
from tests.site.conftest import walkable_directory
from tests.site.waiting import is_running, wait_until

LAUNCHER = """
import signal, sys
from pathlib import Path
from afsaet.site.embedded_postgres import EmbeddedPostgres
from afsaet.site.run.processes import leave_on_signals
leave_on_signals()
with EmbeddedPostgres(Path(sys.argv[1]), durable=False) as server:
    print("ready", flush=True)
    signal.pause()
"""


def quick(data: Path, *, join: bool = True) -> EmbeddedPostgres:
    """Without waiting for the disk, which may be busy."""
    return EmbeddedPostgres(data, durable=False, join=join)


@pytest.fixture(scope="module")
def pristine() -> Iterator[Path]:
    """A data directory that was never used; making one takes longer than all else here."""
    with walkable_directory() as directory:
        with quick(directory / "data"):
            pass
        yield directory / "data"


@pytest.fixture
def data(pristine: Path, place: Path) -> Path:
    subprocess.run(["cp", "-a", pristine, place / "data"], check=True)
    return place / "data"


def ask(server: EmbeddedPostgres, question: str) -> object:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        cursor = connection.execute(question)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def postmaster(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


@contextmanager
def launcher(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that owns the server on `data`."""
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(data)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def test_it_starts_stops_and_keeps_the_data(place: Path) -> None:
    with quick(place / "data") as server:
        ask(server, "CREATE TABLE kept AS SELECT 'Ærø' AS word")
        pid = postmaster(place / "data")
    assert not is_running(pid)
    assert not server.is_alive()

    with quick(place / "data") as server:
        assert ask(server, "SELECT word FROM kept") == "Ærø"
        assert postmaster(place / "data") != pid


def test_it_is_closed_to_others_and_knows_danish_letters(data: Path) -> None:
    with quick(data) as server:
        assert ask(server, "SHOW listen_addresses") == ""
        assert data.stat().st_mode & 0o077 == 0
        assert ask(server, "SELECT lower('ÆØÅ')") == "æøå"
        assert ask(server, "SHOW max_connections") == "100"


def test_only_tests_trade_safety_for_speed(data: Path) -> None:
    with EmbeddedPostgres(data) as server:
        assert ask(server, "SHOW fsync") == "on"
    with quick(data) as server:
        assert ask(server, "SHOW fsync") == "off"


def test_a_database_is_made_once_and_dropped_under_its_users(data: Path) -> None:
    with quick(data) as server:
        server.create_database("afsæt")
        with psycopg.connect(server.url("afsæt"), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept ()")
        server.create_database("afsæt")
        with psycopg.connect(server.url("afsæt"), autocommit=True) as connection:
            connection.execute("SELECT FROM kept")
            server.drop_database("afsæt")
            with pytest.raises(psycopg.errors.AdminShutdown):
                connection.execute("SELECT 1")
        assert ask(server, "SELECT count(*) FROM pg_database WHERE datname = 'afsæt'") == 0


def test_a_second_process_joins_and_leaves_it_running(data: Path) -> None:
    with launcher(data) as owner:
        with quick(data) as joined:
            assert not joined.owned
            assert ask(joined, "SELECT 1") == 1
        assert joined.answers()
        with pytest.raises(InUse):
            quick(data, join=False).start()
        pid = postmaster(data)
        owner.terminate()
        owner.wait()
        assert not is_running(pid), "SIGTERM stops the owner and its server"


def test_a_server_left_behind_by_a_killed_owner_is_taken_over(data: Path) -> None:
    with launcher(data) as owner:
        pid = postmaster(data)
        owner.kill()
        owner.wait()
    assert is_running(pid)

    with quick(data) as server:
        assert server.owned
        assert postmaster(data) == pid
        assert ask(server, "SELECT 1") == 1
    wait_until(lambda: not is_running(pid), "the server we took over to be stopped")


def test_a_killed_server_recovers_what_was_committed(data: Path) -> None:
    with EmbeddedPostgres(data) as server:
        ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(postmaster(data), signal.SIGKILL)
        wait_until(lambda: not server.is_alive(), "the server to die")
        server.start()
        assert ask(server, "SELECT number FROM kept") == 7


def test_another_programs_pid_in_a_dead_servers_file_does_not_matter(data: Path) -> None:
    with quick(data):
        written = (data / "postmaster.pid").read_text()
    pid_file = data / "postmaster.pid"
    pid_file.write_text(written.replace(written.split()[0], str(os.getpid()), 1))
    os.chown(pid_file, data.stat().st_uid, data.stat().st_gid)
    with quick(data) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_half_made_data_directory_is_made_again(place: Path) -> None:
    (place / "data.new").mkdir()
    (place / "data.new" / "PG_VERSION").write_text("18\n")
    with quick(place / "data") as server:
        assert ask(server, "SELECT 1") == 1


def test_what_is_not_ours_is_never_deleted(data: Path) -> None:
    (data / "PG_VERSION").unlink()
    with pytest.raises(EmbeddedPostgresError, match="holds something else"):
        quick(data).start()
    assert (data / "base").exists()


def test_data_of_another_version_is_refused_in_plain_words(data: Path) -> None:
    with quick(data):
        pass
    (data / "PG_VERSION").write_text("16\n")
    server = quick(data)
    with pytest.raises(EmbeddedPostgresError, match="PostgreSQL 16, this is 18"):
        server.start()
    assert not server.owned, "the next one may try"


def test_a_long_path_gets_a_short_private_socket(place: Path) -> None:
    data = place / ("a" * 100) / "data"
    with quick(data) as server:
        sockets = embedded_postgres.socket_dir(data)
        assert ask(server, "SHOW unix_socket_directories") == str(sockets)
        assert len(str(sockets)) < 80
        assert sockets.stat().st_mode & 0o077 == 0
    assert not sockets.exists()


def test_a_socket_directory_that_others_may_enter_is_refused(place: Path) -> None:
    data = place / ("b" * 100) / "data"
    sockets = embedded_postgres.socket_dir(data)
    sockets.mkdir()
    sockets.chmod(0o777)
    try:
        with pytest.raises(EmbeddedPostgresError, match="not a private directory"):
            quick(data).start()
    finally:
        sockets.rmdir()


def test_the_binaries_run_from_a_copy_that_all_may_read(place: Path) -> None:
    package = postgres_binaries.of_the_wheel().directory.parents[1]
    before = os.umask(0o077)
    try:
        copy = postgres_binaries.copy_for_all(package, place / "cache")
    finally:
        os.umask(before)
    initdb = copy / postgres_binaries.INSTALLATION / "bin" / "initdb"
    said = subprocess.run([initdb, "--version"], check=True, capture_output=True, text=True, env={}).stdout
    assert said.startswith("initdb (PostgreSQL) 18")
    assert postgres_binaries.reachable_by_all(initdb)
    assert initdb.stat().st_mode & 0o555 == 0o555
    assert postgres_binaries.copy_for_all(package, place / "cache") == copy
    assert len(list((place / "cache").iterdir())) == 1, "no half copies are left"


def test_a_closed_directory_on_the_way_is_noticed(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    assert postgres_binaries.reachable_by_all(place / "not made yet" / "data")
    assert not postgres_binaries.reachable_by_all(closed / "data")
