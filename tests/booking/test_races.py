"""Many at once: one time is had by one, one form books once, and nothing is left half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from functools import partial
from threading import Barrier
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, connections

from afsaet.booking.actions.booking import book, book_for, cancel, move, move_to
from afsaet.booking.actions.drafting import hold
from afsaet.booking.actions.group_meeting import plan, take_seat
from afsaet.booking.models import Booking, ConversationType, Draft, Seat
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.actions.hours import Hours, set_weekly_hours
from afsaet.calendar.models import Claim, Room
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from afsaet.people.models import Caseload, Citizen, Staff
from tests.booking.conftest import at, booked, choices
from tests.cast import REGISTERED, Cast, make_cast, make_citizen, make_staff, viewer_of
from tests.conftest import MONDAY

RUNNERS = 8


@pytest.fixture
def crowd(committed: None) -> Any:
    """The cast, Lise at work, and eight more citizens of hers; the clock stands still."""
    with time_machine.travel(MONDAY, tick=False):
        cast = make_cast()
        week = [Hours(day, time(8, 30), time(15, 30)) for day in range(5)]
        for staff in (cast.lise, cast.nanna):
            set_weekly_hours(staff.uuid, week, by=viewer_of(cast.vera), now=clock.now())
        people = []
        for number in range(RUNNERS):
            one = make_citizen(cast.unit, f"Borger{number}", "Prøve", f"010160{5000 + number}")
            Caseload.objects.create(citizen=one, staff=cast.lise, starts_on=REGISTERED)
            people.append(one)
        yield cast, people


def all_at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run the tasks in as many threads, released together; a refusal counts as its code."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return task()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def overlapping_claims() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM calendar_claim a JOIN calendar_claim b ON a.id < b.id "
            "AND a.resource_id = b.resource_id AND a.starts < b.ends AND b.starts < a.ends"
        )
        return int(cursor.fetchone()[0])


def held(citizen: Citizen, cast: Cast, starts: datetime, moves: Booking | None = None) -> Draft:
    return hold(citizen, choices(cast.lise, starts), moves, by=viewer_of(citizen), now=clock.now())


def hold_and_book(citizen: Citizen, staff: Staff, starts: datetime) -> Booking:
    viewer, now = viewer_of(citizen), clock.now()
    return book(hold(citizen, choices(staff, starts), by=viewer, now=now), by=viewer, now=now).booking


def test_eight_want_one_time_and_one_gets_it(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    answers = all_at_once([partial(hold_and_book, one, cast.lise, at(26, 10)) for one in people])
    assert [answer for answer in answers if answer == "taken"] == ["taken"] * (RUNNERS - 1)
    assert (Booking.objects.count(), Claim.objects.count(), overlapping_claims()) == (1, 2, 0)


def test_one_form_sent_eight_times_books_once(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    draft = held(people[0], cast, at(26, 10))
    answers = all_at_once(
        [lambda: book(draft, by=viewer_of(people[0]), now=clock.now()).booking.pk for _ in range(RUNNERS)]
    )
    assert set(answers) == {Booking.objects.get().pk}
    assert Claim.objects.count() == 2


def test_one_citizen_at_two_advisers_at_once_gets_one(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    one = people[0]
    bookings = all_at_once(
        [partial(hold_and_book, one, staff, at(26, 10)) for staff in (cast.lise, cast.nanna)]
    )
    assert len(bookings) == 2
    assert Booking.objects.filter(cancelled_at=None).count() == 1
    assert Claim.objects.filter(held_until=None).count() == 2


def test_two_who_swap_times_never_share_one(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    mine, yours = booked(people[0], cast.lise, at(26, 10)), booked(people[1], cast.lise, at(26, 13))
    answers = all_at_once(
        [
            lambda: move(held(people[0], cast, at(26, 13), mine), by=viewer_of(people[0]), now=clock.now()),
            lambda: move(held(people[1], cast, at(26, 10), yours), by=viewer_of(people[1]), now=clock.now()),
        ]
    )
    assert answers == ["taken", "taken"]
    assert overlapping_claims() == 0
    assert sorted(Booking.objects.values_list("starts", flat=True)) == [at(26, 10), at(26, 13)]


# ---- the cases of many at once; the numbers are those of test_nasty_cases --------------------------


def any_adviser(citizen: Citizen, starts: datetime) -> Booking:
    wish = Choices(who="any", time=starts.isoformat())
    by, now = viewer_of(citizen), clock.now()
    return book_for(citizen, wish, key=uuid4(), origin="self", by=by, now=now).booking


def test_case_10_staggered_by_five_minutes_exactly_one_gets_it_without_a_deadlock(
    crowd: tuple[Cast, list[Citizen]],
) -> None:
    """10. Staff book eight overlapping times at once; each is answered, and within a second."""
    cast, people = crowd

    def attempt(citizen: Citizen, starts: datetime) -> Booking:
        wish, by = choices(cast.lise, starts), viewer_of(cast.gitte)
        return book_for(citizen, wish, key=uuid4(), origin="assisted", by=by, now=clock.now()).booking

    begun = monotonic()
    answers = all_at_once(
        [partial(attempt, one, at(26, 10) + timedelta(minutes=5 * n)) for n, one in enumerate(people)]
    )
    assert monotonic() - begun < 1.0
    assert sorted(str(type(answer)) for answer in answers).count("<class 'str'>") == RUNNERS - 1
    assert {answer for answer in answers if isinstance(answer, str)} == {"taken"}
    assert (Booking.objects.count(), Claim.objects.count(), overlapping_claims()) == (1, 2, 0)


def test_case_11_any_adviser_gives_each_free_one_a_talk_and_refuses_the_rest(
    crowd: tuple[Cast, list[Citizen]],
) -> None:
    """11. Eight want any adviser at ten; five are free; exactly five are had, each adviser one."""
    cast, people = crowd
    more = [make_staff(cast.unit, None, f"Hjælp{number}", "Prøve", "adviser") for number in range(4)]
    week = [Hours(day, time(8, 30), time(15, 30)) for day in range(5)]
    for staff in more:
        set_weekly_hours(staff.uuid, week, by=viewer_of(cast.vera), now=clock.now())
    booked(cast.kirsten, cast.nanna, at(26, 10))
    answers = all_at_once([partial(any_adviser, one, at(26, 10)) for one in people])
    had = [answer for answer in answers if isinstance(answer, Booking)]
    assert len(had) == 5
    assert {booking.staff_id for booking in had} == {cast.lise.pk, *(staff.pk for staff in more)}
    assert answers.count("taken") == 3
    assert overlapping_claims() == 0


def test_case_11_two_who_want_a_room_take_one_each_and_the_third_is_told(
    crowd: tuple[Cast, list[Citizen]],
) -> None:
    """11. The same for rooms: whoever loses the smallest takes the next."""
    cast, people = crowd
    ConversationType.objects.update(needs_room=True)
    for number in (1, 2):
        Room.objects.create(unit=cast.unit, name=f"Lokale {number}", seats=2)
    staff = [make_staff(cast.unit, None, f"Hjælp{number}", "Prøve", "adviser") for number in range(2)]
    for one in staff:
        week = [Hours(day, time(8, 30), time(15, 30)) for day in range(5)]
        set_weekly_hours(one.uuid, week, by=viewer_of(cast.vera), now=clock.now())
    answers = all_at_once([partial(any_adviser, one, at(26, 10)) for one in people[:4]])
    had = [answer for answer in answers if isinstance(answer, Booking)]
    assert len({booking.room_id for booking in had}) == len(had) == 2
    assert answers.count("no_room") == 2


def test_case_12_one_citizen_at_two_advisers_at_different_times_has_one_coming_talk(
    crowd: tuple[Cast, list[Citizen]],
) -> None:
    """12. Two forms at once, of times that do not even meet: one is booked, the other told she has one."""
    cast, people = crowd

    def attempt(staff: Staff, starts: datetime) -> Booking:
        wish, by = choices(staff, starts), viewer_of(people[0])
        return book_for(people[0], wish, key=uuid4(), origin="self", by=by, now=clock.now()).booking

    answers = all_at_once([partial(attempt, cast.lise, at(26, 10)), partial(attempt, cast.nanna, at(27, 13))])
    assert [answer for answer in answers if isinstance(answer, str)] == ["has_booking"]
    assert (Booking.objects.count(), Claim.objects.count()) == (1, 2)


def test_case_13_one_key_with_two_contents_at_once_books_one_and_refuses_the_other(
    crowd: tuple[Cast, list[Citizen]],
) -> None:
    """13. Whichever comes first is booked."""
    cast, people = crowd
    key = uuid4()

    def attempt(starts: datetime) -> Booking:
        wish, by = choices(cast.lise, starts), viewer_of(people[0])
        return book_for(people[0], wish, key=key, origin="self", by=by, now=clock.now()).booking

    answers = all_at_once([partial(attempt, at(26, 10)), partial(attempt, at(26, 13))])
    assert [answer for answer in answers if isinstance(answer, str)] == ["other_content"]
    assert Booking.objects.count() == 1


def test_case_14_cancelled_while_another_books_it_has_one_owner_or_none_and_one_message_each(
    crowd: tuple[Cast, list[Citizen]],
) -> None:
    """14. A cancels while B and C book the time."""
    cast, people = crowd
    mine = booked(people[0], cast.lise, at(26, 10))
    tasks = [partial(hold_and_book, one, cast.lise, at(26, 10)) for one in people[1:3]]
    answers = all_at_once([lambda: cancel(mine, by=viewer_of(people[0]), now=clock.now()), *tasks])
    assert isinstance(answers[0], Booking)
    had = [answer for answer in answers[1:] if isinstance(answer, Booking)]
    assert len(had) <= 1
    assert Claim.objects.filter(resource__ref=cast.lise.uuid, held_until=None).count() == len(had)
    told = Message.objects.filter(subject=mine.uuid, channel="inbox").exclude(state="withdrawn")
    assert [message.kind for message in told] == ["notice"]
    for booking in had:
        receipts = Message.objects.filter(subject=booking.uuid, channel="inbox", kind="receipt")
        assert receipts.count() == 1


def test_case_15_a_move_and_a_cancellation_at_once_leave_one_clear_end(
    crowd: tuple[Cast, list[Citizen]],
) -> None:
    """15. Whatever comes first, the booking has its claims or is cancelled without any."""
    cast, people = crowd
    mine = booked(people[0], cast.lise, at(26, 10))
    draft = held(people[0], cast, at(26, 13), mine)
    by = viewer_of(people[0])
    all_at_once([lambda: move(draft, by=by, now=clock.now()), lambda: cancel(mine, by=by, now=clock.now())])
    mine.refresh_from_db()
    assert mine.cancelled
    assert not Claim.objects.filter(held_until=None).exists()


def test_case_15_the_same_talk_moved_to_two_times_at_once_has_one_bundle(
    crowd: tuple[Cast, list[Citizen]],
) -> None:
    """15. Two colleagues move it: the second wins over the first, and never is there half of each."""
    cast, people = crowd
    mine = booked(people[0], cast.lise, at(26, 10))

    def to(staff: Staff, starts: datetime) -> Booking:
        return move_to(mine, staff=staff, starts=starts, by=viewer_of(cast.per), now=clock.now())

    answers = all_at_once([partial(to, cast.nanna, at(27, 10)), partial(to, cast.lise, at(27, 13))])
    assert all(isinstance(answer, Booking) for answer in answers)
    mine.refresh_from_db()
    assert mine.version == 3
    claims = set(Claim.objects.values_list("resource__ref", "starts"))
    assert claims == {(mine.staff.uuid, mine.starts), (people[0].uuid, mine.starts)}


def test_case_15_two_who_move_to_one_time_share_it_with_nobody(crowd: tuple[Cast, list[Citizen]]) -> None:
    """15. One has it, the other keeps the time he had."""
    cast, people = crowd
    mine, yours = booked(people[0], cast.lise, at(26, 10)), booked(people[1], cast.lise, at(26, 13))

    def moved(citizen: Citizen, booking: Booking) -> Booking:
        return move(held(citizen, cast, at(27, 10), booking), by=viewer_of(citizen), now=clock.now())

    answers = all_at_once([partial(moved, people[0], mine), partial(moved, people[1], yours)])
    assert [answer for answer in answers if isinstance(answer, str)] == ["taken"]
    assert Booking.objects.filter(starts=at(27, 10)).count() == 1
    assert (Claim.objects.filter(held_until=None).count(), overlapping_claims()) == (4, 0)


def test_case_15_one_after_the_other_two_may_swap(crowd: tuple[Cast, list[Citizen]]) -> None:
    """15. A moves away, B takes A's old time, A takes B's: three moves, and each has what the other had."""
    cast, people = crowd
    mine, yours = booked(people[0], cast.lise, at(26, 10)), booked(people[1], cast.lise, at(26, 13))
    for citizen, booking, starts in [
        (people[0], mine, at(27, 10)),
        (people[1], yours, at(26, 10)),
        (people[0], mine, at(26, 13)),
    ]:
        move(held(citizen, cast, starts, booking), by=viewer_of(citizen), now=clock.now())
    assert list(Booking.objects.order_by("pk").values_list("starts", flat=True)) == [at(26, 13), at(26, 10)]
    assert set(Booking.objects.values_list("version", flat=True)) == {2, 3}


def test_a_meeting_of_two_seats_gives_eight_who_ask_at_once_two(crowd: tuple[Cast, list[Citizen]]) -> None:
    cast, people = crowd
    by, now = viewer_of(cast.lise), clock.now()
    meeting = plan(cast.lise, None, "Velkommen", at(26, 9), at(26, 11), 2, by=by, now=now)

    def seated(citizen: Citizen) -> Seat:
        return take_seat(meeting, citizen, by=viewer_of(citizen), now=clock.now())

    answers = all_at_once([partial(seated, one) for one in people])
    assert [answer for answer in answers if isinstance(answer, str)] == ["full"] * (RUNNERS - 2)
    assert Seat.objects.filter(given_up_at=None).count() == 2
    assert Claim.objects.exclude(resource__ref=cast.lise.uuid).count() == 2
