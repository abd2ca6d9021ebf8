"""What each change of a booking says: to her adviser's own calendar (iTIP), and to her at a decent hour."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from afsaet.booking.actions.booking import cancel, move
from afsaet.booking.actions.drafting import hold
from afsaet.booking.actions.telling import tell_adviser_changed, tell_moved, tell_not_reached
from afsaet.booking.models import Booking
from afsaet.booking.rules.choices import reminder_times
from afsaet.core import clock
from afsaet.core.calendar_file import uid_of
from afsaet.core.clock import ZONE
from afsaet.core.errors import Refused
from afsaet.core.viewer import job
from afsaet.messaging.actions.delivery import deliver_due
from afsaet.messaging.models import Message, Template
from afsaet.people.models import Staff
from tests.booking.conftest import at, booked, choices
from tests.cast import Cast, viewer_of
from tests.messaging.conftest import Postbox
from tests.messaging.conftest import postbox as postbox

LISE, NANNA = "lise.krogh@fjordby.example", "nanna.juhl@fjordby.example"


def delivered(postbox: Postbox, to: str) -> list[tuple[str, Any, Any]]:
    """What has come to this mailbox since last time: method, event and the letter."""
    deliver_due(by=job("deliver"), now=clock.now())
    letters, postbox.letters = postbox.letters, [one for one in postbox.letters if one["To"] != to]
    return [read(letter) for letter in letters if letter["To"] == to]


def read(letter: Any) -> tuple[str, Any, Any]:
    assert letter.get_content_type() == "multipart/alternative"
    _text, part = letter.iter_parts()
    assert part.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(part.get_content())
    assert isinstance(calendar, Calendar)
    method = str(calendar["METHOD"])
    assert part.get_param("method") == method
    (event,) = calendar.walk("VEVENT")
    return method, event, letter


def moved(house: Cast, booking: Booking, staff: Staff, starts: datetime) -> Booking:
    viewer, now = viewer_of(house.bo), clock.now()
    draft = hold(house.bo, choices(staff, starts), booking, by=viewer, now=now)
    return move(draft, by=viewer, now=now)


def test_a_booking_lands_in_her_advisers_calendar_and_says_nothing_of_whom_or_what(
    house: Cast, postbox: Postbox
) -> None:
    starts = at(26, 9, 15)
    booking = booked(house.bo, house.lise, starts, topics=("job_now",), own_words="Væk fra nattevagter")
    ((method, event, letter),) = delivered(postbox, LISE)
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", uid_of(booking.uuid), 1)
    assert (event["SUMMARY"], event["CLASS"], event["STATUS"]) == ("Samtale", "PRIVATE", "CONFIRMED")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (starts, starts + timedelta(minutes=45))
    assert str(event["ATTENDEE"]) == f"mailto:{LISE}"
    assert str(event["ORGANIZER"]) == "mailto:svar-ikke@fjordby.example"
    assert event["URL"].endswith("/medarbejder/dag/2026-11-26/")
    assert "LOCATION" not in event
    whole = letter.as_string() + event.to_ical().decode() + str(letter["Subject"])
    for telling in ("Bo", "Madsen", "Job", "job_now", "nattevagter", "Rådhustorvet", str(house.bo.uuid)):
        assert telling not in whole.replace(str(booking.uuid), "").replace("Fjordby", "")
    assert Message.objects.get(kind="calendar").citizen is None


def test_a_move_and_a_cancellation_change_the_same_entry(house: Cast, postbox: Postbox) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    delivered(postbox, LISE)
    moved(house, booking, house.lise, at(27, 10))
    ((method, event, _),) = delivered(postbox, LISE)
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", uid_of(booking.uuid), 2)
    assert event["DTSTART"].dt == at(27, 10)
    cancel(booking, by=viewer_of(house.bo), now=clock.now())
    ((method, event, _),) = delivered(postbox, LISE)
    assert (method, event["UID"], event["SEQUENCE"]) == ("CANCEL", uid_of(booking.uuid), 3)
    assert event["STATUS"] == "CANCELLED"


def test_a_move_to_another_adviser_leaves_one_calendar_and_enters_the_other(
    house: Cast, postbox: Postbox
) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    delivered(postbox, LISE)
    moved(house, booking, house.nanna, at(26, 9, 15))
    ((left, _, _),), ((entered, event, _),) = delivered(postbox, LISE), delivered(postbox, NANNA)
    assert (left, entered, event["SEQUENCE"]) == ("CANCEL", "REQUEST", 2)


def test_a_cancellation_that_waits_for_the_mail_server_survives_the_next_move(
    house: Cast, postbox: Postbox, monday: Any
) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    delivered(postbox, LISE)
    postbox.closed = True
    moved(house, booking, house.nanna, at(26, 9, 15))
    delivered(postbox, LISE)
    moved(house, Booking.objects.get(), house.nanna, at(27, 10))
    postbox.closed = False
    monday.shift(timedelta(minutes=2))
    assert [method for method, _, _ in delivered(postbox, LISE)] == ["CANCEL"]
    ((method, event, _),) = delivered(postbox, NANNA)
    assert (method, event["SEQUENCE"], event["DTSTART"].dt) == ("REQUEST", 3, at(27, 10))


def test_a_colleague_takes_over_and_both_calendars_and_she_are_told(house: Cast, postbox: Postbox) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    delivered(postbox, LISE)
    booking.staff, booking.version = house.nanna, 2
    tell_adviser_changed(booking, clock.now(), house.lise)
    assert [method for method, _, _ in delivered(postbox, LISE)] == ["CANCEL"]
    assert [method for method, _, _ in delivered(postbox, NANNA)] == ["REQUEST"]
    told = Message.objects.get(kind="notice", channel="inbox")
    assert "Du skal tale med Nanna Juhl i stedet for Lise Krogh." in told.body
    reminders = Message.objects.filter(kind="reminder", channel="inbox", state="queued")
    assert all("Nanna Juhl" in reminder.body for reminder in reminders)
    assert len(reminders) == 2


def test_we_say_when_and_from_where_we_rang(house: Cast) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    tell_not_reached(booking, clock.now(), [at(26, 9, 16), at(26, 9, 28)])
    told = Message.objects.get(kind="notice", channel="inbox")
    assert "Vi ringede til dig kl. 9.16 og kl. 9.28 fra 76 00 12 34" in told.body


@pytest.mark.parametrize(("form", "says"), [("phone", True), ("video", True), ("in_person", False)])
def test_the_number_we_ring_from_stands_in_receipt_and_reminders_of_a_talk_by_telephone(
    house: Cast, form: str, says: bool
) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    booking.form = form
    tell_moved(booking, clock.now())
    for message in Message.objects.filter(subject=booking.uuid, citizen=house.bo, state="queued"):
        assert ("Vi ringer fra 76 00 12 34." in message.body) == says
        assert "20123478" not in message.body.replace(" ", "")


def test_she_is_told_at_once_what_she_does_at_night_and_in_the_morning_what_we_do(
    house: Cast, monday: Any
) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    monday.move_to(at(25, 23, 30))
    cancel(booking, by=viewer_of(house.lise), now=clock.now())
    due = dict(Message.objects.filter(kind="notice").values_list("channel", "due_at"))
    assert due == {"inbox": clock.now(), "email": at(26, 7)}
    again = booked(house.bo, house.lise, at(27, 9, 15))
    monday.move_to(at(26, 6))
    cancel(again, by=viewer_of(house.bo), now=clock.now())
    mine = Message.objects.filter(subject=again.uuid, kind="notice")
    assert {message.due_at for message in mine} == {clock.now()}


def test_a_booking_whose_receipt_may_not_go_out_does_not_come_about(house: Cast) -> None:
    Template.objects.filter(key="booked").update(body={"da": "Kom og tal om dagpenge {when}"})
    with pytest.raises(Refused, match="purpose_word"):
        booked(house.bo, house.lise, at(26, 9, 15))
    assert not Booking.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("starts", "two_days", "one_day"),
    [
        ("2026-10-26T09:00+01:00", "2026-10-24T09:00+02:00", "2026-10-25T09:00+01:00"),
        ("2026-10-25T09:00+01:00", "2026-10-23T09:00+02:00", "2026-10-24T09:00+02:00"),
        ("2027-03-29T09:00+02:00", "2027-03-27T09:00+01:00", "2027-03-28T09:00+02:00"),
    ],
)
def test_reminders_come_at_the_same_time_on_the_wall_though_the_clock_changes(
    starts: str, two_days: str, one_day: str
) -> None:
    local = datetime.fromisoformat(starts).astimezone(ZONE)
    times = reminder_times(local, datetime(2026, 1, 1, tzinfo=ZONE))
    assert [time.isoformat() for time in times] == [
        datetime.fromisoformat(two_days).isoformat(),
        datetime.fromisoformat(one_day).isoformat(),
    ]
