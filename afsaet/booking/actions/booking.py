"""The one door to a booking: book, move, cancel. Each with its claims, grant and messages, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError

from afsaet.audit.actions import acting
from afsaet.booking.actions.attendance import begin_afresh, lift_absence
from afsaet.booking.actions.bundles import Talk, take, wants
from afsaet.booking.actions.drafting import checked, future_booking, hand_of, with_colleague
from afsaet.booking.actions.offering import is_held, let_go, stop_waiting_for
from afsaet.booking.actions.telling import tell_adviser_changed, tell_booked, tell_cancelled, tell_moved
from afsaet.booking.actions.topics import add_topics, refuse_late_change, set_topics
from afsaet.booking.models import Booking, Deadline, Draft
from afsaet.booking.models.booking import REASONS
from afsaet.booking.queries.offer import Hand, Offer, Taker, offer_for, rooms_for
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.actions.claims import claim, release
from afsaet.calendar.models import Room
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
    return _book(draft, Choices.from_json(draft.choices), origin, hand_of(by), by=by, now=now)


def book_for(
    citizen: Citizen, choices: Choices, *, key: UUID, origin: str, by: Viewer, now: datetime
) -> Booked:
    """The same door without a draft: `key` owns the hold, if any, and makes it idempotent.

    Staff book on short notice, beyond the deadline and between the times that are shown, but within the
    hours; a talk without a time (origin "walk_in") begins now, whatever the hours. Raises Refused as `book`
    does, and "other_content" when the key has been used for something else.
    """
    hand: Hand = "walk_in" if origin == "walk_in" else "staff" if is_held(key, now) else hand_of(by)
    return _book(Draft(uuid=key, citizen=citizen), choices, origin, hand, by=by, now=now)


def already_booked(citizen: Citizen, key: UUID) -> Booking | None:
    """The booking a form with this key has led to."""
    return Booking.objects.filter(citizen=citizen, key=key).first()


def _book(draft: Draft, choices: Choices, origin: str, hand: Hand, *, by: Viewer, now: datetime) -> Booked:
    content = _content(draft.citizen, choices)
    try:
        with acting(by, now):
            return Booked(_write(draft, choices, content, origin, hand, by, now))
    except (Refused, IntegrityError):
        # The same form sent twice finds its own time, or its key, taken.
        if existing := _made_from(draft.uuid, content):
            return Booked(existing, again=True)
        raise


def _content(citizen: Citizen, choices: Choices) -> str:
    """What a key stands for, so that it can be known again."""
    return sha256(f"{citizen.uuid} {choices}".encode()).hexdigest()


def _made_from(key: UUID, content: str) -> Booking | None:
    """What the key has led to. Raises Refused("other_content") when it was sent with something else."""
    booking = Booking.objects.select_related("staff", "type").filter(key=key).first()
    if booking is not None and booking.content != content:
        raise Refused("other_content")
    return booking


def _write(
    draft: Draft, choices: Choices, content: str, origin: str, hand: Hand, by: Viewer, now: datetime
) -> Booking:
    citizen = draft.citizen
    offer = offer_for(citizen, now, hand=hand)
    choices = with_colleague(choices, offer, None, by)
    starts = checked(choices, offer, now)
    uuid = uuid4()
    talk = Talk(citizen, offer, choices, uuid, [draft.uuid])
    taker = _taken(talk, _held_with(draft, choices), by, now)
    # Asked only now, under the lock on her time: two forms at once would both have found none.
    if _has_another(talk, now):
        raise Refused("has_booking")
    booking = Booking.objects.create(
        uuid=uuid,
        key=draft.uuid,
        content=content,
        citizen=citizen,
        type=offer.type,
        origin=origin,
        booked_at=now,
        booked_by=by.user,
        **_time_and_place(offer, choices, taker, starts),
        **_wishes(choices),
    )
    if choices.topics:
        add_topics(booking, [topic for topic in offer.topics if topic.key in choices.topics])
    open_door(booking, now)
    if offer.deadline:
        Deadline.objects.filter(pk=offer.deadline.pk).update(met_by=booking)
    stop_waiting_for(booking, now)
    tell_booked(booking, now)
    if draft.pk:
        draft.delete()
    return booking


def _taken(talk: Talk, who: str, by: Viewer, now: datetime) -> Taker:
    """Her own hand may book an adviser where her calendar is closed or busy."""
    candidates = talk.offer.candidates(who)
    own_hand = len(candidates) == 1 and candidates[0].pk == by.staff
    try:
        return take(replace(talk, despite_busy=own_hand), candidates, now)
    except Refused as refused:
        if refused.code == "taken" and _has_another(talk, now):
            raise Refused("has_booking") from refused  # the time is taken by herself
        raise


def _has_another(talk: Talk, now: datetime) -> bool:
    """She has one coming talk of a type; one that begins now is not to come."""
    return talk.offer.hand != "walk_in" and future_booking(talk.citizen, talk.offer, now)


def _held_with(draft: Draft, choices: Choices) -> str:
    """Whoever the time is held with, so that "the one who has time first" does not change on the check page."""
    return str(draft.choices.get("held_with") or choices.who)


def move(draft: Draft, *, by: Viewer, now: datetime) -> Booking:
    """Move the draft's booking to the new time: the same row, uuid and origin, all at once (I3).

    Raises Refused like `book`, and "already_cancelled", "talk_started" or "talk_began".
    """
    old = draft.moves
    assert old is not None
    with acting(by, now):
        booking = _locked(old)
        if not Draft.objects.filter(pk=draft.pk).exists():
            return booking  # the same form sent twice at once: the first one has moved it
        refuse_late_change(booking, by, now)
        offer = offer_for(booking.citizen, now, booking.type.key, hand_of(by))
        choices = with_colleague(Choices.from_json(draft.choices), offer, booking, by)
        starts = checked(choices, offer, now)
        owners = [draft.uuid, booking.uuid]
        talk = Talk(booking.citizen, offer, choices, booking.uuid, owners)
        taker = take(talk, offer.candidates(_held_with(draft, choices)), now)
        had, when = booking.staff, booking.starts
        _change(booking, _time_and_place(offer, choices, taker, starts) | _wishes(choices))
        set_topics(booking, choices, offer.topics)
        open_door(booking, now)
        let_go(booking, had, when, now)
        tell_moved(booking, now, had, by_us=not by.is_citizen)
        draft.delete()
    return booking


def move_to(
    booking: Booking,
    *,
    staff: Staff,
    starts: datetime,
    freeing: Sequence[UUID] = (),
    by: Viewer,
    now: datetime,
) -> Booking:
    """Move it to another time, another adviser, or both, as it is: same length, buffer, form and topics.

    Neither notice nor hours count, only what is taken: it is agreed by hand, or held in an offer whose uuid
    is among `freeing`. Raises Refused: already_cancelled, talk_started, talk_began, in_the_past, taken.
    """
    with acting(by, now):
        booking = _locked(booking)
        refuse_late_change(booking, by, now, offered=bool(freeing))
        if starts < now:
            raise Refused("in_the_past")
        colleague = None if booking.colleague_id == staff.pk else booking.colleague
        had, when = booking.staff, booking.starts
        room = _take_as_it_is(booking, staff, colleague, starts, freeing, by, now)
        ends, place = starts + (booking.ends - booking.starts), _place(booking.form, staff, room)
        who = {"staff": staff, "colleague": colleague}
        _change(booking, who | {"room": room, "starts": starts, "ends": ends, "place": place})
        open_door(booking, now)
        let_go(booking, had, when, now)
        if starts == when and had.pk != staff.pk:
            tell_adviser_changed(booking, now, had)
        else:
            tell_moved(booking, now, had, by_us=not by.is_citizen)
    return booking


def _take_as_it_is(
    booking: Booking,
    staff: Staff,
    colleague: Staff | None,
    starts: datetime,
    freeing: Sequence[UUID],
    by: Viewer,
    now: datetime,
) -> Room | None:
    """Claim the new time in the first room that is free, her present one first; the room, if it needs one."""
    minutes = int((booking.ends - booking.starts).total_seconds()) // 60
    for room in rooms_for(booking, staff):
        try:
            claim(
                wants(
                    booking.citizen,
                    staff,
                    starts,
                    minutes,
                    buffer=booking.buffer_minutes,
                    colleague=colleague.uuid if colleague else None,
                    room=room.uuid if room else None,
                ),
                owner=booking.uuid,
                freeing=[*freeing, booking.uuid],
                now=now,
                despite_busy=bool(freeing) or by.staff == staff.pk,
            )
        except Refused:
            continue
        return room
    raise Refused("taken")


def cancel(
    booking: Booking, *, reason: str = "", for_her: bool = False, by: Viewer, now: datetime
) -> Booking:
    """Cancel: the time is free again, the door closes at once, and both are told. Twice is once.

    `reason` is a key of REASONS, or nothing. `for_her`: staff write down that she has cancelled.
    Raises Refused: "talk_started", "talk_began", "unknown_reason".
    """
    if reason and reason not in dict(REASONS):
        raise Refused("unknown_reason")
    with acting(by, now):
        booking = _locked(booking)
        if booking.cancelled:
            return booking
        refuse_late_change(booking, by, now)
        release(booking.uuid)
        booking.reason = reason
        booking.cancelled_at, booking.cancelled_by = now, by.user
        booking.cancelled_by_citizen = by.is_citizen or for_her
        booking.version += 1
        booking.save()
        Grant.objects.filter(cause=booking.uuid).update(closes_at=now)
        Draft.objects.filter(moves=booking).delete()
        let_go(booking, booking.staff, booking.starts, now)
        lift_absence(booking)
        tell_cancelled(booking, now)
    return booking


def mark_started(booking: Booking, *, now: datetime) -> None:
    """The talk has begun: from now on the booking stands. Runs inside the caller's action."""
    Booking.objects.filter(pk=booking.pk, started_at=None).update(started_at=now)


