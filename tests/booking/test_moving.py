"""What staff may do that she may not: a time of their own choice, a move as it is, a reason written down."""

from datetime import timedelta
from uuid import uuid4

import pytest

from afsaet.booking.actions.booking import book_for, cancel, move_to
from afsaet.booking.models import Booking
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.actions.claims import Want, claim, resource_of
from afsaet.calendar.actions.hours import close_time
from afsaet.calendar.models import Claim, Resource
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from afsaet.people.models import Grant, Staff
from tests.booking.conftest import at, booked, choices
from tests.booking.test_actions import everything
from tests.cast import Cast, viewer_of


def test_a_move_as_it_is_keeps_row_origin_and_topics_and_moves_door_and_claims(house: Cast) -> None:
    old = booked(house.bo, house.lise, at(26, 9, 15), topics=("job_now",))
    new = move_to(old, staff=house.nanna, starts=at(27, 10), by=viewer_of(house.gitte), now=clock.now())
    assert (new.pk, new.uuid, new.origin, new.version) == (old.pk, old.uuid, "self", 2)
    assert (new.staff, new.starts, new.ends) == (house.nanna, at(27, 10), at(27, 10, 45))
    assert [topic.topic.key for topic in new.chosen_topics.all()] == ["job_now"]
    assert Grant.objects.get(cause=old.uuid).staff == house.nanna
    assert {(claim.resource.ref, claim.starts, claim.ends) for claim in Claim.objects.all()} == {
        (house.nanna.uuid, at(27, 10), at(27, 10, 45)),
        (house.bo.uuid, at(27, 10), at(27, 10, 45)),
    }
    live = Message.objects.filter(subject=old.uuid, channel="inbox").exclude(state="withdrawn")
    assert sorted(message.kind for message in live) == ["receipt", "reminder", "reminder"]


def test_staff_may_move_it_to_any_time_to_come_also_off_the_list(house: Cast) -> None:
    old = booked(house.bo, house.lise, at(26, 9, 15))
    by = viewer_of(house.lise)
    assert move_to(old, staff=house.lise, starts=at(23, 8, 5), by=by, now=clock.now()).starts == at(23, 8, 5)


@pytest.mark.parametrize(
    ("hour", "code"), [(7, "in_the_past"), (10, "taken")], ids=["into the past", "over another talk"]
)
def test_a_move_as_it_is_that_cannot_be_changes_nothing(house: Cast, hour: int, code: str) -> None:
    old = booked(house.bo, house.lise, at(26, 9, 15))
    booked(house.amal, house.lise, at(26, 10))
    day = 23 if code == "in_the_past" else 26
    before = everything()
    with pytest.raises(Refused) as refused:
        move_to(old, staff=house.lise, starts=at(day, hour), by=viewer_of(house.lise), now=clock.now())
    assert refused.value.code == code
    assert everything() == before


def test_a_cancelled_or_started_talk_is_not_moved(house: Cast) -> None:
    old = booked(house.bo, house.lise, at(26, 9, 15))
    by, now = viewer_of(house.lise), clock.now()
    Booking.objects.update(started_at=now)
    with pytest.raises(Refused, match="talk_started"):
        move_to(old, staff=house.lise, starts=at(27, 10), by=by, now=now)
    Booking.objects.update(started_at=None)
    cancel(old, by=by, now=now)
    with pytest.raises(Refused, match="already_cancelled"):
        move_to(old, staff=house.lise, starts=at(27, 10), by=by, now=now)


def test_a_time_held_in_an_offer_gives_way_to_the_move_it_is_held_for_and_to_no_other(house: Cast) -> None:
    old, offer = booked(house.bo, house.lise, at(26, 9, 15)), uuid4()
    held = Want(resource_of(Resource.STAFF, house.nanna.uuid), at(27, 10), at(27, 10, 45))
    claim([held], owner=offer, now=clock.now(), held_until=clock.now() + timedelta(hours=2))
    by, now = viewer_of(house.bo), clock.now()
    with pytest.raises(Refused, match="taken"):
        move_to(old, staff=house.nanna, starts=at(27, 10), by=by, now=now)
    new = move_to(old, staff=house.nanna, starts=at(27, 10), freeing=[offer], by=by, now=now)
    assert {claim.owner for claim in Claim.objects.all()} == {new.uuid}


def test_a_colleague_takes_it_at_its_own_time_and_she_is_told_who(house: Cast) -> None:
    old = booked(house.bo, house.lise, at(26, 9, 15))
    move_to(old, staff=house.nanna, starts=at(26, 9, 15), by=viewer_of(house.nanna), now=clock.now())
    told = Message.objects.get(subject=old.uuid, channel="inbox", kind="notice")
    assert "Nanna Juhl" in told.body
    assert Grant.objects.get(cause=old.uuid).staff == house.nanna


# ---- made by staff --------------------------------------------------------------------------------


def made(house: Cast, wish: Choices, by: Staff, origin: str = "assisted") -> Booking:
    return book_for(house.bo, wish, key=uuid4(), origin=origin, by=viewer_of(by), now=clock.now()).booking


def test_staff_book_on_short_notice_and_between_the_times_that_are_shown(house: Cast) -> None:
    assert made(house, choices(house.lise, at(23, 9, 5)), house.gitte).starts == at(23, 9, 5)


@pytest.mark.parametrize(
    ("day", "hour", "code"),
    [(26, 7, "outside_hours"), (26, 12, "outside_hours"), (23, 7, "in_the_past"), (27, 10, "taken")],
)
def test_staff_book_within_the_hours_and_over_nobody(house: Cast, day: int, hour: int, code: str) -> None:
    booked(house.amal, house.lise, at(27, 10))
    before = everything()
    with pytest.raises(Refused) as refused:
        made(house, choices(house.lise, at(day, hour)), house.gitte)
    assert refused.value.code == code
    assert everything() == before


def test_what_she_has_closed_herself_only_her_own_hand_may_book(house: Cast) -> None:
    close_time(house.lise.uuid, at(26, 9), at(26, 12), by=viewer_of(house.lise), now=clock.now())
    with pytest.raises(Refused, match="taken"):
        made(house, choices(house.lise, at(26, 9, 15)), house.gitte)
    assert made(house, choices(house.lise, at(26, 9, 15)), house.lise, "staff").starts == at(26, 9, 15)


def test_a_talk_without_a_time_begins_this_minute_whatever_the_hours(house: Cast) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))  # one she has does not stand in the way
    walk_in = made(house, choices(house.nanna, at(23, 8)), house.nanna, "walk_in")
    assert (walk_in.starts, walk_in.origin) == (at(23, 8), "walk_in")
    with pytest.raises(Refused, match="taken"):
        made(house, choices(house.nanna, at(23, 8)), house.nanna, "walk_in")


def test_the_reason_is_one_of_a_few_and_written_down(house: Cast) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    with pytest.raises(Refused, match="unknown_reason"):
        cancel(booking, reason="fordi", by=viewer_of(house.bo), now=clock.now())
    gone = cancel(booking, reason="child_ill", by=viewer_of(house.bo), now=clock.now())
    assert (gone.reason, gone.cancelled_by_citizen) == ("child_ill", True)


@pytest.mark.parametrize("for_her", [True, False])
def test_the_desk_writes_down_her_cancellation_as_hers(house: Cast, for_her: bool) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    gone = cancel(booking, for_her=for_her, by=viewer_of(house.gitte), now=clock.now())
    assert gone.cancelled_by_citizen is for_her
