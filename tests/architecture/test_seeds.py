"""docs/seeds.csv says where each line of the source texts lives; what it names must exist."""

import csv
from pathlib import Path

from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
ROWS = 307


def names(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= names(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "seeds.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_sources_stands_once_in_order() -> None:
    assert [int(row["row"]) for row in rows()] == list(range(1, ROWS + 1))


def test_what_a_row_names_exists() -> None:
    routes, commands = names(get_resolver()), get_commands()
    for row in rows():
        for where in row["where"].split():
            kind, _, name = where.partition(":")
            known = {"route": routes, "command": commands}.get(kind)
            assert known is not None, f"row {row['row']}: write route:… or command:…"
            assert name in known, f"row {row['row']}: {where}"
        for test in row["test"].split():
            path, _, function = test.partition("::")
            assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), (
                f"row {row['row']}: {test}"
            )


def test_a_row_that_is_done_has_a_place_and_a_test_and_one_that_is_not_has_neither() -> None:
    for row in rows():
        assert bool(row["where"]) == bool(row["test"]), f"row {row['row']}"
        assert row["where"] or row["note"], f"row {row['row']} says nothing"
