"""The house itself: what DESIGN.md promises of its structure and ARCHITECTURE.md tells a newcomer."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from afsaet.audit.tracking import Tracked

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "afsaet"
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
    "layers"
]
HEIGHT = {
    room.strip(): len(LAYERS) - place for place, layer in enumerate(LAYERS) for room in layer.split("|")
}

# Tables without a change trigger, and why.
UNTRACKED = {
    "audit.Change": "the history itself",
    "audit.Seen": "the log itself; never altered",
    "calendar.Resource": "only a number for a uuid; never altered",
    "calendar.Claim": "the booking that owns it is tracked; a hold lives five minutes",
    "calendar.Busy": "replaced at every reading of her calendar; the source is tracked",
    "booking.Heartbeat": "beats each minute; a gap becomes an Outage, which is tracked",
    "calendar.BusyReading": "when her calendar was read last; changes every ten minutes",
    "booking.Draft": "what is half typed is nobody's history",
    "conversations.Unsent": "the house keeps no log of typing in a talk",
    "files.StoredFile": "bytes that are gone after a day",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("afsaet.")]


def room_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def python_files(*, under: Path = PACKAGE) -> Iterator[Path]:
    return (path for path in sorted(under.rglob("*.py")) if "migrations" not in path.parts)


def test_every_room_stands_with_a_docstring_and_in_the_layers() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == set(HEIGHT)
    for room in rooms:
        tree = ast.parse((PACKAGE / room / "__init__.py").read_text())
        docstring = ast.get_docstring(tree) or ""
        assert "Danish:" in docstring or room == "core", f"{room}/__init__.py does not give its Danish term"
        assert re.search(r"\bNot\b", docstring), f"{room}/__init__.py does not say what the room is not"


def test_foreign_keys_point_down() -> None:
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey):
                continue
            target = field.remote_field.model
            if target.__module__.startswith("afsaet."):
                here, there = room_of(model), room_of(target)
                assert here == there or HEIGHT[there] < HEIGHT[here], (
                    f"{model.__name__}.{field.name} points up"
                )


def test_every_table_records_its_changes_or_says_why_not() -> None:
    tracked = set()
    for model in our_models():
        triggers = getattr(model._meta, "triggers", [])
        if any(isinstance(trigger, Tracked) for trigger in triggers):
            tracked.add(model._meta.label)
    labels = {model._meta.label for model in our_models()}
    assert labels - tracked == set(UNTRACKED), "give the model Tracked(…), or a line in UNTRACKED"


def test_no_free_text_and_nothing_that_names_a_person_is_copied_into_history() -> None:
    personal = {
        "first_name",
        "last_name",
        "cpr_encrypted",
        "cpr_lookup",
        "phone",
        "email",
        "address",
        "birth_date",
    }
    of_a_person = {"Citizen", "Staff", "User", "Message"}
    for model in our_models():
        for trigger in getattr(model._meta, "triggers", []):
            for column in trigger.shown:
                field = model._meta.get_field(column.removesuffix("_id"))
                assert not isinstance(field, models.TextField | models.BinaryField), (
                    f"{model.__name__}.{column}"
                )
                if model.__name__ in of_a_person:
                    assert column not in personal, f"{model.__name__}.{column} names a person"
                if isinstance(field, models.CharField) and room_of(model) in (
                    "plan",
                    "conversations",
                    "booking",
                ):
                    assert field.choices or column in ("key", "kind"), (
                        f"{model.__name__}.{column} is free text"
                    )


def test_pages_get_objects_only_through_gates_and_queries() -> None:
    for path in python_files(under=PACKAGE / "web"):
        assert ".objects" not in path.read_text(), f"{path.relative_to(ROOT)} reads a table by itself"


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str, object]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield "/" + prefix + str(pattern.pattern), pattern.name or "", pattern.callback


def test_every_view_wears_a_gate() -> None:
    for address, name, view in routes(get_resolver()):
        assert getattr(view, "gate", None), f"{address} ({name}) has no gate: see web/gates.py"


def test_the_route_list_is_kept() -> None:
    """A route that vanishes breaks somebody's bookmark: change tests/architecture/routes.txt knowingly."""
    found = sorted(
        f"{address} {name} {getattr(view, 'gate', '-')}" for address, name, view in routes(get_resolver())
    )
    kept = (Path(__file__).parent / "routes.txt").read_text().splitlines()
    assert found == kept


