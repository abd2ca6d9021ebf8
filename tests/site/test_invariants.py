"""The invariant checker sees what hand-written SQL breaks; each invariant is broken once."""

from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from afsaet.booking.actions.booking import book_for, cancel
from afsaet.booking.actions.group_meeting import plan, take_seat
from afsaet.booking.models import Booking, ConversationType
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.models import Room
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.talking import add_agreement, add_note, set_outcome, start
from afsaet.core import clock
from afsaet.plan.queries import open_agreements
from afsaet.site.invariants import INVARIANTS, broken
from tests.cast import Cast, viewer_of
from tests.site.bookings import KEYS, give_hours

# What breaks each; {booking} is Bo's coming talk, {held} Amal's held one, {cancelled} Kirsten's.
BREAKS = {
    "claims_overlap": """
        ALTER TABLE calendar_claim DROP CONSTRAINT claims_never_overlap;
        INSERT INTO calendar_claim (resource_id, starts, ends, owner)
        SELECT resource_id, starts, ends, owner FROM calendar_claim WHERE owner = '{booking}' LIMIT 1
    """,
    "bundle_not_whole": "UPDATE calendar_claim SET ends = ends + interval '1 minute' WHERE owner = '{booking}'",
    "meeting_not_whole": "DELETE FROM calendar_claim WHERE owner = '{seat}'",
    "too_many_seated": "UPDATE booking_groupmeeting SET seats = 1, cancelled_at = '{now}' WHERE uuid = '{meeting}'",
    "claim_without_booking": "UPDATE calendar_claim SET owner = gen_random_uuid() WHERE owner = '{booking}'",
    "held_too_long": """
        INSERT INTO calendar_claim (resource_id, starts, ends, held_until, owner)
        SELECT resource_id, starts - interval '1 day', ends - interval '1 day',
               '{now}'::timestamptz + interval '6 minutes',
               gen_random_uuid() FROM calendar_claim WHERE owner = '{booking}'
    """,
    "no_receipt": "DELETE FROM messaging_message WHERE subject = '{booking}' AND kind = 'receipt'",
    "no_notice": "DELETE FROM messaging_message WHERE subject = '{cancelled}' AND kind = 'notice'",
    "reminded_of_nothing": """
        UPDATE messaging_message SET state = 'queued' WHERE subject = '{cancelled}' AND kind = 'reminder'
    """,
    "two_coming_talks": """
        UPDATE booking_booking SET citizen_id = (SELECT citizen_id FROM booking_booking WHERE uuid = '{booking}'),
               cancelled_at = NULL WHERE uuid = '{cancelled}'
    """,
    "talk_out_of_order": "UPDATE conversations_conversation SET closed_at = started_at - interval '1 minute'",
    "closed_without_summary": "DELETE FROM conversations_summary",
    "struck_line_kept": "UPDATE conversations_line SET struck = true WHERE kind = 'note'",
    "outcome_without_time": """
        ALTER TABLE plan_agreement DROP CONSTRAINT outcome_has_a_time;
        UPDATE plan_agreement SET outcome_at = NULL WHERE outcome = 'done'
    """,
    "door_not_open": "DELETE FROM people_grant WHERE cause = '{booking}'",
    "door_left_open": "UPDATE people_grant SET closes_at = closes_at + interval '9 days' WHERE cause = '{cancelled}'",
    "seen_names_nobody": """
        INSERT INTO audit_seen (at, who, role, unit, route, kind, purpose, criterion, citizens)
        VALUES ('{now}', 'x', '', '', 'x', 'page', 'x', '', '{{}}')
    """,
    "change_not_recorded": "DELETE FROM audit_change WHERE \"table\" = 'booking_booking' AND op = 'I'",
    "not_reached_without_calls": """
        INSERT INTO booking_attendance (booking_id, late_by, arrived_by, absence, absent_at, absent_by)
        SELECT id, '', '', 'not_reached', starts, 'x' FROM booking_booking WHERE uuid = '{booking}';
        INSERT INTO booking_callattempt (booking_id, at, by, number, outcome)
        SELECT id, starts + m * interval '1 minute', 'x', '', 'no_answer'
        FROM booking_booking, (VALUES (0), (9), (-1)) AS rung (m) WHERE uuid = '{booking}'
    """,
    "absent_and_not": """
        INSERT INTO booking_attendance (booking_id, late_by, arrived_by, absence, absent_at, absent_by)
        SELECT id, '', '', 'not_come', starts - interval '1 minute', 'x' FROM booking_booking WHERE uuid = '{booking}'
    """,
}

# More ways to break a bundle; {joint} is Kirsten's talk with a colleague, a room and a buffer.
_KIND = "owner = '{joint}' AND resource_id IN (SELECT id FROM calendar_resource WHERE kind ="
MORE_BREAKS = [
    (
        "bundle_not_whole",
        f"UPDATE calendar_claim SET ends = ends - interval '10 minutes' WHERE {_KIND} 'staff')",
    ),
    ("bundle_not_whole", f"DELETE FROM calendar_claim WHERE {_KIND} 'room')"),
    ("bundle_not_whole", "UPDATE booking_booking SET colleague_id = NULL WHERE uuid = '{joint}'"),
    ("bundle_not_whole", "UPDATE booking_booking SET room_id = NULL WHERE uuid = '{joint}'"),
    ("bundle_not_whole", "UPDATE calendar_claim SET held_until = '{now}' WHERE owner = '{joint}'"),
    (
        "meeting_not_whole",
        "UPDATE calendar_claim SET ends = ends + interval '1 hour' WHERE owner = '{meeting}'",
    ),
    (
        "claim_without_booking",
        "UPDATE booking_groupmeeting SET cancelled_at = '{now}' WHERE uuid = '{meeting}'",
    ),
    ("claim_without_booking", "UPDATE booking_seat SET given_up_at = '{now}' WHERE uuid = '{seat}'"),
    (
        "held_too_long",
        """
        INSERT INTO booking_timeoffer
            (uuid, citizen_id, staff_id, type_id, form, starts, ends, made_at, held_until, answer)
        SELECT '{key}', citizen_id, staff_id, type_id, form, starts, ends, '{now}', '{now}', ''
        FROM booking_booking WHERE uuid = '{booking}';
        INSERT INTO calendar_claim (resource_id, starts, ends, held_until, owner)
        SELECT resource_id, starts - interval '1 day', ends - interval '1 day',
               '{now}'::timestamptz + interval '1 minute', '{key}' FROM calendar_claim WHERE owner = '{booking}'
        """,
    ),
]


