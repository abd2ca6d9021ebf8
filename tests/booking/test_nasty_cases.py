"""The cases that break booking systems; each test gives its number in the list of the reference."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from afsaet.booking.actions.booking import book, book_for, cancel, move, move_to
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import Booking, ConversationType, Deadline
from afsaet.booking.queries.offer import offer_for, times_of
from afsaet.booking.rules.choices import Choices, reminder_times
from afsaet.calendar.actions.hours import Hours, set_weekly_hours
from afsaet.calendar.models import Busy, BusySource, Claim, ClosedDay, ExtraTime, WorkRule
from afsaet.calendar.queries.hours import open_times
from afsaet.calendar.rules import minute_of, within
from afsaet.core import clock, danish
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from afsaet.people.models import Citizen, Staff
from tests.booking.conftest import at, booked, choices
from tests.booking.test_actions import everything
from tests.cast import Cast, viewer_of

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


def night_shift(cast: Cast, now: datetime, *spans: tuple[time, time]) -> None:
    """Lise is open on Sunday nights; talks take half an hour, need no notice, and are offered a day ahead."""
    WorkRule.objects.all().delete()
    ClosedDay.objects.filter(day=SPRING).delete()  # it is Easter Sunday, too
    hours = [Hours(6, opens, closes) for opens, closes in spans or [(time(0), time(6))]]
    set_weekly_hours(cast.lise.uuid, hours, by=viewer_of(cast.vera), now=now)
    ConversationType.objects.update(minutes=30, notice_minutes=0, horizon_days=1)


def shown(citizen: Citizen, staff: Staff, now: datetime) -> list[datetime]:
    return times_of(offer_for(citizen, now), citizen, [staff], now)[str(staff.uuid)]


def on_the_wall(starts: list[datetime]) -> list[str]:
    return [f"{clock.local(start):%H.%M}" for start in starts]


def refusal(do: Any) -> str:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.code


def test_case_1_the_autumn_night_offers_ten_and_staff_may_book_in_the_doubled_hour(house: Cast) -> None:
    """1. Open 0-6 for seven elapsed hours; what begins between 2 and 3 is withheld, and staff may use it."""
    now = datetime(2026, 10, 24, 12, tzinfo=clock.ZONE)
    with time_machine.travel(now, tick=False):
        night_shift(house, now)
        assert len(shown(house.bo, house.lise, now)) == 10
        second_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        wish = choices(house.lise, second_two)
        by_her = refusal(lambda: hold(house.bo, wish, by=viewer_of(house.bo), now=now))
        assert by_her == "not_on_the_list"
        by = viewer_of(house.lise)
        made = book_for(house.bo, wish, key=uuid4(), origin="staff", by=by, now=now).booking
        made.refresh_from_db()
        assert made.starts == second_two
        assert clock.local(made.starts).isoformat() == "2026-10-25T02:30:00+01:00"


def test_case_2_the_spring_night_offers_ten_and_none_that_does_not_exist(house: Cast) -> None:
    """2. Open 0-6 of a 23-hour day; hours given as 2-4 are 3-4."""
    now = datetime(2027, 3, 27, 12, tzinfo=clock.ZONE)
    with time_machine.travel(now, tick=False):
        night_shift(house, now)
        found = on_the_wall(shown(house.bo, house.lise, now))
        assert len(found) == 10
        assert not {"02.00", "02.30"} & set(found)
        night_shift(house, now, (time(2), time(4)))
        assert on_the_wall(shown(house.bo, house.lise, now)) == ["03.00", "03.30"]


def test_case_3_a_weekly_nine_o_clock_stays_nine_and_its_reminder_keeps_the_wall(house: Cast) -> None:
    """3. Nine on the wall is 7 UTC before the switch and 8 after; two days before is Saturday at nine."""
    with time_machine.travel(datetime(2026, 10, 12, 8, tzinfo=clock.ZONE), tick=False) as traveller:
        now = clock.now()
        week = [Hours(0, time(9), time(12))]
        set_weekly_hours(house.lise.uuid, week, by=viewer_of(house.vera), now=now)
        times = shown(house.bo, house.lise, now)
        nines = [start for start in times if f"{clock.local(start):%H.%M}" == "09.00"]
        assert [(start.day, start.hour) for start in nines[:3]] == [(19, 7), (26, 8), (2, 8)]
        traveller.move_to(datetime(2026, 10, 20, 8, tzinfo=clock.ZONE))
        booking = booked(house.bo, house.lise, clock.at_local(date(2026, 10, 26), 9))
        due = Message.objects.filter(subject=booking.uuid, kind="reminder", channel="inbox").order_by(
            "due_at"
        )
        assert [clock.local(message.due_at).isoformat() for message in due] == [
            "2026-10-24T09:00:00+02:00",
            "2026-10-25T09:00:00+01:00",
        ]


@pytest.mark.parametrize(("hours", "first"), [(24, "00.00"), (26, "01.00")])
def test_case_4_notice_across_the_switch_counts_hours_that_pass(house: Cast, hours: int, first: str) -> None:
    """4. Sunday at midnight plus 24 hours is Sunday at 23 on the wall; the first time is the next that is open."""
    now = (
        datetime(2026, 10, 24, 0, tzinfo=clock.ZONE)
        if hours == 24
        else datetime(2026, 10, 23, 23, tzinfo=clock.ZONE)
    )
    with time_machine.travel(now, tick=False):
        night_shift(house, now)
        ConversationType.objects.update(notice_minutes=hours * 60, horizon_days=3)
        assert on_the_wall(shown(house.bo, house.lise, now))[0] == first
        ConversationType.objects.update(notice_minutes=25 * 60 + 120)
        late = shown(house.bo, house.lise, now)[0]
        assert late - now >= timedelta(hours=27)


def test_case_5_booked_before_the_switch_for_after_it_all_say_the_same(house: Cast) -> None:
    """5. Database, message and the line for the adviser's calendar agree."""
    with time_machine.travel(datetime(2026, 10, 20, 8, tzinfo=clock.ZONE), tick=False):
        set_weekly_hours(
            house.lise.uuid, [Hours(0, time(9), time(12))], by=viewer_of(house.vera), now=clock.now()
        )
        booking = booked(house.bo, house.lise, clock.at_local(date(2026, 10, 26), 9))
    booking.refresh_from_db()
    assert booking.starts == datetime(2026, 10, 26, 8, tzinfo=UTC)
    receipt = Message.objects.get(subject=booking.uuid, kind="receipt", channel="inbox")
    assert "mandag den 26. oktober kl. 9.00" in receipt.body
    letter = Message.objects.exclude(calendar="").get(subject=booking.uuid)
    assert (
        "20261026T080000Z" in letter.calendar or "TZID=Europe/Copenhagen:20261026T090000" in letter.calendar
    )


