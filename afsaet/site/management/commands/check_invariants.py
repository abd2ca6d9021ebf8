"""`./run manage check_invariants`: asks the database whether what must always hold, holds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from afsaet.core import clock
from afsaet.site.invariants import INVARIANTS, broken


class Command(BaseCommand):
    help = "Check what must always hold (no talk overlaps another, every booking has its receipt …). Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        found = broken(clock.now())
        for one in found:
            self.stdout.write(f"{one.invariant.name}: {one.invariant.says} Broken {one.times} times.")
            for row in one.rows:
                self.stdout.write("  " + ", ".join(f"{name} {value}" for name, value in row.items()))
        if found:
            raise CommandError(f"{len(found)} of {len(INVARIANTS)} do not hold.")
        self.stdout.write(f"All {len(INVARIANTS)} hold.")
