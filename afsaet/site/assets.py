"""The front-end files we do not write ourselves: Det Fælles Designsystem (dkfds), built from npm packages.

`build()` fills the git-ignored `web/static/vendor/` and does nothing when that is up to date:

    dkfds.css        the neutral theme, with two font weights instead of its eight faces
    dkfds.rtl.css    the same, mirrored for languages written from right to left
    icons.svg        all icons: <use href="{% static 'vendor/icons.svg' %}#calendar-month">
    img/, fonts/     what the style sheets point to
    licences/        under which terms

dkfds's script is left out: the pages use what browsers have, and htmx comes with django-htmx.
"""

import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from afsaet.site.paths import ROOT, VENDOR
from afsaet.site.steps import StepFailed, call, step

# What the Latin-1 files hold, read from their tables: all a Danish page needs, 17 kB a weight. The complete
# file is fetched by a page that shows another letter.
LATIN_1 = (
    "U+0-FF,U+131,U+152-153,U+2C6,U+2DA,U+2DC,U+2013-2014,U+2018-201A,U+201C-201E,U+2020-2022,U+2026,U+2030,"
    "U+2039-203A,U+2044,U+20AC,U+2122,U+2212,U+FB01-FB02"
)
FONTS = [  # weight, letters, file; of two faces that have a letter the last one wins
    (400, "U+100-52F,U+1E00-2BFF", "complete/woff2/IBMPlexSans-Regular.woff2"),
    (400, LATIN_1, "split/woff2/IBMPlexSans-Regular-Latin1.woff2"),
    (600, "U+100-52F,U+1E00-2BFF", "complete/woff2/IBMPlexSans-SemiBold.woff2"),
    (600, LATIN_1, "split/woff2/IBMPlexSans-SemiBold-Latin1.woff2"),
]
URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
CURE = "Check the network, or set your own registry in npm's configuration, then try again."


def build() -> None:
    """Bring `web/static/vendor` up to date; with nothing to do this costs a millisecond."""
    stamp = VENDOR / "stamp"
    if stamp.exists() and stamp.read_text() == fingerprint():
        return
    with step("Building the front-end files"), node() as environment:
        call(["npm", "ci", "--ignore-scripts", "--prefer-offline"], cwd=ROOT, extra=environment, cure=CURE)
        # Made beside the packages and then moved: a build broken off leaves nothing half.
        new = Path(tempfile.mkdtemp(dir=ROOT / "node_modules", prefix=".vendor-"))
        new.chmod(0o755)
        copy(ROOT / "node_modules" / "dkfds" / "dist", new)
        rtlcss = ROOT / "node_modules" / "rtlcss" / "bin" / "rtlcss.js"
        call(["node", rtlcss, new / "dkfds.css", new / "dkfds.rtl.css"], extra=environment)
        (new / "stamp").write_text(fingerprint())
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.parent.mkdir(parents=True, exist_ok=True)
        new.rename(VENDOR)


def fingerprint() -> str:
    """Changes when a package or this file does."""
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()


# --- Node, for the build only -------------------------------------------------------------------------


@contextmanager
def node() -> Iterator[dict[str, str]]:
    """An environment with node and npm: the machine's own, else from PyPI in a venv that is thrown away."""
    if starts("npm", at_least=7) and starts("node", at_least=14):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="afsaet-node-") as venv:
        uv = Path(sys.executable).with_name("uv")
        call([uv, "venv", "-q", "--clear", "--python", sys.executable, venv])
        lock = ROOT / "requirements" / "node.txt"
        call([uv, "pip", "install", "-q", "--python", venv, "--require-hashes", "-r", lock], cure=CURE)
        yield {"PATH": f"{venv}/bin{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def starts(program: str, *, at_least: int) -> bool:
    """Does the machine's own program really start, and is it new enough? A name on PATH proves neither."""
    with suppress(StepFailed):
        version = re.search(r"(\d+)\.\d+\.\d+", call([program, "--version"]))
        return version is not None and int(version[1]) >= at_least
    return False


# --- the files ----------------------------------------------------------------------------------------


def copy(dist: Path, target: Path) -> None:
    """Copy what a page needs out of dkfds's distribution."""
    css = dist / "css" / "dkfds.min.css"
    text = css.read_text(encoding="utf-8")
    for folder in ("img", "fonts", "licences"):
        (target / folder).mkdir()
    for address in image_addresses(text):
        shutil.copyfile(css.parent / address, target / "img" / Path(address).name)
    for _, _, file in FONTS:
        shutil.copyfile(dist / "fonts" / "IBMPlexSans" / file, target / "fonts" / Path(file).name)
    (target / "dkfds.css").write_text(rewrite(text), encoding="utf-8")
    shutil.copyfile(dist / "img" / "all-svg-icons.svg", target / "icons.svg")
    shutil.copyfile(dist / "LICENSE.md", target / "licences" / "dkfds.md")
    ofl = dist / "fonts" / "IBMPlexSans" / "complete" / "woff2" / "license.txt"
    shutil.copyfile(ofl, target / "licences" / "IBM-Plex-Sans.txt")


def image_addresses(css: str) -> set[str]:
    return {address for address in URL.findall(css) if address.startswith("../img/")}


def rewrite(css: str) -> str:
    """The style sheet with our fonts for its own, and every address relative to its new place."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    css = URL.sub(lambda found: f"url(img/{Path(found[1]).name})", css)
    return css + "".join(font_face(weight, letters, file) for weight, letters, file in FONTS) + "\n"


def font_face(weight: int, letters: str, file: str) -> str:
    return (
        "@font-face{font-family:IBM Plex Sans;font-style:normal;font-display:swap;"
        f"font-weight:{weight};unicode-range:{letters};"
        f'src:url(fonts/{Path(file).name}) format("woff2")}}'
    )


if __name__ == "__main__":
    build()
