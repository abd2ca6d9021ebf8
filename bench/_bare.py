"""What our bookings are measured against, behind the same server: a WSGI application that is nothing but one insert.

`/guarded`: lock and guarded insert in one transaction, the least that is still right. `/naive`: look, then insert,
as most booking systems do it; the race must catch it, else the race is worth nothing.
"""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import psycopg

# Far from every time anybody books, so that the real table can be used and cleaned afterwards.
ERA = "timestamptz '2200-01-01 00:00+00'"
NAIVE_TABLE = "CREATE TABLE IF NOT EXISTS bench_naive (resource_id int, starts timestamptz, ends timestamptz)"

_LOCK = "SELECT pg_advisory_xact_lock(2, %(resource)s)"
_SPAN = f"{ERA} + %(minute)s * interval '1 minute', {ERA} + (%(minute)s + 45) * interval '1 minute'"
_GUARDED = (
    f"INSERT INTO calendar_claim (resource_id, starts, ends, owner) "
    f"SELECT %(resource)s, {_SPAN}, gen_random_uuid() ON CONFLICT DO NOTHING RETURNING id"
)
_LOOK = f"SELECT FROM bench_naive WHERE resource_id = %(resource)s AND tstzrange(starts, ends) && tstzrange({_SPAN})"
_INSERT = f"INSERT INTO bench_naive SELECT %(resource)s, {_SPAN}"

_here = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """POST /guarded or /naive with resource and minute: 201 when the time was free, else 409."""
    form = parse_qs(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode())
    facts = {"resource": int(form["resource"][0]), "minute": int(form["minute"][0])}
    took = _guarded(facts) if environ["PATH_INFO"] == "/guarded" else _naive(facts)
    start_response("201 Created" if took else "409 Conflict", [("Content-Length", "0")])
    return [b""]


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_here, "connection"):
        _here.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    connection: psycopg.Connection[Any] = _here.connection
    return connection


def _guarded(facts: dict[str, int]) -> bool:
    with _connection().transaction():
        _connection().execute(_LOCK, facts)
        return _connection().execute(_GUARDED, facts).fetchone() is not None


def _naive(facts: dict[str, int]) -> bool:
    with _connection().transaction():
        if _connection().execute(_LOOK, facts).fetchone() is not None:
            return False
        _connection().execute(_INSERT, facts)
        return True
