"""The waiting list: she wants to hear when a time becomes free, and gets it held for her when one does."""

from collections.abc import Sequence
from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.actions.offering import Held, make_offer
from afsaet.booking.actions.telling import tell_time_offered
from afsaet.booking.models import ConversationType, TimeOffer, WaitingRequest
from afsaet.booking.queries.waiting import Waiting, in_line, rooms_of
from afsaet.booking.rules.waiting import AIR, held_until
from afsaet.calendar.actions.hours import close_time, open_time
from afsaet.calendar.queries.hours import closed_times
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Staff


def wait_for_a_time(
    citizen: Citizen, kind: ConversationType, staff: Staff | None, *, by: Viewer, now: datetime
) -> WaitingRequest:
    """She is on the list, with one adviser or anybody. Asked again it is the same place in line, with that wish."""
    with acting(by, now):
        request, made = WaitingRequest.objects.get_or_create(
            citizen=citizen, type=kind, ended_at=None, defaults={"staff": staff, "asked_at": now}
        )
        if not made and request.staff_id != (staff.pk if staff else None):
            request.staff = staff
            request.save(update_fields=["staff"])
    return request


def stop_waiting(citizen: Citizen, *, by: Viewer, now: datetime) -> None:
    """She takes herself off. What is held for her meanwhile is still hers to answer."""
    with acting(by, now):
        WaitingRequest.objects.filter(citizen=citizen, ended_at=None).update(ended_at=now)


def offer_freed(staff: Staff, starts: datetime, *, by: Viewer, now: datetime) -> TimeOffer | None:
    """Hold a free time for the first in line who may have it, and tell her. None when there is nobody, when it
    is too late, or when the time is free no more.
    """
    until = held_until(clock.local(now), clock.local(starts))
    if until is None:
        return None
    for waiting in in_line(staff, starts, now=now):
        try:
            with acting(by, now):
                return _offered(waiting, staff, starts, until, now)
        except Refused:
            continue  # she, or the time, was taken while we looked
    return None


def _offered(waiting: Waiting, staff: Staff, starts: datetime, until: datetime, now: datetime) -> TimeOffer:
    request, kind = waiting.request, waiting.request.type
    held = Held(
        citizen=request.citizen,
        staff=staff,
        kind=kind,
        form=waiting.form,
        starts=starts,
        minutes=kind.minutes,
        buffer=kind.buffer_minutes,
        rooms=rooms_of(kind, waiting.form, staff),
    )
    # Only one at a time is asked of a request: two who free a time at once would both have chosen her.
    if (
        not WaitingRequest.objects.select_for_update(of=("self",))
        .filter(pk=request.pk, ended_at=None)
        .exists()
    ):
        raise Refused("taken")
    if TimeOffer.objects.filter(citizen=request.citizen, answer="", held_until__gt=now).exists():
        raise Refused("taken")
    offer = make_offer(held, until, waiting=request, now=now)
    tell_time_offered(
        request.citizen,
        staff,
        starts,
        form=waiting.form,
        held_until=until,
        offer=offer.uuid,
        link=f"/tilbud/{offer.uuid}/",
        now=now,
    )
    return offer


def keep_as_air(staff: Staff, starts: datetime, ends: datetime, *, by: Viewer, now: datetime) -> None:
    """The adviser keeps a freed time for herself: nobody is offered it. Raises Refused("in_the_past")."""
    with acting(by, now):
        if not air_at(staff, starts, ends):
            close_time(staff.uuid, starts, ends, AIR, by=by, now=now)


def give_air_back(staff: Staff, starts: datetime, ends: datetime, *, by: Viewer, now: datetime) -> None:
    """She has changed her mind: the time is free again."""
    with acting(by, now):
        for key in air_at(staff, starts, ends):
            open_time(staff.uuid, key, by=by, now=now)


def air_at(staff: Staff, starts: datetime, ends: datetime) -> Sequence[int]:
    """Her own air at exactly this time."""
    found = closed_times(staff.uuid, starts, ends)
    return [row.pk for row in found if (row.starts, row.ends, row.note) == (starts, ends, AIR)]
