"""Meetings with seats: one claim for staff and room, one for each citizen who comes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from afsaet.audit.actions import acting
from afsaet.booking.models import GroupMeeting, Seat
from afsaet.calendar.actions.claims import Want, claim, release, resources_of
from afsaet.calendar.models import Resource, Room
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Staff

LONGEST = timedelta(hours=12)  # as a claim's


def plan(
    staff: Staff,
    room: Room | None,
    title: str,
    starts: datetime,
    ends: datetime,
    seats: int,
    *,
    by: Viewer,
    now: datetime,
) -> GroupMeeting:
    """A meeting for up to `seats` citizens. She who holds it may lay it where her calendar is closed.

    Raises Refused: "hours_order", "in_the_past", "meeting_too_long", "room_too_small", "taken".
    """
    _refuse_impossible(room, starts, ends, seats, now)
    with acting(by, now):
        meeting = GroupMeeting(
            uuid=uuid4(), title=title[:80], staff=staff, room=room, starts=starts, ends=ends, seats=seats
        )
        kinds = {staff.uuid: Resource.STAFF} | ({room.uuid: Resource.ROOM} if room else {})
        claim(_wants(kinds, meeting), owner=meeting.uuid, now=now, despite_busy=by.staff == staff.pk)
        meeting.save()
    return meeting


def _refuse_impossible(
    room: Room | None, starts: datetime, ends: datetime, seats: int, now: datetime
) -> None:
    if ends <= starts:
        raise Refused("hours_order")
    if starts < now:
        raise Refused("in_the_past")
    if ends - starts > LONGEST:
        raise Refused("meeting_too_long", hours=12)
    if room is not None and room.seats <= seats:  # who holds it sits down too
        raise Refused("room_too_small", seats=room.seats)


def take_seat(meeting: GroupMeeting, citizen: Citizen, *, by: Viewer, now: datetime) -> Seat:
    """A place for her, and her time is taken. Asking twice is asking once.

    Raises Refused: "full", "taken" (she is somewhere else then), "meeting_cancelled", "meeting_began".
    """
    with acting(by, now):
        meeting = _locked(meeting)
        seats = Seat.objects.filter(meeting=meeting, given_up_at=None)
        if hers := seats.filter(citizen=citizen).first():
            return hers
        if meeting.cancelled_at is not None:
            raise Refused("meeting_cancelled")
        if meeting.starts <= now:
            raise Refused("meeting_began")
        # Counted under the meeting's lock: whoever else wants the last place waits.
        if seats.count() >= meeting.seats:
            raise Refused("full")
        seat = Seat.objects.create(meeting=meeting, citizen=citizen, taken_at=now)
        claim(_wants({citizen.uuid: Resource.CITIZEN}, meeting), owner=seat.uuid, now=now)
    return seat


def give_up_seat(seat: Seat, *, by: Viewer, now: datetime) -> Seat:
    """She is not coming: the place and her time are free. Twice is once."""
    with acting(by, now):
        _locked(seat.meeting)
        seat = Seat.objects.get(pk=seat.pk)
        if seat.given_up_at is None:
            _free(seat, now)
    return seat


def cancel(meeting: GroupMeeting, *, by: Viewer, now: datetime) -> GroupMeeting:
    """It is not held: everybody's time is free. Twice is once. Raises Refused("meeting_began")."""
    with acting(by, now):
        meeting = _locked(meeting)
        if meeting.cancelled_at is not None:
            return meeting
        if meeting.starts <= now:
            raise Refused("meeting_began")
        for seat in Seat.objects.filter(meeting=meeting, given_up_at=None):
            _free(seat, now)
        release(meeting.uuid)
        meeting.cancelled_at = now
        meeting.save(update_fields=["cancelled_at"])
    return meeting


def _locked(meeting: GroupMeeting) -> GroupMeeting:
    return GroupMeeting.objects.select_for_update().get(pk=meeting.pk)


def _free(seat: Seat, now: datetime) -> None:
    release(seat.uuid)
    seat.given_up_at = now
    seat.save(update_fields=["given_up_at"])


def _wants(kinds: Mapping[UUID, str], meeting: GroupMeeting) -> list[Want]:
    return [Want(key, meeting.starts, meeting.ends) for key in resources_of(kinds).values()]
