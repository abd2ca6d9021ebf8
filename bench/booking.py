"""Booking by many at once, and finding a free time: the first four rows of the promises in numbers (DESIGN.md 7).

The house has 300 advisers and a year behind it (bench/_history.py). Everything but the engine goes over HTTP to the
real server with four processes: log-in, all middleware, access log, change log, outbox. Client, server and database
share the machine. With `--soak` it runs random operations instead (bench/_soak.py).
"""

import argparse
import os
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection

from afsaet.audit.models import Seen
from afsaet.booking.actions.drafting import save_draft
from afsaet.booking.models import Booking, ConversationType, Draft
from afsaet.booking.rules.choices import ANYBODY, Choices
from afsaet.calendar import queries as calendar_queries
from afsaet.calendar.queries.free_times import Search, free_times
from afsaet.core import clock
from afsaet.people.access import viewer_for
from afsaet.people.models import Citizen, Staff, Unit
from afsaet.site.invariants import broken
from bench import _bare, _history, _soak
from bench._client import Answer, Browsers, log_in, percentile
from bench._races import Result, race
from bench._server import make_database, server, use_database

if TYPE_CHECKING:
    from bench.__main__ import Report

Task = Callable[[], Awaitable[Answer]]

BARE = "bench._bare:application"
WEEKS = timedelta(weeks=4)
MOST_RADIOS = 120
PAGE = "/book/?dage=15"  # fifteen days of eight times
JSON = "/api/v1/tider?type=jobsamtale&hvem=any&uger=4"


@dataclass(frozen=True)
class Plan:
    """How much of each. `workers` are server processes."""

    workers: int
    race_clients: int
    race_rounds: int
    asks: int
    bookings: int
    clients: int
    naive_rounds: int


FULL = Plan(workers=4, race_clients=50, race_rounds=200, asks=500, bookings=800, clients=16, naive_rounds=200)
QUICK = Plan(workers=2, race_clients=8, race_rounds=2, asks=3, bookings=12, clients=4, naive_rounds=30)


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--soak", action="store_true", help="booking: random operations, on and on")
    parser.add_argument(
        "--minutes", type=float, default=120, help="booking --soak: how long this piece takes"
    )
    parser.add_argument("--afresh", action="store_true", help="booking --soak: begin again at operation 0")
    parser.add_argument("--rounds", type=int, default=FULL.race_rounds, help="booking: rounds of each race")


def run(report: "Report", *, soak: bool, minutes: float, afresh: bool, rounds: int) -> None:
    if soak:
        _soak.piece(report, minutes=minutes, afresh=afresh)
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    make_database("bench_booking")
    use_database("bench_booking")
    _history.load(_history.FULL, clock.now())
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "afsaet.site.settings"}
    campaign(environment, Plan(**FULL.__dict__ | {"race_rounds": rounds}), report)
    now = clock.now()
    once = _search_ms(_unit_staff(), _guest(), now, FULL.asks)
    make_database("bench_booking_x10", "bench_booking")
    use_database("bench_booking_x10")
    _history.load_earlier(_history.FULL, 10, now, bare=True)
    report("booking.history_x10_ratio", _search_ms(_unit_staff(), _guest(), now, FULL.asks) / once, "x", None)


def campaign(environment: dict[str, str], plan: Plan, report: "Report") -> Result:
    """All of it but the ten years, on the house that is loaded."""
    with (
        server(environment, application=BARE, workers=plan.workers) as (address, _),
        Browsers(address) as client,
    ):
        report("booking.naive_double_bookings", _naive(client, plan), "bookings", None)
        bare, _ = _per_second(client, _bare_tasks(client, plan), plan)
    _clean()
    before = _deadlocks()
    with server(environment, workers=plan.workers) as (address, _), Browsers(address) as client:
        _warm(client, plan)
        _reads(client, plan, report)
        per_second, latencies = _per_second(client, _confirmations(client, plan), plan)
        report("booking.per_second", per_second, "bookings/s", bare)
        report("booking.p99_ms", percentile(latencies, 0.99), "ms", None)
        result = race(client, plan.race_clients, plan.race_rounds)
    report("booking.double_bookings", result.doubles, "bookings", None)
    report("booking.deadlocks", _deadlocks() - before, "deadlocks", None)
    report("booking.slowest_round_ms", result.slowest_ms, "ms", None)
    _engine(plan, report)
    if result.others or result.unlike:
        raise RuntimeError(
            f"answers nobody should get: {result.unlike} unlike the tables, {result.others[:5]}"
        )
    if found := broken(clock.now()):
        raise RuntimeError(f"invariants broken: {[one.invariant.name for one in found]}")
    return result


