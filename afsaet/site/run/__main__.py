"""`python -m afsaet.site.run <command>`: called by ./run in the project's root."""

import importlib
import sys

from django.core.management import CommandError

from afsaet.site.postgres_binaries import EmbeddedPostgresError
from afsaet.site.run.processes import leave_on_signals
from afsaet.site.steps import StepFailed

COMMANDS = ("demo", "test", "lint", "bench", "manage")


def main(arguments: list[str]) -> int:
    name, *rest = arguments or [""]
    if name not in COMMANDS:
        print(f"./run {' | '.join(COMMANDS)}", file=sys.stderr)
        return 2
    leave_on_signals(also_ctrl_c=False)
    # Not at the top: the demo runs without the packages that the tests need.
    command = importlib.import_module(f"afsaet.site.run.{name}")
    try:
        code: int = command.main(rest)
    except (StepFailed, EmbeddedPostgresError, CommandError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
