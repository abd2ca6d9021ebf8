"""What a citizen can choose right now: topics, forms, advisers and free times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from typing import Literal
from uuid import UUID

from django.db.models import Max, QuerySet

from afsaet.booking.models import Booking, ConversationType, Deadline, Topic
from afsaet.booking.rules.choices import ANYBODY, Choices, Limits, allowed_forms, limits, refusal_of_time
from afsaet.booking.rules.fairness import Turn, in_turn, is_newcomer
from afsaet.calendar.models import Room
from afsaet.calendar.queries import free_times as calendar
from afsaet.calendar.queries.free_times import Asks, Search
from afsaet.calendar.queries.hours import open_times_of
from afsaet.calendar.queries.load import loads
from afsaet.calendar.queries.rooms import rooms_that_fit
from afsaet.calendar.rules import is_ambiguous, minute_of, on_grid, within
from afsaet.core import clock
from afsaet.core.errors import Refusal
from afsaet.people.models import Citizen, Staff
from afsaet.people.queries import advisers_in_unit, own_adviser

JOB_TALK = "jobsamtale"
# Who books. She is bound by list, notice, horizon and deadline; staff by the hours alone; a talk that begins
# here and now (walk_in) by nothing but what is taken.
Hand = Literal["citizen", "staff", "walk_in"]
# She comes by herself, to meet.
ALONE = Choices()
_ASKS: dict[Hand, Asks] = {"citizen": "list", "staff": "hours", "walk_in": "nothing"}


@dataclass(frozen=True)
class Offer:
    """What she can choose for a talk of a type at a moment. Each part is read when it is first asked for: whoever
    only books needs few of them. `without` are forms that cannot be kept."""

    citizen: Citizen
    type: ConversationType
    at: datetime
    hand: Hand = "citizen"
    without: frozenset[str] = frozenset()

    @cached_property
    def topics(self) -> list[Topic]:
        return list(Topic.objects.filter(active=True))

    @cached_property
    def own(self) -> Staff | None:
        """Her own adviser, if any."""
        return own_adviser(self.citizen, clock.local(self.at).date())

    @cached_property
    def advisers(self) -> QuerySet[Staff]:
        return advisers_in_unit(self.citizen.unit_id, clock.local(self.at).date())

    @cached_property
    def deadline(self) -> Deadline | None:
        return Deadline.objects.filter(citizen=self.citizen, type=self.type, met_by=None).first()

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The first is a meeting, which always can be had."""
        meets = self.type.must_meet_first
        first = meets and is_first_talk(self.citizen, self.at)
        video = not first and (
            bool(self.own and self.own.video_link) or self.advisers.exclude(video_link="").exists()
        )
        possible = allowed_forms(must_meet_first=meets, first_talk=first, video=video)
        return tuple(form for form in possible if form not in self.without)

    def limits(self, now: datetime) -> Limits:
        """Within which times are offered."""
        hold_by = self.deadline.hold_by if self.deadline and self.hand == "citizen" else None
        return limits(
            now,
            notice=timedelta(minutes=self.type.notice_minutes if self.hand == "citizen" else 0),
            horizon_days=self.type.horizon_days,
            hold_by_ends=datetime.combine(hold_by + timedelta(days=1), time(), clock.ZONE)
            if hold_by
            else None,
        )

    def refusal_of(self, starts: datetime, now: datetime) -> Refusal | None:
        """Why nobody has to be asked about this start. A talk without a time begins in this very minute."""
        if starts.second or starts.microsecond:
            return Refusal("not_on_the_list")
        if self.hand == "citizen":
            return refusal_of_time(starts, starts + clock.minutes(self.type.minutes), self.limits(now), now)
        since = now.replace(second=0, microsecond=0) if self.hand == "walk_in" else now
        return Refusal("in_the_past") if starts < since else None

    @property
    def others(self) -> list[Staff]:
        """The ones she may choose beside her own, in Danish order."""
        return [staff for staff in self.advisers if self.own is None or staff.pk != self.own.pk]

    def staff(self, who: str) -> list[Staff]:
        """Whom `who` means: a staff uuid, or ANYBODY for all. An unknown one is nobody."""
        if self.own and str(self.own.uuid) == who:
            return [self.own]
        everybody = ([self.own] if self.own else []) + self.others
        return everybody if who == ANYBODY else [staff for staff in everybody if str(staff.uuid) == who]

    def candidates(self, who: str) -> list[Staff]:
        """The same, for whoever books: one who is chosen is read alone."""
        try:
            found = list(self.advisers.filter(uuid=UUID(who)))
        except ValueError:  # anybody
            found = []
        return found or self.staff(who)


