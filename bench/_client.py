"""Many browsers in one process, each logged in, all on one event loop: the client takes little of the machine."""

import asyncio
import re
import threading
import time
import zlib
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from uuid import uuid4

import aiohttp
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from afsaet.core import clock
from afsaet.people.models import User

TOKEN = "k" * 32
BACKEND = "django.contrib.auth.backends.ModelBackend"
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """`location` is where it leads, or "". `ms` is from the request's first byte to the answer's last."""

    status: int
    location: str
    raw: bytes
    ms: float

    @property
    def text(self) -> str:
        zipped = self.raw[:2] == b"\x1f\x8b"
        return (zlib.decompress(self.raw, 31) if zipped else self.raw).decode()

    def hidden(self) -> dict[str, str]:
        """The hidden fields of its forms."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.text))


class Browsers:
    """A context manager; `at_once` and `each` run on an event loop in a thread of its own, while plain code runs
    between them: whoever calls may have a loop of hers running."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._run(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._http.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self) -> None:
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=60),
        )

    async def get(self, path: str, session: str) -> Answer:
        return await self._ask("GET", path, session, None)

    async def post(self, path: str, session: str, fields: Mapping[str, str]) -> Answer:
        return await self._ask("POST", path, session, dict(fields) | {"csrfmiddlewaretoken": TOKEN})

    async def _ask(self, method: str, path: str, session: str, fields: Mapping[str, str] | None) -> Answer:
        headers = {"Accept-Encoding": "gzip", "Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
        begun = time.perf_counter()
        async with self._http.request(
            method, self.address + path, data=fields, headers=headers, allow_redirects=False
        ) as answer:
            raw = await answer.read()
        ms = (time.perf_counter() - begun) * 1000
        return Answer(answer.status, answer.headers.get("Location", ""), raw, ms)

    def at_once(self, tasks: Iterable[Callable[[], Awaitable[T]]]) -> list[T]:
        """All begin together; their results in the order of the tasks."""

        async def all_of_them() -> list[T]:
            return list(await asyncio.gather(*(task() for task in tasks)))

        return self._run(all_of_them())

    def each(self, tasks: Iterable[Callable[[], Awaitable[T]]], clients: int) -> list[T]:
        """One after the other in as many hands as there are clients; their results in the order of the tasks."""
        waiting, done = iter(enumerate(tasks)), {}

        async def hand() -> None:
            for number, task in waiting:
                done[number] = await task()

        async def hands() -> None:
            await asyncio.gather(*(hand() for _ in range(clients)))

        self._run(hands())
        return [done[number] for number in sorted(done)]


def log_in(users: Iterable[User]) -> list[str]:
    """A session for each, as a log-in leaves it: the cookies."""
    store, ends = SessionStore(), clock.now() + clock.minutes(settings.SESSION_COOKIE_AGE / 60)
    sessions = [
        Session(session_key=uuid4().hex, session_data=store.encode(_content(user)), expire_date=ends)
        for user in users
    ]
    Session.objects.bulk_create(sessions)
    return [session.session_key for session in sessions]


def _content(user: User) -> dict[str, str]:
    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }


def percentile(values: Iterable[float], share: float) -> float:
    """The value that `share` of all stay under."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
