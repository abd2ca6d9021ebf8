"""`./run bench [name ...] [--json]`: the measurements in bench/, on a database of their own."""

import os
import sys

from afsaet.site import assets
from afsaet.site.paths import LOCALE
from afsaet.site.run import database, translations
from afsaet.site.run.processes import in_foreground


def main(arguments: list[str]) -> int:
    os.environ |= {"AFSAET_DEMO": "1", "DJANGO_SETTINGS_MODULE": "afsaet.site.settings"}
    assets.build()
    translations.compile_all(LOCALE)
    with database.named_or_embedded("postgres-bench"):
        return in_foreground([sys.executable, "-m", "bench", *arguments])
