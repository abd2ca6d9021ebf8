"""Fifty citizens want one time at the same moment, in four ways, over the real pages; then the tables are counted.

`same`: one time of one adviser. `staggered`: times of one adviser that begin five minutes apart (her hours are written
so that they overlap; the grid alone would never offer such). `move`: each has a talk and moves it to the one time.
`any`: whoever has time first. Every other round skips the hold and confirms at once, as after a hold that ran out.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from itertools import cycle
from time import perf_counter
from uuid import UUID

from django.db import connection

from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Booking, ConversationType, Draft
from afsaet.booking.rules.choices import ANYBODY, Choices
from afsaet.calendar.models import Resource, WorkRule
from afsaet.calendar.queries.free_times import Search, free_times
from afsaet.core import clock
from afsaet.people.access import viewer_for
from afsaet.people.models import Citizen, Staff, Unit
from afsaet.web.journey.answers import fingerprint
from bench._client import Answer, Browsers, log_in

KINDS = ("same", "staggered", "move", "any")
BOOKED, TAKEN, OTHER = "booked", "taken with alternatives", "other"
STEP = 5  # minutes between two staggered times
LEAST_FREE = 2  # advisers, for a round of `any`


@dataclass(frozen=True)
class Runner:
    """One citizen at the start line. `moves` is her talk when she moves one."""

    citizen: Citizen
    session: str
    staff: Staff | None
    starts: datetime
    moves: Booking | None = None

    @property
    def choices(self) -> Choices:
        who = str(self.staff.uuid) if self.staff else ANYBODY
        return Choices(who=who, time=self.starts.isoformat(), form="in_person")

    @property
    def form(self) -> str:
        return f"/moede/{self.moves.uuid}/skift/" if self.moves else "/book/"


@dataclass
class Result:
    """`doubles` are pairs of overlapping claims or talks in the tables; `unlike` are rounds after which the tables
    hold another number of new times than the answers promised."""

    doubles: int = 0
    unlike: int = 0
    slowest_ms: float = 0
    rounds: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    others: list[str] = field(default_factory=list)
    empty_seats: int = 0


def race(browsers: Browsers, clients: int, rounds: int) -> Result:
    """`rounds` of each kind. What was booked is cancelled again between the rounds, through the action."""
    result = Result()
    crowds = {kind: Crowd(unit, clients) for kind, unit in zip(KINDS, cycle(Unit.objects.order_by("pk")))}
    for number in range(rounds):
        for kind, crowd in crowds.items():
            _round(browsers, crowd, kind, number, result)
    return result


def _round(browsers: Browsers, crowd: "Crowd", kind: str, number: int, result: Result) -> None:
    runners = crowd.line_up(kind)
    at_once = number % 2 == 1 and kind != "any"
    before = crowd.talks()
    begun = perf_counter()
    answers = browsers.at_once(_tasks(browsers, runners, at_once))
    result.slowest_ms = max(result.slowest_ms, (perf_counter() - begun) * 1000)
    result.rounds += 1
    for answer in answers:
        kind_of_answer = classified(answer)
        result.answers[kind_of_answer] += 1
        if kind_of_answer == OTHER:
            result.others.append(f"{kind}: {answer.status} {answer.location} {answer.text[:200]}")
    booked = sum(classified(answer) == BOOKED for answer in answers)
    changed = crowd.talks() - before
    result.unlike += len(changed) != booked
    result.doubles += crowd.new_doubles()
    if kind == "any":
        result.empty_seats += max(0, min(crowd.free_then, len(runners)) - booked)
    if kind != "move":
        crowd.call_off(runners)
    Draft.objects.filter(citizen__in=[runner.citizen for runner in runners]).delete()


def classified(answer: Answer) -> str:
    if answer.status in (302, 303) and (
        "kvittering=booket" in answer.location or "=skiftet" in answer.location
    ):
        return BOOKED
    return TAKEN if answer.status == 422 and 'id="naer-' in answer.text else OTHER


def _tasks(
    browsers: Browsers, runners: Sequence[Runner], at_once: bool
) -> Iterator[Callable[[], Awaitable[Answer]]]:
    if not at_once:
        return (partial(_journey, browsers, runner) for runner in runners)
    drafts = Draft.objects.bulk_create(
        Draft(citizen=one.citizen, moves=one.moves, choices=one.choices.as_json(), changed_at=clock.now())
        for one in runners
    )
    return (
        partial(browsers.post, f"{one.form}tjek/", one.session, _confirmation(one, draft))
        for one, draft in zip(runners, drafts, strict=True)
    )


def _confirmation(runner: Runner, draft: Draft) -> dict[str, str]:
    assert runner.staff is not None
    return {"key": str(draft.uuid), "seen": fingerprint(runner.choices, str(runner.staff.uuid))}


async def _journey(browsers: Browsers, runner: Runner) -> Answer:
    """*Videre*, the check page, *Book tiden*: as far as she gets."""
    fields = {"action": "next", "form": "in_person", "who": runner.choices.who, "time": runner.choices.time}
    held = await browsers.post(runner.form, runner.session, fields)
    if not held.location.endswith("/tjek/"):
        return held
    check = await browsers.get(held.location, runner.session)
    return await browsers.post(held.location, runner.session, check.hidden())


class Crowd:
    """The citizens and advisers of one unit, and where the next round is run."""

    def __init__(self, unit: Unit, clients: int) -> None:
        self.clients = clients
        self.type = ConversationType.objects.order_by("pk")[0]
        self.staff = list(Staff.objects.filter(unit=unit).select_related("unit").order_by("pk"))
        people = Citizen.objects.filter(unit=unit).select_related("user").order_by("pk")
        busy = Booking.objects.filter(starts__gt=clock.now(), cancelled_at=None).values("citizen")
        self.free = list(people.exclude(pk__in=busy))[:clients]
        self.busy = list(people.filter(pk__in=busy))[:clients]
        self.sessions = {
            one.pk: session
            for group in (self.free, self.busy)
            for one, session in zip(group, log_in(one.user for one in group if one.user), strict=True)
        }
        self.places = self._places()
        self.free_then = self.doubles_before = 0
        self.staggered: set[int] = set()

    def _places(self) -> Iterator[tuple[Staff, datetime]]:
        """Free times two days off or later, another adviser each time; found anew when all were used."""
        while True:
            found = self._free_times()
            for place in range(max(map(len, found.values()))):
                for one in self.staff:
                    if place < len(found[one.uuid]):
                        yield one, found[one.uuid][place]

    def _free_times(self) -> dict[UUID, list[datetime]]:
        now = clock.now()
        search = Search(self.type.minutes, now + timedelta(days=2), now + timedelta(days=27))
        return free_times([one.uuid for one in self.staff], self.free[0].uuid, search, now=now)

    def line_up(self, kind: str) -> list[Runner]:
        staff, starts = next(self.places)
        if kind == "any":
            starts = self._when_many_are_free(starts)
            return [self._runner(one, None, starts) for one in self.free]
        if kind == "move":
            return [self._mover(one, staff, starts) for one in self.busy]
        if kind == "staggered":
            self._stagger(staff)
            self._clear(staff, starts)
        steps = self.type.minutes // STEP if kind == "staggered" else 1
        return [
            self._runner(one, staff, starts + timedelta(minutes=STEP * (number % steps)))
            for number, one in enumerate(self.free)
        ]

    def _runner(self, citizen: Citizen, staff: Staff | None, starts: datetime) -> Runner:
        return Runner(citizen, self.sessions[citizen.pk], staff, starts)

    def _mover(self, citizen: Citizen, staff: Staff, starts: datetime) -> Runner:
        talk = Booking.objects.get(citizen=citizen, starts__gt=clock.now(), cancelled_at=None)
        return Runner(citizen, self.sessions[citizen.pk], staff, starts, talk)

    def _when_many_are_free(self, starts: datetime) -> datetime:
        found = self._free_times()
        count = Counter(start for times in found.values() for start in times)
        starts = (
            starts if count[starts] >= LEAST_FREE else max(count, key=lambda start: (count[start], start))
        )
        self.free_then = count[starts]
        return starts

    def _stagger(self, staff: Staff) -> None:
        """Hours that begin at every five minutes of each time, each long enough for one talk."""
        if staff.pk in self.staggered:
            return
        self.staggered.add(staff.pk)
        resource = Resource.objects.get(ref=staff.uuid)
        rules = []
        for day in range(7):
            for minute in range(8 * 60 + 30, 15 * 60, STEP):
                ends = minute + self.type.minutes
                opens, closes = (time(*divmod(end, 60)) for end in (minute, ends))
                rules.append(
                    WorkRule(
                        resource=resource, weekday=day, opens=opens, closes=closes, valid_from="2000-01-01"
                    )
                )
        WorkRule.objects.bulk_create(rules)

    def _clear(self, staff: Staff, starts: datetime) -> None:
        """Call off what stands in the way of the later ones of the staggered times."""
        length = timedelta(minutes=self.type.minutes)
        for talk in Booking.objects.filter(
            staff=staff, cancelled_at=None, starts__lt=starts + 2 * length, ends__gt=starts
        ):
            self._cancel(talk)

    def call_off(self, runners: Sequence[Runner]) -> None:
        people = [runner.citizen for runner in runners]
        for talk in Booking.objects.filter(citizen__in=people, starts__gt=clock.now(), cancelled_at=None):
            self._cancel(talk)

    def _cancel(self, talk: Booking) -> None:
        user = talk.citizen.user
        assert user is not None
        cancel(talk, by=viewer_for(user), now=clock.now())

    # ---- what the tables say ----------------------------------------------------------------------

    def talks(self) -> set[tuple[int, int, datetime]]:
        """Every live talk of the citizens in the race: who, with whom, when."""
        people = [*self.free, *self.busy]
        rows = Booking.objects.filter(citizen__in=people, starts__gt=clock.now(), cancelled_at=None)
        return set(rows.values_list("citizen", "staff", "starts"))

    def new_doubles(self) -> int:
        """Those that this round has made; they stay, and are not counted again."""
        before, self.doubles_before = self.doubles_before, self.doubles()
        return max(0, self.doubles_before - before)

    def doubles(self) -> int:
        """Pairs of coming talks, or of claims, that share a person and overlap, in the whole unit."""
        staff = [one.pk for one in self.staff]
        with connection.cursor() as cursor:
            cursor.execute(
                _DOUBLES, {"staff": staff, "refs": [one.uuid for one in self.staff], "now": clock.now()}
            )
            return int(cursor.fetchone()[0])


_DOUBLES = """
    WITH talk AS (
        SELECT * FROM booking_booking WHERE staff_id = ANY(%(staff)s) AND starts > %(now)s AND cancelled_at IS NULL
    ), taken AS (
        SELECT c.* FROM calendar_claim c JOIN calendar_resource r ON r.id = c.resource_id
        WHERE r.ref = ANY(%(refs)s) AND c.starts > %(now)s AND (c.held_until IS NULL OR c.held_until > %(now)s)
    )
    SELECT (
        SELECT count(*) FROM talk a JOIN talk b ON a.id < b.id AND a.starts < b.ends AND b.starts < a.ends
        WHERE a.staff_id = b.staff_id OR a.citizen_id = b.citizen_id
    ) + (
        SELECT count(*) FROM taken a JOIN taken b ON a.id < b.id AND a.resource_id = b.resource_id
        WHERE a.starts < b.ends AND b.starts < a.ends
    )
"""
