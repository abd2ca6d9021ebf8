"""Migrations and the tests of claims and bookings on the PostgreSQL that Debian 12 installs, too."""

import sys
import tempfile
import time
from pathlib import Path

from afsaet.site.embedded_postgres import EmbeddedPostgres
from afsaet.site.postgres_binaries import Binaries, of_debian
from afsaet.site.run.report import Report
from afsaet.site.steps import StepFailed, call, say, step

VERSION = "15"
NAME = f"postgresql {VERSION}"
# What rests on PostgreSQL itself: constraints, locks, multiranges, triggers. A new database runs every migration.
FEW = "30"  # random weeks: the suite has tried many more on the other version
TESTS = ["tests/calendar", "tests/booking", "--create-db", "-p", "no:cacheprovider"]


def check(report: Report) -> None:
    """In a throw-away server. Where Debian's is not installed nothing is run, and it is said."""
    binaries = of_debian(VERSION)
    if binaries is None:
        say(f"PostgreSQL {VERSION} is not installed here (package postgresql-{VERSION}): not tested on it.")
        return
    begun = time.monotonic()
    try:
        with step(f"Testing on PostgreSQL {VERSION}"), tempfile.TemporaryDirectory() as place:
            run(binaries, Path(place))
    except StepFailed as failure:
        say(str(failure))
        report.add(NAME, False, begun)
    else:
        report.add(NAME, True, begun)


def run(binaries: Binaries, place: Path) -> None:
    place.chmod(0o755)  # as root the server runs as another user
    with EmbeddedPostgres(place / "data", durable=False, join=False, binaries=binaries) as server:
        server.create_database("afsaet")
        named = {"DATABASE_URL": server.url("afsaet"), "AFSAET_TESTING": "1", "AFSAET_CASES": FEW}
        call([sys.executable, "-m", "pytest", *TESTS], extra=named)
