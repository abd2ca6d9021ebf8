"""The demo's processes: started again when they die, and none left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from afsaet.site.paths import ROOT
from afsaet.site.run.processes import Keeper
from tests.site.waiting import is_running, wait_until

# A parent with a child of its own that does not care about SIGTERM, as a web server's worker that hangs.
FAMILY = """
import signal, subprocess, sys
deaf = "from signal import *; signal(SIGTERM, SIG_IGN); print('deaf', flush=True); pause()"
child = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
signal.pause()
"""
KEEPER = """
import sys, signal
from pathlib import Path
from afsaet.site.run.processes import Keeper
with Keeper(Path(sys.argv[1])) as keeper:
    print(keeper.keep("sleeper", ["sleep", "1000"]).process.pid, flush=True)
    signal.pause()
"""


def child_of(log: Path) -> int:
    wait_until(lambda: log.exists() and log.read_text().endswith("\n"), "the child's pid")
    return int(log.read_text().split()[-1])


def test_what_dies_is_started_again_and_its_children_are_cleared_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Keeper(tmp_path) as keeper:
        kept = keeper.keep("family", [sys.executable, "-c", FAMILY])
        first, child = kept.process.pid, child_of(kept.log)
        os.kill(first, signal.SIGKILL)

        def started_again() -> bool:
            keeper.look_after()
            return kept.process.pid != first

        wait_until(started_again, "the program to be started again")
        assert not is_running(child)
    assert "The family stopped (-9)" in capsys.readouterr().err


def test_stopping_leaves_nobody_behind(tmp_path: Path) -> None:
    with Keeper(tmp_path) as keeper:
        kept = keeper.keep("family", [sys.executable, "-c", FAMILY])
        child = child_of(kept.log)
        assert is_running(child)
    wait_until(lambda: not is_running(child), "the grandchild to be gone")
    assert not psutil.pid_exists(kept.process.pid)


def test_what_cannot_start_is_tried_again_ever_more_slowly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Keeper(tmp_path) as keeper:
        keeper.keep("broken", [sys.executable, "-c", "raise SystemExit(3)"])
        deadline = time.monotonic() + 1.2
        while time.monotonic() < deadline:
            keeper.look_after()
    stops = capsys.readouterr().err.count("The broken stopped (3)")
    assert 1 <= stops <= 2, "the second pause is longer than a second"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_when_we_are_killed_the_others_are_told_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KEEPER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        sleeper = int(owner.stdout.readline())
        assert is_running(sleeper)
        owner.kill()
    wait_until(lambda: not is_running(sleeper), "the orphan to stop")
