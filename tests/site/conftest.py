"""A place for databases: everybody may walk to it, because as root the server runs as another user."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def walkable_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="afsaet-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def place() -> Iterator[Path]:
    with walkable_directory() as directory:
        yield directory
