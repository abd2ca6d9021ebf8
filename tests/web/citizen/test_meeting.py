"""*Mit møde*: its states, *Skift tid*, *Meld afbud*, *Ret emner* and the calendar file."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Booking, ConversationType, Draft
from afsaet.calendar.models import Claim
from afsaet.conversations.models import Conversation
from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.models import Grant
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for, viewer_of
from tests.web.citizen.test_booking import WORDS, filled, heading, hidden, own_words, said, summary, ticked

Page = Callable[..., BeautifulSoup]

PARTS = ["", "afbud/", "emner/", "mit-moede.ics", "skift/", "skift/hvem/", "skift/tjek/"]


@pytest.fixture
def booking(house: Cast) -> Booking:
    return booked(house.bo, house.lise, at(26, 9, 15), topics=("job_now",), own_words=WORDS, companion=True)


def url(booking: Booking, part: str = "") -> str:
    return f"/moede/{booking.uuid}/{part}"


def links(soup: BeautifulSoup) -> list[str]:
    return [link.get_text(strip=True) for link in soup.select("main .actions a")]


def as_stored(booking: Booking) -> dict[str, object]:
    return dict(Booking.objects.filter(pk=booking.pk).values().get())


# ---- the page -------------------------------------------------------------------------------------


def test_the_meeting_says_when_where_and_what_about(house: Cast, booking: Booking, page: Page) -> None:
    soup = page(client_for(house.bo), url(booking))
    assert heading(soup) == "Torsdag den 26. november kl. 9.15 hos Lise Krogh"
    text = said(soup)
    assert "Rådhustorvet 4, 1. sal. Elevator til højre." in text
    assert f"Job, jeg kan søge nu »{WORDS}« Du tager en med." in text
    assert links(soup) == ["Læg i min kalender", "Skift tid", "Meld afbud"]
    assert "Bliver du forsinket, så kom alligevel. Tryk her på siden, så ved Lise det." in text
    assert "Modtagelsen" not in text


def test_on_the_day_it_says_today(house: Cast, booking: Booking, page: Page, monday: object) -> None:
    monday.move_to(at(26, 7, 30))  # type: ignore[attr-defined]
    assert heading(page(client_for(house.bo), url(booking))) == "I dag kl. 9.15 hos Lise Krogh"


def test_a_phone_talk_says_who_calls_from_which_number(house: Cast, page: Page) -> None:
    ConversationType.objects.update(must_meet_first=False)
    booking = booked(house.bo, house.lise, at(26, 10), form="phone")
    text = said(page(client_for(house.bo), url(booking)))
    assert "Lise ringer kl. 10.00 fra 76 00 12 34 ." in text
    assert "Bliver vi afbrudt, ringer Lise igen." in text
    assert "Rådhustorvet" not in text


def test_once_it_has_begun_only_the_telephone_helps(
    house: Cast, booking: Booking, page: Page, monday: object
) -> None:
    monday.move_to(at(26, 9, 20))  # type: ignore[attr-defined]
    soup = page(client_for(house.bo), url(booking))
    assert "Samtalen er begyndt. Ring på 76 00 12 00" in said(soup)
    assert links(soup) == []


def test_a_time_that_passed_blames_nobody(house: Cast, booking: Booking, page: Page, monday: object) -> None:
    monday.move_to(at(27, 9))  # type: ignore[attr-defined]
    soup = page(client_for(house.bo), url(booking))
    assert "Tiden er gået. Fik I ikke talt sammen, så vælg en ny tid" in said(soup)


def test_a_talk_that_was_held_leads_to_what_was_agreed(
    house: Cast, booking: Booking, page: Page, monday: object
) -> None:
    monday.move_to(at(27, 9))  # type: ignore[attr-defined]
    Conversation.objects.create(booking=booking, started_at=at(26, 9, 15), closed_at=at(26, 10))
    soup = page(client_for(house.bo), url(booking))
    assert "Samtalen er holdt." in said(soup)
    assert links(soup) == ["Mine aftaler"]


def test_when_we_cancelled_it_is_not_her_doing(house: Cast, booking: Booking, page: Page) -> None:
    cancel(booking, by=viewer_of(house.lise), now=clock.now())
    soup = page(client_for(house.bo), url(booking))
    assert heading(soup) == "Vi har aflyst din tid"
    assert "Det er ikke dit ansvar." in said(soup)


@pytest.mark.parametrize("part", PARTS)
def test_somebody_elses_meeting_does_not_exist(house: Cast, booking: Booking, page: Page, part: str) -> None:
    before = as_stored(booking)
    client = client_for(house.amal)
    page(client, url(booking, part), status=404)
    if part not in ("", "mit-moede.ics"):
        page(client, url(booking, part), filled(house, at(27, 10)), status=404)
    assert as_stored(booking) == before
    assert not Draft.objects.exists()


# ---- Meld afbud -----------------------------------------------------------------------------------


def test_afbud_frees_the_time_withdraws_reminders_and_says_when_it_came(
    house: Cast, booking: Booking, page: Page, monday: object
) -> None:
    monday.move_to(at(26, 7, 41))  # type: ignore[attr-defined]
    client = client_for(house.bo)
    assert heading(page(client, url(booking, "afbud/"))) == "Hvorfor kan du ikke komme?"
    soup = page(client, url(booking, "afbud/"), {})
    assert heading(soup) == "Dit afbud er modtaget kl. 7.41"
    assert "Lise har fået besked. Det står også på din side." in said(soup)
    choices = soup.select_one(".form-rows .actions")
    assert choices is not None
    assert choices.get_text(" ", strip=True) == "Book ny tid Jeg vælger en tid senere"
    assert not Claim.objects.filter(owner=booking.uuid).exists()
    assert set(Message.objects.filter(kind="reminder").values_list("state", flat=True)) == {"withdrawn"}
    assert Grant.objects.get().closes_at == clock.now()


def test_afbud_twice_is_one_afbud(house: Cast, booking: Booking, page: Page) -> None:
    client = client_for(house.bo)
    page(client, url(booking, "afbud/"), {})
    messages, stored = Message.objects.count(), as_stored(booking)
    page(client, url(booking, "afbud/"), {})
    assert (Message.objects.count(), as_stored(booking)) == (messages, stored)


def test_after_the_start_afbud_is_a_telephone_call(
    house: Cast, booking: Booking, page: Page, monday: object
) -> None:
    before = as_stored(booking)
    monday.move_to(at(26, 9, 15))  # type: ignore[attr-defined]
    soup = page(client_for(house.bo), url(booking, "afbud/"), {}, status=422)
    assert "Samtalen er begyndt. Ring på 76 00 12 00, så finder vi ud af det." in summary(soup)
    assert as_stored(booking) == before


# ---- Skift tid ------------------------------------------------------------------------------------


def test_moving_starts_from_what_she_chose_and_names_the_old_time(
    house: Cast, booking: Booking, page: Page
) -> None:
    soup = page(client_for(house.bo), url(booking, "skift/"))
    assert heading(soup) == "Skift tid"
    assert "Din tid er torsdag den 26. november kl. 9.15 hos Lise Krogh. Du beholder den" in said(soup)
    assert own_words(soup) == WORDS
    assert ticked(soup, "topics") == ["job_now"]
    assert soup.select_one("details[open] #behov-1[checked]")


def test_a_move_keeps_the_meeting_and_withdraws_its_reminders(
    house: Cast, booking: Booking, page: Page
) -> None:
    client = client_for(house.bo)
    soup = page(client, url(booking, "skift/"), filled(house, at(27, 10), topics=["course"]))
    assert "Fredag den 27. november kl. 10.00 til 10.45" in said(soup)
    assert as_stored(booking)["starts"] == at(26, 9, 15)
    soup = page(client, url(booking, "skift/tjek/"), hidden(soup))
    assert heading(soup) == "Din tid er skiftet"
    moved = Booking.objects.get()
    assert (moved.uuid, moved.origin, moved.starts) == (booking.uuid, booking.origin, at(27, 10))
    reminders = Message.objects.filter(kind="reminder", channel="inbox").order_by("pk")
    assert [message.state for message in reminders] == ["withdrawn", "withdrawn", "queued", "queued"]


def test_a_move_sent_twice_moves_once(house: Cast, booking: Booking, page: Page) -> None:
    client = client_for(house.bo)
    form = hidden(page(client, url(booking, "skift/"), filled(house, at(27, 10))))
    page(client, url(booking, "skift/tjek/"), form)
    messages, stored = Message.objects.count(), as_stored(booking)
    page(client, url(booking, "skift/tjek/"), form)
    assert (Message.objects.count(), as_stored(booking)) == (messages, stored)


def test_a_move_to_a_time_that_is_gone_leaves_the_old_one(house: Cast, booking: Booking, page: Page) -> None:
    booked(house.amal, house.lise, at(27, 10))
    before = as_stored(booking)
    soup = page(client_for(house.bo), url(booking, "skift/"), filled(house, at(27, 10)), status=422)
    assert "Tiden er lige blevet taget." in summary(soup)
    assert as_stored(booking) == before


def test_a_cancelled_meeting_cannot_be_moved(house: Cast, booking: Booking, page: Page) -> None:
    cancel(booking, by=viewer_of(house.bo), now=clock.now())
    soup = page(client_for(house.bo), url(booking, "skift/"), filled(house, at(27, 10)))
    assert heading(soup).startswith("Dit afbud er modtaget")
    assert not Draft.objects.exists()


# ---- Ret emner ------------------------------------------------------------------------------------


def test_topics_can_be_changed_until_it_begins(house: Cast, booking: Booking, page: Page) -> None:
    client = client_for(house.bo)
    soup = page(client, url(booking, "emner/"))
    assert (own_words(soup), ticked(soup, "topics")) == (WORDS, ["job_now"])
    soup = page(client, url(booking, "emner/"), {"topics": ["course", "other"], "own_words": ""})
    assert "Dine emner er gemt." in said(soup)
    assert "Kursus eller uddannelse Noget andet" in said(soup)
    assert Booking.objects.get().own_words == ""


def test_four_topics_are_one_too_many_and_nothing_is_lost(house: Cast, booking: Booking, page: Page) -> None:
    four = ["job_now", "application", "course", "other"]
    before = as_stored(booking)
    soup = page(
        client_for(house.bo), url(booking, "emner/"), {"topics": four, "own_words": "nyt"}, status=422
    )
    assert "Vælg højst tre emner. Du har valgt fire." in summary(soup)
    assert (own_words(soup), sorted(ticked(soup, "topics"))) == ("nyt", sorted(four))
    assert as_stored(booking) == before


def test_topics_cannot_be_changed_once_it_has_begun(
    house: Cast, booking: Booking, page: Page, monday: object
) -> None:
    before = as_stored(booking)
    monday.move_to(at(26, 9, 16))  # type: ignore[attr-defined]
    soup = page(client_for(house.bo), url(booking, "emner/"), {"own_words": "nyt"}, status=422)
    assert "Samtalen er begyndt." in summary(soup)
    assert as_stored(booking) == before


# ---- the calendar file ----------------------------------------------------------------------------


def test_the_calendar_file_says_when_and_where_and_not_why(house: Cast, booking: Booking) -> None:
    answer = client_for(house.bo).get(url(booking, "mit-moede.ics"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="mit-moede.ics"'
    calendar = Calendar.from_ical(answer.content)
    event: Any = calendar.walk("VEVENT")[0]
    assert (event["UID"], event["SEQUENCE"], event["CLASS"]) == (
        f"{booking.uuid}@afsaet",
        booking.version,
        "PRIVATE",
    )
    assert (event["SUMMARY"], event["LOCATION"]) == ("Samtale", "Rådhustorvet 4, 1. sal")
    starts = event["DTSTART"].dt
    assert starts == at(26, 9, 15)
    assert b"DTSTART:20261126T081500Z\r\nDTEND:20261126T090000Z\r\n" in answer.content
    assert calendar["METHOD"] == "PUBLISH"
    assert not calendar.walk("VTIMEZONE")
    for word in ("job", "kommune", "Lise", "nattevagter"):
        assert word.lower() not in answer.content.decode().lower()


def test_after_a_move_the_calendar_moves_its_own_entry(house: Cast, booking: Booking, page: Page) -> None:
    client = client_for(house.bo)
    form = hidden(page(client, url(booking, "skift/"), filled(house, at(27, 10))))
    page(client, url(booking, "skift/tjek/"), form)
    (event,) = Calendar.from_ical(client.get(url(booking, "mit-moede.ics")).content).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (f"{booking.uuid}@afsaet", booking.version + 1)
