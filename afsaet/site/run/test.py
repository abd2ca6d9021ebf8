"""`./run test [pytest's arguments]`: without arguments every check and every test, with them pytest alone."""

import os
import sys
import time

from afsaet.site import assets
from afsaet.site.paths import LOCALE
from afsaet.site.run import browser, database, debian, lint, translations
from afsaet.site.run.processes import in_foreground
from afsaet.site.run.report import Report
from afsaet.site.steps import StepFailed, say

PYTEST = [sys.executable, "-m", "pytest"]


def main(arguments: list[str]) -> int:
    os.environ |= {"AFSAET_TESTING": "1", "DJANGO_SETTINGS_MODULE": "afsaet.site.settings"}
    assets.build()
    translations.compile_all(LOCALE)
    if arguments:
        os.environ["AFSAET_CHROMIUM"] = browser.chromium()
        with database.for_tests():
            return in_foreground([*PYTEST, *arguments])
    return everything()


def everything() -> int:
    report = Report()
    lint.check(report)
    selection = [] if find_browser(report) else ["-m", "not browser"]
    with database.for_tests():
        report.show("pytest", [*PYTEST, *selection])
    debian.check(report)
    return report.summary()


def find_browser(report: Report) -> bool:
    """Without one the run fails, but the other tests still tell what they can."""
    begun = time.monotonic()
    try:
        os.environ["AFSAET_CHROMIUM"] = browser.chromium()
    except StepFailed as failure:
        say(f"\n{failure}")
        report.add("chromium", False, begun)
        return False
    return True
