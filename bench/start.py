"""How long `./run demo` takes from the command to the first answer: on an empty database, and again."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.__main__ import Report

ROOT = Path(__file__).resolve().parents[1]
# The packages and the front-end files are there already: what they cost is the network's speed.
DEMO = [str(ROOT / "run"), "demo"]


def run(report: "Report") -> None:
    with tempfile.TemporaryDirectory(prefix="afsaet-bench-") as var:
        Path(var).chmod(0o755)  # as root the database runs as another user
        report("start.first", seconds_to_answer(var), "s", None)
        report("start.second", seconds_to_answer(var), "s", None)


def seconds_to_answer(var: str) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    begun = time.perf_counter()
    with subprocess.Popen(
        DEMO, env=environment | {"AFSAET_VAR": var}, stdout=subprocess.PIPE, text=True
    ) as demo:
        try:
            said = wait_for_address(demo)
            took = time.perf_counter() - begun
        finally:
            demo.terminate()
    if said is None:
        sys.exit("The demo did not start.")
    return took


def wait_for_address(demo: subprocess.Popen[str]) -> str | None:
    for line in demo.stdout or ():
        if found := re.search(r"http://\S+", line):
            return found[0]
    return None
