"""Meetings with seats: never more citizens than seats, and nobody in two places."""

from datetime import timedelta

import pytest

from afsaet.booking.actions.booking import book_for
from afsaet.booking.actions.group_meeting import cancel, give_up_seat, plan, take_seat
from afsaet.booking.models import GroupMeeting, Seat
from afsaet.calendar.actions.hours import close_time
from afsaet.calendar.models import Claim, Room
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.models import Citizen, Staff
from tests.booking.conftest import at, booked, choices
from tests.cast import Cast, viewer_of


@pytest.fixture
def hall(house: Cast) -> Room:
    return Room.objects.create(unit=house.unit, name="Salen", seats=12)


def planned(house: Cast, room: Room | None = None, seats: int = 2, by: Staff | None = None) -> GroupMeeting:
    return plan(
        house.lise,
        room,
        "Velkommen",
        at(26, 9),
        at(26, 11),
        seats,
        by=viewer_of(by or house.lise),
        now=clock.now(),
    )


def seated(meeting: GroupMeeting, citizen: Citizen) -> Seat:
    return take_seat(meeting, citizen, by=viewer_of(citizen), now=clock.now())


def refs() -> set[object]:
    return set(Claim.objects.values_list("resource__ref", flat=True))


def test_a_meeting_takes_its_adviser_and_room_and_a_seat_takes_the_citizen(house: Cast, hall: Room) -> None:
    meeting = planned(house, hall)
    assert refs() == {house.lise.uuid, hall.uuid}
    seat = seated(meeting, house.bo)
    assert Claim.objects.get(owner=seat.uuid).resource.ref == house.bo.uuid
    assert set(Claim.objects.values_list("starts", "ends")) == {(at(26, 9), at(26, 11))}
    with pytest.raises(Refused, match="taken"):
        booked(house.kirsten, house.lise, at(26, 10))
    with pytest.raises(Refused, match="taken"):
        planned(house, hall, by=house.nanna)


def test_when_the_seats_are_taken_it_is_full_and_a_seat_given_up_is_free_again(house: Cast) -> None:
    meeting = planned(house)
    first = seated(meeting, house.bo)
    seated(meeting, house.amal)
    with pytest.raises(Refused, match="full"):
        seated(meeting, house.kirsten)
    assert house.kirsten.uuid not in refs()
    give_up_seat(first, by=viewer_of(house.bo), now=clock.now())
    give_up_seat(first, by=viewer_of(house.bo), now=clock.now())
    assert house.bo.uuid not in refs()
    assert seated(meeting, house.kirsten).given_up_at is None
    assert Seat.objects.filter(given_up_at=None).count() == 2


def test_asking_twice_gives_one_seat(house: Cast) -> None:
    meeting = planned(house)
    assert seated(meeting, house.bo) == seated(meeting, house.bo)
    assert Seat.objects.count() == 1


def test_she_cannot_sit_here_while_she_talks_elsewhere(house: Cast) -> None:
    booked(house.bo, house.nanna, at(26, 9, 15))
    meeting = planned(house)
    with pytest.raises(Refused, match="taken"):
        seated(meeting, house.bo)
    assert not Seat.objects.exists()


def test_a_cancelled_meeting_frees_everybody_and_takes_nobody(house: Cast, hall: Room) -> None:
    meeting = planned(house, hall)
    seated(meeting, house.bo)
    cancel(meeting, by=viewer_of(house.lise), now=clock.now())
    assert cancel(meeting, by=viewer_of(house.lise), now=clock.now()).cancelled_at is not None
    assert not Claim.objects.exists()
    assert Seat.objects.get().given_up_at is not None
    with pytest.raises(Refused, match="meeting_cancelled"):
        seated(meeting, house.amal)


def test_a_meeting_that_has_begun_stands(house: Cast) -> None:
    meeting = planned(house)
    for late in (meeting.starts, meeting.starts + timedelta(minutes=1)):
        with pytest.raises(Refused, match="meeting_began"):
            take_seat(meeting, house.bo, by=viewer_of(house.bo), now=late)
        with pytest.raises(Refused, match="meeting_began"):
            cancel(meeting, by=viewer_of(house.lise), now=late)


@pytest.mark.parametrize(
    ("starts", "ends", "seats", "code"),
    [
        (at(26, 11), at(26, 9), 2, "hours_order"),
        (at(22, 9), at(22, 11), 2, "in_the_past"),
        (at(26, 8), at(26, 21), 2, "meeting_too_long"),
        (at(26, 9), at(26, 11), 12, "room_too_small"),
    ],
)
def test_a_meeting_that_makes_no_sense_is_refused(
    house: Cast, hall: Room, starts: object, ends: object, seats: int, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        plan(
            house.lise,
            hall,
            "Velkommen",
            starts,  # type: ignore[arg-type]
            ends,  # type: ignore[arg-type]
            seats,
            by=viewer_of(house.lise),
            now=clock.now(),
        )
    assert refused.value.code == code
    assert not Claim.objects.exists()
    assert not GroupMeeting.objects.exists()


def test_only_her_own_hand_lays_a_meeting_where_her_calendar_is_closed(house: Cast) -> None:
    close_time(house.lise.uuid, at(26, 9), at(26, 10), by=viewer_of(house.lise), now=clock.now())
    with pytest.raises(Refused, match="taken"):
        planned(house, by=house.per)
    assert planned(house).pk
    wish = choices(house.nanna, at(26, 9, 15))
    assert book_for(
        house.bo, wish, key=house.bo.uuid, origin="staff", by=viewer_of(house.nanna), now=clock.now()
    ).booking
