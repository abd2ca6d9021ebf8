"""The talks of somebody who is away, and where they could go: everything is read in a handful of statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from afsaet.booking.models import Booking, Deadline, ReplannedTalk, StaffAbsence, TimeOffer
from afsaet.booking.rules.replanning import (
    LEAD,
    Place,
    Places,
    Proposed,
    Talk,
    call_first,
    propose,
)
from afsaet.calendar.models import Claim
from afsaet.calendar.queries.free_times import Search, free_times
from afsaet.calendar.queries.rooms import rooms_that_fit
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.models import Caseload, Staff
from afsaet.people.queries import advisers_in_unit

PURPOSE = "sick_day"
# Free times are asked for nobody in particular; what the citizens have besides is read for all at once.
_NOBODY = UUID(int=0)
_WITH = ("citizen", "staff__unit", "type", "room", "colleague")


@dataclass(frozen=True)
class Line:
    """A talk that has to go somewhere. `soon`: it begins so soon that she must be rung.

    `by_hand`: the two of them are not the only ones in it, so no place is proposed. `row` is what was decided.
    """

    booking: Booking
    proposed: Proposed
    soon: bool
    by_hand: bool = False
    free: Places | None = None
    row: ReplannedTalk | None = None

    @property
    def decided(self) -> bool:
        """It was left for the telephone, or she did not take what was held for her."""
        return self.row is not None and self.row.decision != ReplannedTalk.WAIT

    def may_have(self, place: Place) -> bool:
        """Whether the place is free for this talk, and allowed: chosen by hand it may be none of the proposed."""
        return self.free is not None and self.free.has(place) and self.free.allows(self.proposed.talk, place)

    @property
    def places(self) -> list[Place]:
        """The proposed place first, then the others."""
        first = [self.proposed.place] if self.proposed.place else []
        return [*first, *self.proposed.others]


@dataclass(frozen=True)
class Plan:
    """`lines` are by the clock; `begun` are talks nobody should touch; `staff` are those the places name."""

    lines: list[Line]
    begun: list[Booking]
    staff: dict[UUID, Staff] = field(default_factory=dict)

    @property
    def calls(self) -> list[Line]:
        """Whom to ring: those who come soon, and those who have not answered."""
        return [line for line in self.lines if line.soon or line.decided]

    @property
    def rest(self) -> list[Line]:
        return [line for line in self.lines if not line.soon and not line.decided]


def plan_for(
    viewer: Viewer, absence: StaffAbsence, now: datetime, only: Mapping[UUID, str] | None = None
) -> Plan:
    """Where the talks could go that have no other time yet and none held for them. Notes whom it names.

    `only` says which half of the day a talk may lie in, by its uuid. `absence` has passed its gate.
    """
    bookings = list(_standing(absence).select_related(*_WITH).order_by("starts", "pk"))
    viewer.saw((str(booking.citizen.uuid) for booking in bookings), PURPOSE)
    begun = [booking for booking in bookings if booking.started_at]
    staff = {one.uuid: one for one in advisers_in_unit(absence.staff.unit_id, absence.first_day)}
    rows = {row.booking_id: row for row in ReplannedTalk.objects.filter(absence=absence)}
    lines = _lines(_open(bookings, rows), staff, now, only or {})
    return Plan([replace(line, row=rows.get(line.booking.pk)) for line in lines], begun, staff)


def _standing(absence: StaffAbsence) -> QuerySet[Booking]:
    """What she would hold in those days, and was not over when she was reported away."""
    return Booking.objects.filter(
        Q(staff=absence.staff) | Q(colleague=absence.staff),
        starts__gte=clock.at_local(absence.first_day, 0),
        starts__lt=clock.at_local(absence.last_day + timedelta(days=1), 0),
        ends__gt=absence.reported_at,
        cancelled_at=None,
    )


def _open(bookings: Iterable[Booking], rows: Mapping[int, ReplannedTalk]) -> list[Booking]:
    """Those nobody has begun, that have no offer she can answer, and that we have not talked with her about."""
    bookings = [booking for booking in bookings if not booking.started_at]
    asked = set(
        TimeOffer.objects.filter(moves__in=[booking.pk for booking in bookings], answer="").values_list(
            "moves_id", flat=True
        )
    )
    talked = {pk for pk, row in rows.items() if row.outcome == ReplannedTalk.REACHED}
    return [booking for booking in bookings if booking.pk not in asked | talked]


def _lines(
    bookings: Sequence[Booking], staff: Mapping[UUID, Staff], now: datetime, only: Mapping[UUID, str]
) -> Iterator[Line]:
    """In groups of equally long talks: within a group two free times of a colleague never overlap."""
    if not bookings:
        return
    talks = {talk.key: talk for talk in _talks(bookings, now, only)}
    taken: list[tuple[UUID, datetime, datetime]] = []
    proposals: dict[UUID, Proposed] = {}
    free: dict[UUID, Places] = {}
    for group in _alike(booking for booking in bookings if not booking.colleague_id):
        places = _places(group, staff, now, [talks[one.uuid].hold_by for one in group], taken)
        for proposed in propose([talks[booking.uuid] for booking in group], places):
            proposals[proposed.talk.key], free[proposed.talk.key] = proposed, places
            if place := proposed.place:
                ends = place.starts + timedelta(minutes=proposed.talk.minutes)
                taken.append((place.staff, place.starts, ends))
    for booking in bookings:
        yield Line(
            booking,
            proposals.get(booking.uuid) or Proposed(talks[booking.uuid], None, ()),
            soon=call_first(booking.starts, booking.ends, now),
            by_hand=booking.colleague_id is not None,
            free=free.get(booking.uuid),
        )


def _alike(bookings: Iterable[Booking]) -> list[list[Booking]]:
    """Talks that can share a search: one length, and one kind of room. The longest first."""
    groups: dict[tuple[int, int, bool, bool], list[Booking]] = defaultdict(list)
    for booking in bookings:
        length = int((booking.ends - booking.starts).total_seconds()) // 60
        groups[length, booking.buffer_minutes, booking.room_id is not None, booking.no_stairs].append(booking)
    return [groups[key] for key in sorted(groups, reverse=True)]


def _talks(bookings: Sequence[Booking], now: datetime, only: Mapping[UUID, str]) -> Iterator[Talk]:
    wished, hold_by = _wished(bookings, clock.local(now).date()), _hold_by(bookings)
    elsewhere = _elsewhere(bookings, now)
    for booking in bookings:
        yield Talk(
            key=booking.uuid,
            starts=clock.local(booking.starts),
            minutes=int((booking.ends - booking.starts).total_seconds()) // 60,
            form=booking.form,
            wished=frozenset([booking.staff.uuid, *wished[booking.citizen_id]]),
            hold_by=hold_by.get(booking.pk),
            interpreter=bool(booking.interpreter),
            only=only.get(booking.uuid, ""),
            taken=tuple(elsewhere[booking.citizen.uuid]),
        )


def _wished(bookings: Sequence[Booking], today: date) -> dict[int, list[UUID]]:
    """Her own adviser, by the citizen."""
    spells = Caseload.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today),
        citizen__in=[booking.citizen_id for booking in bookings],
        starts_on__lte=today,
    )
    wished: dict[int, list[UUID]] = defaultdict(list)
    for citizen, staff in spells.values_list("citizen_id", "staff__uuid"):
        wished[citizen].append(staff)
    return wished


def _hold_by(bookings: Sequence[Booking]) -> dict[int, date]:
    rows = Deadline.objects.filter(met_by__in=[booking.pk for booking in bookings])
    return {booking: day for booking, day in rows.values_list("met_by_id", "hold_by") if booking is not None}


def _elsewhere(bookings: Sequence[Booking], now: datetime) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """What else the citizens have ahead, on the wall."""
    taken: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    claims = Claim.objects.filter(
        Q(held_until=None) | Q(held_until__gt=now),
        resource__ref__in=[booking.citizen.uuid for booking in bookings],
        ends__gt=now,
    ).exclude(owner__in=[booking.uuid for booking in bookings])
    for citizen, starts, ends in claims.values_list("resource__ref", "starts", "ends"):
        taken[citizen].append((clock.local(starts), clock.local(ends)))
    return taken


def _places(
    group: Sequence[Booking],
    staff: Mapping[UUID, Staff],
    now: datetime,
    hold_by: Sequence[date | None],
    taken: Sequence[tuple[UUID, datetime, datetime]],
) -> Places:
    """The free times of everybody for talks like these, but what longer talks have been given already."""
    today = clock.local(now).date()
    one, minutes = group[0], int((group[0].ends - group[0].starts).total_seconds()) // 60
    found = free_times(list(staff), _NOBODY, _search(one, minutes, staff, now, hold_by), now=now)
    wall = {starts: clock.local(starts) for free in found.values() for starts in free}
    places = (Place(uuid, wall[starts]) for uuid, free in found.items() for starts in free)
    length = timedelta(minutes=minutes)
    return Places(
        (
            place
            for place in places
            if not any(
                place.staff == who and since < place.starts + length and place.starts < until
                for who, since, until in taken
            )
        ),
        today=today,
        video=frozenset(uuid for uuid, one in staff.items() if one.video_link),
    )


def _search(
    one: Booking, minutes: int, staff: Mapping[UUID, Staff], now: datetime, hold_by: Sequence[date | None]
) -> Search:
    """To the last deadline of the talks, or the type's horizon when one of them has none."""
    today = clock.local(now).date()
    horizon = today + timedelta(days=one.type.horizon_days)
    last = min(horizon, max((day or horizon for day in hold_by), default=horizon))
    rooms = None
    if one.room_id is not None:
        fitting = rooms_that_fit({each.unit_id for each in staff.values()}, seats=2, step_free=one.no_stairs)
        rooms = {uuid: fitting[each.unit_id] for uuid, each in staff.items()}
    return Search(
        minutes,
        now + LEAD,
        clock.at_local(last + timedelta(days=1), 0),
        buffer=one.buffer_minutes,
        rooms=rooms,
    )
