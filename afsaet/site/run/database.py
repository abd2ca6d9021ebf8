"""Which database a command works on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from afsaet.site.embedded_postgres import EmbeddedPostgres, InUse, data_dir
from afsaet.site.steps import say, step

NAME = "afsaet"
MOST_TEST_SERVERS = 20


@contextmanager
def named_or_embedded(name: str) -> Iterator[EmbeddedPostgres | None]:
    """DATABASE_URL as it stands; without it an embedded server on `var/<name>`, named in DATABASE_URL."""
    if os.environ.get("DATABASE_URL"):
        say("Using the database that DATABASE_URL names.")
        yield None
        return
    server = EmbeddedPostgres(data_dir(name))
    with step("Starting PostgreSQL"):
        server.start()
    with _named_in_environment(server):
        yield server


@contextmanager
def for_tests() -> Iterator[None]:
    """DATABASE_URL as it stands; without it an embedded server that no other test run uses now."""
    if os.environ.get("DATABASE_URL"):
        say("Testing on the database that DATABASE_URL names.")
        yield
        return
    with _named_in_environment(_free_test_server()):
        yield


def _free_test_server() -> EmbeddedPostgres:
    """Its data stays for `--reuse-db`, but is not safe from a power cut, which makes it fast."""
    for number in range(1, MOST_TEST_SERVERS):
        server = EmbeddedPostgres(data_dir(f"postgres-test-{number}"), durable=False, join=False)
        try:
            server.start()
        except InUse:
            continue
        return server
    raise InUse(f"{MOST_TEST_SERVERS} test runs are going on here. Wait for one to end.")


@contextmanager
def _named_in_environment(server: EmbeddedPostgres) -> Iterator[None]:
    try:
        server.create_database(NAME)
        os.environ["DATABASE_URL"] = server.url(NAME)
        yield
    finally:
        os.environ.pop("DATABASE_URL", None)
        server.stop()
