"""Times that are held for a citizen until she answers: the only writer of `TimeOffer`. Runs inside the caller's
action, and knows nothing of booking: that door is `actions/answering.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from afsaet.booking.actions.bundles import beside, wants
from afsaet.booking.models import Booking, ConversationType, StaffAbsence, TimeOffer, WaitingRequest
from afsaet.booking.rules.waiting import offered_at
from afsaet.calendar.actions.claims import claim, release
from afsaet.core import clock, jobs
from afsaet.core.errors import Refused
from afsaet.messaging.actions.outbox import withdraw
from afsaet.people.models import Citizen, Staff


@dataclass(frozen=True)
class Held:
    """What is to be held: `minutes` with the staff and their `buffer`, in the first of the `rooms` that is free
    (None: no room is needed). `moves` is the talk it would replace."""

    citizen: Citizen
    staff: Staff
    kind: ConversationType
    form: str
    starts: datetime
    minutes: int
    buffer: int
    rooms: Sequence[UUID | None] = (None,)
    moves: Booking | None = None


def make_offer(
    held: Held,
    until: datetime,
    *,
    absence: StaffAbsence | None = None,
    waiting: WaitingRequest | None = None,
    now: datetime,
) -> TimeOffer:
    """Hold it until then. What the talk she has already covers needs no hold of its own: both may stand at one
    time. Raises Refused("taken"); nothing is then changed.
    """
    offer = TimeOffer(
        uuid=uuid4(),
        citizen=held.citizen,
        staff=held.staff,
        type=held.kind,
        form=held.form,
        starts=held.starts,
        ends=held.starts + clock.minutes(held.minutes),
        moves=held.moves,
        absence=absence,
        waiting=waiting,
        made_at=now,
        held_until=until,
    )
    _hold(held, offer, now)
    offer.save()
    return offer


def _hold(held: Held, offer: TimeOffer, now: datetime) -> None:
    for room in held.rooms:
        bundle = wants(held.citizen, held.staff, held.starts, held.minutes, buffer=held.buffer, room=room)
        if held.moves is not None:
            bundle = beside(bundle, held.moves)
        try:
            claim(bundle, owner=offer.uuid, now=now, held_until=offer.held_until)
        except Refused:
            continue
        return
    raise Refused("taken")


def is_held(key: UUID, now: datetime) -> bool:
    """Whether this is an offer that waits for her answer: its time is within her limits, whatever they are now."""
    return TimeOffer.objects.filter(uuid=key, answer="", held_until__gt=now).exists()


def close_offer(offer: TimeOffer, answer: str, now: datetime) -> None:
    """It is answered, or has run out: the time is free, and nothing more is said of it."""
    release(offer.uuid)
    withdraw(offer.uuid)
    offer.answer, offer.answered_at = answer, now
    offer.save(update_fields=["answer", "answered_at"])


def drop_offers(booking: Booking, now: datetime) -> None:
    """The talk has another time now, or none: what was held instead of it is free."""
    for offer in TimeOffer.objects.select_for_update().filter(moves=booking, answer=""):
        close_offer(offer, TimeOffer.DECLINED, now)


def let_go(booking: Booking, had: Staff, when: datetime, now: datetime) -> None:
    """The talk has left its time: what was held instead of it is free, and who waits is asked about that time."""
    drop_offers(booking, now)
    time_freed(had, when, now)


def stop_waiting_for(booking: Booking, now: datetime) -> None:
    """She has a time: she waits no longer, and a time held for her meanwhile goes to the next in line."""
    requests = WaitingRequest.objects.filter(citizen=booking.citizen, type=booking.type, ended_at=None)
    if not requests:
        return
    held = TimeOffer.objects.select_for_update().filter(waiting__in=requests, answer="")
    for offer in held.exclude(uuid=booking.key):  # the one she takes is answered by its own action
        close_offer(offer, TimeOffer.DECLINED, now)
        ask_the_next(offer.staff, offer.starts, now)
    requests.update(ended_at=now)


def time_freed(staff: Staff, starts: datetime, now: datetime) -> None:
    """A booked time is free again: when somebody waits, they are asked after a while (`rules/waiting.py`)."""
    at = offered_at(clock.local(now), clock.local(starts))
    if at is not None and WaitingRequest.objects.filter(ended_at=None).exists():
        jobs.schedule("booking.offer_freed", at=at, staff=str(staff.uuid), starts=starts.isoformat())


def ask_the_next(staff: Staff, starts: datetime, now: datetime) -> None:
    """Somebody who was offered the time does not take it. It has been the adviser's to keep already."""
    jobs.schedule("booking.offer_freed", at=now, staff=str(staff.uuid), starts=starts.isoformat())