# ---- reading --------------------------------------------------------------------------------------


def _unit_staff() -> list[Staff]:
    return list(Staff.objects.filter(unit=Unit.objects.order_by("-pk")[0]).order_by("pk"))


def _guest(number: int = 0) -> Citizen:
    return _without_talk(1, number)[0]


def _without_talk(count: int, after: int = 0) -> list[Citizen]:
    """Citizens of the last unit who have no coming talk, so that the form is open to them."""
    busy = Booking.objects.filter(starts__gt=clock.now(), cancelled_at=None).values("citizen")
    unit = Unit.objects.order_by("-pk")[0]
    people = Citizen.objects.filter(unit=unit).exclude(pk__in=busy).select_related("user")
    return list(people.order_by("pk")[after : after + count])


def _reads(client: Browsers, plan: Plan, report: "Report") -> None:
    """The page with the most on it, and the same times as JSON, one client at a time."""
    people = _without_talk(20)
    sessions = log_in(one.user for one in people if one.user)
    for one in people:
        assert one.user is not None
        save_draft(one, Choices(who=ANYBODY), by=viewer_for(one.user), now=clock.now())
    for name, path in (("page", PAGE), ("slots_json", JSON)):
        seen = Seen.objects.count()
        asks = [partial(client.get, path, sessions[number % len(sessions)]) for number in range(plan.asks)]
        answers = client.each(asks, clients=1)
        _check_reads(name, answers, Seen.objects.count() - seen)
        for share in (0.5, 0.99):
            took = percentile((answer.ms for answer in answers), share)
            report(f"booking.{name}_p{share * 100:.0f}_ms", took, "ms", None)
    Draft.objects.filter(citizen__in=people).delete()


def _check_reads(name: str, answers: Sequence[Answer], seen: int) -> None:
    """Each was the whole thing, and left its line."""
    assert {answer.status for answer in answers} == {200}, [answer.text[:300] for answer in answers][:1]
    assert seen == len(answers), f"{seen} lines in the access log for {len(answers)} answers"
    if name == "page":
        radios = len(re.findall(r'name="time"', answers[0].text))
        assert 0 < radios <= MOST_RADIOS, f"{radios} radios"


def _engine(plan: Plan, report: "Report") -> None:
    now, guest = clock.now(), _guest()
    for share in (0.5, 0.99):
        took = _search_ms(_unit_staff(), guest, now, plan.asks, share)
        report(f"booking.slots_engine_p{share * 100:.0f}_ms", took, "ms", None)
    everybody = list(Staff.objects.order_by("pk"))
    took = percentile(_timed(lambda: _first_free(everybody, guest, now), plan.asks), 0.99)
    report("booking.first_free_300_p99_ms", took, "ms", None)


def _search(now: datetime) -> Search:
    return Search(ConversationType.objects.order_by("pk")[0].minutes, now + timedelta(hours=2), now + WEEKS)


def _search_ms(staff: Sequence[Staff], guest: Citizen, now: datetime, asks: int, share: float = 0.5) -> float:
    search, refs = _search(now), [one.uuid for one in staff]
    return percentile(_timed(lambda: free_times(refs, guest.uuid, search, now=now), asks), share)


def _first_free(staff: Sequence[Staff], guest: Citizen, now: datetime) -> object:
    """The engine's own when it has one; else the earliest of everything."""
    search, refs = _search(now), [one.uuid for one in staff]
    if first_free := getattr(calendar_queries.free_times, "first_free", None):
        return first_free(refs, guest.uuid, search, now=now)
    found = free_times(refs, guest.uuid, search, now=now)
    return min((times[0], ref) for ref, times in found.items() if times)


