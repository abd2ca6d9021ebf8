"""kill -9 in the middle of a booking, small: the campaign of bench/kill.py on four citizens."""

import os
from datetime import date, time
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from afsaet.booking.models import Booking
from afsaet.calendar.actions.hours import Hours, set_weekly_hours
from afsaet.calendar.models import Claim, ClosedDay
from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.models import Caseload
from bench.kill import campaign
from tests.cast import client_for, make_cast, make_citizen, viewer_of

ROUNDS = 4


def environment() -> dict[str, str]:
    """The server's: the test database, under the name it has."""
    name, host = connection.settings_dict["NAME"], connection.settings_dict["HOST"]
    user = connection.settings_dict["USER"]
    return os.environ | {
        "AFSAET_TESTING": "1",
        "DATABASE_URL": f"postgresql://{user}@/{name}?host={quote(host, safe='/')}",
        "DJANGO_SETTINGS_MODULE": "afsaet.site.settings",
    }


def test_a_killed_server_loses_no_booking_and_books_none_twice(committed: None) -> None:
    cast = make_cast()
    ClosedDay.objects.all().delete()
    week = [Hours(day, time(6), time(21)) for day in range(7)]
    set_weekly_hours(cast.lise.uuid, week, by=viewer_of(cast.vera), now=clock.now())
    people = [
        make_citizen(cast.unit, f"Borger{number}", "Prøve", f"010160{5100 + number}")
        for number in range(ROUNDS)
    ]
    for one in people:
        Caseload.objects.create(citizen=one, staff=cast.lise, starts_on=date(2026, 1, 1))
    sessions = [client_for(one).cookies[settings.SESSION_COOKIE_NAME].value for one in people]

    rounds = campaign(environment(), sessions)

    bookings = {booking.citizen_id: booking for booking in Booking.objects.all()}
    assert sorted(bookings) == sorted(one.pk for one in people)
    assert [round.arrived.split("/moede/")[-1].split("/")[0] for round in rounds] == [
        str(bookings[one.pk].uuid) for one in people
    ]
    for booking in bookings.values():
        assert Claim.objects.filter(owner=booking.uuid, held_until=None).count() == 2
        assert Message.objects.filter(subject=booking.uuid, kind="receipt").count() == 1
    assert Claim.objects.count() == 2 * ROUNDS
    assert any(not round.answered for round in rounds), "no kill came in time: spread them differently"
