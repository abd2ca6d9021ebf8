"""Keeps the demo's own processes running: starts them, starts again what dies, and leaves none behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from afsaet.site.steps import say

STOP_PATIENCE = 10.0  # seconds before a process that does not want to stop is killed
SHORT_LIFE = 10.0  # seconds; what dies younger than this is started again after a growing pause
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def leave_on_signals(*, also_ctrl_c: bool = True) -> None:
    """Leave with an exception, so that every `with` on the way out stops what it started."""
    numbers = [signal.SIGTERM, signal.SIGHUP, *([signal.SIGINT] if also_ctrl_c else [])]

    def leave(number: int, _frame: object) -> NoReturn:
        for one in numbers:
            signal.signal(one, signal.SIG_IGN)  # an impatient second signal must not leave orphans
        say("\nStopping.")
        raise SystemExit(128 + number)

    for number in numbers:
        signal.signal(number, leave)


def in_foreground(command: Sequence[str]) -> int:
    """Run a program on our terminal; it is never left running when we leave."""
    program = subprocess.Popen(command)
    try:
        return program.wait()
    finally:
        with suppress(subprocess.TimeoutExpired):
            program.terminate()
            program.wait(STOP_PATIENCE)
        program.kill()
        program.wait()


class Keeper:
    """Programs that shall run as long as we do, as a context manager; leaving it stops them all."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._kept: list[Kept] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def keep(self, name: str, command: Sequence[str]) -> "Kept":
        self._logs.mkdir(parents=True, exist_ok=True)
        kept = Kept(name, command, self._logs / f"{name.replace(' ', '-')}.log")
        kept.start()
        self._kept.append(kept)
        return kept

    def look_after(self) -> None:
        """Start again what has died. Call it often."""
        for kept in self._kept:
            kept.look_after()

    def stop(self) -> None:
        """Ask all to stop, then wait for each; its own children go with it."""
        for kept in self._kept:
            with suppress(ProcessLookupError):
                kept.process.terminate()
        deadline = time.monotonic() + STOP_PATIENCE
        for kept in self._kept:
            with suppress(subprocess.TimeoutExpired):
                kept.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            kept.kill_group()
            kept.process.wait()
        self._kept = []


class Kept:
    """One of them."""

    process: subprocess.Popen[bytes]

    def __init__(self, name: str, command: Sequence[str], log: Path) -> None:
        self.name, self.command, self.log = name, command, log
        self._began = self._pause = 0.0
        self._start_at: float | None = None  # set while it is dead
        log.unlink(missing_ok=True)

    def start(self) -> None:
        self._began, self._start_at = time.monotonic(), None
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C reaches us alone, and we stop everything in good order.
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    def look_after(self) -> None:
        now = time.monotonic()
        if self._start_at is None and self.process.poll() is not None:
            self.kill_group()  # what it left behind would be in the way, such as a listening socket
            lived = now - self._began
            self._pause = 0.0 if lived > SHORT_LIFE else min(LONGEST_PAUSE, 2 * self._pause + 0.5)
            self._start_at = now + self._pause
            say(f"The {self.name} stopped ({self.process.returncode}); it is started again. Log: {self.log}")
        if self._start_at is not None and now >= self._start_at:
            self.start()

    def kill_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def _end_with_parent() -> None:
    """In the child, before its program: on Linux it is told to stop even if we are killed with -9."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
