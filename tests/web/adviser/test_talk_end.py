"""The end of the talk: strike and take back, a next time that is gone, two tabs, and the adviser's close."""

from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from afsaet.booking.models import Booking
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.sending import NewAgreement, Sent, send_step
from afsaet.conversations.models import CaseSystemEntry, Conversation, Line, Summary
from afsaet.core import clock
from afsaet.plan.models import Agreement
from tests.booking.conftest import at, booked
from tests.cast import client_for, viewer_of
from tests.conversations.conftest import Day, day, house

__all__ = ["day", "house"]

NEXT, END = "naeste-skridt", "til-sidst"


@pytest.fixture
def lise(day: Day) -> Client:
    return client_for(day.cast.lise)


@pytest.fixture
def talk(day: Day) -> Conversation:
    """A talk with a line, an agreement and a held next time."""
    talk = day.start()
    sent = Sent(
        note="Bo har fået kørekort", agreement=NewAgreement("citizen", "Ring til Ib"), next_time=at(30, 9, 15)
    )
    send_step(talk, NEXT, sent, {}, by=viewer_of(day.cast.lise), now=clock.now())
    return talk


@pytest.fixture
def closed(day: Day, talk: Conversation) -> Conversation:
    return close(talk, met="yes", by=viewer_of(day.cast.lise), now=clock.now())


def step_of(talk: Conversation, step: str) -> str:
    return f"/samtale/{talk.uuid}/{step}/"


