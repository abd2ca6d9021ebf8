"""The script `run`: which Python it takes, and what it says when something is missing.

It runs in a copy of the project's root, with programs of ours first on the search path.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from afsaet.site.paths import ROOT

DEAD = "echo 'pyenv: command not found' >&2; exit 127"
TOO_OLD = 'case "$1" in -c) exit 1 ;; esac'
# Makes a `.venv` whose python and uv only note what they are asked to do.
GOOD = """
echo "$(basename "$0") $*" >>"$NOTES"
case "$*" in
-m\\ venv*) mkdir -p .venv/bin && cp "$0" .venv/bin/python && cp "$UV" .venv/bin/uv && : >.venv/bin/pip ;;
*afsaet.site.run*) echo "handed over: $*, in $(pwd)" ;;
esac
"""
UV = 'case "$1" in --version) echo "uv 0.0" ;; esac; echo "uv $*" >>"$NOTES"'
NO_VENV = 'case "$*" in -m\\ venv*) mkdir .venv; echo "ensurepip is not available"; exit 1 ;; esac'
NO_NETWORK = GOOD + 'case "$*" in -m\\ pip*) echo "Connection refused"; exit 1 ;; esac'


@dataclass
class Copy:
    root: Path
    programs: Path

    def program(self, name: str, text: str) -> None:
        file = self.programs / name
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)

    def run(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        own = {"PATH": str(self.programs), "NOTES": str(self.root / "notes"), "UV": str(self.programs / "uv")}
        return subprocess.run(
            [self.root / "run", *arguments], cwd=cwd, env=own, check=False, capture_output=True, text=True
        )

    def notes(self) -> str:
        return (self.root / "notes").read_text()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    made = Copy(tmp_path / "a place with spaces", tmp_path / "programs")
    made.root.mkdir()
    made.programs.mkdir()
    shutil.copy(ROOT / "run", made.root)
    shutil.copytree(ROOT / "requirements", made.root / "requirements")
    for tool in (
        "sh",
        "dirname",
        "basename",
        "date",
        "sleep",
        "cat",
        "cmp",
        "cp",
        "mkdir",
        "rm",
        "grep",
        "sed",
    ):
        found = shutil.which(tool)
        assert found, tool
        (made.programs / tool).symlink_to(found)
    made.program("uv", UV)
    return made


def test_dead_shims_and_old_pythons_are_passed_over(copy: Copy) -> None:
    copy.program("python3.13", DEAD)
    copy.program("python3.12", TOO_OLD)
    copy.program("python3", GOOD)
    ended = copy.run("demo", "--port", "8001", cwd=Path("/"))
    assert ended.returncode == 0, ended.stderr
    assert f"handed over: -m afsaet.site.run demo --port 8001, in {copy.root}" in ended.stdout
    assert "Making .venv with python3 .." in ended.stderr
    assert "python3 -m venv" in copy.notes()


def test_without_a_python_it_says_what_to_install(copy: Copy) -> None:
    copy.program("python3", DEAD)
    copy.program("python", TOO_OLD)
    ended = copy.run("demo")
    assert ended.returncode == 1
    assert "needs Python 3.11 or newer" in ended.stderr
    assert "apt install python3 python3-venv" in ended.stderr
    assert not (copy.root / ".venv").exists()


def test_without_the_venv_module_it_says_what_to_install_and_leaves_nothing_half(copy: Copy) -> None:
    copy.program("python3.11", NO_VENV)
    ended = copy.run("test")
    assert ended.returncode == 1
    assert "ensurepip is not available" in ended.stderr
    assert "apt install python3-venv" in ended.stderr
    assert not (copy.root / ".venv").exists()


def test_without_the_network_it_says_so(copy: Copy) -> None:
    copy.program("python3.11", NO_NETWORK)
    ended = copy.run("demo")
    assert ended.returncode == 1
    assert "Connection refused" in ended.stderr
    assert "Check the network, or name your mirror in PIP_INDEX_URL" in ended.stderr
    assert not (copy.root / ".venv" / "synced").exists(), "the next run must try again"


def test_what_is_done_is_not_done_again_until_a_lock_file_changes(copy: Copy) -> None:
    copy.program("python3.11", GOOD)
    copy.run("demo")
    assert "pip sync --python .venv/bin/python --require-hashes requirements/base.txt\n" in copy.notes()
    (copy.root / "notes").unlink()

    copy.run("demo")
    assert "pip" not in copy.notes()

    copy.run("test")
    assert "--require-hashes requirements/base.txt requirements/dev.txt\n" in copy.notes()
    (copy.root / "notes").unlink()

    with (copy.root / "requirements" / "dev.txt").open("a") as lock:
        lock.write("# changed\n")
    copy.run("lint")
    assert "pip sync" in copy.notes()


def test_an_environment_whose_making_was_broken_off_is_made_again(copy: Copy) -> None:
    copy.program("python3.11", GOOD)
    copy.run("demo")
    (copy.root / ".venv" / "bin" / "pip").unlink()
    assert "Making .venv" in copy.run("demo").stderr
    assert "Making .venv" not in copy.run("demo").stderr


def test_the_packages_of_the_tests_stay_when_the_demo_starts(copy: Copy) -> None:
    copy.program("python3.11", GOOD)
    copy.run("test")
    (copy.root / ".venv" / "bin" / "pytest").touch()
    (copy.root / "notes").unlink()
    copy.run("demo")
    assert "pip sync" not in copy.notes()


def test_without_a_command_it_lists_them(copy: Copy) -> None:
    ended = copy.run()
    assert ended.returncode == 2
    for command in ("demo", "test", "lint", "bench", "manage"):
        assert f"./run {command} " in ended.stderr
    assert copy.run("dmeo").returncode == 2


@pytest.mark.parametrize("shell", ["bash", "dash"])
def test_it_is_plain_posix_shell(copy: Copy, shell: str) -> None:
    found = shutil.which(shell)
    if found is None and shell == "dash":
        found = shutil.which("sh")
    assert found
    (copy.programs / "sh").unlink()
    (copy.programs / "sh").symlink_to(found)
    copy.program("python3.11", GOOD)
    ended = copy.run("demo")
    assert "handed over" in ended.stdout
    lines = [line for line in ended.stderr.splitlines() if not line.endswith(" s")]
    assert lines == [], "one line per step and no noise of the shell"


def test_the_root_of_the_tests_is_this_project() -> None:
    assert os.access(ROOT / "run", os.X_OK)
    assert (ROOT / ".ci" / "run").read_text() == "#!/usr/bin/env bash\n./run test\n"
