"""Finds the chromium that the browser tests drive, and installs it when there is none."""

import os
import shutil
import sys

from playwright.sync_api import sync_playwright

from afsaet.site.steps import StepFailed, call, step

NAMES = ("chromium", "chromium-browser", "google-chrome")
CURE = "The browser tests need chromium. Install it, or set AFSAET_CHROMIUM to the path of one."


def chromium() -> str:
    """The path of a chromium that starts."""
    if named := os.environ.get("AFSAET_CHROMIUM"):
        call([named, "--version"], cure="AFSAET_CHROMIUM must name a chromium that starts.")
        return named
    if found := installed() or downloaded():
        return found
    with step("Installing chromium for the browser tests"):
        install()
    if found := installed() or downloaded():
        return found
    raise StepFailed(CURE)


def installed() -> str | None:
    for path in filter(None, map(shutil.which, NAMES)):
        if starts(path):
            return path
    return None


def downloaded() -> str | None:
    """Playwright's own, in the user's cache."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if starts(path) else None


def starts(path: str) -> bool:
    try:
        call([path, "--version"])
    except StepFailed:
        return False
    return True


def install() -> None:
    """By Debian's packages as root, else by Playwright's download."""
    if os.getuid() == 0 and shutil.which("apt-get"):
        call(["apt-get", "update", "-q"], cure=CURE)
        call(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], cure=CURE)
    else:
        call([sys.executable, "-m", "playwright", "install", "chromium"], cure=CURE)