@pytest.mark.parametrize(
    "sent", ["2026-11-25T23:30:00-08:15", "2026-11-26T07:45:00Z", "2026-11-26T08:45+01:00"]
)
def test_case_6_a_start_in_another_zone_is_the_same_moment_and_the_same_danish_day(
    house: Cast, sent: str
) -> None:
    """6. The browser's zone is no zone of ours: times are told on the wall in Denmark."""
    set_weekly_hours(
        house.lise.uuid, [Hours(3, time(8), time(12))], by=viewer_of(house.vera), now=clock.now()
    )
    wish = Choices(who=str(house.lise.uuid), time=sent)
    by, now = viewer_of(house.bo), clock.now()
    made = book(hold(house.bo, wish, by=by, now=now), by=by, now=now).booking
    assert made.starts == at(26, 8, 45)
    assert danish.day(made.starts, clock.today()).startswith("torsdag den 26. november")


def test_case_7_times_that_touch_are_both_had_and_a_minute_sooner_is_not(house: Cast) -> None:
    """7. Half-open; and a buffer of ten minutes then refuses what begins at once."""
    ConversationType.objects.update(minutes=30)
    booked(house.bo, house.lise, at(26, 9))
    by, now = viewer_of(house.gitte), clock.now()

    def made(citizen: Citizen, starts: datetime) -> Booking:
        wish = choices(house.lise, starts)
        return book_for(citizen, wish, key=uuid4(), origin="assisted", by=by, now=now).booking

    assert refusal(lambda: made(house.amal, at(26, 9, 29))) == "taken"
    assert made(house.amal, at(26, 9, 30))
    ConversationType.objects.update(buffer_minutes=10)
    assert made(house.kirsten, at(26, 10))
    cancel(Booking.objects.get(citizen=house.amal), by=by, now=now)
    assert refusal(lambda: made(house.amal, at(26, 9, 30))) == "taken", "its buffer meets the next talk"
    cancel(Booking.objects.get(citizen=house.kirsten, cancelled_at=None), by=by, now=now)
    assert made(house.kirsten, at(26, 10))
    assert refusal(lambda: made(house.amal, at(26, 10, 30))) == "taken"
    assert made(house.amal, at(26, 10, 40))


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        (at(26, 10, 20), "not_on_the_list"),
        (at(26, 9, 20), "taken"),
        (at(26, 11, 20), "not_on_the_list"),
        (at(26, 11, 10), "not_on_the_list"),
        (at(26, 6), "outside_hours"),
        (at(26, 12, 10), "outside_hours"),
        (at(23, 9, 20), "too_soon"),
        (clock.at_local(date(2027, 1, 7), 8, 30), "too_late"),
        (at(27, 8, 30), "after_deadline"),
    ],
    ids=[
        "off the grid",
        "in the buffer of another talk",
        "its own buffer in the break",
        "between two on the list",
        "before the hours",
        "in the break",
        "on short notice",
        "beyond the horizon",
        "after the deadline",
    ],
)
def test_case_8_a_time_made_by_hand_breaks_no_rule(house: Cast, starts: datetime, code: str) -> None:
    """8. Hours, grid, buffer, notice, horizon, deadline: one clear answer each, and nothing is changed."""
    ConversationType.objects.update(minutes=40, buffer_minutes=10)
    booked(house.amal, house.lise, at(26, 8, 30))
    made = Booking.objects.get(citizen=house.amal)
    Claim.objects.filter(owner=made.uuid, resource__kind="staff").update(ends=at(26, 9, 25))
    kind = ConversationType.objects.get()
    Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 11, 25), hold_by=date(2026, 11, 26)
    )
    if code == "too_late":
        Deadline.objects.all().delete()
    by, now = viewer_of(house.bo), clock.now()
    before = everything()
    wish = choices(house.lise, starts)
    assert refusal(lambda: hold(house.bo, wish, by=by, now=now)) == code
    assert refusal(lambda: book_for(house.bo, wish, key=uuid4(), origin="self", by=by, now=now)) == code
    assert everything() == before


