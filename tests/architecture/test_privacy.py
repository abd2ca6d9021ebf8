"""Every table says how long it is kept, and every purpose has its words."""

import ast
from pathlib import Path

from django.apps import apps

from afsaet.people.access import PURPOSE_BY_REASON
from afsaet.privacy.queries import ROOMS, kept
from afsaet.web.purposes import PURPOSES

PACKAGE = Path(__file__).resolve().parents[2] / "afsaet"


def test_every_model_has_one_line_in_its_own_rooms_privacy_file() -> None:
    ours = {model for model in apps.get_models() if model.__module__.startswith("afsaet.")}
    lines = [line.model for line in kept()]
    assert len(lines) == len(set(lines)), "a model has two lines"
    missing = sorted(model._meta.label for model in ours - set(lines))
    assert not missing, f"give these a Kept(…) line in their room's privacy.py: {missing}"
    for room in ROOMS:
        for line in room.KEPT:
            if line.model in ours:
                own = f"afsaet.{room.__name__.split('.')[1]}."
                assert line.model.__module__.startswith(own), f"{line.model.__name__} stands in another room"


def test_every_rooms_privacy_file_is_run() -> None:
    written = {path.parent.name for path in PACKAGE.glob("*/privacy.py")} - {"core"}
    assert written == {room.__name__.split(".")[1] for room in ROOMS}


def test_every_line_about_a_person_says_until_when_and_who_sees_it() -> None:
    for line in kept():
        assert str(line.what), line.model
        assert str(line.until), line.model
        assert line.holds == "nobody" or str(line.seen_by), line.model
        assert line.hand_out is None or line.rows is not None, f"{line.model.__name__}: whose rows?"


def test_a_table_with_a_citizen_in_it_is_handed_out_to_her_unless_it_says_nothing_of_its_own() -> None:
    silent = {
        "audit.Change": "handed out as the list of changes",
        "axes.AccessAttempt": "a wrong password proves nobody",
        "calendar.Resource": "a number",
        "files.StoredFile": "an import file, of many people, for a day",
        "sessions.Session": "unreadable without its cookie",
    }
    assert {line.model._meta.label for line in kept("citizen") if line.hand_out is None} == set(silent)


def test_every_purpose_in_the_code_has_danish_words() -> None:
    found = set(PURPOSE_BY_REASON.values()) | {"list", "search", "page"}
    for path in PACKAGE.rglob("*.py"):
        found |= purposes_in(path)
    assert found <= set(PURPOSES), f"add to web/purposes.py: {sorted(found - set(PURPOSES))}"


def purposes_in(path: Path) -> set[str]:
    """Text given as the purpose to `.saw(…)` and `own_citizen(…)`, and constants called PURPOSE."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("saw", "own_citizen"):
                found |= {
                    str(argument.value)
                    for argument in [*node.args[1:], *(keyword.value for keyword in node.keywords)]
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                }
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            if any("PURPOSE" in name and name[-1] != "S" for name in names):
                found.add(str(node.value.value))
    return found
