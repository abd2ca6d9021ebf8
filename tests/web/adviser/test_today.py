"""*I dag*: who is next, what do they want, what is not done; and that it keeps itself fresh quietly."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from afsaet.audit.models import Seen
from afsaet.booking.actions.booking import cancel
from afsaet.booking.models import Booking
from afsaet.calendar.models import WorkRule
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.sharing import Registration, mark_copied, share_and_copy
from afsaet.conversations.actions.talking import start
from afsaet.conversations.models import Conversation
from afsaet.core import clock
from afsaet.people.models import Caseload
from afsaet.plan.actions import Agreed, agree, tick_off
from tests.booking.conftest import at, booked
from tests.cast import REGISTERED, Cast, client_for, make_citizen, viewer_of

Page = Callable[..., BeautifulSoup]
TODAY = "/medarbejder/i-dag/"


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def rows(soup: BeautifulSoup) -> list[str]:
    return [said(row) for row in soup.select(".day-table tbody tr:not(.panel-row)")]


def card(soup: BeautifulSoup) -> str:
    return said(soup.select_one(".next"))


def several(house: Cast, count: int, day: int = 26) -> list[Booking]:
    """That many talks of Lise's citizens on a day of November 2026, at 8.30, 9.15, 10.00, 10.45, 12.30 …"""
    starts = [at(day, 8, 30) + timedelta(minutes=45 * n) for n in range(4)]
    starts += [at(day, 12, 30) + timedelta(minutes=45 * n) for n in range(4)]
    found = []
    for number, moment in enumerate(starts[:count]):
        one = make_citizen(house.unit, f"Ida{number}", "Prøve", f"0101{60 + number}6{100 + number}")
        Caseload.objects.create(citizen=one, staff=house.lise, starts_on=REGISTERED)
        found.append(booked(one, house.lise, moment, topics=("other",)))
    return found


def held(house: Cast, booking: Booking) -> Conversation:
    talk = start(booking, by=viewer_of(house.lise), now=clock.now())
    return close(talk, met="yes", by=viewer_of(house.lise), now=clock.now())


def filed(house: Cast, talk: Conversation) -> None:
    entry = talk.case_system_entry
    registration = Registration(entry.type_name, entry.form, entry.counts, entry.participants)
    share_and_copy(talk, "Referat.", registration, by=viewer_of(house.lise), now=clock.now())


@pytest.fixture
def thursday(house: Cast, monday: Any) -> SimpleNamespace:
    """Thursday 26 November, 8.50: Bo at 9.15 and Amal at 10.45 with Lise; the clock can be moved on."""
    bo = booked(
        house.bo,
        house.lise,
        at(26, 9, 15),
        topics=("job_now", "application"),
        own_words="Jeg vil gerne væk fra nattevagter.",
        companion=True,
        no_stairs=True,
    )
    amal = booked(house.amal, house.lise, at(26, 10, 45), topics=("course",), interpreter="arabisk")
    lise = Client()

    def move_to(moment: datetime) -> None:
        """Move the clock; Lise is logged in there, too, however long it took."""
        monday.move_to(moment)
        lise.force_login(house.lise.user, backend="django.contrib.auth.backends.ModelBackend")

    move_to(at(26, 8, 50))
    return SimpleNamespace(cast=house, bo=bo, amal=amal, move_to=move_to, lise=lise)


def test_the_next_card_says_what_is_needed_before_the_door_opens(thursday: Any, page: Page) -> None:
    for what, by in [("Ring til to lagre.", at(25, 0).date()), ("Send ansøgning til Vesterlund Lager", None)]:
        agreement = agree(
            thursday.cast.bo, Agreed("citizen", what, by), made_in=thursday.bo.uuid, now=clock.now()
        )
        if by:
            tick_off(agreement, by=viewer_of(thursday.cast.bo), now=clock.now())
    soup = page(thursday.lise, TODAY)
    text = card(soup)
    for words in [
        "Næste 9.15 · Bo Madsen Booket",
        "Kommer hertil · jobsamtale nr. 1 · tæller i kontaktforløbet",
        "Job, jeg kan søge nu. Min ansøgning eller mit cv.",
        "»Jeg vil gerne væk fra nattevagter.«",
        "Ring til to lagre (til i går): Bo har sat flueben.",
        "Send ansøgning til Vesterlund Lager: ikke gjort endnu.",
        "Tager en med · Kan ikke gå på trapper",
        "Start samtalen Ikke mødt Se borgeren Mere om Bo Madsen",
    ]:
        assert words in text
    assert "Amal" not in text
    assert said(soup.h1).startswith("Torsdag den 26. november")
    assert said(soup.select_one("#count")) == "2 samtaler, den første kl. 9.15"
    assert rows(soup) == ["10.45 Amal Haddad Kommer Kursus eller uddannelse Booket Start , Amal Haddad"]


