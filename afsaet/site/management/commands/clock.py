"""`./run manage clock`: shows and moves the demo's clock."""

import re
from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from afsaet.core import clock, danish
from afsaet.site.demo.clock_file import move_back, move_by, move_to, next_working_day

_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}


class Command(BaseCommand):
    help = 'Show the demo\'s clock, or move it: "2026-11-26 8.50", +2d, +3h, +10m, --next-working-day 8.50, --real.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "moment", nargs="?", help='"2026-11-26 8.50" (Danish wall time), or +2d, +3h, +10m'
        )
        parser.add_argument(
            "--next-working-day", metavar="TIME", help="the next open weekday at this time, as 8.50"
        )
        parser.add_argument("--real", action="store_true", help="the real time again")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.CLOCK_FILE
        if not settings.DEMO or path is None:
            raise CommandError("Only the demo's clock can be moved.")
        wanted = [options["moment"], options["next_working_day"], options["real"]]
        if sum(map(bool, wanted)) > 1:
            raise CommandError("Say one thing: a moment, --next-working-day or --real.")
        if options["real"]:
            move_back(path)
        elif options["next_working_day"]:
            day = next_working_day(clock.today())
            move_to(clock.at_local(day, *_hour_and_minute(options["next_working_day"])), path)
        elif options["moment"]:
            _move(options["moment"], path)
        self._show(path)

    def _show(self, path: Path) -> None:
        now = clock.now()
        moved = clock.offset(path)
        how = "the real time" if not moved else "moved; ./run manage clock --real takes it back"
        self.stdout.write(
            f"{danish.day(now, now.date())} {now.astimezone(clock.ZONE).year} {danish.at(now)} ({how})"
        )


def _move(text: str, path: Path) -> None:
    if step := re.fullmatch(r"([+-]\d+)([dhm])", text):
        move_by(int(step[1]) * _UNITS[step[2]], path)
        return
    day, _, hour = text.strip().partition(" ")
    try:
        date = datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        raise CommandError(f'Not a moment: {text!r}. Write "2026-11-26 8.50" or +2d.') from None
    move_to(clock.at_local(date, *_hour_and_minute(hour)), path)


def _hour_and_minute(text: str) -> tuple[int, int]:
    """8.50, 8:50 or 8."""
    found = re.fullmatch(r"(\d{1,2})(?:[.:](\d{2}))?", text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise CommandError(f"Not a time: {text!r}. Write 8.50.")
    return hour, minute
