"""The one door to a booking: book, move, cancel. Each with its claims, grant and messages, or not at all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from afsaet.audit.actions import acting
from afsaet.booking.actions.drafting import checked, future_booking, staff_for, wants
from afsaet.booking.actions.telling import tell_booked, tell_cancelled, tell_moved
from afsaet.booking.models import Booking, BookingTopic, Deadline, Draft, Topic
from afsaet.booking.queries.booked import what_stops_change
from afsaet.booking.queries.offer import offer_for
from afsaet.booking.rules import Choices, refusal_of_choices
from afsaet.calendar.actions import claim, release
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Grant, Staff
from afsaet.people.rules import door_closes


@dataclass(frozen=True)
class Booked:
    """`again` when the same form had been sent before: nothing was done twice."""

    booking: Booking
    again: bool = False


def book(draft: Draft, *, origin: str = "self", by: Viewer, now: datetime) -> Booked:
    """Book what the draft says; the draft's uuid is the key, so sending it twice books once.

    Raises Refused as `drafting.hold` does; nothing is then changed, and the draft is still there.
    """
    return _book(draft.citizen, draft, Choices.from_json(draft.choices), draft.uuid, origin, by=by, now=now)


def book_for(
    citizen: Citizen, choices: Choices, *, key: UUID, origin: str, by: Viewer, now: datetime
) -> Booked:
    """The same door for a time agreed in a talk: `key` owns the hold, if any, and makes it idempotent."""
    return _book(citizen, Draft(uuid=key, citizen=citizen), choices, key, origin, by=by, now=now)


def already_booked(citizen: Citizen, key: UUID) -> Booking | None:
    """The booking a form with this key has led to."""
    return Booking.objects.filter(citizen=citizen, key=key).first()


def _book(
    citizen: Citizen, draft: Draft, choices: Choices, key: UUID, origin: str, *, by: Viewer, now: datetime
) -> Booked:
    if existing := already_booked(citizen, key):
        return Booked(existing, again=True)
    try:
        with acting(by, now):
            return Booked(_write(citizen, draft, choices, key, origin, by, now))
    except Refused as refused:
        # The same form sent twice at once: the second waited for the first and found its time taken.
        if refused.code in ("taken", "has_booking") and (existing := already_booked(citizen, key)):
            return Booked(existing, again=True)
        raise


def _write(
    citizen: Citizen, draft: Draft, choices: Choices, key: UUID, origin: str, by: Viewer, now: datetime
) -> Booking:
    offer, starts = checked(citizen, choices, now)
    if future_booking(citizen, offer, now):
        raise Refused("has_booking")
    staff = staff_for(citizen, offer, draft, _held_with(draft, choices), starts, now)
    uuid = uuid4()
    claim(wants(citizen, staff, starts, offer.type.minutes), owner=uuid, freeing=[draft.uuid], now=now)
    booking = Booking.objects.create(
        uuid=uuid,
        key=key,
        citizen=citizen,
        staff=staff,
        type=offer.type,
        starts=starts,
        ends=starts + clock.minutes(offer.type.minutes),
        origin=origin,
        booked_at=now,
        booked_by=by.user,
        **_wishes(choices, staff),
    )
    _set_topics(booking, choices)
    _open_door(booking, now)
    Deadline.objects.filter(citizen=citizen, type=offer.type, met_by=None).update(met_by=booking)
    tell_booked(booking, now)
    if draft.pk:
        draft.delete()
    return booking


def _held_with(draft: Draft, choices: Choices) -> str:
    """Whoever the time is held with, so that "the one who has time first" does not change on the check page."""
    return str(draft.choices.get("held_with") or choices.who)


def move(draft: Draft, *, by: Viewer, now: datetime) -> Booking:
    """Move the draft's booking to the new time: the same row, uuid and origin, all at once (I3).

    Raises Refused like `book`, and "already_cancelled", "talk_started" or "talk_began".
    """
    old = draft.moves
    assert old is not None
    choices = Choices.from_json(draft.choices)
    with acting(by, now):
        booking = (
            Booking.objects.select_for_update(of=("self",)).select_related("citizen", "type").get(pk=old.pk)
        )
        if not Draft.objects.filter(pk=draft.pk).exists():
            return booking  # the same form sent twice at once: the first one has moved it
        refuse_late_change(booking, by, now)
        offer, starts = checked(booking.citizen, choices, now, booking.type.key)
        staff = staff_for(booking.citizen, offer, draft, _held_with(draft, choices), starts, now)
        bundle = wants(booking.citizen, staff, starts, offer.type.minutes)
        claim(bundle, owner=booking.uuid, freeing=[draft.uuid, booking.uuid], now=now)
        for name, value in _wishes(choices, staff).items():
            setattr(booking, name, value)
        booking.staff, booking.starts, booking.ends = staff, starts, bundle[0].ends
        booking.version += 1
        booking.save()
        _set_topics(booking, choices)
        _open_door(booking, now)
        tell_moved(booking, now)
        draft.delete()
    return booking


def cancel(booking: Booking, *, by: Viewer, now: datetime) -> Booking:
    """Cancel: the time is free again, the door closes at once, and both are told. Twice is once."""
    with acting(by, now):
        booking = (
            Booking.objects.select_for_update().select_related("citizen", "type", "staff").get(pk=booking.pk)
        )
        if booking.cancelled:
            return booking
        refuse_late_change(booking, by, now)
        release(booking.uuid)
        booking.cancelled_at, booking.cancelled_by = now, by.user
        booking.cancelled_by_citizen = by.is_citizen
        booking.version += 1
        booking.save()
        Grant.objects.filter(cause=booking.uuid).update(closes_at=now)
        Draft.objects.filter(moves=booking).delete()
        tell_cancelled(booking, now)
    return booking


def change_topics(booking: Booking, choices: Choices, *, by: Viewer, now: datetime) -> None:
    """She may change topics and words until the talk begins. Raises Refused like the form does."""
    offer = offer_for(booking.citizen, now, booking.type.key)
    refusal = refusal_of_choices(
        choices, topics={topic.key for topic in offer.topics}, forms=set(offer.forms) | {booking.form}
    )
    if refusal and refusal.code in ("too_many_topics", "unknown_topic", "too_many_words"):
        raise Refused(refusal.code, **refusal.facts)
    with acting(by, now):
        booking = Booking.objects.select_for_update().get(pk=booking.pk)
        refuse_late_change(booking, by, now)
        booking.own_words = choices.own_words
        booking.version += 1
        booking.save(update_fields=["own_words", "version"])
        _set_topics(booking, choices)


def refuse_late_change(booking: Booking, by: Viewer, now: datetime) -> None:
    """Raises Refused when the booking may no longer be changed by this viewer."""
    if refusal := what_stops_change(booking, by, now):
        raise Refused(refusal.code, **refusal.facts)


def mark_started(booking: Booking, *, now: datetime) -> None:
    """The talk has begun: from now on the booking stands. Runs inside the caller's action."""
    Booking.objects.filter(pk=booking.pk, started_at=None).update(started_at=now)


