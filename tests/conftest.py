"""Fixtures of every test: the cast, a clock that stands still, and a page that is checked when fetched."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

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
def page() -> Callable[..., BeautifulSoup]:
    """`page(client, "/book/")` fetches, checks the whole page (tests/web/page.py) and returns the soup."""
    return fetch
