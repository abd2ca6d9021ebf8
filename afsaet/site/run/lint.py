"""`./run lint`: every check that needs no database."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from afsaet.site.paths import ROOT, WEB
from afsaet.site.run.report import Report

CHECKED = ("afsaet", "tests", "bench")


def main(arguments: list[str]) -> int:
    if arguments:
        print("./run lint takes no arguments.", file=sys.stderr)
        return 2
    report = Report()
    check(report)
    return report.summary()


def check(report: Report) -> None:
    # mypy's Django plugin reads the settings; no check opens the database.
    os.environ |= {"AFSAET_TESTING": "1", "DJANGO_SETTINGS_MODULE": "afsaet.site.settings"}
    no_database = {"DATABASE_URL": os.environ.get("DATABASE_URL") or "postgresql:///unused"}
    report.check("ruff check", module("ruff", "check"))
    report.check("ruff format", module("ruff", "format", "--check"))
    report.check("mypy", module("mypy", "--strict", *CHECKED), no_database)
    imports = "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])"
    report.check("import-linter", [sys.executable, "-c", imports])
    if templates := sorted(str(file.relative_to(ROOT)) for file in (WEB / "templates").rglob("*.html")):
        djade = str(Path(sys.executable).with_name("djade"))
        report.check("djade", [djade, "--target-version", "5.2", "--check", *templates])


def module(name: str, *arguments: str) -> Sequence[str]:
    return [sys.executable, "-m", name, *arguments]
