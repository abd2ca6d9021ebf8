"""A time that becomes free goes to whoever has waited longest, held so that she can answer; or is the adviser's air."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from afsaet.booking.actions.answering import decline, keep, lapse_due
from afsaet.booking.actions.booking import cancel
from afsaet.booking.actions.waiting import (
    give_air_back,
    keep_as_air,
    offer_freed,
    stop_waiting,
    wait_for_a_time,
)
from afsaet.booking.models import Booking, ConversationType, Deadline, TimeOffer, WaitingRequest
from afsaet.booking.queries.waiting import freed_of, in_line
from afsaet.booking.rules.waiting import held_until, offered_at
from afsaet.calendar.models import Claim, ClosedTime
from afsaet.core import clock
from afsaet.core.clock import ZONE
from afsaet.core.errors import Refused
from afsaet.core.viewer import job
from afsaet.messaging.models import Message
from afsaet.people.models import Citizen, Staff
from tests.booking.conftest import at, booked
from tests.booking.sick_day import agreed, away, citizens
from tests.cast import Cast, viewer_of

JOB = job("test")


def wait(citizen: Citizen, staff: Staff | None = None) -> WaitingRequest:
    kind = ConversationType.objects.get()
    return wait_for_a_time(citizen, kind, staff, by=viewer_of(citizen), now=clock.now())


def offered(staff: Staff, starts: datetime) -> TimeOffer | None:
    return offer_freed(staff, starts, by=JOB, now=clock.now())


def freed_jobs(staff: Staff) -> list[Any]:
    """Jobs outlive the tables of a test, so only this adviser's."""
    rows = ProcrastinateJob.objects.filter(task_name="booking.offer_freed").values_list(
        "scheduled_at", "args"
    )
    return [(at, args["starts"]) for at, args in rows if args["staff"] == str(staff.uuid)]


# ---- when, and how long (pure) ---------------------------------------------------------------------


def wall(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("freed", "starts", "asked"),
    [
        (wall(23, 8), wall(23, 10), None),
        (wall(23, 8), wall(23, 10, 1), wall(23, 8, 15)),
        (wall(23, 19, 50), wall(24, 14), wall(24, 8)),
        (wall(23, 3), wall(23, 9, 15), wall(23, 8)),
        (wall(23, 3), wall(23, 8, 45), None),
    ],
    ids=["two hours", "a minute more", "evening", "night", "too early in the morning"],
)
def test_a_freed_time_is_offered_by_day_and_only_far_enough_ahead(
    freed: datetime, starts: datetime, asked: datetime | None
) -> None:
    assert offered_at(freed, starts) == asked


@pytest.mark.parametrize(
    ("now", "starts", "until"),
    [
        (wall(23, 9), wall(23, 15), wall(23, 11)),
        (wall(23, 9), wall(23, 11), wall(23, 10, 30)),
        (wall(23, 9), wall(23, 10), wall(23, 9, 30)),
        (wall(23, 9), wall(23, 9, 59), None),
        (wall(23, 21), wall(24, 15), None),
    ],
    ids=["two hours", "half an hour before", "at least half an hour", "never less", "not at night"],
)
def test_it_is_held_two_hours_by_day_and_never_under_half_an_hour(
    now: datetime, starts: datetime, until: datetime | None
) -> None:
    assert held_until(now, starts) == until


# ---- whose turn ------------------------------------------------------------------------------------


def test_a_cancellation_asks_the_list_after_a_quarter_of_an_hour(house: Cast) -> None:
    talk = booked(house.bo, house.lise, at(23, 13, 15))
    cancel(talk, by=viewer_of(house.bo), now=clock.now())
    assert freed_jobs(house.lise) == []  # nobody waits
    wait(house.amal)
    talk = booked(house.bo, house.lise, at(23, 14))
    cancel(talk, by=viewer_of(house.bo), now=clock.now())
    assert freed_jobs(house.lise) == [(at(23, 8, 15), "2026-11-23T13:00:00+00:00")]


def test_the_longest_waiting_gets_it_held_and_is_told(house: Cast, monday: Any) -> None:
    wait(house.amal)
    monday.move_to(at(23, 8, 1))
    wait(house.bo)
    offer = offered(house.lise, at(23, 13, 15))
    assert offer
    assert (offer.citizen, offer.held_until) == (house.amal, at(23, 10, 1))
    assert Claim.objects.filter(owner=offer.uuid, held_until=offer.held_until).count() == 2
    assert Message.objects.get(citizen=house.amal, channel="inbox").title == "Der er en tid til dig"
    with pytest.raises(Refused, match="taken"):
        booked(house.kirsten, house.lise, at(23, 13, 15))


def test_who_cannot_take_it_is_passed_over(house: Cast) -> None:
    kind = ConversationType.objects.get()
    people = citizens(house, 5)
    wishes_nanna, has_a_time, too_late, elsewhere, next_in_line = people
    wait(wishes_nanna, house.nanna)
    wait(has_a_time)
    wait(too_late)
    wait(elsewhere)
    wait(next_in_line, house.lise)
    booked(has_a_time, house.nanna, at(26, 10))
    assert WaitingRequest.objects.get(citizen=has_a_time).ended_at is not None  # a time of her own ends it
    Deadline.objects.create(
        citizen=too_late, type=kind, book_by=date(2026, 11, 23), hold_by=date(2026, 11, 23)
    )
    other = ConversationType.objects.create(key="anden", name={"da": "Anden"})
    meeting = agreed(elsewhere, house.nanna, at(24, 13, 15))
    Booking.objects.filter(pk=meeting.pk).update(type=other)
    WaitingRequest.objects.filter(citizen=elsewhere).update(ended_at=None)
    line = in_line(house.lise, at(24, 13, 15), now=clock.now())
    assert [waiting.request.citizen for waiting in line] == [next_in_line]