def test_case_8_an_adviser_who_is_not_on_her_list_is_not_hers_to_book(house: Cast) -> None:
    """8. Per is no adviser: a form made by hand names nobody."""
    by, now = viewer_of(house.bo), clock.now()
    before = everything()
    wish = choices(house.per, at(26, 9, 15))
    assert refusal(lambda: book_for(house.bo, wish, key=uuid4(), origin="self", by=by, now=now)) == (
        "unknown_adviser"
    )
    assert everything() == before


@pytest.mark.parametrize(
    ("starts", "minutes"), [(at(26, 8, 45), 60), (at(26, 9, 5), 10), (at(26, 8, 30), 180)]
)
def test_case_9_a_talk_over_another_is_refused_within_around_or_across(
    house: Cast, starts: datetime, minutes: int
) -> None:
    """9. A longer one over a shorter one in its middle, and one that encloses it."""
    ConversationType.objects.update(minutes=30)
    booked(house.amal, house.lise, at(26, 9))
    ConversationType.objects.update(minutes=minutes)
    by, now = viewer_of(house.gitte), clock.now()
    before = everything()
    wish = choices(house.lise, starts)
    made = refusal(lambda: book_for(house.bo, wish, key=uuid4(), origin="assisted", by=by, now=now))
    assert made == "taken"
    assert everything() == before


