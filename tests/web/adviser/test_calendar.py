"""*Min kalender*: the week as it is, hours that hold from today, and times the adviser closes and opens again."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from afsaet.audit.models import Seen
from afsaet.booking.actions.booking import cancel
from afsaet.calendar.actions.hours import close_time
from afsaet.calendar.models import ClosedDay, ClosedTime, WorkRule
from afsaet.core import clock
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for, viewer_of

Page = Callable[..., BeautifulSoup]
WEEK, HOURS, CLOSE = "/medarbejder/kalender/", "/medarbejder/kalender/tider/", "/medarbejder/kalender/luk/"


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def days(soup: BeautifulSoup) -> dict[str, list[str]]:
    """What each day of the week says, line by line."""
    found = {}
    for body in soup.select(".day-table tbody"):
        first, *lines = body.select("tr")
        found[said(first)] = [said(line) for line in lines]
    return found


def rules() -> list[tuple[int, str, str, bool]]:
    """Weekday, from, to, and whether it holds now."""
    values = WorkRule.objects.order_by("weekday", "opens").values_list(
        "weekday", "opens", "closes", "valid_to"
    )
    return [(day, f"{opens:%H:%M}", f"{closes:%H:%M}", end is None) for day, opens, closes, end in values]


def test_the_week_shows_talks_free_hours_closed_times_and_closed_days(house: Cast, page: Page) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))
    gone = booked(house.amal, house.lise, at(26, 10, 45))
    cancel(gone, by=viewer_of(house.amal), now=clock.now())
    lise = viewer_of(house.lise)
    close_time(house.lise.uuid, at(26, 13), at(26, 14), "Tandlæge", by=lise, now=clock.now())
    close_time(house.lise.uuid, at(27, 0), at(28, 0), by=lise, now=clock.now())
    ClosedDay.objects.create(day=at(25, 0).date(), name="Personaledag")
    shown = days(page(client_for(house.lise), WEEK))
    free = ["8.30 –12.00 Ledig", "12.30 –15.30 Ledig"]
    assert shown == {
        "Mandag den 23. november · i dag": free,
        "Tirsdag den 24. november": free,
        "Onsdag den 25. november Personaledag. Ingen kan booke den dag.": [],
        "Torsdag den 26. november": [
            "8.30 –9.15 Ledig",
            "9.15 –10.00 Bo Madsen Kommer Se borgeren , Bo Madsen",
            "10.00 –12.00 Ledig",
            "12.30 –13.00 Ledig",
            "13.00 –14.00 Lukket · Tandlæge Åbn igen , torsdag den 26. november kl. 13.00",
            "14.00 –15.30 Ledig",
        ],
        "Fredag den 27. november": ["Hele dagen Lukket Åbn igen , fredag den 27. november kl. 0.00"],
    }
    assert set(Seen.objects.get().citizens) == {house.bo.uuid}


def test_only_what_is_still_to_come_is_free(house: Cast, monday: Any, page: Page) -> None:
    monday.move_to(at(24, 11))
    shown = days(page(client_for(house.lise), WEEK))
    assert shown["Mandag den 23. november Ingen samtaler"] == []
    assert shown["Tirsdag den 24. november · i dag"] == ["11.00 –12.00 Ledig", "12.30 –15.30 Ledig"]


def test_saturday_is_there_only_when_something_is_on_it(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    assert len(days(page(lise, WEEK))) == 5
    close_time(house.lise.uuid, at(28, 0), at(29, 0), by=viewer_of(house.lise), now=clock.now())
    assert list(days(page(lise, WEEK)))[5] == "Lørdag den 28. november"


def test_one_walks_from_week_to_week_and_back_to_this_one(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    soup = page(lise, WEEK)
    links = {said(link): str(link["href"]) for link in soup.select(".day-bar a")}
    assert said(soup.h1) == "Uge 48"
    assert "Denne uge" not in links
    following = page(lise, links["Næste uge"])
    assert said(following.h1) == "Uge 49"
    back = {said(link): str(link["href"]) for link in following.select(".day-bar a")}
    assert said(page(lise, back["Forrige uge"]).h1) == "Uge 48"
    assert said(page(lise, back["Denne uge"]).h1) == "Uge 48"
    assert said(page(lise, WEEK + "?uge=nonsens").h1) == "Uge 48"


def test_hours_are_set_and_say_which_talks_lie_outside_them(cast: Cast, house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 14, 0))
    typed = {"man1-fra": "09:00", "man1-til": "12:00", "man2-fra": "13:00", "man2-til": "15:00"}
    soup = page(client_for(house.lise), HOURS, typed | {"tor1-fra": "9", "tor1-til": "12.30"})
    assert [rule for rule in rules() if rule[3] and rule[1] in ("09:00", "13:00")] == [
        (0, "09:00", "12:00", True),
        (0, "13:00", "15:00", True),
        (3, "09:00", "12:30", True),
    ]
    text = said(soup.main)
    assert "Dine tider er gemt." in text
    assert "1 samtale ligger uden for dine tider" in text
    assert "Torsdag den 26. november kl. 14.00, Bo Madsen" in text
    booking.refresh_from_db()
    assert not booking.cancelled, "the talk stands"
    assert [str(field["value"]) for field in soup.select("input[type=time][value]:not([value=''])")] == [
        "09:00",
        "12:00",
        "13:00",
        "15:00",
        "09:00",
        "12:30",
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"tir1-fra": "09:00"}, "Skriv både fra og til"),
        ({"tir1-fra": "kl. 9", "tir1-til": "12:00"}, "Skriv både fra og til"),
        ({"tir1-fra": "12:00", "tir1-til": "09:00"}, "Slut skal være senere end begyndelse."),
        (
            {"tir1-fra": "09:00", "tir1-til": "12:00", "tir2-fra": "11:00", "tir2-til": "14:00"},
            "De to tider dækker hinanden.",
        ),
    ],
)
def test_hours_that_make_no_sense_come_back_with_what_was_typed(
    house: Cast, page: Page, typed: dict[str, str], words: str
) -> None:
    before = rules()
    soup = page(client_for(house.lise), HOURS, typed, status=422)
    assert words in said(soup.select_one(".error-summary"))
    link = soup.select_one(".error-summary a")
    assert link is not None
    assert link["href"] == "#tir1-fra"
    assert {name: soup.select_one(f"[name={name}]")["value"] for name in typed} == typed  # type: ignore[index]
    assert rules() == before


def test_a_time_is_closed_and_opened_again_and_the_talk_in_it_stands(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    lise = client_for(house.lise)
    typed = {"dag": "2026-11-26", "fra": "09:00", "til": "11:00", "note": "Tandlæge"}
    soup = page(lise, CLOSE, typed)
    assert "Tiden er lukket. Ingen kan booke dig der." in said(soup.main)
    closed = ClosedTime.objects.get()
    assert (closed.starts, closed.ends, closed.note) == (at(26, 9), at(26, 11), "Tandlæge")
    text = said(soup.main)
    assert "Lukket · Tandlæge 1 samtale ligger her og står: 9.15 Bo Madsen" in text
    booking.refresh_from_db()
    assert not booking.cancelled
    form = next(form for form in soup.select("main form") if "Åbn igen" in said(form))
    soup = page(lise, str(form["action"]), {"uge": "2026-11-23"})
    assert "Tiden er åben igen." in said(soup.main)
    assert not ClosedTime.objects.exists()


def test_a_holiday_is_closed_in_one_go(house: Cast, page: Page) -> None:
    typed = {"dag": "2026-11-26", "hele": "1", "sidste": "2026-11-30", "fra": "", "til": "", "note": ""}
    page(client_for(house.lise), CLOSE, typed)
    closed = ClosedTime.objects.get()
    assert (closed.starts, closed.ends) == (
        at(26, 0),
        clock.at_local(at(26, 0).date().replace(month=12, day=1), 0),
    )


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "dag", "Vælg en dato."),
        ({"dag": "26/11", "hele": "1"}, "dag", "Vælg en dato."),
        ({"dag": "2026-11-26", "til": "11:00"}, "fra", "Skriv, hvornår det begynder"),
        ({"dag": "2026-11-26", "fra": "09:00"}, "til", "Skriv, hvornår det slutter"),
        ({"dag": "2026-11-26", "fra": "11:00", "til": "09:00"}, "til", "Slut skal være senere"),
        ({"dag": "2026-11-26", "hele": "1", "sidste": "2026-11-20"}, "sidste", "Slut skal være senere"),
        ({"dag": "2026-11-20", "fra": "09:00", "til": "11:00"}, "dag", "Tiden er gået."),
    ],
)
def test_a_closed_time_that_makes_no_sense_comes_back(
    house: Cast, page: Page, typed: dict[str, str], field: str, words: str
) -> None:
    soup = page(client_for(house.lise), CLOSE, typed | {"note": "Min note"}, status=422)
    links = {str(link["href"]): said(link) for link in soup.select(".error-summary a")}
    assert words in links[f"#{field}"]
    assert soup.select_one("[name=note]")["value"] == "Min note"  # type: ignore[index]
    assert not ClosedTime.objects.exists()


def test_nobody_opens_what_a_colleague_has_closed(house: Cast, page: Page) -> None:
    lise = viewer_of(house.lise)
    closed = close_time(house.lise.uuid, at(26, 13), at(26, 14), by=lise, now=clock.now())
    client_for(house.nanna).post(f"/medarbejder/kalender/aabn/{closed.pk}/")
    assert ClosedTime.objects.filter(pk=closed.pk).exists()


@pytest.mark.parametrize("path", [WEEK, HOURS, CLOSE])
@pytest.mark.parametrize("who", ["bo", "vera", "gitte"])
def test_the_calendar_is_for_advisers_alone(house: Cast, page: Page, who: str, path: str) -> None:
    page(client_for(getattr(house, who)), path, status=404)
    assert client_for(getattr(house, who)).post(path, {}).status_code in (404, 405)