@pytest.fixture
def lived_in(cast: Cast) -> dict[str, object]:
    """A house with one coming, one held and one cancelled talk, made through the actions."""
    now = clock.now()
    give_hours(cast.lise, now - timedelta(days=20))
    day = clock.local(now).date()

    def booked(citizen: str, starts: datetime, at: datetime) -> Booking:
        person = getattr(cast, citizen)
        choices = Choices(topics=("job_now",), who=str(cast.lise.uuid), time=starts.isoformat())
        return book_for(
            person, choices, key=KEYS[citizen], origin="self", by=viewer_of(person), now=at
        ).booking

    coming = booked("bo", clock.at_local(day + timedelta(days=3), 9), now)
    cancelled = booked("kirsten", clock.at_local(day + timedelta(days=4), 9), now)
    cancel(cancelled, by=viewer_of(cast.kirsten), now=now + timedelta(minutes=2))
    before = clock.at_local(day - timedelta(days=7), 9)
    held = booked("amal", before, before - timedelta(days=2))
    by = viewer_of(cast.lise)
    talk = start(held, by=by, now=before)
    add_note(talk, "Vil helst arbejde om dagen.", by=by, now=before)
    add_agreement(talk, who="citizen", what="Ring til to lagre", on=None, by=by, now=before)
    close(talk, met="yes", by=by, now=before + timedelta(minutes=40))
    _answer_it_in_another_talk(cast, now)
    meeting = plan(
        cast.lise,
        None,
        "Velkommen",
        clock.at_local(day + timedelta(days=5), 9),
        clock.at_local(day + timedelta(days=5), 10),
        2,
        by=by,
        now=now,
    )
    return {
        "booking": coming.uuid,
        "held": held.uuid,
        "cancelled": cancelled.uuid,
        "now": now.isoformat(),
        "meeting": meeting.uuid,
        "seat": take_seat(meeting, cast.amal, by=viewer_of(cast.amal), now=now).uuid,
        "joint": _joint_talk(cast, now).uuid,
        "key": uuid4(),
    }


def _joint_talk(cast: Cast, now: datetime) -> Booking:
    """Kirsten, Nanna and Lise in a room, with ten minutes afterwards."""
    give_hours(cast.nanna, now - timedelta(days=20))
    Room.objects.create(unit=cast.unit, name="Lokale 3", seats=4)
    ConversationType.objects.update(buffer_minutes=10, needs_room=True)
    starts = clock.at_local(clock.local(now).date() + timedelta(days=6), 9)
    choices = Choices(who=str(cast.nanna.uuid), colleague=str(cast.lise.uuid), time=starts.isoformat())
    by = viewer_of(cast.nanna)
    return book_for(cast.kirsten, choices, key=uuid4(), origin="staff", by=by, now=now).booking


def _answer_it_in_another_talk(cast: Cast, now: datetime) -> None:
    by = viewer_of(cast.lise)
    starts = clock.at_local(clock.local(now).date(), 9) - timedelta(days=3)
    choices = Choices(who=str(cast.lise.uuid), time=starts.isoformat())
    booking = book_for(
        cast.amal, choices, key=KEYS["again"], origin="staff", by=by, now=starts - timedelta(days=1)
    ).booking
    talk = start(booking, by=by, now=starts)
    set_outcome(talk, open_agreements(cast.amal)[0], "done", "", by=by, now=starts)
    close(talk, met="yes", by=by, now=starts + timedelta(minutes=40))


def test_all_hold_in_a_house_that_was_lived_in(lived_in: dict[str, object]) -> None:
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue() == f"All {len(INVARIANTS)} hold.\n"


def test_every_invariant_is_broken_by_a_test() -> None:
    assert set(BREAKS) == {invariant.name for invariant in INVARIANTS}


@pytest.mark.parametrize(("name", "sql"), [*BREAKS.items(), *MORE_BREAKS])
def test_what_sql_breaks_is_seen(name: str, sql: str, lived_in: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else ALTER TABLE waits for deferred checks
        for statement in sql.format(**lived_in).split(";"):
            cursor.execute(statement)
        assert cursor.rowcount, "the statement broke nothing"
    found = {one.invariant.name: one for one in broken(clock.now())}
    assert name in found
    assert found[name].rows


def test_the_command_says_what_is_broken_and_fails(lived_in: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BREAKS["no_receipt"].format(**lived_in))
    out = StringIO()
    with pytest.raises(CommandError, match=f"1 of {len(INVARIANTS)} do not hold"):
        call_command("check_invariants", stdout=out)
    assert f"booking {lived_in['booking']}" in out.getvalue()