def _locked(booking: Booking) -> Booking:
    """The row as it is now, nobody else's until we are done.

    Locked before it is read with what it points to: PostgreSQL would join the row another has just changed to
    the adviser it had before, and find nothing.
    """
    Booking.objects.select_for_update().only("pk").get(pk=booking.pk)
    return Booking.objects.select_related("citizen", "type", "staff", "colleague", "room").get(pk=booking.pk)


def _change(booking: Booking, values: dict[str, object]) -> None:
    """At another time, what was said of the old one on its day is over."""
    if values["starts"] != booking.starts:
        begin_afresh(booking)
    for name, value in values.items():
        setattr(booking, name, value)
    booking.version += 1
    booking.save()


def _time_and_place(offer: Offer, choices: Choices, taker: Taker, starts: datetime) -> dict[str, object]:
    room = Room.objects.get(uuid=taker.room) if taker.room else None
    return {
        "staff": taker.staff,
        "colleague": Staff.objects.get(uuid=choices.colleague) if choices.colleague else None,
        "room": room,
        "starts": starts,
        "ends": starts + clock.minutes(offer.type.minutes),
        "buffer_minutes": offer.type.buffer_minutes,
        "place": _place(choices.form, taker.staff, room),
    }


def _place(form: str, staff: Staff, room: Room | None) -> str:
    """Where she shall go, the room included; nowhere when they telephone."""
    if form != "in_person":
        return ""
    return f"{staff.unit.address}, {room.name}"[:200] if room else staff.unit.address


def _wishes(choices: Choices) -> dict[str, object]:
    """What of the form lies on the booking itself."""
    return {
        "form": choices.form,
        "own_words": choices.own_words,
        "companion": choices.companion,
        "interpreter": choices.interpreter,
        "no_stairs": choices.no_stairs,
        "hard_to_hear_or_see": choices.hard_to_hear_or_see,
    }


def open_door(booking: Booking, now: datetime) -> None:
    """The booking opens the citizen's door for its adviser, and for nobody it had before."""
    door = Grant(
        cause=booking.uuid,
        citizen=booking.citizen,
        staff=booking.staff,
        reason=Grant.BOOKING,
        opens_at=now,
        closes_at=door_closes(booking.ends),
    )
    Grant.objects.bulk_create(
        [door],
        update_conflicts=True,
        unique_fields=["cause"],
        update_fields=["staff", "reason", "opens_at", "closes_at"],
    )
