"""Builds the demo's data: people and plan, then each adviser's weeks beside the others', then the cast's story.

What the messages' state is set to comes last, so that a demo without it was stopped on the way (`half_built`).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import uuid4

from django.db import transaction

from afsaet.audit.models import Change
from afsaet.booking.actions.deadlines import set_deadline
from afsaet.booking.models import Booking, ConversationType, Deadline
from afsaet.calendar.queries.free_times import Search, free_times
from afsaet.conversations.models import Conversation
from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.messaging.actions.outbox import count_past_as_delivered
from afsaet.people.access import viewer_for
from afsaet.people.actions.citizens import take_in_many
from afsaet.people.import_rows import CitizenFacts
from afsaet.people.models import Citizen, Staff
from afsaet.people.queries import target_groups
from afsaet.site.demo.cast import (
    AMAL,
    BO,
    KIRSTEN,
    Bos,
    book_for_kirsten,
    cast_facts,
    tell_bos_story,
)
from afsaet.site.demo.citizens import Inventor
from afsaet.site.demo.house import BUILDER, House, set_up
from afsaet.site.demo.plan import Frame, Meeting, Planner
from afsaet.site.demo.side_by_side import carry_out
from afsaet.site.demo.size import SEED, Size
from afsaet.site.demo.the_day import set_the_day
from afsaet.site.demo.weeks import Weeks

_BUILDER = job(BUILDER)
_BEFORE = timedelta(days=14)  # the first talks were booked before the first week
_NEW_SHARE = 0.04  # of the citizens have come within the last days


@dataclass(frozen=True)
class Built:
    """What there is now."""

    citizens: int
    advisers: int
    held: int
    coming: int


@dataclass(frozen=True)
class Begun:
    """People and plan, and for each adviser of the team what carries her weeks out."""

    house: House
    citizens: list[Citizen]
    frame: Frame
    bos_talks: tuple[datetime, datetime]
    weeks: Sequence[Callable[[], None]]


def half_built() -> bool:
    """Whether the first of what is built stands in the change log and the last does not."""
    ours = Change.objects.filter(who=_BUILDER.user)
    begun = ours.filter(table="people_authority").exists()
    return begun and not ours.filter(table="messaging_message").exists()


def build(size: Size, now: datetime) -> Built:
    """Everything, with `now` (UTC) as the moment at which the demo opens. Commits on the way."""
    rng = random.Random(SEED)
    with transaction.atomic():
        begun = _begin(size, rng, now)
    carry_out(begun.weeks)
    with transaction.atomic():
        return _finish(begun, size, rng)


def _begin(size: Size, rng: random.Random, now: datetime) -> Begun:
    today = clock.local(now).date()
    frame = Frame(
        opens=clock.at_local(today - timedelta(weeks=size.back) - _BEFORE, 9),
        now=now,
        today=clock.at_local(today, 0),
    )
    house = set_up(
        size,
        rng,
        first=today - timedelta(weeks=size.back),
        last=today + timedelta(weeks=size.ahead),
        now=frame.opens - timedelta(hours=1),
    )
    citizens = _take_in(house, size, rng, frame)
    return _plan_havn(house, citizens, size, rng, frame)


def _finish(begun: Begun, size: Size, rng: random.Random) -> Built:
    now = begun.frame.now
    _tell_the_cast(begun, size)
    _set_deadlines(begun.house, begun.citizens, rng, now)
    set_the_day(begun.house, begun.citizens[AMAL], now)
    count_past_as_delivered(by=_BUILDER, now=now)
    return Built(
        citizens=len(begun.citizens),
        advisers=len(begun.house.advisers),
        held=Conversation.objects.filter(closed_at__isnull=False).count(),
        coming=Booking.objects.filter(starts__gt=now, cancelled_at=None).count(),
    )


# --- citizens -----------------------------------------------------------------------------------------


def _take_in(house: House, size: Size, rng: random.Random, frame: Frame) -> list[Citizen]:
    """The cast first, then by adviser; the last ones have come within the last nine days."""
    groups = {group.code: group.pk for group in target_groups()}
    opens = clock.local(frame.opens).date()
    advisers = house.advisers
    nanna = house.teams["Team Bakke"][0]
    facts = cast_facts(house.unit.pk, groups, house.havn[0].pk, nanna.pk, opens)
    names = [f"{one.first_name} {one.last_name}" for one in facts] + [staff.name for staff in advisers]
    inventor = Inventor(rng, house.unit.pk, groups, names)
    new = int(size.citizens * _NEW_SHARE)
    for number in range(size.citizens - len(facts) - new):
        adviser = advisers[number % len(advisers)]
        registered = opens - timedelta(days=int(rng.expovariate(1 / 150)))
        facts.append(inventor.citizen(adviser.pk, registered, max(registered, opens - timedelta(days=400))))
    citizens = take_in_many(facts, by=house.vera, now=frame.opens)
    return citizens + _newcomers(house, inventor, new, rng, frame)


def _newcomers(
    house: House, inventor: Inventor, count: int, rng: random.Random, frame: Frame
) -> list[Citizen]:
    today = clock.local(frame.now).date()
    facts: list[CitizenFacts] = []
    for number in range(count):
        registered = today - timedelta(days=rng.randint(2, 9))
        facts.append(
            inventor.citizen(house.advisers[number % len(house.advisers)].pk, registered, registered)
        )
    return take_in_many(facts, by=house.vera, now=frame.now - timedelta(days=1))


# --- talks --------------------------------------------------------------------------------------------


def _plan_havn(house: House, citizens: list[Citizen], size: Size, rng: random.Random, frame: Frame) -> Begun:
    """The team's weeks, with two times kept free for Bo."""
    old = len(citizens) - int(size.citizens * _NEW_SHARE)
    team, everybody = len(house.havn), len(house.advisers)
    caseloads: list[list[int]] = [[] for _ in house.advisers]
    for place in range(KIRSTEN + 1, old):
        caseloads[(place - KIRSTEN - 1) % everybody].append(place)
    others = [place for caseload in caseloads[team:] for place in caseload]
    strangers = [others[adviser::team] for adviser in range(team)]
    planner = Planner(rng, frame, caseloads[:team], strangers)
    slots = _slots(house.havn, frame, size)
    bos_talks = _bos_talks(slots, frame)
    _reserve_for_amal(slots, frame, planner)
    planner.fill([(starts, adviser) for starts, adviser in slots if adviser or starts not in bos_talks])
    _cancel_one_today(planner.meetings, frame)
    uncopied = _uncopied(planner.meetings, frame)
    weeks = [
        partial(
            Weeks(house, citizens, frame, random.Random(f"{SEED} {adviser}")).run,
            [meeting for meeting in planner.meetings if meeting.adviser == adviser],
            uncopied,
        )
        for adviser in range(team)
    ]
    return Begun(house, citizens, frame, bos_talks, weeks)


