"""*Ny samtale uden tid*: it begins now, takes what is free, and gives way to what is booked."""

from datetime import date
from typing import Any

import pytest

from afsaet.booking.actions.attendance import close_absence
from afsaet.booking.models import Booking, ConversationType, Deadline
from afsaet.calendar.actions.hours import close_time
from afsaet.calendar.models import Claim
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.talking import start
from afsaet.conversations.actions.walk_in import start_walk_in
from afsaet.conversations.models import Conversation
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from afsaet.people.access import why_open
from afsaet.people.models import Caseload, Citizen, Staff
from afsaet.site.invariants import broken
from tests.booking.conftest import at, booked
from tests.booking.conftest import house as house
from tests.cast import Cast, viewer_of


def walk_in(citizen: Citizen, staff: Staff) -> Conversation:
    return start_walk_in(citizen, staff, by=viewer_of(staff), now=clock.now())


def test_it_begins_in_this_minute_whatever_the_grid_and_the_notice(house: Cast, monday: Any) -> None:
    monday.move_to(at(23, 9, 12).replace(second=40))
    talk = walk_in(house.bo, house.lise)
    booking = Booking.objects.get()
    assert (booking.starts, booking.ends) == (at(23, 9, 12), at(23, 9, 57))
    assert (booking.origin, booking.form, booking.place) == ("walk_in", "in_person", "Rådhustorvet 4, 1. sal")
    assert booking.started_at == clock.now()
    assert talk.booking == booking
    assert Claim.objects.filter(owner=booking.uuid).count() == 2
    assert not broken(clock.now())


def test_nobody_is_told_of_it_and_nobody_is_reminded(house: Cast) -> None:
    walk_in(house.bo, house.lise)
    assert not Message.objects.exists()


def test_it_counts_for_her_deadline(house: Cast) -> None:
    kind = ConversationType.objects.get()
    deadline = Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 12, 4), hold_by=date(2026, 12, 18)
    )
    talk = walk_in(house.bo, house.lise)
    deadline.refresh_from_db()
    assert deadline.met_by == talk.booking


def test_it_ends_where_her_next_talk_begins(house: Cast, monday: Any) -> None:
    booked(house.amal, house.lise, at(23, 10, 45), interpreter="arabisk")
    monday.move_to(at(23, 10, 20))
    assert walk_in(house.bo, house.lise).booking.ends == at(23, 10, 45)


def test_it_ends_where_the_citizens_next_talk_begins(house: Cast, monday: Any) -> None:
    booked(house.bo, house.nanna, at(23, 10, 45))
    monday.move_to(at(23, 10, 20))
    assert walk_in(house.bo, house.lise).booking.ends == at(23, 10, 45)


def test_under_ten_minutes_it_is_refused_and_says_when_there_is_time(house: Cast, monday: Any) -> None:
    booked(house.amal, house.lise, at(23, 10, 45), interpreter="arabisk")
    monday.move_to(at(23, 10, 36))
    with pytest.raises(Refused) as refused:
        walk_in(house.bo, house.lise)
    assert (refused.value.code, refused.value.refusal.facts) == ("no_time_now", {"free_at": at(23, 11, 30)})
    assert not Conversation.objects.exists()
    assert Booking.objects.count() == 1


def test_pressed_twice_it_is_one_talk(house: Cast, monday: Any) -> None:
    first = walk_in(house.bo, house.lise)
    monday.move_to(at(23, 8, 1))
    assert walk_in(house.bo, house.lise) == first
    assert Booking.objects.count() == 1


def test_her_closed_time_does_not_stop_her_own_hand(house: Cast) -> None:
    close_time(house.lise.uuid, at(23, 8), at(23, 12), by=viewer_of(house.lise), now=clock.now())
    assert walk_in(house.bo, house.lise).booking.ends == at(23, 8, 45)


def test_the_rest_of_a_talk_that_ended_early_is_free(house: Cast, monday: Any) -> None:
    booking, by = booked(house.amal, house.lise, at(23, 10, 45), interpreter="arabisk"), viewer_of(house.lise)
    monday.move_to(at(23, 10, 45))
    talk = start(booking, by=by, now=clock.now())
    monday.move_to(at(23, 11, 5))
    with pytest.raises(Refused, match="no_time_now"):
        walk_in(house.bo, house.lise)
    close(talk, met="yes", by=by, now=clock.now())
    assert walk_in(house.bo, house.lise).booking.starts == at(23, 11, 5)
    assert not Claim.objects.filter(owner=booking.uuid).exists()
    assert not broken(clock.now())


def test_the_rest_of_a_talk_she_did_not_come_to_is_free(house: Cast, monday: Any) -> None:
    booking = booked(house.amal, house.lise, at(23, 10, 45), interpreter="arabisk")
    monday.move_to(at(23, 11, 0))
    close_absence(booking, by=viewer_of(house.lise), now=clock.now())
    assert walk_in(house.bo, house.lise).booking.starts == at(23, 11)
    assert not broken(clock.now())


def test_it_opens_her_door_as_a_booking_does(house: Cast) -> None:
    Caseload.objects.filter(citizen=house.bo).delete()
    walk_in(house.bo, house.lise)
    assert why_open(viewer_of(house.lise), house.bo) == "booking"
