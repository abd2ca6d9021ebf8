"""Who waits for a time, who may have one that is free, and what has become free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from afsaet.booking.models import Booking, ConversationType, Deadline, TimeOffer, WaitingRequest
from afsaet.booking.queries.offer import is_first_talk
from afsaet.booking.rules.choices import allowed_forms
from afsaet.booking.rules.waiting import AIR, held_until
from afsaet.calendar.models import ClosedTime
from afsaet.calendar.queries.free_times import Search, free_at
from afsaet.calendar.queries.hours import closed_times
from afsaet.calendar.queries.rooms import rooms_that_fit
from afsaet.core import clock
from afsaet.people.models import Citizen, Staff


@dataclass(frozen=True)
class Waiting:
    """One in line, and how she would meet: as last time, if she may."""

    request: WaitingRequest
    form: str


def waiting_of(citizen: Citizen) -> WaitingRequest | None:
    """What she waits for herself."""
    return (
        WaitingRequest.objects.filter(citizen=citizen, ended_at=None).select_related("staff", "type").first()
    )


def open_offers(citizen: Citizen, now: datetime) -> list[TimeOffer]:
    """Times that are held for her, soonest first. `citizen` has passed a gate."""
    rows = TimeOffer.objects.filter(citizen=citizen, answer="", held_until__gt=now)
    return list(rows.select_related("staff__unit", "moves__staff", "type").order_by("starts"))


def in_line(staff: Staff, starts: datetime, *, now: datetime) -> list[Waiting]:
    """Who may have this time, longest waiting first: who wants this adviser or anybody, has no other time, no
    other offer, has not said no to this one, and may still talk that day.
    """
    if held_until(clock.local(now), clock.local(starts)) is None:
        return []
    rows = (
        _free_to_take(staff, starts, now).select_related("citizen__unit", "type").order_by("asked_at", "pk")
    )
    return [Waiting(request, _form(request, now)) for request in rows if _can(request, staff, starts, now)]


def _free_to_take(staff: Staff, starts: datetime, now: datetime) -> QuerySet[WaitingRequest]:
    hers = {"citizen": OuterRef("citizen")}
    has_one = Booking.objects.filter(
        **hers, type=OuterRef("type"), starts__gt=now, cancelled_at=None, started_at=None
    )
    is_asked = TimeOffer.objects.filter(**hers, answer="", held_until__gt=now)
    was_asked = TimeOffer.objects.filter(**hers, staff=staff, starts=starts)
    day = clock.local(starts).date()
    too_late = Deadline.objects.filter(**hers, type=OuterRef("type"), met_by=None, hold_by__lt=day)
    return WaitingRequest.objects.filter(
        Q(staff=None) | Q(staff=staff),
        ~Exists(has_one),
        ~Exists(is_asked),
        ~Exists(was_asked),
        ~Exists(too_late),
        ended_at=None,
        citizen__unit=staff.unit,
    )


def _can(request: WaitingRequest, staff: Staff, starts: datetime, now: datetime) -> bool:
    """Whether the time is free for both of them, of the length she needs."""
    kind = request.type
    ends = starts + clock.minutes(kind.minutes)
    rooms = rooms_of(kind, _form(request, now), staff)
    search = Search(
        kind.minutes,
        starts,
        ends,
        buffer=kind.buffer_minutes,
        rooms=None if rooms == [None] else {staff.uuid: [room for room in rooms if room]},
    )
    return bool(free_at([staff.uuid], request.citizen.uuid, search, now=now))


def _form(request: WaitingRequest, now: datetime) -> str:
    last = Booking.objects.filter(citizen=request.citizen, cancelled_at=None).order_by("-booked_at").first()
    first = is_first_talk(request.citizen, now)
    forms = allowed_forms(must_meet_first=request.type.must_meet_first, first_talk=first)
    return last.form if last and last.form in forms and last.form != "video" else "in_person"


def rooms_of(kind: ConversationType, form: str, staff: Staff) -> list[UUID | None]:
    """The rooms such a talk may take; [None] when it takes none."""
    if not kind.needs_room or form != "in_person":
        return [None]
    return list(rooms_that_fit([staff.unit_id], seats=2, step_free=False)[staff.unit_id])


@dataclass(frozen=True)
class Freed:
    """A time of today that was given up (`uuid` is the cancelled talk's): `state` is free, air, offered or taken.

    `waiting` is how many could have it; `until` until when it is held for one of them.
    """

    uuid: UUID
    starts: datetime
    ends: datetime
    name: str
    at: datetime
    by_her: bool
    state: str
    waiting: int = 0
    until: datetime | None = None


def freed_of(staff: Staff, bookings: Sequence[Booking], *, now: datetime) -> list[Freed]:
    """What became free of the adviser's day and has not begun. `bookings` is the whole day, which the caller has
    shown her already; the latest cancellation of a time speaks for it.
    """
    latest = {
        (booking.starts, booking.ends): booking
        for booking in sorted(bookings, key=lambda booking: booking.cancelled_at or booking.starts)
        if booking.cancelled and booking.starts > now
    }
    if not latest:
        return []
    first, last = min(starts for starts, _ in latest), max(ends for _, ends in latest)
    closed = closed_times(staff.uuid, first, last)
    offers = TimeOffer.objects.filter(staff=staff, answer="", held_until__gt=now, waiting__isnull=False)
    held = dict(offers.filter(starts__gte=first, starts__lt=last).values_list("starts", "held_until"))
    anybody = WaitingRequest.objects.filter(ended_at=None).exists()
    found = []
    for span, booking in sorted(latest.items()):
        state = _state(span, bookings, closed, held)
        could = in_line(staff, booking.starts, now=now) if anybody and state == "free" else []
        found.append(_freed(booking, state, len(could), held.get(booking.starts)))
    return found


def _state(
    span: tuple[datetime, datetime],
    bookings: Sequence[Booking],
    closed: Sequence[ClosedTime],
    held: Mapping[datetime, datetime],
) -> str:
    starts, ends = span
    if any((row.starts, row.ends, row.note) == (starts, ends, AIR) for row in closed):
        return "air"
    if starts in held:
        return "offered"
    taken = [(one.starts, one.ends) for one in closed]
    taken += [(one.starts, one.ends) for one in bookings if not one.cancelled]
    if any(since < ends and starts < until for since, until in taken):
        return "taken"
    return "free"


def _freed(booking: Booking, state: str, waiting: int, until: datetime | None) -> Freed:
    return Freed(
        booking.uuid,
        booking.starts,
        booking.ends,
        booking.citizen.name,
        booking.cancelled_at or booking.starts,
        booking.cancelled_by_citizen,
        state,
        waiting,
        until,
    )


def staff_of_a_freed_time(uuid: UUID) -> Staff | None:
    """For the job that offers it: nobody is shown."""
    return Staff.objects.select_related("unit", "user").filter(uuid=uuid).first()