@dataclass(frozen=True)
class Day:
    """A day with free times; `starts` are UTC."""

    day: date
    starts: list[datetime]


@dataclass(frozen=True)
class Taker:
    """Who can have the talk at a start, and the uuid of the room it takes, if any."""

    staff: Staff
    room: UUID | None = None


def offer_for(citizen: Citizen, now: datetime, type_key: str = JOB_TALK, hand: Hand = "citizen") -> Offer:
    """`citizen` has passed a gate of `people.access`; `hand` says who books for her."""
    return Offer(citizen, ConversationType.objects.get(key=type_key), now, hand)


def is_first_talk(citizen: Citizen, now: datetime) -> bool:
    """Whether no booked time of hers has passed yet."""
    return not Booking.objects.filter(citizen=citizen, starts__lt=now, cancelled_at=None).exists()


def times_of(
    offer: Offer,
    citizen: Citizen,
    staff: Iterable[Staff],
    now: datetime,
    ignoring: Iterable[UUID] = (),
    choices: Choices = ALONE,
) -> dict[str, list[datetime]]:
    """Free starts (UTC) per staff uuid as text, within notice, horizon and deadline.

    `ignoring` are owners whose claims give way: her draft's hold, and the booking she is moving. `choices`
    tell how many need a seat, where a room is needed.
    """
    staff = list(staff)
    able = _who_hold(choices.form, staff)
    within = offer.limits(now)
    search = _search(offer, choices, able, within.earliest, within.latest)
    found = calendar.free_times(
        [one.uuid for one in able], citizen.uuid, search, now=now, ignoring=list(ignoring)
    )
    return {str(one.uuid): found.get(one.uuid, []) for one in staff}


def first_time(
    offer: Offer,
    citizen: Citizen,
    staff: Iterable[Staff],
    now: datetime,
    ignoring: Iterable[UUID] = (),
    choices: Choices = ALONE,
    before: datetime | None = None,
) -> tuple[Staff, datetime] | None:
    """The first free start with any of them, and with whom. `before`: only one that begins earlier."""
    staff = _who_hold(choices.form, staff)
    within = offer.limits(now)
    latest = within.latest
    if before is not None:
        latest = min(latest, before + clock.minutes(offer.type.minutes - 1))
    search = _search(offer, choices, staff, within.earliest, latest)
    found = calendar.first_free(
        [one.uuid for one in staff], citizen.uuid, search, now=now, ignoring=list(ignoring)
    )
    return (next(one for one in staff if one.uuid == found[0]), found[1]) if found else None


def takers(
    offer: Offer,
    citizen: Citizen,
    staff: Iterable[Staff],
    choices: Choices,
    now: datetime,
    ignoring: Iterable[UUID] = (),
    *,
    despite_busy: bool = False,
) -> list[Taker]:
    """Who can have the talk at the chosen start; whose turn it is comes first."""
    starts = choices.starts
    able = _who_hold(choices.form, staff)
    by_uuid = {one.uuid: one for one in able if str(one.uuid) != choices.colleague}
    if starts is None or not by_uuid:
        return []
    ends = starts + clock.minutes(offer.type.minutes)
    free = calendar.free_at(
        list(by_uuid),
        citizen.uuid,
        _search(offer, choices, list(by_uuid.values()), starts, ends, despite_busy=despite_busy),
        now=now,
        ignoring=list(ignoring),
        asks=_ASKS[offer.hand],
    )
    order = list(free) if len(free) < 2 else in_turn(_turns(list(free), starts, now), citizen.uuid)
    return [Taker(by_uuid[uuid], free[uuid]) for uuid in order]