def test_every_model_stands_in_the_glossary() -> None:
    words = set(re.findall(r"`(\w+)`", (ROOT / "GLOSSARY.md").read_text()))
    missing = sorted(model.__name__ for model in our_models() if model.__name__ not in words)
    assert not missing, f"not in GLOSSARY.md: {missing}"


def test_no_migration_asks_for_an_extension() -> None:
    for path in PACKAGE.rglob("migrations/*.py"):
        text = path.read_text().lower()
        assert "create extension" not in text, path
        assert "extension(" not in text, path


def texts() -> Iterator[tuple[Path, str]]:
    for pattern in ("*.html", "*.py", "*.txt", "*.toml"):
        for path in sorted(PACKAGE.rglob(pattern)):
            if "static" not in path.parts or "afsaet" in path.relative_to(PACKAGE).parts:
                yield path, path.read_text(encoding="utf-8")


def test_the_word_jobcenter_is_in_no_text() -> None:
    for path, text in texts():
        if path == PACKAGE / "messaging" / "rules.py":
            continue  # the lint itself
        assert not re.search(r"jobcent(er|re)", text, re.IGNORECASE), path.relative_to(ROOT)


TRANSLATED = re.compile(
    r"{%\s*block (?:audience|body_class)\s*%}.*?{%\s*endblock.*?%}|"
    r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%\s*comment.*?endcomment\s*%}|{#.*?#}",
    re.S,
)
# Shown in the demo to those who build pages, never to a user.
FOR_BUILDERS = {"components.html"}
MARKUP = re.compile(
    r"<script.*?</script>|<svg.*?</svg>|<c-vars[^>]*?/?>|{%.*?%}|{{.*?}}|<!--.*?-->|<[^>]*>|&\w+;", re.S
)


@pytest.mark.parametrize(
    "path",
    sorted((PACKAGE / "web" / "templates").rglob("*.html")),
    ids=lambda path: "/".join(path.parts[-2:]),
)
def test_all_texts_of_a_template_go_through_gettext(path: Path) -> None:
    left = MARKUP.sub(" ", TRANSLATED.sub(" ", path.read_text()))
    if path.name in FOR_BUILDERS:
        return
    words = [word for word in re.findall(r"[^\W\d_]{2,}", left) if word not in ("Afsæt", "kl")]
    assert not words, f"not translated: {words[:8]}"


FORBIDDEN = {"utils.py", "helpers.py", "services.py", "signals.py", "misc.py", "managers.py"}


def test_files_and_functions_stay_small() -> None:
    for path in python_files():
        assert path.name not in FORBIDDEN, f"{path.relative_to(ROOT)}: name it after what it is about"
        text = path.read_text()
        assert len(text.splitlines()) <= 400, (
            f"{path.relative_to(ROOT)} is longer than 400 lines: split by noun"
        )
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                assert lines <= 40, f"{path.relative_to(ROOT)}:{node.name} has {lines} lines"


def test_nothing_in_the_repository_names_a_machine_or_a_registry() -> None:
    hosts = re.compile(r"registry\.[n]pmjs|[p]ypi\.[o]rg|[p]ythonhosted|deb\.[d]ebian", re.IGNORECASE)
    for path in [
        *ROOT.glob("*.*"),
        *ROOT.glob("requirements/*"),
        *ROOT.glob("docs/**/*.md"),
        *python_files(),
    ]:
        if path.is_file() and path.suffix not in (".png", ".pdf"):
            assert not hosts.search(path.read_text(errors="ignore")), path.relative_to(ROOT)