def _slots(staff: Sequence[Staff], frame: Frame, size: Size) -> list[tuple[datetime, int]]:
    """All starts of the team, with the adviser's place, in the order of the clock."""
    search = Search(
        45, frame.today - timedelta(weeks=size.back), frame.today + timedelta(weeks=size.ahead, days=1)
    )
    free = free_times([one.uuid for one in staff], uuid4(), search, now=frame.opens)
    return sorted((starts, place) for place, one in enumerate(staff) for starts in free[one.uuid])


def _bos_talks(slots: list[tuple[datetime, int]], frame: Frame) -> tuple[datetime, datetime]:
    """Two of Lise's starts: towards the beginning of the weeks, and one to two weeks ago."""
    lises = [starts for starts, adviser in slots if adviser == 0 and starts < frame.today]
    return lises[len(lises) // 8], lises[-max(1, min(len(lises) // 3, 40))]


def _reserve_for_amal(slots: list[tuple[datetime, int]], frame: Frame, planner: Planner) -> None:
    """Amal has Lise's next time."""
    coming = next(starts for starts, adviser in slots if adviser == 0 and starts > frame.now)
    planner.reserve(Meeting(AMAL, 0, coming, frame.now - timedelta(days=5, hours=2)))


def _cancel_one_today(meetings: list[Meeting], frame: Frame) -> None:
    """One of Lise's talks later today was cancelled this morning."""
    morning = frame.today + timedelta(hours=7, minutes=41)
    later = [
        meeting
        for meeting in meetings
        if meeting.adviser == 0
        and meeting.citizen != AMAL
        and meeting.held
        and meeting.following is None
        and frame.now < meeting.starts < frame.today + timedelta(days=1)
        and max(meeting.booked_at, meeting.moved_at or meeting.booked_at) < morning - timedelta(minutes=5)
    ]
    if len(later) > 1:
        later[-2].cancelled_at, later[-2].by_us = morning, False


def _uncopied(meetings: list[Meeting], frame: Frame) -> set[tuple[int, datetime]]:
    """Adviser and start of the talks that are not in the case system yet: each adviser's latest held one, and
    Lise's last one before today."""
    held: dict[int, list[datetime]] = {}
    for meeting in sorted(meetings, key=lambda one: one.starts):
        if meeting.held and meeting.starts + clock.minutes(45) <= frame.now:
            held.setdefault(meeting.adviser, []).append(meeting.starts)
    latest = {(adviser, starts[-1]) for adviser, starts in held.items()}
    earlier = [(0, starts) for starts in held.get(0, []) if starts < frame.today]
    return latest | set(earlier[-1:])


# --- what is left -------------------------------------------------------------------------------------


def _tell_the_cast(begun: Begun, size: Size) -> None:
    house, citizens, frame = begun.house, begun.citizens, begun.frame
    lise, nanna = house.havn[0], house.teams["Team Bakke"][0]
    tell_bos_story(Bos(citizens[BO], lise, begun.bos_talks, frame.now))
    nannas = [starts for starts, _ in _slots([nanna], frame, size) if starts > frame.now + timedelta(days=2)]
    book_for_kirsten(citizens[KIRSTEN], nanna, house.gitte, nannas[0], frame.now - timedelta(days=1))


def _set_deadlines(house: House, citizens: list[Citizen], rng: random.Random, now: datetime) -> None:
    """One in nine of those without a coming talk may choose one now."""
    today = clock.local(now).date()
    kind = ConversationType.objects.get(key="jobsamtale")
    booked = Booking.objects.filter(starts__gt=now - timedelta(days=14), cancelled_at=None)
    busy = set(booked.values_list("citizen_id", flat=True))
    busy.update(Deadline.objects.filter(met_by=None).values_list("citizen_id", flat=True))
    by = viewer_for(house.havn[0].user)
    for citizen in citizens:
        if citizen.pk not in busy and rng.random() < 0.11:
            book_by = _working_day(today + timedelta(days=rng.randint(2, 16)))
            hold_by = book_by + timedelta(days=14)
            set_deadline(
                citizen, kind, book_by=book_by, hold_by=hold_by, by=by, now=now - timedelta(hours=20)
            )


def _working_day(day: date) -> date:
    """The day itself, or the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
