"""Runs checks one after the other, shows what failed, and sums up at the end."""

import time
from collections.abc import Mapping, Sequence

from afsaet.site.run.processes import in_foreground
from afsaet.site.steps import StepFailed, call, say, step


class Report:
    """The outcome of each check, in order."""

    def __init__(self) -> None:
        self._outcomes: list[tuple[str, bool, float]] = []

    def check(self, name: str, command: Sequence[str], extra: Mapping[str, str] | None = None) -> None:
        """Run a program and keep quiet about it unless it fails."""
        begun = time.monotonic()
        try:
            with step(name):
                call(command, extra=extra)
        except StepFailed as failure:
            say(str(failure))
            self.add(name, False, begun)
        else:
            self.add(name, True, begun)

    def show(self, name: str, command: Sequence[str]) -> None:
        """Run a program that writes for itself."""
        begun = time.monotonic()
        self.add(name, in_foreground(command) == 0, begun)

    def add(self, name: str, passed: bool, begun: float) -> None:
        self._outcomes.append((name, passed, time.monotonic() - begun))

    def summary(self) -> int:
        """Print one line per check; return the exit code."""
        say("")
        for name, passed, seconds in self._outcomes:
            say(f"{'passed' if passed else 'FAILED'}  {name:<16} {seconds:6.1f} s")
        return 0 if all(passed for _, passed, _ in self._outcomes) else 1
