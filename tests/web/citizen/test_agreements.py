"""*Mine aftaler*: her goal, ticking off, and the summaries that were shared with her."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from afsaet.conversations.models import Conversation, Summary
from afsaet.core import clock
from afsaet.plan.actions import Agreed, add_sub_goal, agree, set_goal, set_outcome, tick_off
from afsaet.plan.models import Agreement
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for, viewer_of
from tests.web.citizen.test_booking import said, summary

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def agreement(house: Cast) -> Agreement:
    agreed = Agreed("citizen", "Ringe til to lagre", date(2026, 12, 1), "De står i joblog")
    return agree(house.bo, agreed, made_in=uuid4(), now=clock.now())


@pytest.fixture
def talk(house: Cast) -> Conversation:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    talk = Conversation.objects.create(booking=booking, started_at=at(26, 9, 15), closed_at=at(26, 10))
    Summary.objects.create(conversation=talk, text="Vi talte om:\n- lager", changed_at=at(26, 10))
    return talk


def share(talk: Conversation) -> None:
    Summary.objects.update(shared_at=at(26, 10))


def test_empty_says_what_will_come(house: Cast, page: Page) -> None:
    text = said(page(client_for(house.bo), "/mine-aftaler/"))
    assert "Her kommer det, du og din rådgiver aftaler." in text
    assert "Din lovpligtige plan hedder Min Plan og ligger på Jobnet." in text


def test_her_own_words_come_first(house: Cast, agreement: Agreement, page: Page) -> None:
    goal = set_goal(house.bo, "Et job tæt på skolen", now=clock.now())
    add_sub_goal(goal, "Truckcertifikat B", now=clock.now())
    text = said(page(client_for(house.bo), "/mine-aftaler/"))
    order = [
        "Dit mål »Et job tæt på skolen«",
        "Truckcertifikat B",
        "Dig Ringe til to lagre Senest tirsdag den 1. dec",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "I kan se det ved: De står i joblog" in text


def test_a_day_that_passed_is_said_calmly(
    house: Cast, agreement: Agreement, page: Page, monday: object
) -> None:
    monday.move_to(at(30, 9).replace(month=12))  # type: ignore[attr-defined]
    text = said(page(client_for(house.bo), "/mine-aftaler/"))
    assert "Dagen var tirsdag den 1. december. I kan tale om det næste gang." in text


def test_she_ticks_off_with_her_own_words_and_can_take_it_back(
    house: Cast, agreement: Agreement, page: Page
) -> None:
    client = client_for(house.bo)
    soup = page(client, f"/mine-aftaler/{agreement.uuid}/gjort/", {"learnt": "De mangler folk i uge 50"})
    assert "Gjort i dag kl. 8 »De mangler folk i uge 50« Fortryd" in said(soup)
    soup = page(client, f"/mine-aftaler/{agreement.uuid}/fortryd/", {})
    assert "De mangler folk i uge 50" not in said(soup)
    agreement.refresh_from_db()
    assert (agreement.ticked_at, agreement.ticked_words) == (None, "")


def test_too_many_words_are_kept_and_the_limit_named(house: Cast, agreement: Agreement, page: Page) -> None:
    words = "x" * 301
    soup = page(client_for(house.bo), f"/mine-aftaler/{agreement.uuid}/gjort/", {"learnt": words}, status=422)
    assert "Skriv det kortere. Der er plads til 300 tegn." in summary(soup)
    assert soup.select_one("details[open] textarea").get_text().strip() == words  # type: ignore[union-attr]
    agreement.refresh_from_db()
    assert agreement.ticked_at is None


def test_what_the_talk_has_settled_she_cannot_tick_any_more(
    house: Cast, agreement: Agreement, page: Page
) -> None:
    set_outcome(agreement, "done", "", talk=uuid4(), now=clock.now())
    soup = page(client_for(house.bo), f"/mine-aftaler/{agreement.uuid}/gjort/", {}, status=422)
    assert "I har allerede talt om den aftale." in summary(soup)
    assert "Tidligere aftaler (1)" in said(soup)


def test_what_the_adviser_does_is_hers_to_tick(house: Cast, page: Page) -> None:
    agree(house.bo, Agreed("adviser", "Undersøge truckkursus"), made_in=uuid4(), now=clock.now())
    soup = page(client_for(house.bo), "/mine-aftaler/")
    assert "Din rådgiver Undersøge truckkursus" in said(soup)
    assert not soup.select("main form")


def test_somebody_elses_agreement_does_not_exist(house: Cast, agreement: Agreement, page: Page) -> None:
    client = client_for(house.amal)
    page(client, f"/mine-aftaler/{agreement.uuid}/gjort/", {}, status=404)
    tick_off(agreement, "ja", by=viewer_of(house.bo), now=clock.now())
    page(client, f"/mine-aftaler/{agreement.uuid}/fortryd/", {}, status=404)
    agreement.refresh_from_db()
    assert agreement.ticked_words == "ja"


def test_a_summary_can_be_read_when_it_is_shared_and_said_to_be_read(
    house: Cast, talk: Conversation, page: Page
) -> None:
    client = client_for(house.bo)
    address = f"/mine-aftaler/samtale/{talk.uuid}/"
    page(client, address, status=404)
    assert "Samtalen torsdag" not in said(page(client, "/mine-aftaler/"))
    share(talk)
    assert "Samtalen torsdag den 26. november med Lise Krogh" in said(page(client, "/mine-aftaler/"))
    assert "Vi talte om: - lager" in said(page(client, address))
    assert Summary.objects.get().read_at is None
    assert "Læst i dag kl. 8" in said(page(client, f"{address}laest/", {}))


def test_somebody_elses_summary_does_not_exist(house: Cast, talk: Conversation, page: Page) -> None:
    share(talk)
    client = client_for(house.amal)
    page(client, f"/mine-aftaler/samtale/{talk.uuid}/", status=404)
    page(client, f"/mine-aftaler/samtale/{talk.uuid}/laest/", {}, status=404)
    assert Summary.objects.get().read_at is None
