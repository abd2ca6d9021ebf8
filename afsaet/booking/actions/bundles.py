"""The bundle of a talk: whom and what it takes, and taking it, for good or on hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from afsaet.booking.models import Booking
from afsaet.booking.queries.offer import Offer, Taker, takers, times_of, together, why_nobody
from afsaet.booking.rules.choices import Choices, nearest
from afsaet.calendar.actions.claims import Want, claim, resources_of
from afsaet.calendar.models import Claim, Resource
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.models import Citizen, Staff

# Somebody else can be faster more often than there are advisers: a hold may run out and be taken again.
_MORE_TRIES = 3


@dataclass(frozen=True)
class Talk:
    """What is to be taken, and for whom. `freeing` are owners whose claims give way; those of `beside`, the
    booking she is moving, stand as long as this is only a hold."""

    citizen: Citizen
    offer: Offer
    choices: Choices
    owner: UUID
    freeing: Sequence[UUID] = ()
    beside: Booking | None = None
    despite_busy: bool = False

    @property
    def ignoring(self) -> list[UUID]:
        return [*self.freeing, *([self.beside.uuid] if self.beside else [])]


def take(talk: Talk, candidates: Sequence[Staff], now: datetime, held_until: datetime | None = None) -> Taker:
    """Take the chosen start with whoever's turn it is; when somebody else was faster, with the next one.

    Raises Refused: "unknown_adviser"; what `why_nobody` says, "taken" and "no_room" with the nearest free
    times as `nearest` (UTC).
    """
    if not candidates:
        raise Refused("unknown_adviser")
    for _ in range(len(candidates) + _MORE_TRIES):
        free = takers(
            talk.offer,
            talk.citizen,
            candidates,
            talk.choices,
            now,
            talk.ignoring,
            despite_busy=talk.despite_busy,
        )
        if not free:
            raise _refused(talk, candidates, now)
        try:
            _claim(talk, free[0], now, held_until)
        except Refused:
            continue
        return free[0]
    raise _refused(talk, candidates, now)


def _claim(talk: Talk, taker: Taker, now: datetime, held_until: datetime | None) -> None:
    kind, starts = talk.offer.type, talk.choices.starts
    assert starts is not None  # `checked` has seen to it
    bundle = wants(
        talk.citizen,
        taker.staff,
        starts,
        kind.minutes,
        buffer=kind.buffer_minutes,
        colleague=UUID(talk.choices.colleague) if talk.choices.colleague else None,
        room=taker.room,
    )
    claim(
        beside(bundle, talk.beside) if talk.beside else bundle,
        owner=talk.owner,
        freeing=talk.freeing,
        now=now,
        held_until=held_until,
        despite_busy=talk.despite_busy,
    )


def wants(
    citizen: Citizen,
    staff: Staff,
    starts: datetime,
    minutes: int,
    *,
    buffer: int = 0,
    colleague: UUID | None = None,
    room: UUID | None = None,
) -> list[Want]:
    """The bundle of a talk: the adviser and a colleague with the buffer, the citizen and a room without."""
    ends = starts + clock.minutes(minutes)
    kinds = {staff.uuid: Resource.STAFF, citizen.uuid: Resource.CITIZEN}
    if colleague:
        kinds[colleague] = Resource.STAFF
    if room:
        kinds[room] = Resource.ROOM
    keys = resources_of(kinds)
    return [
        Want(keys[ref], starts, ends + clock.minutes(buffer if kind == Resource.STAFF else 0))
        for ref, kind in kinds.items()
    ]


def beside(bundle: list[Want], moves: Booking) -> list[Want]:
    """What the talk she moves already covers needs no hold of its own."""
    had = {claim.resource_id: claim for claim in Claim.objects.filter(owner=moves.uuid)}
    pieces = []
    for want in bundle:
        old = had.get(want.resource)
        if old is None or old.ends <= want.starts or want.ends <= old.starts:
            pieces.append(want)
            continue
        if want.starts < old.starts:
            pieces.append(Want(want.resource, want.starts, old.starts))
        if old.ends < want.ends:
            pieces.append(Want(want.resource, old.ends, want.ends))
    return pieces


def _refused(talk: Talk, candidates: Sequence[Staff], now: datetime) -> Refused:
    refusal = why_nobody(talk.offer, talk.citizen, candidates, talk.choices, now, talk.ignoring)
    facts = dict(refusal.facts)
    if refusal.code in ("taken", "no_room") and talk.choices.starts:
        free = times_of(talk.offer, talk.citizen, candidates, now, talk.ignoring, talk.choices)
        facts["nearest"] = nearest(together(free), talk.choices.starts)
    return Refused(refusal.code, **facts)
