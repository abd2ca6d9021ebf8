"""What is written about a talk on its day, on real rows: who, when, once, and that a refusal changes nothing."""

from datetime import datetime
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from afsaet.audit.models import Change
from afsaet.booking.actions import attendance
from afsaet.booking.actions.booking import cancel, move_to
from afsaet.booking.models import Attendance, Booking, CallAttempt, ConversationType
from afsaet.booking.queries.attendance import on_the_day
from afsaet.booking.rules.attendance import attendance_state
from afsaet.conversations.actions.talking import start
from afsaet.conversations.queries import states_of
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from tests.booking.conftest import at, booked
from tests.booking.test_races import all_at_once
from tests.booking.test_races import crowd as crowd
from tests.cast import Cast, viewer_of


@pytest.fixture
def bo(house: Cast) -> Booking:
    return booked(house.bo, house.lise, at(26, 9, 15))


@pytest.fixture
def by_phone(house: Cast) -> Booking:
    """Thursday at 9.15 on the telephone."""
    ConversationType.objects.update(must_meet_first=False)
    return booked(house.bo, house.lise, at(26, 9, 15), form="phone")


def state(booking: Booking) -> str:
    fresh = Booking.objects.get(pk=booking.pk)
    return states_of([fresh])[fresh.pk].key


def everything() -> list[Any]:
    with connection.cursor() as cursor:
        found = []
        for table in ("booking_booking", "booking_attendance", "booking_callattempt", "messaging_message"):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found.append(cursor.fetchall())
    return found


def refused(code: str, act: Any) -> None:
    before = everything()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.code == code
    assert everything() == before


def test_she_says_late_and_here_and_takes_each_back(house: Cast, bo: Booking) -> None:
    hers = viewer_of(house.bo)
    attendance.say_late(bo, 10, by=hers, now=at(26, 8, 51))
    assert (state(bo), on_the_day(bo).late_minutes) == ("late", 10)
    attendance.say_late(bo, 0, by=hers, now=at(26, 8, 55))
    assert (on_the_day(bo).late_minutes, on_the_day(bo).late_at) == (0, at(26, 8, 55))
    attendance.mark_arrived(bo, by=hers, now=at(26, 9, 20))
    assert state(bo) == "arrived"
    attendance.mark_arrived(bo, by=hers, now=at(26, 9, 25))
    assert on_the_day(bo).arrived_at == at(26, 9, 20), "twice is once"
    attendance.take_back(bo, "arrived", by=hers, now=at(26, 9, 26))
    assert state(bo) == "late"
    refused("talk_began", lambda: attendance.take_back(bo, "late", by=hers, now=at(26, 9, 27)))
    attendance.take_back(bo, "late", by=viewer_of(house.lise), now=at(26, 9, 28))
    assert state(bo) == "booked"


def test_she_takes_back_only_her_own_words(house: Cast, bo: Booking) -> None:
    attendance.mark_arrived(bo, by=viewer_of(house.lise), now=at(26, 8, 20))
    hers = viewer_of(house.bo)
    refused("not_your_words", lambda: attendance.take_back(bo, "arrived", by=hers, now=at(26, 9)))
    assert state(bo) == "arrived"


def test_an_afbud_before_the_start_is_an_afbud_whatever_was_said_before(house: Cast, bo: Booking) -> None:
    attendance.say_late(bo, 15, by=viewer_of(house.bo), now=at(26, 8, 51))
    cancel(bo, reason="child_ill", by=viewer_of(house.bo), now=at(26, 9, 14))
    assert state(bo) == "cancelled"
    refused(
        "already_cancelled",
        lambda: attendance.close_absence(bo, by=viewer_of(house.lise), now=at(26, 9, 20)),
    )


def test_the_absence_is_written_taken_back_and_both_stand_in_the_history(house: Cast, bo: Booking) -> None:
    lise = viewer_of(house.lise)
    refused("talk_not_begun", lambda: attendance.close_absence(bo, by=lise, now=at(26, 9, 14)))
    attendance.close_absence(bo, by=lise, now=at(26, 9, 25))
    assert (state(bo), Attendance.objects.get().absent_by) == ("not_come", lise.user)
    attendance.close_absence(bo, by=lise, now=at(26, 9, 30))
    assert on_the_day(bo).absent_at == at(26, 9, 25)
    attendance.came_after_all(bo, by=lise, now=at(26, 9, 31))
    assert (state(bo), on_the_day(bo).arrived_at) == ("arrived", at(26, 9, 31))
    history = Change.objects.filter(table="booking_attendance").order_by("pk")
    assert ["not_come", ""] in [change.diff.get("absence") for change in history]
    assert {change.who for change in history} == {lise.user}


