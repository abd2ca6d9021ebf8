"""*Mine borgere*: whose door is open, why, and for how long; and what a search leaves behind."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from afsaet.audit.models import Seen
from afsaet.booking.actions.booking import cancel, move
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import Booking, ConversationType, Deadline
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.talking import start
from afsaet.core import clock
from afsaet.messaging.models import Message
from afsaet.people.actions.deputies import set_deputy
from afsaet.people.models import Caseload, Citizen, TargetGroup, TargetGroupSpell
from afsaet.plan.actions import Agreed, agree, set_goal
from tests.booking.conftest import at, booked, choices
from tests.cast import REGISTERED, Cast, client_for, make_citizen, viewer_of

Page = Callable[..., BeautifulSoup]
LIST = "/medarbejder/borgere/"
BO_NUMBER = "1203925678"


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def listed(soup: BeautifulSoup) -> list[str]:
    return [said(row) for row in soup.select("tbody tr")]


def page_of(citizen: Citizen) -> str:
    return f"/medarbejder/borger/{citizen.uuid}/"


def due(citizen: Citizen, book_by: date) -> None:
    kind = ConversationType.objects.get()
    Deadline.objects.create(citizen=citizen, type=kind, book_by=book_by, hold_by=book_by + timedelta(days=14))


# ---- the list -------------------------------------------------------------------------------------


def test_the_list_is_her_own_and_those_a_talk_has_opened(house: Cast, page: Page) -> None:
    booked(house.bo, house.nanna, at(26, 9, 15))
    due(house.amal, date(2026, 12, 4))
    assert listed(page(client_for(house.lise), LIST)) == [
        "Amal Haddad Uden tid 4. december Din borger",
        "Bo Madsen Torsdag den 26. november kl. 9.15 Din borger",
    ]
    assert listed(page(client_for(house.nanna), LIST)) == [
        "Kirsten Holm Uden tid Din borger",
        "Bo Madsen Torsdag den 26. november kl. 9.15 Har en samtale med dig",
    ]
    last = Seen.objects.latest("pk")
    assert (last.kind, last.purpose) == ("list", "caseload_list")
    assert set(last.citizens) == {house.kirsten.uuid, house.bo.uuid}


def test_a_deputys_list_says_whose_caseload_they_are_in(house: Cast, page: Page) -> None:
    today = clock.today()
    set_deputy(house.lise, house.nanna, today, today, by=viewer_of(house.vera), now=clock.now())
    assert listed(page(client_for(house.nanna), LIST)) == [
        "Amal Haddad Uden tid Sagsstamme: Lise Krogh",
        "Kirsten Holm Uden tid Din borger",
        "Bo Madsen Uden tid Sagsstamme: Lise Krogh",
    ]


def test_names_stand_in_danish_order(house: Cast, page: Page) -> None:
    for number, last in enumerate(["Åby", "Ærø", "Zeuthen", "Østergaard", "Aagaard"]):
        one = make_citizen(house.unit, "Ida", last, f"0101{60 + number}6{100 + number}")
        Caseload.objects.create(citizen=one, staff=house.nanna, starts_on=REGISTERED)
    names = [said(cell) for cell in page(client_for(house.nanna), LIST).select("tbody th")]
    assert names == ["Ida Aagaard", "Kirsten Holm", "Ida Zeuthen", "Ida Ærø", "Ida Østergaard", "Ida Åby"]


def test_filters_leave_those_without_a_time_and_those_with_a_deadline_soon(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    assert "Ingen har en frist inden for 7 dage." in said(page(lise, LIST + "?vis=frist").main)
    due(house.amal, date(2026, 11, 30))
    due(house.bo, date(2026, 12, 1))
    booked(house.amal, house.lise, at(26, 9, 15), interpreter="arabisk")
    due(house.amal, date(2026, 11, 30))
    assert [row[:9] for row in listed(page(lise, LIST + "?vis=uden-tid"))] == ["Bo Madsen"]
    assert [row[:11] for row in listed(page(lise, LIST + "?vis=frist"))] == ["Amal Haddad"]
    assert len(listed(page(lise, LIST + "?vis=nonsens"))) == 2


def test_fifty_stand_on_a_page_and_the_queries_are_as_many_as_for_two(house: Cast, page: Page) -> None:
    lise = client_for(house.lise)
    page(lise, LIST)
    with CaptureQueriesContext(connection) as few:
        page(lise, LIST)
    for number in range(60):
        one = make_citizen(house.unit, "Ida", f"Prøve{number:02}", f"0101{60 + number % 39}{6100 + number}")
        Caseload.objects.create(citizen=one, staff=house.lise, starts_on=REGISTERED)
    with CaptureQueriesContext(connection) as many:
        soup = page(lise, LIST)
    assert len(many) == len(few)
    assert len(listed(soup)) == 50
    assert "62 borgere" in said(soup.main)
    following = soup.select_one("[rel=next]")
    assert following is not None
    assert len(listed(page(lise, LIST + str(following["href"]).removeprefix(LIST)))) == 12
    assert len(Seen.objects.latest("pk").citizens) == 12, "only those on the page were seen"
    assert len(listed(page(lise, LIST + "?side=99"))) == 12


def test_a_new_adviser_is_told_when_the_list_will_fill(house: Cast, page: Page) -> None:
    Caseload.objects.filter(staff=house.nanna).delete()
    assert "Du har ingen borgere endnu." in said(page(client_for(house.nanna), LIST).main)


# ---- searching ------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["bo mad", "MADSEN", "Bo Madsen"])
def test_a_search_by_name_finds_her_own_and_is_logged_with_the_words(
    house: Cast, page: Page, typed: str
) -> None:
    soup = page(client_for(house.lise), LIST, {"q": typed})
    assert [row[:9] for row in listed(soup)] == ["Bo Madsen"]
    assert soup.select_one("#q")["value"] == typed  # type: ignore[index]
    seen = Seen.objects.get()
    assert (seen.kind, seen.purpose, seen.criterion) == ("search", "search", f"navn: {typed}")
    assert seen.citizens == [house.bo.uuid]


@pytest.mark.parametrize("typed", [BO_NUMBER, "120392-5678", "120392 5678"])
def test_a_search_by_number_finds_exactly_and_leaves_the_number_nowhere(
    house: Cast, page: Page, typed: str
) -> None:
    soup = page(client_for(house.lise), LIST, {"q": typed})
    assert [row[:9] for row in listed(soup)] == ["Bo Madsen"]
    assert "5678" not in str(soup)
    seen = Seen.objects.get()
    assert (seen.criterion, seen.citizens) == ("cpr", [house.bo.uuid])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Bo Madsen", "Der er ingen med det navn i din sagsstamme."),
        (BO_NUMBER, "Der er ingen med det nummer i din sagsstamme."),
    ],
)
def test_nanna_does_not_find_lises_citizen_but_the_search_is_logged(
    house: Cast, page: Page, typed: str, words: str
) -> None:
    soup = page(client_for(house.nanna), LIST, {"q": typed})
    assert words in said(soup.main)
    assert listed(soup) == []
    seen = Seen.objects.get()
    assert (seen.kind, seen.citizens) == ("search", [])


def test_half_a_number_is_asked_for_again_and_never_logged(house: Cast, page: Page) -> None:
    soup = page(client_for(house.lise), LIST, {"q": "120392-567"}, status=422)
    assert "Et cpr-nummer har ti cifre." in said(soup.select_one(".error-summary"))
    assert [seen.criterion for seen in Seen.objects.all()] == ["cpr"]


# ---- the one citizen ------------------------------------------------------------------------------


def test_her_page_says_what_the_adviser_needs_and_why_it_is_open(
    house: Cast, page: Page, monday: Any
) -> None:
    group = TargetGroup.objects.get_or_create(code="prøve", defaults={"name": {"da": "Jobparat"}})[0]
    TargetGroupSpell.objects.create(citizen=house.bo, target_group=group, starts_on=REGISTERED)
    booking = booked(house.bo, house.lise, at(26, 9, 15), topics=("job_now",), own_words="Noget med dage.")
    set_goal(house.bo, "Et job om dagen", now=clock.now())
    agreed = Agreed("citizen", "Ring til to lagre", date(2026, 11, 24))
    agree(house.bo, agreed, made_in=booking.uuid, now=clock.now())
    text = said(page(client_for(house.lise), page_of(house.bo)).main)
    for words in [
        "Bo Madsen Du kan se siden, fordi du er rådgiver for Bo.",
        "Torsdag den 26. november kl. 9.15 hos Lise Krogh Kommer hertil · Job, jeg kan søge nu · »Noget med dage.«",
        "»Et job om dagen«",
        "Ring til to lagre til i morgen",
        "Ingen samtaler endnu.",
        "Cpr-nummer 120392-xxxx",
        "Telefon 20 12 34 78",
        "E-mail bo@mail.example",
        "Sprog Dansk",
        "Målgruppe Jobparat",
        "Egen rådgiver Lise Krogh siden 1. september",
    ]:
        assert words in text, words


def test_earlier_talks_stand_with_their_summaries(house: Cast, page: Page, monday: Any) -> None:
    booking = booked(house.bo, house.nanna, at(26, 9, 15))
    monday.move_to(at(26, 9, 50))
    nanna = viewer_of(house.nanna)
    close(start(booking, by=nanna, now=clock.now()), met="yes", by=nanna, now=clock.now())
    mine = said(page(client_for(house.nanna), page_of(house.bo)).main)
    assert "Torsdag den 26. november hos Nanna Juhl Ikke delt med Bo endnu. Del og kopiér" in mine
    lises = said(page(client_for(house.lise), page_of(house.bo)).main)
    assert "Referatet er ikke delt endnu." in lises


def test_a_protected_address_is_shown_on_a_press_that_leaves_its_own_line(house: Cast, page: Page) -> None:
    nanna = client_for(house.nanna)
    soup = page(nanna, page_of(house.kirsten))
    assert "Birkevej" not in str(soup)
    assert "Adressen er beskyttet" in said(soup.main)
    form = next(form for form in soup.select("main form") if "Vis adressen" in said(form))
    shown = page(nanna, str(form["action"]), {})
    assert "Birkevej 3, Vesterlund" in said(shown.main)
    lines = Seen.objects.order_by("pk").values_list("purpose", "citizens")
    assert list(lines) == [("own_citizen", [house.kirsten.uuid]), ("address_shown", [house.kirsten.uuid])]
    assert nanna.get(str(form["action"])).status_code == 405


# ---- the door -------------------------------------------------------------------------------------


def opens(client: Client, citizen: Citizen) -> bool:
    status = client.get(page_of(citizen)).status_code
    assert status in (200, 404)
    return status == 200


def test_nanna_is_refused_until_bo_books_her_and_the_attempt_is_on_record(house: Cast, page: Page) -> None:
    nanna = client_for(house.nanna)
    soup = page(nanna, page_of(house.bo), status=404)
    assert "Madsen" not in str(soup)
    seen = Seen.objects.get()
    assert (seen.kind, seen.citizens, seen.who) == ("refused", [house.bo.uuid], str(house.nanna.user.uuid))
    booked(house.bo, house.nanna, at(26, 9, 15))
    text = said(page(nanna, page_of(house.bo)).main)
    assert "Du kan se siden, fordi I har en samtale. Den lukker igen torsdag den 10. december." in text
    assert Seen.objects.latest("pk").purpose == "booked_talk"


def test_the_door_closes_when_the_talk_is_cancelled(house: Cast) -> None:
    booking = booked(house.bo, house.nanna, at(26, 9, 15))
    nanna = client_for(house.nanna)
    assert opens(nanna, house.bo)
    cancel(booking, by=viewer_of(house.bo), now=clock.now())
    assert not opens(nanna, house.bo)
    assert opens(client_for(house.lise), house.bo)


def test_the_door_closes_when_the_talk_is_moved_to_a_colleague(house: Cast) -> None:
    booking = booked(house.bo, house.nanna, at(26, 9, 15))
    bo, now = viewer_of(house.bo), clock.now()
    draft = hold(house.bo, choices(house.lise, at(27, 9, 15)), booking, by=bo, now=now)
    move(draft, by=bo, now=now)
    assert not opens(client_for(house.nanna), house.bo)


def test_the_door_closes_fourteen_days_after_the_talk(house: Cast, monday: Any) -> None:
    booking = booked(house.bo, house.nanna, at(26, 9, 15))
    monday.move_to(booking.ends + timedelta(days=14, minutes=-1))
    assert opens(client_for(house.nanna), house.bo)
    monday.move_to(booking.ends + timedelta(days=14))
    assert not opens(client_for(house.nanna), house.bo)


@pytest.mark.parametrize("who", ["amal", "vera", "gitte", "per"])
def test_nobody_but_an_adviser_gets_in(house: Cast, page: Page, who: str) -> None:
    client = client_for(getattr(house, who))
    for path in (LIST, page_of(house.bo)):
        page(client, path, status=404)
    assert client.post(LIST, {"q": "Bo"}).status_code == 404
    assert not Seen.objects.exclude(kind="refused").exists()


def test_bo_does_not_get_at_the_advisers_page_about_himself(house: Cast, page: Page) -> None:
    page(client_for(house.bo), page_of(house.bo), status=404)


# ---- cancelling -----------------------------------------------------------------------------------


def test_we_cancel_after_being_asked_once_more_and_she_is_told(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    lise = client_for(house.lise)
    link = next(
        link for link in page(lise, page_of(house.bo)).select("main a") if said(link).startswith("Aflys")
    )
    asked = page(lise, str(link["href"]))
    assert "Bo får besked om, at vi har aflyst" in said(asked.main)
    assert not Booking.objects.get().cancelled
    form = asked.select_one("main form")
    assert form is not None
    soup = page(lise, str(form["action"]), {})
    assert "Samtalen er aflyst." in said(soup.main)
    booking.refresh_from_db()
    assert (booking.cancelled, booking.cancelled_by_citizen) == (True, False)
    notices = Message.objects.filter(subject=booking.uuid, kind="notice")
    assert notices.exists()
    assert not Message.objects.filter(subject=booking.uuid, kind="reminder", state="queued").exists()


def test_a_talk_that_was_the_only_reason_leads_back_to_the_list(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.nanna, at(26, 9, 15))
    soup = page(client_for(house.nanna), f"/medarbejder/aflys/{booking.uuid}/", {})
    assert said(soup.h1) == "Mine borgere"
    assert "Samtalen er aflyst." in said(soup.main)


def test_a_talk_that_has_begun_is_not_cancelled(house: Cast, page: Page, monday: Any) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    monday.move_to(at(26, 9, 15))
    start(booking, by=viewer_of(house.lise), now=clock.now())
    soup = page(client_for(house.lise), f"/medarbejder/aflys/{booking.uuid}/", {}, status=422)
    assert "Samtalen er begyndt og kan ikke aflyses." in said(soup.main)
    assert not Booking.objects.get().cancelled


def test_nanna_cannot_cancel_lises_talk(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    page(client_for(house.nanna), f"/medarbejder/aflys/{booking.uuid}/", {}, status=404)
    assert not Booking.objects.get().cancelled
    assert Seen.objects.get().kind == "refused"