def _timed(work: Callable[[], object], times: int) -> list[float]:
    took = []
    for _ in range(times):
        begun = perf_counter()
        work()
        took.append((perf_counter() - begun) * 1000)
    return took


# ---- booking --------------------------------------------------------------------------------------


def _per_second(client: Browsers, tasks: list[Task], plan: Plan) -> tuple[float, list[float]]:
    """How many a second, and how long each took."""
    begun = perf_counter()
    answers = client.each(tasks, plan.clients)
    took = perf_counter() - begun
    bad = [
        answer for answer in answers if answer.status != 201 and "kvittering=booket" not in answer.location
    ]
    assert not bad, f"{len(bad)} were not booked: {bad[0].status} {bad[0].text[:300]}"
    return len(answers) / took, [answer.ms for answer in answers]


def _bare_tasks(client: Browsers, plan: Plan) -> list[Task]:
    """As many bare inserts as bookings, spread over the advisers likewise."""
    keys = [one.pk for one in Staff.objects.order_by("pk")]
    times = ({"resource": str(keys[n % len(keys)]), "minute": str(45 * n)} for n in range(plan.bookings))
    return [partial(client.post, "/guarded", "", fields) for fields in times]


def _confirmations(client: Browsers, plan: Plan) -> list[Task]:
    """*Book tiden* for each of many citizens, who hold a time each and look at the check page: not timed."""
    now, forms = clock.now(), []
    for citizen, staff, start in _pairs(plan.bookings, now):
        assert citizen.user is not None
        fields = {"action": "next", "form": "in_person", "who": str(staff.uuid), "time": start.isoformat()}
        forms.append((log_in([citizen.user])[0], fields))
    held = client.each([partial(client.post, "/book/", *form) for form in forms], plan.clients)
    assert {answer.location for answer in held} == {"/book/tjek/"}, {answer.status for answer in held}
    looks = [partial(client.get, "/book/tjek/", session) for session, _ in forms]
    checks = client.each(looks, plan.clients)
    return [
        partial(client.post, "/book/tjek/", session, check.hidden())
        for (session, _), check in zip(forms, checks, strict=True)
    ]


def _pairs(count: int, now: datetime) -> Iterator[tuple[Citizen, Staff, datetime]]:
    """A citizen and a free time of her own adviser's unit each, all different."""
    search = Search(_search(now).minutes, now + timedelta(days=1), now + WEEKS)
    busy = Booking.objects.filter(starts__gt=now, cancelled_at=None).values("citizen")
    left = count
    for unit in Unit.objects.order_by("pk"):
        people = list(
            Citizen.objects.filter(unit=unit).exclude(pk__in=busy).select_related("user").order_by("-pk")
        )
        staff = {one.uuid: one for one in Staff.objects.filter(unit=unit).order_by("pk")}
        free = free_times(list(staff), people[0].uuid, search, now=now)
        places = [(staff[ref], start) for ref, times in free.items() for start in times]
        for citizen, (one, start) in list(zip(people, places, strict=False))[
            : -(-count // Unit.objects.count())
        ]:
            if left > 0:
                yield citizen, one, start
                left -= 1


def _naive(client: Browsers, plan: Plan) -> int:
    """Double bookings of the application that looks and then inserts, counted as ours are: in the table."""
    with connection.cursor() as cursor:
        cursor.execute(_bare.NAIVE_TABLE)
        for number in range(plan.naive_rounds):
            fields = {"resource": "1", "minute": str(100 * number)}
            client.at_once([partial(client.post, "/naive", "", fields)] * plan.race_clients)
        cursor.execute("SELECT count(*) - count(DISTINCT starts) FROM bench_naive")
        return int(cursor.fetchone()[0])


def _clean() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM calendar_claim WHERE starts >= {_bare.ERA}")
        cursor.execute("DROP TABLE bench_naive")


def _warm(client: Browsers, plan: Plan) -> None:
    """Every thread of every process has answered before anything is timed."""
    guest = _guest(21)
    assert guest.user is not None
    session = log_in([guest.user])[0]
    for _ in range(4):
        client.at_once([partial(client.get, PAGE, session)] * (plan.workers * 8))


def _deadlocks() -> int:
    """Counted by PostgreSQL itself, also those an application hides; its sessions report a second late."""
    Event().wait(1.5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
