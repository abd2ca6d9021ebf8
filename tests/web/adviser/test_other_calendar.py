"""Her own calendar in, ours out, and what came on top of a talk: the pages, and the address others read."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from icalendar import Calendar

from afsaet.audit.models import Seen
from afsaet.booking.models import Booking, ClashKept
from afsaet.calendar.models import Busy, BusyFeed, BusyReading, BusySource
from afsaet.calendar.ports import OtherCalendar, Taken, Unreadable
from afsaet.core.errors import Refusal
from afsaet.web.sentences import SENTENCES, sentence
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]
OWN, FEED, TODAY, WEEK = (
    "/medarbejder/kalender/egen/",
    "/medarbejder/kalender/adresse/",
    "/medarbejder/i-dag/",
    "/medarbejder/kalender/",
)
OUTLOOK = "https://outlook.office365.com/owa/calendar/a/calendar.ics"


class Calendars:
    found: list[Taken] = []
    fails: str = ""

    def read(self, calendar: OtherCalendar, first: Any, last: Any) -> list[Taken]:
        if Calendars.fails:
            raise Unreadable(Calendars.fails)
        return Calendars.found


@pytest.fixture(autouse=True)
def calendars(settings: Any) -> None:
    path = f"{__name__}.Calendars"
    settings.CALENDARS = {"ics": path, "caldav": path}
    Calendars.found, Calendars.fails = [Taken(at(26, 13), at(26, 14)), Taken(at(27, 0), at(28, 0))], ""


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def typed(**more: str) -> dict[str, str]:
    return {"slags": "ics", "adresse": OUTLOOK, "navn": "", "adgangskode": "", "goer": "gem"} | more


# ---- in ------------------------------------------------------------------------------------------


def test_one_tries_it_sees_how_many_and_nothing_is_kept(house: Cast, page: Page) -> None:
    soup = page(client_for(house.lise), OWN, typed(goer="proev"))
    assert "Vi fandt 2 optaget-tider i de næste 26 uger. Intet er gemt endnu." in said(soup.main)
    assert soup.select_one("[name=adresse]")["value"] == OUTLOOK  # type: ignore[index]
    assert not BusySource.objects.exists()


def test_one_saves_it_and_it_is_read_at_once(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    soup = page(lise, OWN, typed())
    text = said(soup.main)
    assert "Din kalender er læst. Vi læser den igen hvert tiende minut." in text
    assert "Outlook læst kl. 8.00. 2 optaget-tider i de næste 26 uger." in text
    shown = said(page(lise, WEEK).main)
    assert "13.00 –14.00 Optaget · Outlook" in shown
    assert "Hele dagen Optaget · Outlook" in shown
    assert "12.30 –13.00 Ledig" in shown
    assert "Outlook læst kl. 8.00." in shown
    assert "Outlook læst kl. 8.00." in said(page(lise, TODAY).main)


def test_another_calendar_is_not_called_outlook(house: Cast, page: Page) -> None:
    text = said(page(client_for(house.lise), OWN, typed(adresse="https://sky.example/lise.ics")).main)
    assert "Din egen kalender læst kl. 8.00." in text


@pytest.mark.parametrize("code", sorted(code for code in SENTENCES if code.startswith("calendar_")))
def test_each_problem_is_said_at_its_field_and_keeps_what_was_typed(
    house: Cast, page: Page, code: str
) -> None:
    Calendars.fails = code
    more = {"slags": "caldav", "navn": "lise"}
    soup = page(client_for(house.lise), OWN, typed(**more), status=422)
    assert sentence(Refusal(code)) in said(soup.select_one(".error-summary"))
    assert soup.select_one("[name=adresse]")["value"] == OUTLOOK  # type: ignore[index]
    assert soup.select_one("[name=navn]")["value"] == "lise"  # type: ignore[index]
    assert soup.select_one("#slags-caldav[checked]")
    assert not BusySource.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"adresse": ""}, "adresse"),
        ({"adresse": "https://" + "a" * 500}, "adresse"),
        ({"navn": "a" * 121}, "navn"),
    ],
)
def test_a_form_that_is_not_filled_in_comes_back(
    house: Cast, page: Page, more: dict[str, str], field: str
) -> None:
    soup = page(client_for(house.lise), OWN, typed(slags="caldav", **more), status=422)
    assert [str(link["href"]) for link in soup.select(".error-summary a")] == [f"#{field}"]
    assert not BusySource.objects.exists()


def test_a_kept_password_is_on_no_page(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    page(lise, OWN, typed(slags="caldav", navn="lise", adgangskode="hemmelig-kode"))
    soup = page(lise, OWN)
    assert "hemmelig-kode" not in str(soup)
    assert "Lad feltet stå tomt for at beholde den, vi har." in said(soup.main)
    assert soup.select_one("[name=navn]")["value"] == "lise"  # type: ignore[index]


def test_old_times_stay_and_the_pages_say_how_old_they_are_and_why(
    house: Cast, page: Page, monday: Any
) -> None:
    lise = client_for(house.lise)
    monday.move_to(at(23, 6, 40))
    page(lise, OWN, typed())
    Calendars.fails = "calendar_no_answer"
    monday.move_to(at(23, 8, 41))
    lise.force_login(house.lise.user, backend="django.contrib.auth.backends.ModelBackend")
    soup = page(lise, OWN + "laes/", {})
    old = "Outlook blev sidst læst kl. 6.40. Møder, der er kommet til siden, kan mangle."
    assert old in said(soup.main)
    assert sentence(Refusal("calendar_no_answer")) in said(soup.main)
    assert Busy.objects.count() == 2
    for address in (TODAY, WEEK):
        assert old in said(page(lise, address).main)
    monday.move_to(at(24, 8))
    lise.force_login(house.lise.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Outlook blev sidst læst i går kl. 6.40." in said(page(lise, TODAY).main)


def test_it_is_removed_with_all_that_was_read(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    page(lise, OWN, typed())
    soup = page(lise, OWN + "fjern/", {})
    assert "Din kalender er fjernet, og det, vi havde læst i den, er slettet." in said(soup.main)
    assert [model.objects.count() for model in (BusySource, BusyReading, Busy)] == [0, 0, 0]


def test_the_page_is_the_advisers_own(house: Cast, page: Page) -> None:
    page(client_for(house.lise), OWN, typed(adresse="https://lises.example/a.ics"))
    assert "lises.example" not in str(page(client_for(house.nanna), OWN))
    page(client_for(house.nanna), OWN + "fjern/", {})
    assert BusySource.objects.count() == 1
    for who in (house.bo, house.gitte):
        for address in (OWN, FEED):
            assert client_for(who).get(address).status_code == 404


# ---- out -----------------------------------------------------------------------------------------


def made(page: Page, client: Client) -> str:
    """A new address, as told on the one page that tells it."""
    field = page(client, FEED, {}).select_one("#adresse")
    assert field is not None
    return str(field["value"])


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_the_address_is_told_once_and_shows_when_and_nothing_else(house: Cast, page: Page) -> None:
    talk = booked(house.bo, house.lise, at(26, 9, 15), own_words="Om nattevagter")
    lise = client_for(house.lise)
    address = made(page, lise)
    assert address not in str(page(lise, FEED))
    Seen.objects.all().delete()
    answer = Client().get(path_of(address))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    event: Any
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["UID"], event["SUMMARY"], event["CLASS"]) == (f"{talk.uuid}@afsaet", "Optaget", "PRIVATE")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (at(26, 9, 15), talk.ends)
    assert b"DTSTART:20261126T081500Z" in answer.content
    for word in ("Bo", "Madsen", "Lise", "natte", "Samtale", "job"):
        assert word not in answer.content.decode()
    assert not Seen.objects.exists(), "nobody is shown"


def test_a_calendar_that_asks_again_gets_304_until_something_changes(house: Cast, page: Page) -> None:
    path = path_of(made(page, client_for(house.lise)))
    first = Client().get(path)
    headers = {"If-None-Match": first["ETag"]}
    again = Client().get(path, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    booked(house.bo, house.lise, at(26, 9, 15))
    changed = Client().get(path, headers=headers)
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_new_address_stops_the_old_one_and_closing_stops_it_all(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    old, new = (path_of(made(page, lise)) for _ in range(2))
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    soup = page(lise, FEED + "luk/", {})
    assert "Adressen er lukket." in said(soup.main)
    assert Client().get(new).status_code == 404
    assert not BusyFeed.objects.exists()


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "æ", "%00", "'; drop table--"])
def test_an_address_that_is_not_ours_is_nothing(house: Cast, page: Page, token: str) -> None:
    made(page, client_for(house.lise))
    assert Client().get(f"/kalender/{token}.ics").status_code == 404


def test_a_feed_is_only_read(house: Cast, page: Page) -> None:
    path = path_of(made(page, client_for(house.lise)))
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code == 200


# ---- what came on top of a talk ------------------------------------------------------------------


@pytest.fixture
def clash(house: Cast, page: Page) -> Booking:
    talk = booked(house.amal, house.lise, at(26, 13, 15))
    page(client_for(house.lise), OWN, typed())
    return talk


def test_today_and_the_calendar_ask_what_to_do(house: Cast, page: Page, clash: Booking, monday: Any) -> None:
    lise = client_for(house.lise)
    asked = "Samtalen står, til du vælger."
    ahead = f"Du har et møde i Outlook torsdag den 26. november kl. 13.00 oven i samtalen med Amal. {asked}"
    assert ahead in said(page(lise, TODAY).select_one("#oven-i"))
    assert ahead in said(page(lise, WEEK).select_one("#oven-i"))
    monday.move_to(at(26, 8))
    lise.force_login(house.lise.user, backend="django.contrib.auth.backends.ModelBackend")
    section = page(lise, TODAY).select_one("#oven-i")
    assert f"Du har et møde i Outlook kl. 13.00 oven i samtalen med Amal. {asked}" in said(section)
    assert section is not None
    assert [said(tag).split(",")[0].strip() for tag in section.select(".function-link")] == [
        "Behold samtalen",
        "Find ny tid til Amal",
    ]
    link = section.select_one("a")
    assert link is not None
    assert "Amal" in said(page(lise, str(link["href"])).main)


@pytest.mark.parametrize("back", [("i-dag", TODAY), ("kalender", WEEK)], ids=["today", "calendar"])
def test_a_talk_that_is_kept_is_not_asked_about_again(
    house: Cast, page: Page, clash: Booking, back: tuple[str, str]
) -> None:
    lise = client_for(house.lise)
    form = page(lise, back[1]).select_one("#oven-i form")
    assert form is not None
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    assert fields.pop("fra") == back[0]
    answer = lise.post(str(form["action"]), fields | {"fra": back[0]})
    assert (answer.status_code, answer["Location"]) == (302, back[1])
    assert page(lise, TODAY).select_one("#oven-i") is None
    assert page(lise, WEEK).select_one("#oven-i") is None
    clash.refresh_from_db()
    assert not clash.cancelled


def test_somebody_else_answers_nothing_for_her(house: Cast, page: Page, clash: Booking) -> None:
    form = page(client_for(house.lise), TODAY).select_one("#oven-i form")
    assert form is not None
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    assert client_for(house.nanna).post(str(form["action"]), fields).status_code == 404
    assert not ClashKept.objects.exists()


def test_a_poll_after_a_reading_that_changed_nothing_is_no_news(house: Cast, page: Page, monday: Any) -> None:
    lise = client_for(house.lise)
    page(lise, OWN, typed())
    poller = page(lise, TODAY).select_one("#poller")
    assert poller is not None
    version = str(poller["hx-headers"]).split('\\"')[1]
    monday.move_to(at(23, 8, 10))
    page(lise, OWN + "laes/", {})
    asked = {"HX-Request": "true", "If-None-Match": f'"{version}"'}
    assert lise.get(str(poller["hx-get"]), headers=asked).status_code == 304


def test_today_shows_the_first_three_and_leads_to_them_all(house: Cast, page: Page) -> None:
    for who, day in ((house.amal, 24), (house.bo, 25)):
        booked(who, house.lise, at(day, 9, 15))
    Calendars.found = [
        Taken(at(day, 9, minute), at(day, 9, minute + 10)) for day in (24, 25) for minute in (20, 40)
    ]
    lise = client_for(house.lise)
    page(lise, OWN, typed())
    section = page(lise, TODAY).select_one("#oven-i")
    assert section is not None
    assert said(section).startswith("Noget er kommet oven i (4)")
    assert (len(section.select("form")), said(section.select(".function-link")[-1])) == (
        3,
        "Se alle i kalenderen",
    )
    assert len(page(lise, WEEK).select("#oven-i form")) == 4
