"""*Ny samtale uden tid*: she stands here, and the adviser takes her now (Danish: henvendelse uden tid)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from afsaet.audit.actions import acting
from afsaet.booking.actions.booking import open_door
from afsaet.booking.actions.bundles import wants
from afsaet.booking.models import Booking, ConversationType, Deadline
from afsaet.booking.queries.offer import JOB_TALK
from afsaet.booking.rules.walk_in import Span, ends_at, free_from
from afsaet.calendar.actions.claims import claim, release
from afsaet.calendar.queries.taken import taken
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Staff

_LOOK_AHEAD = timedelta(hours=12)


def walk_in(
    citizen: Citizen, staff: Staff, *, over: Sequence[UUID] = (), by: Viewer, now: datetime
) -> Booking:
    """A talk from this minute until whatever either of them has next; neither notice, grid nor hours count.

    `over` are talks that have ended before their time or never took place: what is left of their time is given
    back. Pressed twice it is one talk. She gets neither receipt nor reminder: she is sitting there.
    Raises Refused("no_time_now", free_at=…) when there are not ten minutes.
    """
    starts = now.replace(second=0, microsecond=0)
    with acting(by, now):
        Citizen.objects.select_for_update().get(pk=citizen.pk)  # the second press waits for the first
        if going_on := _going_on(citizen, staff, over, now):
            return going_on
        kind = ConversationType.objects.get(key=JOB_TALK)
        ends = _until(citizen, staff, starts, kind.minutes, over, now)
        uuid = uuid4()
        for owner in over:
            release(owner)
        minutes = int((ends - starts).total_seconds()) // 60
        claim(wants(citizen, staff, starts, minutes), owner=uuid, now=now, despite_busy=True)
        booking = Booking.objects.create(
            uuid=uuid,
            key=uuid4(),
            citizen=citizen,
            staff=staff,
            type=kind,
            form="in_person",
            place=staff.unit.address,
            starts=starts,
            ends=ends,
            interpreter=citizen.interpreter,
            origin="walk_in",
            booked_at=now,
            booked_by=by.user,
        )
        open_door(booking, now)
        Deadline.objects.filter(citizen=citizen, type=kind, met_by=None).update(met_by=booking)
    return booking


def _going_on(citizen: Citizen, staff: Staff, over: Sequence[UUID], now: datetime) -> Booking | None:
    rows = Booking.objects.filter(
        citizen=citizen, staff=staff, origin="walk_in", starts__lte=now, ends__gt=now, cancelled_at=None
    )
    return rows.exclude(uuid__in=over).first()


def _until(
    citizen: Citizen, staff: Staff, starts: datetime, minutes: int, over: Sequence[UUID], now: datetime
) -> datetime:
    both = (staff.uuid, citizen.uuid)
    spans = [Span(*span) for span in taken(both, starts, starts + _LOOK_AHEAD, now=now, ignoring=over)]
    ends = ends_at(starts, minutes, spans)
    if ends is None:
        free = free_from(starts, spans)
        same_day = clock.local(free).date() == clock.local(now).date()
        raise Refused("no_time_now", free_at=free) if same_day else Refused("no_time_today")
    return ends