def test_who_is_in_the_room_is_on_the_card_and_one_click_from_going_on(thursday: Any, page: Page) -> None:
    thursday.move_to(at(26, 10, 50))
    talk = start(thursday.amal, by=viewer_of(thursday.cast.lise), now=clock.now())
    soup = page(thursday.lise, TODAY)
    assert card(soup).startswith("I gang 10.45 · Amal Haddad I gang siden 10.50")
    assert soup.select_one("#start-next")["href"] == f"/samtale/{talk.uuid}/"  # type: ignore[index]
    assert rows(soup)[0].startswith("9.15 Bo Madsen"), "Bo, who is late, is still to come"
    assert "Start , Bo Madsen" in rows(soup)[0]


def test_who_has_not_come_stays_next_until_something_is_done_about_it(thursday: Any, page: Page) -> None:
    thursday.move_to(at(26, 11, 0))
    assert "9.15 · Bo Madsen" in card(page(thursday.lise, TODAY))


def test_start_on_the_card_begins_the_talk(thursday: Any, page: Page) -> None:
    form = page(thursday.lise, TODAY).select_one(".next form")
    assert form is not None
    assert thursday.lise.post(str(form["action"])).status_code == 302
    assert Conversation.objects.get().booking == thursday.bo


def test_each_state_says_itself_and_offers_the_one_thing_to_do(house: Cast, monday: Any, page: Page) -> None:
    talks = several(house, 6)
    monday.move_to(at(26, 7, 41))
    cancel(talks[3], by=viewer_of(talks[3].citizen), now=clock.now())
    cancel(talks[4], by=viewer_of(house.lise), now=clock.now())
    monday.move_to(at(26, 9, 10))
    filed(house, held(house, talks[0]))
    held(house, talks[1])
    soup = page(client_for(house.lise), TODAY)
    assert "10.00 · Ida2 Prøve" in card(soup)
    assert rows(soup) == [
        "8.30 Ida0 Prøve Kommer Noget andet Holdt Se aftalerne , Ida0 Prøve",
        "9.15 Ida1 Prøve Kommer Noget andet Holdt. Mangler i fagsystemet Del og kopiér , Ida1 Prøve",
        "10.45 Ida3 Prøve Kommer Noget andet Afbud kl. 7.41 Find ny tid , Ida3 Prøve",
        "12.30 Ida4 Prøve Kommer Noget andet Aflyst af os Find ny tid , Ida4 Prøve",
        "13.15 Ida5 Prøve Kommer Noget andet Booket Start , Ida5 Prøve",
    ]
    fold = soup.select_one("details#held")
    assert said(fold).startswith("1 er holdt")
    assert "Ida0" in said(fold)
    assert "Ida1" not in said(fold), "an unfinished talk does not fold away"
    assert [said(row)[:5] for row in soup.select(".row-off")] == ["10.45", "12.30"]
    assert said(soup.select_one("#count")) == "4 samtaler, den første kl. 8.30"


def test_what_is_missing_is_listed_until_it_is_done(thursday: Any, page: Page) -> None:
    thursday.move_to(at(26, 9, 45))
    talk = held(thursday.cast, thursday.bo)
    box = page(thursday.lise, TODAY).select_one("#mangler")
    assert said(box) == (
        "Det mangler (1) 1 samtale er ikke i fagsystemet. 1 referat er ikke delt. "
        "Bo Madsen I dag kl. 9.15 Del og kopiér , Bo Madsen"
    )
    assert box.select_one("a")["href"] == f"/samtale/{talk.uuid}/luk/"  # type: ignore[union-attr,index]
    mark_copied(talk, by=viewer_of(thursday.cast.lise), now=clock.now())
    assert "Det mangler (1) 1 referat er ikke delt." in said(
        page(thursday.lise, TODAY).select_one("#mangler")
    )
    filed(thursday.cast, talk)
    assert page(thursday.lise, TODAY).select_one("#mangler") is None