def _who_hold(form: str, staff: Iterable[Staff]) -> list[Staff]:
    """Those who hold talks of this form: on video, who has a link of her own."""
    return [one for one in staff if form != "video" or one.video_link]


def _search(
    offer: Offer,
    choices: Choices,
    staff: list[Staff],
    earliest: datetime,
    latest: datetime,
    *,
    despite_busy: bool = False,
) -> Search:
    rooms = None
    if offer.type.needs_room and choices.form == "in_person":
        units = {one.unit_id for one in staff}
        fitting = rooms_that_fit(units, seats=choices.people, step_free=choices.no_stairs)
        rooms = {one.uuid: fitting[one.unit_id] for one in staff}
    return Search(
        minutes=offer.type.minutes,
        earliest=earliest,
        latest=latest,
        buffer=offer.type.buffer_minutes,
        colleague=UUID(choices.colleague) if choices.colleague else None,
        rooms=rooms,
        despite_busy=despite_busy,
    )


def rooms_for(booking: Booking, staff: Staff) -> list[Room | None]:
    """The rooms in which the talk may be had with this adviser, its present one first; [None] without one."""
    present = booking.room
    if present is None:
        return [None]
    brings = (booking.colleague_id, booking.companion, booking.interpreter)
    fitting = rooms_that_fit([staff.unit_id], seats=2 + sum(map(bool, brings)), step_free=booking.no_stairs)[
        staff.unit_id
    ]
    rooms = {room.uuid: room for room in Room.objects.filter(uuid__in=fitting)}
    return [rooms[uuid] for uuid in sorted(fitting, key=lambda uuid: uuid != present.uuid)]


def _turns(staff: list[UUID], starts: datetime, now: datetime) -> dict[UUID, Turn]:
    """How each stands in the week of the talk."""
    day = clock.local(starts).date()
    monday = day - timedelta(days=day.weekday())
    week = (clock.at_local(monday, 0), clock.at_local(monday + timedelta(days=7), 0))
    rows = Booking.objects.filter(staff__uuid__in=staff, starts__gte=week[0], starts__lt=week[1])
    given = dict(rows.filter(cancelled_at=None).values_list("staff__uuid").annotate(Max("booked_at")))
    return {
        uuid: Turn(load.booked, load.working, given.get(uuid), is_newcomer(load.since, day))
        for uuid, load in loads(staff, monday, monday + timedelta(days=6), now).items()
    }


def together(times: dict[str, list[datetime]]) -> list[datetime]:
    """All starts at which somebody is free, once each, sorted."""
    return sorted({start for starts in times.values() for start in starts})


def by_day(starts: Iterable[datetime], days: int) -> list[Day]:
    """The first `days` days that have times; days without are left out."""
    grouped = [Day(day, list(times)) for day, times in groupby(starts, key=lambda s: clock.local(s).date())]
    return grouped[:days]


def why_nobody(
    offer: Offer,
    citizen: Citizen,
    staff: Sequence[Staff],
    choices: Choices,
    now: datetime,
    ignoring: Iterable[UUID] = (),
) -> Refusal:
    """Why none of them can have the talk at the chosen start, now that `takers` has found nobody."""
    starts = choices.starts
    assert starts is not None  # there would be nothing to refuse
    if offer.hand == "walk_in":
        return Refusal("taken")
    if not _who_hold(choices.form, staff):
        return Refusal("no_video")
    day = clock.local(starts).date()
    hours = open_times_of([one.uuid for one in staff], day, day).values()
    start, length = minute_of(starts), offer.type.minutes + offer.type.buffer_minutes
    if not any(within(opened, (start, start + offer.type.minutes)) for opened in hours):
        return Refusal("outside_hours")
    listed = not is_ambiguous(start, clock.ZONE) and any(on_grid(opened, start, length) for opened in hours)
    if offer.hand == "citizen" and not listed:
        return Refusal("not_on_the_list")
    anywhere = replace(choices, form="phone")
    if choices.form == "in_person" and takers(offer, citizen, staff, anywhere, now, ignoring):
        return Refusal("no_room")
    return Refusal("taken")
