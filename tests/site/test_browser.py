"""The browser tests never skip: a chromium is found, installed, or missed in plain words."""

import shutil
from pathlib import Path

import pytest

from afsaet.site.run import browser
from afsaet.site.steps import StepFailed

STARTS = "echo Chromium 1.0"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A search path on which there is a shell and no browser, for root."""
    found = shutil.which("sh")
    assert found
    (tmp_path / "sh").symlink_to(found)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.delenv("AFSAET_CHROMIUM", raising=False)
    monkeypatch.setattr("os.getuid", lambda: 0)
    monkeypatch.setattr(browser, "downloaded", lambda: None)
    return tmp_path


def program(file: Path, text: str) -> None:
    file.write_text(f"#!{file.parent}/sh\n{text}\n")
    file.chmod(0o755)


def test_one_that_does_not_start_is_passed_over(programs: Path) -> None:
    program(programs / "chromium", "exit 127")
    program(programs / "google-chrome", STARTS)
    assert browser.chromium() == str(programs / "google-chrome")


def test_it_is_installed_from_the_distribution_when_missing(programs: Path) -> None:
    notes, chromium = programs / "notes", programs / "chromium"
    chromium.touch(0o755)
    program(programs / "apt-get", f'echo "$*" >>"{notes}"; echo "#!{programs}/sh\n{STARTS}" >"{chromium}"')
    assert browser.chromium() == str(chromium)
    assert notes.read_text().splitlines() == ["update -q", "install -q -y --no-install-recommends chromium"]


def test_when_it_cannot_be_had_the_run_fails_in_plain_words(programs: Path) -> None:
    program(programs / "apt-get", "echo 'Unable to locate package chromium'; exit 100")
    with pytest.raises(StepFailed, match=r"(?s)Unable to locate.*The browser tests need chromium"):
        browser.chromium()


def test_a_named_one_that_does_not_start_is_an_error(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFSAET_CHROMIUM", str(programs / "none"))
    with pytest.raises(StepFailed, match="AFSAET_CHROMIUM must name a chromium that starts"):
        browser.chromium()