def test_no_thanks_and_no_answer_go_to_the_next_and_never_back(house: Cast, monday: Any) -> None:
    wait(house.amal)
    monday.move_to(at(23, 8, 1))
    wait(house.bo)
    first = offered(house.lise, at(23, 13, 15))
    assert first
    decline(first, by=viewer_of(house.amal), now=clock.now())
    assert len(freed_jobs(house.lise)) == 1
    second = offered(house.lise, at(23, 13, 15))
    assert second
    assert second.citizen == house.bo
    monday.move_to(second.held_until)
    assert lapse_due(by=JOB, now=clock.now()) == 1
    assert offered(house.lise, at(23, 13, 15)) is None
    assert not Claim.objects.exists()


def test_she_takes_it_and_it_is_hers_with_origin_self(house: Cast) -> None:
    wait(house.amal)
    offer = offered(house.lise, at(23, 13, 15))
    assert offer
    booking = keep(offer, by=viewer_of(house.amal), now=clock.now())
    assert keep(offer, by=viewer_of(house.amal), now=clock.now()) == booking
    assert (booking.origin, booking.staff, booking.starts) == ("self", house.lise, at(23, 13, 15))
    assert WaitingRequest.objects.get().ended_at == clock.now()
    assert TimeOffer.objects.get().answer == TimeOffer.KEPT
    assert Claim.objects.filter(owner=booking.uuid, held_until=None).count() == 2
    assert freed_jobs(house.lise) == []


def test_it_can_be_taken_within_the_notice_but_not_after_the_hold(house: Cast, monday: Any) -> None:
    wait(house.amal)
    offer = offered(house.lise, at(23, 10))
    assert offer
    assert offer.held_until == at(23, 9, 30)
    monday.move_to(at(23, 9, 29))
    assert keep(offer, by=viewer_of(house.amal), now=clock.now()).starts == at(23, 10)
    wait(house.bo)
    monday.move_to(at(24, 9))
    late = offered(house.lise, at(24, 14))
    assert late
    monday.move_to(late.held_until)
    with pytest.raises(Refused, match="offer_over"):
        keep(late, by=viewer_of(house.bo), now=clock.now())
    assert Booking.objects.filter(citizen=house.bo).count() == 0


def test_a_time_that_is_booked_closed_or_hers_is_offered_to_nobody(house: Cast) -> None:
    wait(house.amal)
    booked(house.bo, house.lise, at(23, 13, 15))
    assert offered(house.lise, at(23, 13, 15)) is None
    keep_as_air(house.lise, at(23, 14), at(23, 14, 45), by=viewer_of(house.lise), now=clock.now())
    assert offered(house.lise, at(23, 14)) is None
    away(house)
    assert offered(house.lise, at(23, 12, 30)) is None
    assert not TimeOffer.objects.exists()


def test_one_who_is_asked_already_is_not_asked_of_another_time(house: Cast) -> None:
    wait(house.amal)
    assert offered(house.lise, at(23, 13, 15))
    assert offered(house.lise, at(23, 14)) is None


def test_a_time_of_her_own_passes_the_held_one_on(house: Cast) -> None:
    wait(house.amal)
    offer = offered(house.lise, at(23, 13, 15))
    assert offer
    booked(house.amal, house.nanna, at(26, 10))
    assert TimeOffer.objects.get().answer == TimeOffer.DECLINED
    assert not Claim.objects.filter(owner=offer.uuid).exists()
    assert len(freed_jobs(house.lise)) == 1


def test_asked_twice_she_keeps_her_place_and_may_leave(house: Cast, monday: Any) -> None:
    first = wait(house.amal, house.lise)
    monday.move_to(at(23, 9))
    again = wait(house.amal)
    assert (again.pk, again.asked_at, again.staff) == (first.pk, first.asked_at, None)
    stop_waiting(house.amal, by=viewer_of(house.amal), now=clock.now())
    assert offered(house.lise, at(23, 13, 15)) is None


# ---- air -------------------------------------------------------------------------------------------


def test_a_freed_time_of_today_is_free_kept_offered_or_taken(house: Cast) -> None:
    talk = booked(house.bo, house.lise, at(23, 13, 15))
    cancelled = cancel(talk, by=viewer_of(house.bo), now=clock.now())
    lise, span = viewer_of(house.lise), (cancelled.starts, cancelled.ends)

    def freed() -> tuple[str, int]:
        found = freed_of(house.lise, list(Booking.objects.filter(staff=house.lise)), now=clock.now())
        return found[0].state, found[0].waiting

    wait(house.amal)
    assert freed() == ("free", 1)
    keep_as_air(house.lise, *span, by=lise, now=clock.now())
    keep_as_air(house.lise, *span, by=lise, now=clock.now())
    assert freed() == ("air", 0)
    assert ClosedTime.objects.count() == 1
    give_air_back(house.lise, *span, by=lise, now=clock.now())
    offer = offered(house.lise, cancelled.starts)
    assert offer
    assert freed() == ("offered", 0)
    keep(offer, by=viewer_of(house.amal), now=clock.now())
    assert freed() == ("taken", 0)
    assert freed_of(house.lise, [cancelled], now=cancelled.starts + timedelta(minutes=1)) == []
