"""What `./run` says while it works: one line per step, with the seconds it took."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

DOT_EVERY = 2.0  # seconds: a sign of life in slow steps


class StepFailed(RuntimeError):
    """A step could not be done; the text says why and what to do about it."""


def say(text: str, end: str = "\n") -> None:
    """To the error channel, so that `./run manage dumpdata > file` and `--json` stay clean."""
    print(text, end=end, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print the title, dots while it lasts, and the seconds it took."""
    say(f"{title} ..", end="")
    begun, done = time.monotonic(), threading.Event()
    dots = threading.Thread(target=_dots, args=[done], daemon=True)
    dots.start()
    word = "failed"
    try:
        yield
        word = "done"
    finally:
        done.set()
        dots.join()
        say(f" {word}, {time.monotonic() - begun:.1f} s")


def _dots(done: threading.Event) -> None:
    while not done.wait(DOT_EVERY):
        say(".", end="")


def call(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    extra: Mapping[str, str] | None = None,
    cure: str = "",
) -> str:
    """Run a program quietly and return what it wrote; when it fails, that is the message.

    `extra` is added to the environment.
    """
    try:
        ended = subprocess.run(
            command,
            cwd=cwd,
            env=os.environ | (extra or {}),
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        raise StepFailed(f"{command[0]} does not start: {error.strerror}. {cure}") from error
    if ended.returncode != 0:
        raise StepFailed(f"{ended.stdout}\n{cure}".strip())
    return ended.stdout


def tail(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])
