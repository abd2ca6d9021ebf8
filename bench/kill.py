"""kill -9 of the web process in the middle of a booking: nothing is lost, nothing is had twice.

Each round a citizen sends *Book tiden*, the whole server is killed a few milliseconds later, a new one is
started, and she sends the same form again, as a browser's reload does. The same code runs small in the tests.
The worker and the database are killed in bench/_kill_worker.py and bench/_kill_postgres.py.
"""

import argparse
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
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
from bench import _history, _kill_postgres, _kill_worker, _soak
from bench._server import kill, make_database, server, use_database

if TYPE_CHECKING:
    from bench.__main__ import Report

FULL_ROUNDS = 100
WORKER_ROUNDS = 50
POSTGRES_ROUNDS = 50
# A booking takes about this long here: the kills are spread evenly over it and a little beyond.
SPREAD_MS = 120


@dataclass(frozen=True)
class Round:
    """`answered`: whether the killed server had answered before it died. `arrived`: where the second form led."""

    answered: bool
    arrived: str


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


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, help="kill: so many of each kind, instead of 100, 50 and 50")


def run(report: "Report", *, kills: int | None) -> None:
    """The full size, on the demo's data: killed rounds, and what was lost or had twice (0 is the promise)."""
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("demo_data")
    sessions = _sessions(kills or FULL_ROUNDS)
    before = Booking.objects.count()
    rounds = campaign(os.environ | {"DJANGO_SETTINGS_MODULE": "afsaet.site.settings"}, sessions)
    report("kill.rounds", len(rounds), "rounds", None)
    report("kill.before_the_answer", sum(not one.answered for one in rounds), "rounds", None)
    report("kill.bookings_lost", before + len(rounds) - Booking.objects.count(), "bookings", None)
    report("kill.receipts_lost", sum("/moede/" not in one.arrived for one in rounds), "receipts", None)
    report("kill.invariants_broken", len(broken(clock.now())), "invariants", None)
    _worker(report, kills or WORKER_ROUNDS)
    with tempfile.TemporaryDirectory(prefix="afsaet-kill-") as place:
        Path(place).chmod(0o755)  # as root the database runs as another user
        _postgres(report, Path(place), kills or POSTGRES_ROUNDS)


def _worker(report: "Report", rounds: int) -> None:
    """On a house of its own: the demo's letters are in files."""
    make_database("bench_kill")
    use_database("bench_kill")
    _history.load(_soak.HOUSE, clock.now())
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "afsaet.site.settings"}
    found = _kill_worker.campaign(environment, rounds)
    report("kill.worker_rounds", found.rounds, "rounds", None)
    report("kill.worker_while_letters_waited", found.early, "rounds", None)
    report("kill.letters_sent", found.letters, "letters", None)
    report("kill.letters_lost", found.lost, "letters", None)
    report("kill.letters_twice", found.twice, "letters", None)
    report("kill.letters_withdrawn", found.withdrawn, "letters", None)
    report("kill.letters_sent_though_withdrawn", found.sent_though_withdrawn, "letters", None)
    report("kill.worker_invariants_broken", len(broken(clock.now())), "invariants", None)


def _postgres(report: "Report", place: Path, rounds: int) -> None:
    found = _kill_postgres.campaign(place, rounds)
    report("kill.postgres_rounds", found.rounds, "rounds", None)
    report("kill.postgres_answers_before", found.told, "answers", None)
    report("kill.postgres_answers_lost", found.lost, "answers", None)
    report("kill.postgres_plans_before", found.plans, "plans", None)
    report("kill.postgres_offers_before", found.offers, "offers", None)
    report("kill.postgres_plans_cut_short", found.cut_short, "plans", None)
    report("kill.postgres_plans_there_all_the_same", found.there, "plans", None)
    report("kill.postgres_plans_half_done", found.half_done, "plans", None)
    report("kill.postgres_invariants_broken", found.invariants_broken, "invariants", None)
    report("kill.postgres_longest_recovery_s", found.longest_recovery_s, "s", None)
