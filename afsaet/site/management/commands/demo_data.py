"""`./run manage demo_data`: the invented Fjordby Kommune, once."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from afsaet.core import clock, danish
from afsaet.people.models import Authority
from afsaet.site.demo.build import build, half_built
from afsaet.site.demo.clock_file import good_moment, move_to
from afsaet.site.demo.size import Size


class Command(BaseCommand):
    help = (
        "Fill an empty demo with invented people and ten weeks of their talks. Does nothing the second time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("Invented people are for the demo only.")
        if half_built():
            raise CommandError("The demo was stopped while it was made. Start over: ./run demo --fresh")
        if Authority.objects.exists():
            self.stdout.write("The people are here already.")
            return
        begun = time.monotonic()
        now = clock.now()
        opens = good_moment(now)
        built = build(Size(), opens)
        self.stdout.write(
            f"{built.citizens} citizens and {built.advisers} advisers, {built.held} held talks, "
            f"{built.coming} coming ones ({time.monotonic() - begun:.1f} s)."
        )
        if opens != now and settings.CLOCK_FILE:
            move_to(opens, settings.CLOCK_FILE)
            self.stdout.write(
                f"The demo's clock shows {danish.day(opens, clock.today())} {danish.at(opens)}."
            )