def _wishes(choices: Choices, staff: Staff) -> dict[str, object]:
    """What of the form lies on the booking itself."""
    return {
        "form": choices.form,
        "place": staff.unit.address if choices.form == "in_person" else "",
        "own_words": choices.own_words,
        "companion": choices.companion,
        "interpreter": choices.interpreter,
        "no_stairs": choices.no_stairs,
        "hard_to_hear_or_see": choices.hard_to_hear_or_see,
    }


def _set_topics(booking: Booking, choices: Choices) -> None:
    had = dict(BookingTopic.objects.filter(booking=booking).values_list("topic__key", "pk"))
    if dropped := [pk for key, pk in had.items() if key not in choices.topics]:
        BookingTopic.objects.filter(pk__in=dropped).delete()
    if added := [key for key in choices.topics if key not in had]:
        BookingTopic.objects.bulk_create(
            BookingTopic(booking=booking, topic=topic) for topic in Topic.objects.filter(key__in=added)
        )


def _open_door(booking: Booking, now: datetime) -> None:
    """The booking opens the citizen's door for its adviser, and for nobody it had before."""
    door = {"staff": booking.staff, "opens_at": now, "closes_at": door_closes(booking.ends)}
    if not Grant.objects.filter(cause=booking.uuid).update(**door):
        Grant.objects.create(cause=booking.uuid, citizen=booking.citizen, reason=Grant.BOOKING, **door)