def test_case_13_one_key_is_one_booking_and_another_content_is_refused(house: Cast) -> None:
    """13. Twenty times the same form is one booking; the same key with anything else is refused."""
    key, by, now = uuid4(), viewer_of(house.bo), clock.now()
    wish = choices(house.lise, at(26, 9, 15), own_words="Truck")
    first = book_for(house.bo, wish, key=key, origin="self", by=by, now=now)
    again = [book_for(house.bo, wish, key=key, origin="self", by=by, now=now) for _ in range(19)]
    assert {one.booking.pk for one in again} == {first.booking.pk}
    assert all(one.again for one in again)
    before = everything()
    others = [
        (house.bo, choices(house.lise, at(26, 10), own_words="Truck")),
        (house.bo, choices(house.lise, at(26, 9, 15), own_words="Kran")),
        (house.bo, choices(house.nanna, at(26, 9, 15), own_words="Truck")),
        (house.amal, wish),
    ]
    for citizen, other in others:
        sent = refusal(lambda c=citizen, o=other: book_for(c, o, key=key, origin="self", by=by, now=now))
        assert sent == "other_content"
    assert everything() == before


def test_case_16_nothing_of_the_old_time_is_sent_after_a_move_a_change_or_a_cancellation(house: Cast) -> None:
    """16. Each change takes the reminders of what was with it."""
    booking = booked(house.bo, house.lise, at(26, 9, 15))

    def reminders() -> set[datetime]:
        live = Message.objects.filter(subject=booking.uuid, kind="reminder", channel="inbox", state="queued")
        return set(live.values_list("due_at", flat=True))

    def expected(starts: datetime) -> set[datetime]:
        return set(reminder_times(clock.local(starts), clock.now()))

    assert reminders() == expected(at(26, 9, 15))
    by, now = viewer_of(house.bo), clock.now()
    move(hold(house.bo, choices(house.lise, at(27, 10)), booking, by=by, now=now), by=by, now=now)
    assert reminders() == expected(at(27, 10))
    move_to(booking, staff=house.nanna, starts=at(30, 10), by=viewer_of(house.per), now=now)
    assert reminders() == expected(at(30, 10))
    live = Message.objects.filter(subject=booking.uuid, kind="reminder", channel="inbox", state="queued")
    assert all("Nanna Juhl" in message.body for message in live)
    cancel(booking, by=by, now=now)
    assert reminders() == set()


def test_case_19_a_closed_day_or_new_hours_leave_the_talk_and_take_no_new_ones(house: Cast) -> None:
    """19. What was booked stands, with its claims; the day is no longer offered."""
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    before = everything()
    ClosedDay.objects.create(day=date(2026, 11, 26), name="Strømmen er væk")
    week = [Hours(day, time(13), time(15)) for day in range(5)]
    set_weekly_hours(house.lise.uuid, week, by=viewer_of(house.vera), now=clock.now())
    assert everything() == before
    assert not within(
        open_times(house.lise.uuid, at(26, 0).date(), at(26, 0).date()),
        (minute_of(booking.starts), minute_of(booking.ends)),
    ), "so it can be put on a worklist"
    wish = choices(house.lise, at(26, 13))
    by, now = viewer_of(house.amal), clock.now()
    assert refusal(lambda: hold(house.amal, wish, by=by, now=now)) == "outside_hours"
    assert cancel(booking, by=viewer_of(house.bo), now=now).cancelled


