"""*Bed en kollega tage den*, many at once: one answer counts, and one time is had once."""

from functools import partial
from typing import Any

from afsaet.booking.actions.substitution import answer_question, ask_colleague, withdraw_question
from afsaet.booking.models import Booking, Substitution
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.site.invariants import broken
from tests.booking.conftest import at, booked
from tests.booking.test_races import all_at_once
from tests.booking.test_races import crowd as crowd
from tests.cast import viewer_of


def test_yes_no_and_fortryd_at_once_leave_one_answer(crowd: Any) -> None:
    cast, people = crowd
    booking = booked(people[0], cast.lise, at(26, 9, 15))
    question = ask_colleague(booking, cast.nanna, by=viewer_of(cast.lise), now=clock.now())
    nanna, now = viewer_of(cast.nanna), clock.now()
    yes = partial(answer_question, question, yes=True, by=nanna, now=now)
    no = partial(answer_question, question, yes=False, by=nanna, now=now)
    all_at_once([yes, no, yes, no, partial(withdraw_question, booking, by=viewer_of(cast.lise), now=now)])
    booking.refresh_from_db()
    accepted = Substitution.objects.filter(accepted=True).exists()
    assert booking.staff == (cast.nanna if accepted else cast.lise)
    assert not broken(now)


def test_her_yes_and_another_booking_at_once_give_the_time_to_one(crowd: Any) -> None:
    cast, people = crowd
    booking = booked(people[0], cast.lise, at(26, 9, 15))
    question = ask_colleague(booking, cast.nanna, by=viewer_of(cast.lise), now=clock.now())
    yes = partial(answer_question, question, yes=True, by=viewer_of(cast.nanna), now=clock.now())
    answers = all_at_once([yes, partial(booked, people[1], cast.nanna, at(26, 9, 15))])
    assert Booking.objects.filter(staff=cast.nanna, starts=at(26, 9, 15)).count() == 1
    assert Claim.objects.filter(owner=booking.uuid).count() == 2
    assert answers[0] == "you_are_busy" or isinstance(answers[0], Substitution)
    assert not broken(clock.now())
