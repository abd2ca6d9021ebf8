"""A plan is applied while others book, move and cancel: nothing overlaps, and what could not be held is named."""

from collections.abc import Callable, Iterator
from datetime import time
from functools import partial
from typing import Any

import pytest
import time_machine

from afsaet.booking.actions.absences import Applied
from afsaet.booking.actions.answering import decline, keep, lapse_due
from afsaet.booking.actions.booking import cancel
from afsaet.booking.actions.waiting import offer_freed, wait_for_a_time
from afsaet.booking.models import Booking, ConversationType, ReplannedTalk, TimeOffer
from afsaet.calendar.actions.hours import Hours, set_weekly_hours
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.messaging.models import Message
from tests.booking.conftest import at, booked
from tests.booking.sick_day import SickDay, citizens, proposals, sick_day
from tests.booking.test_races import all_at_once, hold_and_book, overlapping_claims
from tests.cast import Cast, make_cast, viewer_of
from tests.conftest import MONDAY

CROWD = 20


@pytest.fixture
def day(committed: None) -> Iterator[SickDay]:
    """Lise is away with seven talks; only Nanna is there to take them."""
    with time_machine.travel(MONDAY, tick=False):
        cast = make_cast()
        week = [
            Hours(day, opens, closes)
            for day in range(5)
            for opens, closes in [(time(8, 30), time(12)), (time(12, 30), time(15, 30))]
        ]
        for staff in (cast.lise, cast.nanna):
            set_weekly_hours(staff.uuid, week, by=viewer_of(cast.vera), now=clock.now())
        yield sick_day(cast)


def titles(citizen: Any, title: str) -> int:
    return (
        Message.objects.filter(citizen=citizen, title=title, channel="inbox")
        .exclude(state="withdrawn")
        .count()
    )


def test_a_plan_applied_while_twenty_book_the_same_times(day: SickDay) -> None:
    crowd = citizens(day.cast, CROWD, first=100)
    decisions, staff = proposals(day.plan), day.plan.staff
    places = [decision.place for decision in decisions if decision.place]
    tasks: list[Callable[[], Any]] = [partial(day.apply, *decisions)]
    for number, one in enumerate(crowd):
        place = places[number % len(places)]
        tasks.append(partial(hold_and_book, one, staff[place.staff], place.starts))
    answers = all_at_once(tasks)
    applied = answers[0]
    assert isinstance(applied, Applied)
    offers = list(TimeOffer.objects.all())
    won = sum(isinstance(answer, Booking) for answer in answers[1:])
    assert overlapping_claims() == 0
    assert len(offers) + len(applied.taken) == len(decisions)
    assert len({(offer.staff_id, offer.starts) for offer in offers}) == len(offers)
    assert len(offers) + won == len(places)
    assert {str(answer) for answer in answers[1:] if not isinstance(answer, Booking)} <= {"taken"}
    for offer in offers:
        assert Claim.objects.filter(owner=offer.uuid).exists()
        assert titles(offer.citizen, "Vi holder en anden tid til dig") == 1
    assert not ReplannedTalk.objects.filter(booking__in=applied.taken).exists()
    left = {line.booking for line in day.plan.lines}
    assert left == set(applied.taken)


def test_the_same_plan_sent_by_two_holds_each_time_once(day: SickDay) -> None:
    decisions = proposals(day.plan)
    first, second = all_at_once([partial(day.apply, *decisions), partial(day.apply, *decisions)])
    assert sorted([len(first.offers), len(second.offers)]) == [0, len(decisions)]
    assert TimeOffer.objects.count() == len(decisions)
    assert overlapping_claims() == 0


def test_keeping_it_in_two_windows_while_it_runs_out_gives_one_answer(day: SickDay) -> None:
    offer = day.apply(*proposals(day.plan)[2:3]).offers[0]
    viewer = viewer_of(offer.citizen)
    answers = all_at_once(
        [
            lambda: keep(offer, by=viewer, now=clock.now()).starts,
            lambda: keep(offer, by=viewer, now=clock.now()).starts,
            lambda: decline(offer, by=viewer, now=clock.now()),
            lambda: lapse_due(by=job("test"), now=offer.held_until),
        ]
    )
    answer = TimeOffer.objects.get(pk=offer.pk).answer
    assert offer.moves
    talk = Booking.objects.get(pk=offer.moves.pk)
    moved = (talk.starts, talk.staff_id) == (offer.starts, offer.staff_id)
    assert moved == (answer == TimeOffer.KEPT)
    assert set(answers[:2]) == ({offer.starts} if answer == TimeOffer.KEPT else {"offer_over"})
    assert overlapping_claims() == 0
    assert not Claim.objects.filter(owner=offer.uuid).exists()


def test_cancelled_booked_and_waited_for_at_once_has_one_owner_and_one_mail_each(day: SickDay) -> None:
    cast: Cast = day.cast
    freed, booker, waiting = citizens(cast, 3, first=50)
    kind = ConversationType.objects.get()
    talk = booked(freed, cast.nanna, at(24, 13, 15))
    wait_for_a_time(waiting, kind, cast.nanna, by=viewer_of(waiting), now=clock.now())
    answers = all_at_once(
        [
            lambda: cancel(talk, by=viewer_of(freed), now=clock.now()),
            partial(hold_and_book, booker, cast.nanna, at(24, 13, 15)),
            lambda: offer_freed(cast.nanna, at(24, 13, 15), by=job("test"), now=clock.now()),
        ]
    )
    offer_freed(cast.nanna, at(24, 13, 15), by=job("test"), now=clock.now())
    got_it = Booking.objects.filter(citizen=booker, cancelled_at=None).count()
    held = TimeOffer.objects.filter(citizen=waiting, answer="").count()
    assert answers[0] == talk
    assert got_it + held == 1
    assert overlapping_claims() == 0
    assert titles(freed, "Dit afbud er modtaget") == 1
    assert titles(booker, "Din tid er booket") == got_it
    assert titles(waiting, "Der er en tid til dig") == held