def test_case_19_extra_time_opened_by_hand_opens_a_closed_day_too(house: Cast) -> None:
    """19. Somebody has opened it for that very day: it counts."""
    ClosedDay.objects.create(day=date(2026, 11, 28), name="Lørdag")
    key = WorkRule.objects.filter(resource__ref=house.lise.uuid).values_list("resource", flat=True)[0]
    ExtraTime.objects.create(resource_id=key, starts=at(28, 10), ends=at(28, 11, 30))
    times = shown(house.bo, house.lise, clock.now())
    found = [start for start in times if clock.local(start).date() == date(2026, 11, 28)]
    assert on_the_wall(found) == ["10.00", "10.45"]
    assert booked(house.bo, house.lise, at(28, 10, 45)).starts == at(28, 10, 45)


def test_case_20_a_talk_moved_by_a_plan_is_never_moved_over_one_a_citizen_has_just_booked(
    house: Cast,
) -> None:
    """20. The engine's part of a sick day: the plan's time is gone, the plan is told, and nothing has moved."""
    mine = booked(house.bo, house.lise, at(26, 9, 15))
    booked(house.amal, house.nanna, at(26, 10))
    before = everything()
    by, now = viewer_of(house.per), clock.now()
    assert refusal(lambda: move_to(mine, staff=house.nanna, starts=at(26, 10), by=by, now=now)) == "taken"
    assert everything() == before


def test_case_21_with_nothing_free_nothing_is_shown_and_everything_is_refused(house: Cast) -> None:
    """21. The engine's part: an adviser who is busy all along shows no time before the deadline."""
    key = WorkRule.objects.filter(resource__ref=house.lise.uuid).values_list("resource", flat=True)[0]
    source = BusySource.objects.create(resource_id=key, kind=BusySource.ICS, url="https://kalender.example/x")
    Busy.objects.create(source=source, resource_id=key, starts=at(1, 0), ends=at(30, 23))
    kind = ConversationType.objects.get()
    Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 11, 25), hold_by=date(2026, 11, 27)
    )
    assert shown(house.bo, house.lise, clock.now()) == []
    by, now = viewer_of(house.bo), clock.now()
    assert refusal(lambda: hold(house.bo, choices(house.lise, at(26, 9, 15)), by=by, now=now)) == "taken"


@pytest.mark.parametrize("skew", [timedelta(minutes=3), timedelta(minutes=-3)])
def test_case_21_a_server_three_minutes_off_gives_no_time_to_two(house: Cast, skew: timedelta) -> None:
    """21. Whatever the second server's clock says, the time has one owner."""
    now = clock.now()
    draft = hold(house.bo, choices(house.lise, at(26, 9, 15)), by=viewer_of(house.bo), now=now)
    there = now + timedelta(minutes=3) + skew

    def elsewhere() -> Booking:
        by = viewer_of(house.amal)
        wish = choices(house.lise, at(26, 9, 15))
        return book_for(house.amal, wish, key=uuid4(), origin="self", by=by, now=there).booking

    by = viewer_of(house.bo)
    if skew > timedelta():  # over there the hold has run out a minute after it was made
        assert elsewhere().citizen == house.amal
        assert refusal(lambda: book(draft, by=by, now=now)) == "taken"
    else:
        assert refusal(elsewhere) == "taken"
        assert book(draft, by=by, now=now).booking.citizen == house.bo
    assert Claim.objects.filter(resource__ref=house.lise.uuid).count() == 1


def test_case_21_leap_day_is_a_day_like_any_other(house: Cast) -> None:
    """21. 29 February 2028 is a Tuesday, with hours, a deadline and its reminders."""
    with time_machine.travel(datetime(2028, 2, 20, 8, tzinfo=clock.ZONE), tick=False):
        kind = ConversationType.objects.get()
        leap = date(2028, 2, 29)
        Deadline.objects.create(citizen=house.bo, type=kind, book_by=leap, hold_by=leap)
        found = shown(house.bo, house.lise, clock.now())
        assert clock.local(found[-1]).date() == leap
        booking = booked(house.bo, house.lise, clock.at_local(leap, 9, 15))
        due = Message.objects.filter(subject=booking.uuid, kind="reminder", channel="inbox").order_by(
            "due_at"
        )
        assert [clock.local(message.due_at).day for message in due] == [27, 28]
