"""The built front-end files: complete, small, and free of what the pages do not use."""

import gzip
import re
from pathlib import Path

import pytest

from afsaet.site import assets
from afsaet.site.paths import ROOT, VENDOR

STYLE_SHEETS = ["dkfds.css", "dkfds.rtl.css"]


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    assets.build()


@pytest.mark.parametrize("name", STYLE_SHEETS)
def test_every_address_in_the_style_sheet_leads_to_a_file(name: str) -> None:
    addresses = set(assets.URL.findall((VENDOR / name).read_text()))
    assert len(addresses) > 100
    assert [one for one in addresses if not (VENDOR / one).is_file()] == []


@pytest.mark.parametrize("name", STYLE_SHEETS)
def test_only_our_two_weights_are_fetched(name: str) -> None:
    css = (VENDOR / name).read_text()
    faces = re.findall(r"@font-face\{[^}]*\}", css)
    assert {re.search(r"font-weight:(\d+)", face)[1] for face in faces if face} == {"400", "600"}  # type: ignore[index]
    assert all(".woff2" in face for face in faces)
    assert "sourceMappingURL" not in css
    assert {file.name for file in (VENDOR / "fonts").iterdir()} == {
        Path(file).name for _, _, file in assets.FONTS
    }


@pytest.mark.parametrize("name", STYLE_SHEETS)
def test_the_style_sheet_leaves_room_in_the_first_load(name: str) -> None:
    assert len(gzip.compress((VENDOR / name).read_bytes())) < 36_000


def test_the_mirrored_sheet_is_mirrored() -> None:
    plain, mirrored = ((VENDOR / name).read_text() for name in STYLE_SHEETS)
    rule = re.compile(r"\.step-indicator-button\{[^}]*\}")
    assert "padding-right:4.8rem" in rule.findall(plain)[0]
    assert "padding-left:4.8rem" in rule.findall(mirrored)[0]


def test_the_sprite_has_the_icons_and_the_licences_are_there() -> None:
    names = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    assert {"calendar-month", "check", "warning", "chevron-down", "print"} <= names
    assert "SIL OPEN FONT LICENSE" in (VENDOR / "licences" / "IBM-Plex-Sans.txt").read_text()
    assert "Apache" in (VENDOR / "licences" / "dkfds.md").read_text()


def test_rewriting_drops_foreign_fonts_and_moves_addresses() -> None:
    css = assets.rewrite(
        "@font-face{font-family:Old;src:url(../fonts/old.eot)}.a{color:red}"
        ".b{background:url('../img/svg-icons/plus.svg')}/*# sourceMappingURL=x.map*/"
    )
    assert css.startswith(".a{color:red}.b{background:url(img/plus.svg)}@font-face")
    assert "old.eot" not in css


def test_a_dead_or_old_program_does_not_count(tmp_path: Path) -> None:
    for name, text in {"dead": "exit 127", "old": "echo 6.14.4", "new": "echo v20.20.2"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    found = {name: assets.starts(str(tmp_path / name), at_least=7) for name in ("dead", "old", "new", "none")}
    assert found == {"dead": False, "old": False, "new": True, "none": False}


def test_the_lock_files_name_no_registry_and_pin_every_package() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/') > 2
    assert "registry" not in (ROOT / ".npmrc").read_text().replace("omit-lockfile-registry-resolved", "")
    for file in sorted((ROOT / "requirements").iterdir()):
        assert not re.search(r"://|index-url [^-]|find-links", file.read_text().split("\n", 2)[-1]), file
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        pins = re.findall(r"^[\w.\[\],-]+==.*?(?=^\S|\Z)", file.read_text(), re.M | re.S)
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins), file
