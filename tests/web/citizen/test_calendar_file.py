"""Case 5 of reference/booking.md: confirmation, page, calendar file and database agree when the clock is moved."""

from collections.abc import Callable
from datetime import UTC, date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from afsaet.calendar.models import WorkRule
from afsaet.core import clock
from afsaet.messaging.models import Message
from tests.booking.conftest import booked
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]


@pytest.mark.parametrize(
    ("booked_on", "day", "utc", "shown"),
    [
        # Case 5: booked before the clock is moved, for a time after it; and the Mondays after both nights.
        (date(2026, 10, 20), date(2026, 10, 26), "20261026T081500Z", "mandag den 26. oktober kl. 9.15"),
        (date(2027, 3, 23), date(2027, 3, 30), "20270330T071500Z", "tirsdag den 30. marts kl. 9.15"),
        (date(2026, 10, 20), date(2026, 10, 23), "20261023T071500Z", "fredag den 23. oktober kl. 9.15"),
    ],
    ids=["over the autumn night", "over the spring night", "before the night"],
)
def test_page_mail_file_and_database_agree_over_the_nights_when_the_clock_is_moved(
    house: Cast, page: Page, monday: Any, booked_on: date, day: date, utc: str, shown: str
) -> None:
    WorkRule.objects.update(valid_from=date(2026, 9, 1))
    monday.move_to(clock.at_local(booked_on, 8))
    talk = booked(house.bo, house.lise, clock.at_local(day, 9, 15))
    client = client_for(house.bo)
    content = client.get(f"/moede/{talk.uuid}/mit-moede.ics").content
    assert f"DTSTART:{utc}".encode() in content
    talk.refresh_from_db()
    assert f"{talk.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}" == utc
    told = Message.objects.filter(subject=talk.uuid, channel="email", kind="receipt").first()
    assert told is not None
    assert shown in told.body
    shown_page = page(client, f"/moede/{talk.uuid}/").get_text(" ")
    assert shown.split(" kl. ")[0] in shown_page.lower()
    assert "9.15" in shown_page