def test_an_absence_written_by_mistake_leaves_no_arrival(house: Cast, bo: Booking) -> None:
    lise = viewer_of(house.lise)
    attendance.close_absence(bo, by=lise, now=at(26, 9, 25))
    attendance.came_after_all(bo, came=False, by=lise, now=at(27, 9))
    assert (state(bo), on_the_day(bo).arrived_at) == ("booked", None)


def test_who_comes_after_she_was_written_absent_is_here(house: Cast, bo: Booking) -> None:
    attendance.close_absence(bo, by=viewer_of(house.lise), now=at(26, 9, 25))
    attendance.mark_arrived(bo, by=viewer_of(house.bo), now=at(26, 9, 30))
    assert state(bo) == "arrived"


def test_a_talk_that_is_begun_has_no_absence(house: Cast, bo: Booking) -> None:
    lise = viewer_of(house.lise)
    attendance.close_absence(bo, by=lise, now=at(26, 9, 25))
    start(bo, by=lise, now=at(26, 9, 35))
    assert (state(bo), on_the_day(bo).absence) == ("in_progress", "")
    refused("talk_going_on", lambda: attendance.close_absence(bo, by=lise, now=at(26, 9, 40)))


def test_a_missed_talk_is_put_right_before_it_is_changed(house: Cast, bo: Booking) -> None:
    lise = viewer_of(house.lise)
    attendance.close_absence(bo, by=lise, now=at(26, 9, 25))
    refused("talk_is_closed", lambda: cancel(bo, by=lise, now=at(26, 9, 30)))
    refused(
        "talk_is_closed",
        lambda: move_to(bo, staff=house.lise, starts=at(27, 10), by=lise, now=at(26, 9, 30)),
    )


def test_at_another_time_what_was_said_of_the_old_one_is_over(house: Cast, bo: Booking) -> None:
    attendance.say_late(bo, 15, by=viewer_of(house.bo), now=at(26, 8, 51))
    move_to(bo, staff=house.lise, starts=at(26, 13), by=viewer_of(house.lise), now=at(26, 8, 55))
    assert state(bo) == "booked"


def test_she_is_told_once_that_we_did_not_talk(house: Cast, bo: Booking) -> None:
    lise = viewer_of(house.lise)
    refused("talk_not_begun", lambda: attendance.send_missed(bo, by=lise, now=at(26, 9, 14)))
    attendance.send_missed(bo, by=lise, now=at(26, 9, 24))
    attendance.send_missed(bo, by=lise, now=at(26, 9, 26))
    told = Message.objects.filter(title="Vi fik ikke talt sammen", channel="inbox")
    assert told.count() == 1
    assert on_the_day(bo).told_at == at(26, 9, 24)


# ---- the telephone --------------------------------------------------------------------------------


def ring(booking: Booking, house: Cast, moment: datetime, answer: str = "") -> CallAttempt:
    lise = viewer_of(house.lise)
    call = attendance.ring(booking, by=lise, now=moment)
    if answer:
        attendance.answer_call(booking, call.pk, answer, by=lise, now=moment)
    return call


def test_not_reached_takes_two_calls_ten_minutes_apart_and_the_number_is_kept(
    house: Cast, by_phone: Booking
) -> None:
    lise = viewer_of(house.lise)
    close = partial(attendance.close_absence, by_phone, by=lise)
    refused("ring_first", lambda: close(now=at(26, 9, 16)))
    ring(by_phone, house, at(26, 9, 16), "no_answer")
    refused("ring_again", lambda: close(now=at(26, 9, 25)))
    ring(by_phone, house, at(26, 9, 25), "no_answer")
    refused("ring_again", lambda: close(now=at(26, 9, 26)))
    ring(by_phone, house, at(26, 9, 27), "no_answer")
    close(now=at(26, 9, 28))
    assert state(by_phone) == "not_reached"
    assert {call.number for call in CallAttempt.objects.all()} == {"76001234"}


