"""`./run manage <command>`: Django's management commands on the demo's database, which runs meanwhile."""

import os

from django.core.management import execute_from_command_line

from afsaet.site.run import database


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afsaet.site.settings")
    if not os.environ.get("DATABASE_URL"):
        os.environ["AFSAET_DEMO"] = "1"
    with database.named_or_embedded("postgres"):
        execute_from_command_line(["./run manage", *arguments])
    return 0
