"""The look: its own rules for stylesheets, scripts and components."""

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from afsaet.web.security_headers import SecurityHeaders
from afsaet.web.templatetags.looks import LOOKS

WEB = Path(__file__).resolve().parents[2] / "afsaet" / "web"
SHEETS = sorted((WEB / "static" / "afsaet" / "css").glob("*.css"))
SCRIPTS = sorted((WEB / "static" / "afsaet" / "js").glob("*.js"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
COMPONENTS = sorted((WEB / "templates" / "cotton").glob("*.html"))
SPRITE = WEB / "static" / "vendor" / "icons.svg"

PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|(margin|padding|border)-(left|right|top|bottom)|top|bottom|(min-|max-)?(width|height))\s*:"
)
ICON = re.compile(r'<c-icon name="([a-z][a-z-]*)"|\bicon="([a-z][a-z-]*)"')


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_stylesheets_use_logical_properties_only(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", sheet.read_text(), flags=re.S)
    assert [found[0] for found in PHYSICAL.findall(rules)] == []


def test_a_page_needs_at_most_ten_stylesheets() -> None:
    frame = (WEB / "templates" / "base.html").read_text()
    ours = set(re.findall(r"afsaet/css/([\w.]+)'", frame)) - {"dkfds.rtl.css"}
    assert len(ours) + 1 <= 10, "the frame's sheets and one for the audience"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_keep_nothing_in_the_browser(script: Path) -> None:
    text = script.read_text()
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML", "eval("):
        assert word not in text


def test_there_are_at_most_25_components() -> None:
    assert len(COMPONENTS) <= 25


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_components_declare_what_they_take(component: Path) -> None:
    text = component.read_text()
    assert "<c-vars" in text or text.startswith("<svg")


def test_every_component_is_in_the_handbook() -> None:
    handbook = (WEB.parents[1] / "docs" / "components.md").read_text()
    for component in COMPONENTS:
        name = component.stem.replace("_", "-")
        assert f"<c-{name}" in handbook, name


@pytest.mark.skipif(not SPRITE.exists(), reason="the design system is not built: ./run assets")
def test_every_icon_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol[^>]*\bid="([^"]+)"', SPRITE.read_text()))
    used = {look.icon for look in LOOKS.values() if look.icon}
    for template in TEMPLATES:
        used |= {one or other for one, other in ICON.findall(template.read_text())}
    assert used - drawn == set()


@pytest.mark.parametrize(
    ("kind", "kept", "said"),
    [
        ("text/html; charset=utf-8", "max-age=60", "no-store"),
        ("text/calendar", None, "no-store"),
        ("text/css", "max-age=60", "max-age=60"),
    ],
)
def test_nothing_personal_is_kept_by_the_browser(kind: str, kept: str | None, said: str) -> None:
    answer = HttpResponse(content_type=kind, headers={"Cache-Control": kept} if kept else {})
    sent = SecurityHeaders(lambda _: answer)(RequestFactory().get("/"))
    assert sent.headers["Cache-Control"] == said
    assert "unsafe" not in sent.headers["Content-Security-Policy"]
    assert sent.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