def test_a_button_pressed_twice_is_one_call(house: Cast, by_phone: Booking) -> None:
    first, second = ring(by_phone, house, at(26, 9, 16)), ring(by_phone, house, at(26, 9, 16))
    assert first.pk == second.pk
    third = ring(by_phone, house, at(26, 9, 18))
    assert third.pk != first.pk


def test_an_answer_is_put_right_until_the_talk_is_closed(house: Cast, by_phone: Booking) -> None:
    lise = viewer_of(house.lise)
    call = ring(by_phone, house, at(26, 9, 16), "reached")
    attendance.answer_call(by_phone, call.pk, "no_answer", by=lise, now=at(26, 9, 17))
    ring(by_phone, house, at(26, 9, 30), "no_answer")
    attendance.close_absence(by_phone, by=lise, now=at(26, 9, 31))
    refused(
        "call_is_closed",
        lambda: attendance.answer_call(by_phone, call.pk, "reached", by=lise, now=at(26, 9, 32)),
    )


def test_a_call_is_answered_only_at_its_own_talk(house: Cast, by_phone: Booking) -> None:
    other = booked(house.amal, house.lise, at(26, 10, 45), form="phone")
    house.amal.phone = "20123479"
    house.amal.save()
    call = ring(other, house, at(26, 10, 46))
    lise = viewer_of(house.lise)
    refused(
        "unknown_answer",
        lambda: attendance.answer_call(by_phone, call.pk, "reached", by=lise, now=at(26, 10, 47)),
    )


def test_held_on_the_telephone_instead_she_is_told_at_once(house: Cast, bo: Booking) -> None:
    lise = viewer_of(house.lise)
    refused("phone_another_day", lambda: attendance.ring_instead(bo, by=lise, now=at(25, 9)))
    attendance.ring_instead(bo, by=lise, now=at(26, 8, 55))
    fresh = Booking.objects.get(pk=bo.pk)
    assert (fresh.form, fresh.place, fresh.version) == ("phone", "", bo.version + 1)
    told = Message.objects.get(title="Vi ringer til dig", channel="inbox")
    assert "Lise Krogh ringer til dig i stedet. Vi ringer fra 76 00 12 34." in told.body
    refused("ring_first", lambda: attendance.close_absence(bo, by=lise, now=at(26, 9, 20)))


# ---- the tables, and two at once ------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"absence": "not_come"},
        {"absence": "gone", "absent_at": at(26, 10)},
        {"late_minutes": 10},
        {"late_minutes": 7, "late_at": at(26, 10)},
        {"arrived_at": at(26, 10)},
    ],
)
def test_the_tables_hold_nothing_half_said(bo: Booking, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(booking=bo, **wrong)


def test_afbud_and_absence_at_the_same_moment_leave_one_clear_answer(crowd: Any) -> None:
    """She presses at 8.59.59, we at 9.00.00; whoever comes first to the row, the afbud was in time."""
    cast, people = crowd
    for number, (hour, minute) in enumerate([(9, 15), (10, 0), (10, 45), (11, 30)]):
        one = people[number]
        talk = booked(one, cast.lise, at(26, hour, minute))
        before = talk.starts - clock.minutes(1 / 60)
        answers = all_at_once(
            [
                partial(cancel, talk, reason="ill", by=viewer_of(one), now=before),
                partial(attendance.close_absence, talk, by=viewer_of(cast.lise), now=talk.starts),
            ]
        )
        assert answers[1] in (None, "already_cancelled")
        fresh = Booking.objects.get(pk=talk.pk)
        assert fresh.cancelled_by_citizen
        assert on_the_day(fresh).absence == ""
        assert attendance_state(on_the_day(fresh)).key == "expected"


def test_two_who_close_at_once_write_one_absence(crowd: Any) -> None:
    cast, people = crowd
    talk = booked(people[0], cast.lise, at(26, 9, 15))
    close = partial(attendance.close_absence, talk, by=viewer_of(cast.lise), now=at(26, 9, 20))
    assert all_at_once([close, close, close]) == [None, None, None]
    assert Attendance.objects.get().absence == "not_come"
