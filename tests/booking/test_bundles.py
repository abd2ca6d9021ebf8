"""What a talk takes: a colleague, a room, a buffer; and that all of it is free, or none is taken."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from afsaet.booking.actions.booking import book, book_for, cancel, move, move_to
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import Booking, ConversationType
from afsaet.booking.queries.offer import first_time, offer_for, takers, times_of
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.actions.claims import Want, claim, resource_of, resources_of
from afsaet.calendar.actions.hours import close_time
from afsaet.calendar.models import Busy, BusySource, Claim, Resource, Room
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.models import Citizen, Staff
from tests.booking.conftest import at, booked, choices
from tests.booking.test_actions import everything
from tests.cast import Cast, viewer_of

LATER = timedelta(minutes=5)


def taken(booking: Booking) -> set[tuple[object, datetime, datetime]]:
    rows = Claim.objects.filter(owner=booking.uuid).values_list("resource__ref", "starts", "ends")
    return {(ref, starts, ends) for ref, starts, ends in rows}


def shown(citizen: Citizen, staff: Staff, wish: Choices, day: int = 26) -> list[str]:
    now = clock.now()
    times = times_of(offer_for(citizen, now), citizen, [staff], now, choices=wish)[str(staff.uuid)]
    return [f"{clock.local(start):%H.%M}" for start in times if clock.local(start).date().day == day]


def joint(house: Cast, starts: datetime, citizen: Citizen | None = None) -> Booking:
    """Lise books Bo with Nanna beside her."""
    wish = choices(house.lise, starts, colleague=str(house.nanna.uuid))
    by = viewer_of(house.lise)
    return book_for(citizen or house.bo, wish, key=uuid4(), origin="staff", by=by, now=clock.now()).booking


# ---- buffers --------------------------------------------------------------------------------------


def test_the_buffer_is_the_advisers_alone_and_widens_the_grid(house: Cast) -> None:
    ConversationType.objects.update(buffer_minutes=15)
    assert shown(house.bo, house.lise, Choices()) == ["08.30", "09.30", "10.30", "12.30", "13.30", "14.30"]
    booking = booked(house.bo, house.lise, at(26, 9, 30))
    assert taken(booking) == {
        (house.lise.uuid, at(26, 9, 30), at(26, 10, 30)),
        (house.bo.uuid, at(26, 9, 30), at(26, 10, 15)),
    }
    assert (booking.ends, booking.buffer_minutes) == (at(26, 10, 15), 15)


def test_a_talk_keeps_the_buffer_it_was_booked_with_until_she_moves_it(house: Cast) -> None:
    ConversationType.objects.update(buffer_minutes=15)
    booking = booked(house.bo, house.lise, at(26, 9, 30))
    ConversationType.objects.update(buffer_minutes=0)
    moved = move_to(booking, staff=house.nanna, starts=at(26, 9), by=viewer_of(house.per), now=clock.now())
    assert (house.nanna.uuid, at(26, 9), at(26, 10)) in taken(moved)
    by, now = viewer_of(house.bo), clock.now()
    move(hold(house.bo, choices(house.lise, at(26, 9, 15)), moved, by=by, now=now), by=by, now=now)
    assert (house.lise.uuid, at(26, 9, 15), at(26, 10)) in taken(moved)


# ---- a colleague ----------------------------------------------------------------------------------


def test_a_talk_with_two_takes_both_and_both_are_free_again_when_it_is_cancelled(house: Cast) -> None:
    booking = joint(house, at(26, 9, 15))
    assert booking.colleague == house.nanna
    assert {ref for ref, _, _ in taken(booking)} == {house.lise.uuid, house.nanna.uuid, house.bo.uuid}
    assert "09.15" not in shown(house.amal, house.nanna, Choices())
    cancel(booking, by=viewer_of(house.bo), now=clock.now())
    assert "09.15" in shown(house.amal, house.nanna, Choices())


def test_with_a_colleague_only_what_both_have_free_is_shown_and_had(house: Cast) -> None:
    booked(house.kirsten, house.nanna, at(26, 10))
    wish = choices(house.lise, at(26, 10), colleague=str(house.nanna.uuid))
    assert "10.00" not in shown(house.bo, house.lise, wish)
    before = everything()
    with pytest.raises(Refused, match="taken"):
        joint(house, at(26, 10))
    assert everything() == before


def test_a_move_takes_the_colleague_along_and_a_citizen_cannot_choose_one(house: Cast) -> None:
    booking = joint(house, at(26, 9, 15))
    by, now = viewer_of(house.bo), clock.now()
    draft = hold(house.bo, choices(house.lise, at(27, 10)), booking, by=by, now=now)
    assert Claim.objects.filter(owner=draft.uuid).count() == 3
    assert move(draft, by=by, now=now).colleague == house.nanna
    assert {starts for _, starts, _ in taken(booking)} == {at(27, 10)}
    wish = choices(house.lise, at(26, 10), colleague=str(house.nanna.uuid))
    hers = book_for(house.amal, wish, key=uuid4(), origin="self", by=viewer_of(house.amal), now=now).booking
    assert hers.colleague is None


def test_a_colleague_who_takes_the_talk_over_is_there_once(house: Cast) -> None:
    booking = joint(house, at(26, 9, 15))
    moved = move_to(
        booking, staff=house.nanna, starts=booking.starts, by=viewer_of(house.nanna), now=clock.now()
    )
    assert (moved.staff, moved.colleague) == (house.nanna, None)
    assert {ref for ref, _, _ in taken(moved)} == {house.nanna.uuid, house.bo.uuid}


def test_nobody_can_be_the_colleague_who_is_no_adviser(house: Cast) -> None:
    wish = choices(house.lise, at(26, 9, 15), colleague=str(house.gitte.uuid))
    by = viewer_of(house.lise)
    with pytest.raises(Refused, match="unknown_adviser"):
        book_for(house.bo, wish, key=uuid4(), origin="staff", by=by, now=clock.now())


# ---- rooms ----------------------------------------------------------------------------------------


@pytest.fixture
def rooms(house: Cast) -> dict[str, Room]:
    """Stairs lead to the smallest; the hall is the only one for six."""
    ConversationType.objects.update(needs_room=True, must_meet_first=False)
    sizes = {"Kvisten": (2, False), "Lokale 3": (3, True), "Salen": (6, True)}
    return {
        name: Room.objects.create(unit=house.unit, name=name, seats=seats, step_free=step_free)
        for name, (seats, step_free) in sizes.items()
    }


@pytest.mark.parametrize(
    ("needs", "room"),
    [
        ({}, "Kvisten"),
        ({"no_stairs": True}, "Lokale 3"),
        ({"companion": True}, "Lokale 3"),
        ({"companion": True, "interpreter": "arabisk"}, "Salen"),
    ],
)
def test_the_smallest_room_that_fits_is_taken_and_named(
    house: Cast, rooms: dict[str, Room], needs: dict[str, object], room: str
) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15), **needs)
    assert booking.room == rooms[room]
    assert booking.place == f"{house.unit.address}, {room}"
    assert (rooms[room].uuid, at(26, 9, 15), at(26, 10)) in taken(booking)


def test_a_talk_by_telephone_takes_no_room(house: Cast, rooms: dict[str, Room]) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15), form="phone")
    assert (booking.room, booking.place) == (None, "")
    assert len(taken(booking)) == 2


def test_without_a_free_room_the_time_is_not_shown_and_the_refusal_says_why(
    house: Cast, rooms: dict[str, Room]
) -> None:
    Room.objects.exclude(name="Salen").update(active=False)
    booked(house.amal, house.nanna, at(26, 9, 15))
    assert "09.15" not in shown(house.bo, house.lise, Choices())
    assert "09.15" in shown(house.bo, house.lise, Choices(form="phone"))
    before = everything()
    with pytest.raises(Refused) as refused:
        booked(house.bo, house.lise, at(26, 9, 15))
    assert refused.value.code == "no_room"
    assert refused.value.refusal.facts["nearest"] == [at(26, 8, 30), at(26, 10), at(26, 10, 45)]
    assert everything() == before


def test_a_move_keeps_her_room_when_it_is_free_and_takes_another_when_it_is_not(
    house: Cast, rooms: dict[str, Room]
) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15), companion=True)
    by, now = viewer_of(house.per), clock.now()
    assert move_to(booking, staff=house.lise, starts=at(26, 10), by=by, now=now).room == rooms["Lokale 3"]
    booked(house.amal, house.nanna, at(27, 10), companion=True)
    moved = move_to(booking, staff=house.lise, starts=at(27, 10), by=by, now=now)
    assert (moved.room, moved.place) == (rooms["Salen"], f"{house.unit.address}, Salen")


# ---- visits and meetings of staff -----------------------------------------------------------------


def test_a_visit_of_several_staff_and_a_room_is_one_bundle_with_one_owner(
    house: Cast, rooms: dict[str, Room]
) -> None:
    visit = uuid4()
    kinds = {one.uuid: Resource.STAFF for one in (house.lise, house.nanna, house.per)}
    keys = resources_of(kinds | {rooms["Salen"].uuid: Resource.ROOM})
    bundle = [Want(key, at(26, 9), at(26, 11)) for key in keys.values()]
    claim(bundle, owner=visit, now=clock.now())
    assert Claim.objects.filter(owner=visit).count() == 4
    assert "09.15" not in shown(house.bo, house.lise, Choices(form="phone"))
    before = everything()
    with pytest.raises(Refused, match="taken"):
        claim(bundle[::-1], owner=uuid4(), now=clock.now())
    assert everything() == before


# ---- closed and busy ------------------------------------------------------------------------------


def busy(staff: Staff, starts: datetime, ends: datetime) -> None:
    key = resource_of(Resource.STAFF, staff.uuid)
    source, _ = BusySource.objects.get_or_create(
        resource_id=key, defaults={"kind": BusySource.ICS, "url": "https://kalender.example/lise.ics"}
    )
    Busy.objects.create(source=source, resource_id=key, starts=starts, ends=ends)


def test_busy_elsewhere_is_not_shown_and_refused_in_the_lock_too(house: Cast) -> None:
    draft = hold(house.bo, choices(house.lise, at(26, 9, 15)), by=viewer_of(house.bo), now=clock.now())
    busy(house.lise, at(26, 9, 55), at(26, 12))
    busy(house.lise, at(26, 9, 30), at(26, 9, 58))  # what is imported may overlap
    assert shown(house.amal, house.lise, Choices())[0:2] == ["08.30", "12.30"]
    before = everything()
    with pytest.raises(Refused, match="taken"):
        book(draft, by=viewer_of(house.bo), now=clock.now())
    assert everything() == before
    by = viewer_of(house.lise)
    wish = choices(house.lise, at(26, 9, 15))
    assert book_for(house.bo, wish, key=draft.uuid, origin="staff", by=by, now=clock.now()).booking


@pytest.mark.parametrize("kind", ["closed", "busy"])
def test_the_claim_itself_refuses_what_is_closed_or_busy_and_frees_nothing(house: Cast, kind: str) -> None:
    key = resource_of(Resource.STAFF, house.lise.uuid)
    mine = uuid4()
    claim([Want(key, at(26, 8), at(26, 9))], owner=mine, now=clock.now())
    if kind == "busy":
        busy(house.lise, at(26, 9, 59), at(26, 12))
    else:
        by, now = viewer_of(house.lise), clock.now()
        close_time(house.lise.uuid, at(26, 9, 59), at(26, 12), by=by, now=now)
    new = [Want(key, at(26, 9), at(26, 10))]
    with pytest.raises(Refused, match="taken"):
        claim(new, owner=mine, freeing=[mine], now=clock.now())
    assert Claim.objects.get().starts == at(26, 8)
    claim(new, owner=mine, freeing=[mine], now=clock.now(), despite_busy=True)
    assert Claim.objects.get().starts == at(26, 9)


# ---- holds that have run out ----------------------------------------------------------------------


def test_a_hold_that_has_run_out_blocks_neither_of_its_resources(house: Cast, rooms: dict[str, Room]) -> None:
    """Bo's own time, Nanna's and the only room: each by an old hold of somebody else."""
    Room.objects.exclude(name="Salen").update(active=False)
    now = clock.now()
    for kind, ref in [
        (Resource.STAFF, house.lise.uuid),
        (Resource.CITIZEN, house.bo.uuid),
        (Resource.ROOM, rooms["Salen"].uuid),
    ]:
        key = resource_of(kind, ref)
        claim([Want(key, at(26, 9), at(26, 11))], owner=uuid4(), now=now, held_until=now + LATER)
        assert "09.15" not in shown(house.bo, house.lise, Choices())
        Claim.objects.update(held_until=now)
        assert "09.15" in shown(house.bo, house.lise, Choices())
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    assert set(Claim.objects.values_list("owner", flat=True)) == {booking.uuid}


# ---- whose turn, and who is first -----------------------------------------------------------------


def test_whose_turn_it_is_counts_her_share_and_not_her_minutes(house: Cast) -> None:
    for citizen, starts in ((house.amal, at(26, 9, 15)), (house.kirsten, at(26, 10))):
        booked(citizen, house.nanna, starts)
    wish = Choices(who="any", time=at(27, 10).isoformat())
    offer = offer_for(house.bo, clock.now())
    order = [taker.staff for taker in takers(offer, house.bo, offer.staff("any"), wish, clock.now())]
    assert order == [house.lise, house.nanna]


def test_the_first_time_with_anybody_is_found_with_whom_and_never_one_that_is_later(house: Cast) -> None:
    booked(house.amal, house.lise, at(23, 10, 45))
    offer, now = offer_for(house.bo, clock.now()), clock.now()
    everybody = offer.staff("any")
    all_times = times_of(offer, house.bo, everybody, now)
    soonest = min(starts[0] for starts in all_times.values())
    found = first_time(offer, house.bo, everybody, now)
    assert found is not None
    assert found[1] == soonest
    assert all_times[str(found[0].uuid)][0] == soonest
    assert first_time(offer, house.bo, everybody, now, before=soonest) is None
    assert first_time(offer, house.bo, everybody, now, before=soonest + timedelta(minutes=1)) == found
    close_time(house.nanna.uuid, at(23, 0), at(30, 23), by=viewer_of(house.nanna), now=now)
    close_time(house.lise.uuid, at(23, 0), at(30, 23), by=viewer_of(house.lise), now=now)
    assert first_time(offer, house.bo, everybody, now) is not None, "a week later"
