"""`./run manage reset_code <log-in name>`: when the last administrator has lost telephone and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.people.actions.second_step import reset_second_step
from afsaet.people.queries import user_called


class Command(BaseCommand):
    help = (
        "Take somebody's second step away; staff set it up anew at the next log-in. The change log says so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("log_in_name")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_called(options["log_in_name"])
        if user is None:
            raise CommandError("Nobody logs in by that name.")
        reset_second_step(user, by=job("reset_code"), now=clock.now())
        self.stdout.write("Done. The next log-in by password sets the second step up anew.")
