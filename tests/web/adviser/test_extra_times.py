"""*Åbn flere tider*: what she opens can be booked, and is closed again."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from afsaet.booking.queries.offer import offer_for, times_of
from afsaet.calendar.models import ClosedDay, ExtraTime
from afsaet.core import clock
from tests.booking.conftest import at
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]
ADDRESS = "/medarbejder/kalender/flere-tider/"
EVENING = {"dag": "2026-11-26", "fra": "16:00", "til": "18.00"}


def shown(cast: Cast) -> list[object]:
    """Lise's free times that Bo is shown on Thursday the 26th after four."""
    offer = offer_for(cast.bo, clock.now())
    times = times_of(offer, cast.bo, [cast.lise], clock.now())[str(cast.lise.uuid)]
    return [start for start in times if at(26, 16) <= start < at(27, 0)]


def test_what_she_opens_is_shown_to_the_citizen_and_closed_again(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    assert shown(house) == []
    soup = page(lise, ADDRESS, EVENING)
    assert "Borgerne kan booke den nu" in soup.get_text()
    assert "16.00–18.00" in soup.get_text()
    assert shown(house) == [at(26, 16), at(26, 16, 45)]
    page(lise, f"{ADDRESS}{ExtraTime.objects.get().pk}/luk/", {})
    assert shown(house) == []


def test_a_time_opened_on_a_closed_day_counts(house: Cast, page: Page) -> None:
    ClosedDay.objects.create(day=at(26, 0).date(), name="Personaledag")
    page(client_for(house.lise), ADDRESS, EVENING)
    assert shown(house) == [at(26, 16), at(26, 16, 45)]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"til": "15:00"}, "til"),
        ({"dag": "2026-11-20"}, "dag"),
        ({"dag": "snart"}, "dag"),
        ({"fra": ""}, "fra"),
        ({"fra": "15:00"}, "fra"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    house: Cast, page: Page, typed: dict[str, str], field: str
) -> None:
    soup = page(client_for(house.lise), ADDRESS, EVENING | typed, status=422)
    assert soup.select_one(f"[data-error-summary] a[href='#{field}']")
    assert not ExtraTime.objects.exists()


def test_somebody_elses_extra_time_is_left_alone(house: Cast, page: Page) -> None:
    page(client_for(house.lise), ADDRESS, EVENING)
    page(client_for(house.nanna), f"{ADDRESS}{ExtraTime.objects.get().pk}/luk/", {})
    assert ExtraTime.objects.count() == 1
    for person in (house.bo, house.vera):
        assert client_for(person).post(ADDRESS, EVENING).status_code == 404
    assert ExtraTime.objects.count() == 1