def said(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def panel(**more: str) -> dict[str, str]:
    panel = {
        "summary": "Vi talte om job.",
        "type_name": "Jobsamtale",
        "form": "phone",
        "participants": "Bo, Lise",
    }
    return panel | {"counts": "1", "do": "share"} | more


def test_struck_lines_stand_grey_and_can_be_taken_back(
    day: Day, lise: Client, page: Any, talk: Conversation
) -> None:
    line = Line.objects.get(kind="note")
    soup = page(lise, step_of(talk, END), {"do": f"strike:{line.uuid}", "met": "no", "met_words": "Næsten"})
    assert soup.select_one(".talk-line-struck del").get_text() == "Bo har fået kørekort"
    assert soup.select_one("#met-3").has_attr("checked")
    assert soup.select_one("#met_words")["value"] == "Næsten"
    soup = page(lise, step_of(talk, END), {"do": f"keep:{line.uuid}"})
    assert not soup.select(".talk-line-struck")
    page(lise, step_of(talk, END), {"do": f"strike:{line.uuid}"})
    page(lise, step_of(talk, END), {"do": "close", "met": "partly"})
    assert not Line.objects.filter(kind="note").exists()
    assert "kørekort" not in Summary.objects.get().text


def test_nothing_written_is_said_plainly(day: Day, lise: Client, page: Any) -> None:
    day.booking.chosen_topics.all().delete()
    text = said(page(lise, step_of(day.start(), END)))
    assert "Der er ikke skrevet noget. Kun at I har talt sammen, og hvornår, bliver gemt." in text


def test_a_next_time_that_is_gone_comes_back_with_others(
    day: Day, lise: Client, page: Any, talk: Conversation
) -> None:
    with time_machine.travel(clock.now() + clock.minutes(125), tick=False):
        lise = client_for(day.cast.lise)
        booked(day.cast.amal, day.cast.lise, at(30, 9, 15))
        bookings = set(Booking.objects.values_list("pk", "version"))
        soup = page(lise, step_of(talk, END), {"do": "close", "met": "yes"}, status=422)
        assert "Tiden er lige blevet taget." in said(soup)
        assert soup.select_one("#met-1").has_attr("checked")
        times = [field["value"] for field in soup.select("input[name=next]")]
        assert len(times) == 5
        assert at(30, 9, 15).isoformat() not in times
        assert not Agreement.objects.filter(what="Ring til Ib").exists()
        assert set(Booking.objects.values_list("pk", "version")) == bookings
        soup = page(lise, step_of(talk, END), {"do": "close", "met": "yes", "next": times[0]})
    assert "Tak for i dag, Bo. Vi ses" in said(soup)
    assert Agreement.objects.filter(what="Ring til Ib").count() == 1


def test_thanks_without_a_next_time(day: Day, lise: Client, page: Any) -> None:
    talk = day.start()
    assert page(lise, step_of(talk, "tak")).h1.get_text() == "Hvad skal vi nå i dag?"
    soup = page(lise, step_of(talk, END), {"do": "close"})
    assert soup.h1.get_text() == "Tak for i dag, Bo."
    assert soup.select_one(f"a[href='{step_of(talk, 'luk')}']").get_text() == "Videre til afslutning"


def test_the_other_tab_gets_back_what_was_typed(
    day: Day, lise: Client, page: Any, closed: Conversation
) -> None:
    before = Line.objects.count()
    soup = page(
        lise, step_of(closed, NEXT), {"do": "agreement", "what": "Ring til Karim", "when": "week"}, status=422
    )
    assert "Samtalen er slut" in said(soup)
    assert [item.get_text() for item in soup.select("main li")] == ["Ring til Karim"]
    soup = page(lise, step_of(closed, END), {"do": "save", "met_words": "Jeg nåede det"}, status=422)
    assert [item.get_text() for item in soup.select("main li")] == ["Jeg nåede det"]
    assert lise.post(step_of(closed, NEXT) + "gem/", {"what": "Ring"}).status_code == 409
    assert Line.objects.count() == before
    assert "Tak for i dag" in said(page(lise, step_of(closed, NEXT)))


def test_closed_twice_from_two_tabs(day: Day, lise: Client, page: Any, talk: Conversation) -> None:
    for _ in range(2):
        assert "Tak for i dag" in said(page(lise, step_of(talk, END), {"do": "close", "met": "yes"}))
    assert Summary.objects.count() == 1
    assert Booking.objects.filter(citizen=day.cast.bo).count() == 2


def test_the_close_shows_the_summary_and_the_panel(
    day: Day, lise: Client, page: Any, talk: Conversation
) -> None:
    with time_machine.travel(at(26, 9, 42), tick=False):
        close(talk, met="yes", by=viewer_of(day.cast.lise), now=clock.now())
        soup = page(client_for(day.cast.lise), step_of(talk, "luk"))
    assert soup.h1.get_text() == "Bo Madsen, holdt 9.16 til 9.42"
    assert "Det aftalte vi:\n- Bo: Ring til Ib" in soup.select_one("#summary").get_text()
    assert (
        soup.select_one("#to-copy")
        .get_text()
        .strip()
        .startswith(
            "Samtaletype: Jobsamtale\nForm: Personligt møde\nDato: 26-11-2026\nFra: 9.16\nTil: 9.42\n"
            "Deltagere: Bo Madsen, Lise Krogh\nTæller i kontaktforløbet: Ja\nReferat:\nVi talte om:\n- Job"
        )
    )
    assert soup.select_one("#counts").has_attr("checked")
    assert "Mangler" in said(soup)
    assert "Rækkefølgen er vores egen. Den er ikke afprøvet mod et bestemt fagsystem." in said(soup)


def test_the_panel_follows_the_edited_text(day: Day, lise: Client, page: Any, closed: Conversation) -> None:
    page(
        lise,
        step_of(closed, "luk"),
        panel(do="save", summary="Rettet tekst", form="video", participants="Bo"),
    )
    copied = page(lise, step_of(closed, "luk")).select_one("#to-copy").get_text()
    assert "Form: Video" in copied
    assert copied.rstrip().endswith("Referat: Rettet tekst")
    part = lise.post(step_of(closed, "luk") + "tekst/", panel(summary="Rettet igen"))
    assert "Referat: Rettet igen" in part.content.decode()
    assert lise.post(step_of(closed, "luk") + "gem/", panel(summary="Gemt")).status_code == 204
    assert Summary.objects.get().text == "Gemt"
    assert Summary.objects.get().shared_at is None


def test_shared_and_copied_then_the_next(day: Day, lise: Client, page: Any, closed: Conversation) -> None:
    booked(day.cast.amal, day.cast.lise, at(26, 13, 15))
    soup = page(lise, step_of(closed, "luk"), panel(copied="1"))
    text = said(soup)
    assert "Delt med Bo kl. 9.16. Kopieret kl. 9.16." in text
    assert "Næste: Amal Haddad kl. 13.15" in text
    assert soup.select_one("#summary") is None
    with time_machine.travel(at(26, 9, 52), tick=False):
        text = said(page(client_for(day.cast.lise), step_of(closed, "luk"), {"do": "copy", "copied": "1"}))
    assert "Kopieret kl. 9.52." in text


def test_without_javascript_it_is_shared_and_copied_by_hand(
    day: Day, lise: Client, page: Any, closed: Conversation
) -> None:
    text = said(page(lise, step_of(closed, "luk"), panel()))
    assert "Delt med Bo kl. 9.16." in text
    assert "Mangler" in text
    text = said(page(lise, step_of(closed, "luk"), {"do": "copied"}))
    assert "Kopieret kl. 9.16." in text
    assert "Tilbage til I dag" in text


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"summary": "Se 120392-5678"}, "summary", "Det ligner et cpr-nummer."),
        ({"summary": " "}, "summary", "Skriv et referat, før du går videre."),
        ({"participants": ""}, "participants", "Skriv noget i feltet."),
    ],
)
def test_a_refused_summary_is_neither_shared_nor_lost(
    day: Day, lise: Client, page: Any, closed: Conversation, wrong: dict[str, str], field: str, sentence: str
) -> None:
    soup = page(lise, step_of(closed, "luk"), panel(copied="1") | wrong, status=422)
    assert sentence in soup.select_one(f"#{field}-error").get_text()
    assert soup.select_one("#type_name")["value"] == "Jobsamtale"
    assert Summary.objects.get().shared_at is None
    assert CaseSystemEntry.objects.get().copied_at is None
    assert lise.post(step_of(closed, "luk") + "gem/", panel() | wrong).status_code == 422
    assert lise.post(step_of(closed, "luk") + "tekst/", panel() | wrong).status_code == 422


def test_the_close_is_not_there_before_the_talk_is_over(
    day: Day, lise: Client, page: Any, talk: Conversation
) -> None:
    assert page(lise, step_of(talk, "luk")).h1.get_text() != "Bo Madsen"
    assert lise.post(step_of(talk, "luk"), panel()).status_code == 302
    assert lise.post(step_of(talk, "luk") + "gem/", panel()).status_code == 422
    assert not Summary.objects.exists()
