"""Finds the measurements, runs them, and prints a table or one JSON object per line."""

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import django

from afsaet.site.run.processes import leave_on_signals

Report = Callable[[str, float, str, float | None], None]


def main(arguments: list[str]) -> int:
    names = found()
    parser = argparse.ArgumentParser(prog="./run bench", description="Measure what Afsæt promises.")
    parser.add_argument("name", nargs="*", help=f"one or more of: {', '.join(names)}; without a name, all")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    # Help is printed when the options of those that were named are known.
    asked, _ = parser.parse_known_args([one for one in arguments if one not in ("-h", "--help")])
    if unknown := sorted(set(asked.name) - set(names)):
        parser.error(f"no such measurement: {', '.join(unknown)}. There are: {', '.join(names)}")
    django.setup()
    modules = {name: importlib.import_module(f"bench.{name}") for name in asked.name or names}
    own = {name: options_of(module, parser) for name, module in modules.items()}
    options = vars(parser.parse_args(arguments))
    report = as_json if options["json"] else as_table
    for name, module in modules.items():
        module.run(report, **{option: options[option] for option in own[name]})
    return 0


def options_of(module: ModuleType, parser: argparse.ArgumentParser) -> list[str]:
    """A measurement may have `options(parser)`, which adds options of its own; `run` gets them by name."""
    if not hasattr(module, "options"):
        return []
    before = set(vars(parser.parse_args([])))
    module.options(parser)
    return sorted(set(vars(parser.parse_args([]))) - before)


def found() -> list[str]:
    here = Path(__file__).parent
    return sorted(
        module.name for module in pkgutil.iter_modules([str(here)]) if not module.name.startswith("_")
    )


def as_json(name: str, value: float, unit: str, baseline: float | None = None) -> None:
    figures: dict[str, str | float] = {"name": name, "value": round(value, 4), "unit": unit}
    if baseline is not None:
        figures |= {"baseline": round(baseline, 4), "ratio": round(ratio(value, baseline), 4)}
    write(json.dumps(figures))


def as_table(name: str, value: float, unit: str, baseline: float | None = None) -> None:
    peer = "" if baseline is None else f"baseline {baseline:,.2f}, ratio {ratio(value, baseline):.2f}"
    write(f"{name:<44} {value:>12,.2f} {unit:<12} {peer}".rstrip())


def ratio(value: float, baseline: float) -> float:
    return value / baseline if baseline else float("inf")


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    leave_on_signals(also_ctrl_c=False)  # so that no server is left running
    sys.exit(main(sys.argv[1:]))