def test_when_all_is_held_the_day_says_so_once_it_is_true(thursday: Any, page: Page) -> None:
    thursday.move_to(at(26, 12, 0))
    first, second = held(thursday.cast, thursday.bo), held(thursday.cast, thursday.amal)
    filed(thursday.cast, first)
    text = said(page(thursday.lise, TODAY).main)
    assert "Dagens samtaler er holdt." in text
    assert "Alt er gjort." not in text, "a summary is still missing"
    filed(thursday.cast, second)
    assert "Dagens samtaler er holdt. Alt er gjort." in said(page(thursday.lise, TODAY).main)


def test_a_day_without_talks_names_the_next_one_and_asks_for_no_more(thursday: Any, page: Page) -> None:
    thursday.move_to(at(24, 8))
    soup = page(thursday.lise, TODAY)
    assert said(soup.select_one(".empty")) == (
        "Ingen samtaler i dag Den næste er torsdag den 26. november kl. 9.15 med Bo Madsen. Se ugen"
    )
    assert "Alt er gjort" not in said(soup.main)


def test_who_is_new_in_the_house_is_asked_for_her_hours_first(cast: Cast, page: Page) -> None:
    assert not WorkRule.objects.exists()
    soup = page(client_for(cast.lise), TODAY)
    assert "Her kommer dine samtaler. Først skal du sige, hvornår du kan." in said(soup.main)
    assert said(soup.select_one(".empty a")) == "Sæt mine tider"


def test_tomorrow_is_one_line_and_names_nobody(thursday: Any, page: Page) -> None:
    thursday.move_to(at(25, 9))
    text = said(page(thursday.lise, TODAY).main)
    assert "I morgen 2 samtaler, den første kl. 9.15" in text


def test_on_a_friday_the_line_is_about_monday(thursday: Any, page: Page) -> None:
    thursday.move_to(at(27, 9))
    headings = [said(heading) for heading in page(thursday.lise, TODAY).select("h2")]
    assert "Mandag" in headings
    assert "I morgen" not in headings


def test_another_day_is_a_list_that_cannot_be_started_ahead(thursday: Any, page: Page) -> None:
    thursday.move_to(at(25, 9))
    soup = page(thursday.lise, "/medarbejder/dag/2026-11-26/")
    assert soup.select_one(".next") is None
    assert [row[:15] for row in rows(soup)] == ["9.15 Bo Madsen ", "10.45 Amal Hadd"]
    assert not soup.select("main form[action*=start]")
    assert thursday.lise.get("/medarbejder/dag/2026-13-26/").status_code == 404


# ---- it keeps itself fresh ------------------------------------------------------------------------


def poll(client: Client, soup: BeautifulSoup) -> Any:
    """What htmx sends every twenty seconds."""
    poller = soup.select_one("#poller")
    assert poller is not None
    assert poller["hx-trigger"] == "every 20s, day-changed from:body"
    headers = json.loads(str(poller["hx-headers"]))
    return client.get(str(poller["hx-get"]), headers={"HX-Request": "true", **headers})


def test_an_unchanged_poll_is_answered_304_and_leaves_no_line(thursday: Any, page: Page) -> None:
    soup = page(thursday.lise, TODAY)
    before = Seen.objects.count()
    thursday.move_to(at(26, 9, 5))
    answer = poll(thursday.lise, soup)
    assert (answer.status_code, answer.content) == (304, b"")
    assert Seen.objects.count() == before


def test_a_changed_state_is_said_and_only_the_state_changes(thursday: Any, page: Page) -> None:
    soup = page(thursday.lise, TODAY)
    thursday.move_to(at(26, 8, 55))
    cancel(thursday.amal, by=viewer_of(thursday.cast.amal), now=clock.now())
    answer = poll(thursday.lise, soup)
    part = BeautifulSoup(answer.content.decode(), "html5lib")
    assert answer.status_code == 200
    assert said(part.select_one("#changes")) == "Kl. 8.55: Amal Haddad: Afbud kl. 8.55."
    assert [row[:16] for row in rows(part)] == [row[:16] for row in rows(soup)]
    assert said(part.select_one("#count")) == "1 samtale, den første kl. 9.15"
    assert poll(thursday.lise, part).status_code == 304, "the page has its new version"
    assert Seen.objects.filter(route="today").count() == 2


