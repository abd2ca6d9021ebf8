"""kill -9 of the web process in the middle of a booking: nothing is lost, nothing is had twice.

Each round a citizen sends *Book tiden*, the whole server is killed a few milliseconds later, a new one is
started, and she sends the same form again, as a browser's reload does. The same code runs small in the tests.
"""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from socket import create_connection, socket
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from afsaet.booking.models import Booking
from afsaet.core import clock
from afsaet.people.models import Citizen, User
from afsaet.site.invariants import broken

if TYPE_CHECKING:
    from bench.__main__ import Report

FULL_ROUNDS = 100
# A booking takes about this long here: the kills are spread evenly over it and a little beyond.
SPREAD_MS = 120


@dataclass(frozen=True)
class Round:
    """`answered`: whether the killed server had answered before it died. `arrived`: where the second form led."""

    answered: bool
    arrived: str


@contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The real server on a free port, in a process group of its own; killed at the end if it still lives."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--no-access-log", "--log-level", "critical", "afsaet.site.wsgi:application"],
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}", process
        finally:
            kill(process)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    tick = threading.Event()
    for _ in range(1000):
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("the server ended by itself") from None
            tick.wait(0.02)
        else:
            return
    raise RuntimeError("the server does not answer")


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the server and its workers."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def campaign(environment: dict[str, str], sessions: Sequence[str]) -> list[Round]:
    """One round per logged-in citizen (her session's cookie); none of them has a coming talk.

    The server that answers the second form of one round is the one that dies in the next.
    """
    rounds: list[Round] = []
    sent: Sent | None = None
    for number, session in enumerate([*sessions, ""]):
        with server(environment) as (address, process):
            if sent is not None:
                rounds.append(Round(sent.answered, sent.again(address)))
            if session:
                sent = _send_and_kill(address, process, session, SPREAD_MS * number / len(sessions))
    return rounds


@dataclass(frozen=True)
class Sent:
    """*Book tiden*, sent to a server that was killed meanwhile."""

    browser: OpenerDirector
    session: str
    key: dict[str, str]
    answered: bool

    def again(self, address: str) -> str:
        """Send the same form to the new server; where it leads."""
        return _post(self.browser, f"{address}/book/tjek/", self.session, self.key)[0]


def _send_and_kill(address: str, process: subprocess.Popen[bytes], session: str, delay_ms: float) -> Sent:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    browser.addheaders = [("Cookie", f"sessionid={session}")]
    key = _hold_a_time(browser, address, session)
    assassin = threading.Timer(delay_ms / 1000, kill, [process])
    assassin.start()
    try:
        _post(browser, f"{address}/book/tjek/", session, key)
        answered = True
    except (OSError, HTTPException):
        answered = False
    assassin.join()
    return Sent(browser, session, key, answered)


def _hold_a_time(browser: OpenerDirector, address: str, session: str) -> dict[str, str]:
    """Fill in the form with the first time it shows; what the check page's form carries."""
    page = browser.open(f"{address}/book/").read().decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    first = re.search(r'name="time" value="([^"]+)"', page)
    who = re.search(r'name="who" value="([^"]+)"', page)
    if first is None or who is None:
        raise RuntimeError("the page shows no free time")
    answers = fields | {"time": first[1], "who": who[1], "form": "in_person", "action": "next"}
    where, check = _post(browser, f"{address}/book/", session, answers)
    if not where.endswith("/book/tjek/"):
        raise RuntimeError(f"the time could not be held: {where}")
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', check))


def _post(browser: OpenerDirector, address: str, session: str, fields: dict[str, str]) -> tuple[str, str]:
    """Send a form with a token of its own, so that it outlives the server; where it led, and the page."""
    token = "k" * 32
    request = Request(address, urlencode(fields | {"csrfmiddlewaretoken": token}).encode())
    request.add_header("Cookie", f"sessionid={session}; csrftoken={token}")
    with browser.open(request, timeout=20) as response:
        return response.url, response.read().decode()


def _sessions(count: int) -> list[str]:
    """As many citizens of the first team without a coming talk, each logged in: their session cookies."""
    coming = Booking.objects.filter(starts__gt=clock.now(), cancelled_at=None)
    free = Citizen.objects.exclude(pk__in=coming.values("citizen")).filter(
        caseload__ends_on=None, user__isnull=False
    )
    cookies = []
    for user in User.objects.filter(citizen__in=free).order_by("pk")[:count]:
        browser = Client()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies.append(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    return cookies


def run(report: "Report") -> None:
    """The full size, on the demo's data: killed rounds, and what was lost or had twice (0 is the promise)."""
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("demo_data")
    sessions = _sessions(FULL_ROUNDS)
    before = Booking.objects.count()
    rounds = campaign(os.environ | {"DJANGO_SETTINGS_MODULE": "afsaet.site.settings"}, sessions)
    report("kill.rounds", len(rounds), "rounds", None)
    report("kill.before_the_answer", sum(not one.answered for one in rounds), "rounds", None)
    report("kill.bookings_lost", before + len(rounds) - Booking.objects.count(), "bookings", None)
    report("kill.receipts_lost", sum("/moede/" not in one.arrived for one in rounds), "receipts", None)
    report("kill.invariants_broken", len(broken(clock.now())), "invariants", None)
