"""Fixtures of every test: the cast, a clock that stands still, and a page that is checked when fetched."""

from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.apps import apps
from pytest_django import DjangoDbBlocker

from tests.cast import Cast, make_cast
from tests.web.page import fetch

# Monday morning, three days before the talk that the screens in the design show.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.fixture
def monday() -> "object":
    """The clock stands at Monday 23 November 2026, 8.00 in Denmark; `.move_to(…)` moves it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(db: None, monday: object) -> Cast:
    return make_cast()


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A database in which transactions are real, for threads, servers and browsers; seeded as a new house is.

    Such a test ends by emptying every table, the seeds of the migrations with them.
    """
    seed_if_empty()


@pytest.fixture(scope="session", autouse=True)
def _seeded_afterwards(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database that is used again (--reuse-db) is handed on as it was found."""
    yield
    with django_db_blocker.unblock():
        seed_if_empty()


def seed_if_empty() -> None:
    if apps.get_model("messaging", "Template").objects.exists():
        return
    for app in apps.get_app_configs():
        for file in sorted((Path(app.path) / "migrations").glob("0*.py")):
            migration = import_module(f"{app.name}.migrations.{file.stem}")
            if hasattr(migration, "seed"):
                migration.seed(apps, None)


@pytest.fixture
def page() -> Callable[..., BeautifulSoup]:
    """`page(client, "/book/")` fetches, checks the whole page (tests/web/page.py) and returns the soup."""
    return fetch