def test_what_would_move_the_page_is_only_said(thursday: Any, page: Page) -> None:
    soup = page(thursday.lise, TODAY)
    thursday.move_to(at(26, 8, 55))
    cancel(thursday.bo, by=viewer_of(thursday.cast.bo), now=clock.now())
    answer = poll(thursday.lise, soup)
    part = BeautifulSoup(answer.content.decode(), "html5lib")
    assert answer.headers["HX-Reswap"] == "none"
    assert said(part.select_one("#changes")) == "Kl. 8.55: Bo Madsen: Afbud kl. 8.55. Vis"
    assert not part.select(".next, .day-table"), "nothing is put in place of what she looks at"
    assert poll(thursday.lise, part).status_code == 304, "it is said once"


def test_the_refreshing_can_be_paused(thursday: Any, page: Page) -> None:
    soup = page(thursday.lise, TODAY)
    pause = next(link for link in soup.select("a") if said(link) == "Sæt opdatering på pause")
    paused = page(thursday.lise, str(pause["href"]))
    assert paused.select_one("[hx-trigger]") is None
    assert "Siden opdaterer ikke sig selv." in said(paused.main)


def test_a_poll_after_the_log_in_ran_out_loads_the_page_anew(thursday: Any) -> None:
    answer = Client().get(TODAY, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


# ---- what it costs, and what is left in the log ---------------------------------------------------


def queries_for(client: Client, page: Page) -> int:
    page(client, TODAY)
    with CaptureQueriesContext(connection) as captured:
        page(client, TODAY)
    return len(captured)


def test_ten_talks_take_as_many_queries_as_three(house: Cast, monday: Any, page: Page) -> None:
    few = several(house, 3)
    monday.move_to(at(26, 9, 10))
    held(house, few[0])
    lise = client_for(house.lise)
    three = queries_for(lise, page)
    monday.move_to(at(23, 8))
    more = [make_citizen(house.unit, f"Ulla{n}", "Prøve", f"0202{60 + n}6{200 + n}") for n in range(5)]
    free = [at(26, 10, 45), at(26, 12, 30), at(26, 13, 15), at(26, 14, 0), at(26, 14, 45)]
    bookings = [
        booked(one, house.lise, moment, topics=("job_now",)) for one, moment in zip(more, free, strict=True)
    ]
    monday.move_to(at(26, 9, 10))
    held(house, bookings[0])
    held(house, bookings[1])
    assert queries_for(lise, page) == three
    assert three <= 31


def test_one_line_in_the_log_names_everybody_on_the_page(thursday: Any, page: Page) -> None:
    page(thursday.lise, TODAY)
    seen = Seen.objects.get()
    assert (seen.kind, seen.purpose, seen.route) == ("list", "day_list", "today")
    assert set(seen.citizens) == {thursday.cast.bo.uuid, thursday.cast.amal.uuid}


@pytest.mark.parametrize("who", ["bo", "vera", "gitte", "per"])
@pytest.mark.parametrize(
    "path", [TODAY, "/medarbejder/dag/2026-11-26/", "/medarbejder/dag/2026-11-26/print/"]
)
def test_the_day_is_for_advisers_alone(thursday: Any, page: Page, who: str, path: str) -> None:
    soup = page(client_for(getattr(thursday.cast, who)), path, status=404)
    assert "Amal" not in said(soup.body)
    assert not Seen.objects.exists()


def test_nanna_sees_her_own_day_and_not_lises(thursday: Any, page: Page) -> None:
    soup = page(client_for(thursday.cast.nanna), TODAY)
    assert "Bo Madsen" not in said(soup.body)


def test_the_paper_names_nobody_with_a_protected_address(house: Cast, monday: Any, page: Page) -> None:
    booked(house.kirsten, house.lise, at(26, 9, 15), topics=("job_now",))
    booked(house.bo, house.lise, at(26, 10, 0), companion=True)
    text = said(page(client_for(house.lise), "/medarbejder/dag/2026-11-26/print/").main)
    assert "9.15 Reserveret Kommer hertil" in text
    assert "Kirsten" not in text
    assert "10.00 Bo Madsen Kommer hertil · Booket · 20 12 34 78 · Tager en med" in text
    assert "Makulér efter brug." in text
    assert set(Seen.objects.get().citizens) == {house.kirsten.uuid, house.bo.uuid}
