"""A time that is held for her: on her page and at its own address; the waiting list; proof that there was none."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from afsaet.booking.actions.absences import Decision
from afsaet.booking.actions.answering import decline
from afsaet.booking.actions.waiting import offer_freed, wait_for_a_time
from afsaet.booking.models import (
    Booking,
    ConversationType,
    Deadline,
    NoSlotEvidence,
    ReplannedTalk,
    TimeOffer,
    WaitingRequest,
)
from afsaet.booking.rules.replanning import Place
from afsaet.calendar.models import WorkRule
from afsaet.core import clock
from afsaet.core.viewer import job
from tests.booking.conftest import at, booked
from tests.booking.sick_day import SickDay, sick_day
from tests.cast import Cast, client_for, viewer_of
from tests.web.citizen.test_booking import heading, said

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def day(house: Cast) -> SickDay:
    return sick_day(house)


def offer_to(day: SickDay, number: int) -> TimeOffer:
    """Tuesday at ten with Nanna instead of one of Lise's talks of Monday."""
    talk = day.talks[number]
    where = Place(day.cast.nanna.uuid, at(24, 10))
    return day.apply(Decision(talk.uuid, ReplannedTalk.OFFER, where)).offers[0]


def freed_for(house: Cast) -> TimeOffer:
    kind = ConversationType.objects.get()
    wait_for_a_time(house.amal, kind, None, by=viewer_of(house.amal), now=clock.now())
    offer = offer_freed(house.lise, at(23, 13, 15), by=job("test"), now=clock.now())
    assert offer
    return offer


def test_min_side_and_the_meeting_show_what_is_held_and_where_to_answer(day: SickDay, page: Page) -> None:
    offer = offer_to(day, 4)
    client = client_for(offer.citizen)
    for address in ("/min-side/", f"/moede/{day.talks[4].uuid}/"):
        soup = page(client, address)
        assert "Vi har holdt en anden tid til dig" in said(soup)
        assert soup.select_one(f"a[href='/tilbud/{offer.uuid}/']")


def test_keeping_it_moves_the_talk_and_shows_the_receipt(day: SickDay, page: Page) -> None:
    offer = offer_to(day, 4)
    client = client_for(offer.citizen)
    soup = page(client, f"/tilbud/{offer.uuid}/")
    assert heading(soup) == "I morgen kl. 10.00 hos Nanna Juhl"
    assert "Lise Krogh er her ikke i dag kl. 12.30, som I havde aftalt. Det er ikke dit ansvar." in said(soup)
    soup = page(client, f"/tilbud/{offer.uuid}/", post={"svar": "ja"})
    assert heading(soup) == "Din tid er skiftet"
    assert Booking.objects.get(pk=day.talks[4].pk).starts == at(24, 10)
    assert heading(page(client, f"/tilbud/{offer.uuid}/")) == "Du har taget tiden"


def test_another_time_is_her_ordinary_way_and_the_held_one_stands_until_she_has_chosen(
    day: SickDay, page: Page
) -> None:
    offer = offer_to(day, 4)
    client = client_for(offer.citizen)
    soup = page(client, f"/tilbud/{offer.uuid}/")
    link = soup.select_one(f"a[href='/moede/{day.talks[4].uuid}/skift/']")
    assert link
    assert link.get_text(strip=True) == "Vælg en anden tid"
    page(client, str(link["href"]))
    assert TimeOffer.objects.get().answer == ""


def test_when_the_old_time_has_passed_she_can_still_say_either(day: SickDay, page: Page, monday: Any) -> None:
    offer = offer_to(day, 2)
    monday.move_to(at(23, 14))
    client = client_for(offer.citizen)
    assert "Vælg en anden tid" in said(page(client, f"/tilbud/{offer.uuid}/"))
    soup = page(client, f"/tilbud/{offer.uuid}/", post={"svar": "nej"})
    assert heading(soup) == "Vælg en tid"
    assert TimeOffer.objects.get().answer == TimeOffer.DECLINED


def test_too_late_it_says_so_and_changes_nothing(day: SickDay, page: Page, monday: Any) -> None:
    offer = offer_to(day, 4)
    monday.move_to(offer.held_until)
    soup = page(client_for(offer.citizen), f"/tilbud/{offer.uuid}/", post={"svar": "ja"}, status=422)
    assert "Tiden bliver ikke holdt længere." in said(soup)
    assert Booking.objects.get(pk=day.talks[4].pk).starts == day.talks[4].starts


@pytest.mark.parametrize("who", ["bo", "nanna", "lise", "per", "gitte"])
def test_somebody_elses_offer_is_not_there_and_stays_as_it_was(day: SickDay, page: Page, who: str) -> None:
    offer = offer_to(day, 4)
    client = client_for(getattr(day.cast, who))
    page(client, f"/tilbud/{offer.uuid}/", status=404)
    for answer in ("ja", "nej"):
        page(client, f"/tilbud/{offer.uuid}/", post={"svar": answer}, status=404)
    assert TimeOffer.objects.get().answer == ""
    assert Booking.objects.get(pk=day.talks[4].pk).starts == day.talks[4].starts


def test_a_freed_time_is_taken_in_two_clicks(house: Cast, page: Page) -> None:
    offer = freed_for(house)
    client = client_for(house.amal)
    soup = page(client, "/min-side/")
    assert "Der er en tid til dig" in said(soup)
    soup = page(client, f"/tilbud/{offer.uuid}/", post={"svar": "ja"})
    assert heading(soup) == "Din tid er booket"
    assert Booking.objects.get(citizen=house.amal).origin == "self"


def test_no_thanks_leads_home_and_says_no_more(house: Cast, page: Page) -> None:
    offer = freed_for(house)
    soup = page(client_for(house.amal), f"/tilbud/{offer.uuid}/", post={"svar": "nej"})
    assert "Der er en tid til dig" not in said(soup)
    assert "Du venter på en tid" in said(soup)
    assert heading(page(client_for(house.amal), f"/tilbud/{offer.uuid}/")) == "Du har valgt noget andet"


def test_she_puts_herself_on_the_list_and_takes_herself_off(house: Cast, page: Page) -> None:
    client = client_for(house.bo)
    soup = page(client, "/book/")
    button = soup.select_one("button[formaction='/book/vent/']")
    assert button
    assert button.get_text(strip=True) == "Giv besked, når en tid bliver ledig"
    soup = page(client, "/book/vent/", post={"who": str(house.lise.uuid)})
    assert "Du får besked, når en tid bliver ledig hos Lise Krogh." in said(soup)
    soup = page(client, "/book/vent/slut/", post={})
    assert "Du venter på en tid" not in said(soup)
    assert WaitingRequest.objects.get().ended_at == clock.now()


def test_no_free_time_before_the_deadline_is_kept_and_shown(house: Cast, page: Page, monday: Any) -> None:
    kind = ConversationType.objects.get()
    Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 11, 27), hold_by=date(2026, 11, 27)
    )
    WorkRule.objects.all().delete()
    monday.move_to(at(24, 10, 14))
    client = client_for(house.bo)
    soup = page(client, "/book/", most_queries=46)  # once a day it writes, too
    assert "Der er ingen ledige tider før din frist" in said(soup)
    assert (
        "Vi har gemt, at du prøvede i dag kl. 10.14, og at der ingen tid var. "
        "Det skal indgå, hvis nogen vurderer din frist." in said(soup)
    )
    assert soup.select_one("button[formaction='/book/vent/']")
    monday.move_to(at(24, 15))
    assert "i dag kl. 10.14" in said(page(client_for(house.bo), "/book/"))
    assert NoSlotEvidence.objects.get().book_by == date(2026, 11, 27)


def test_no_proof_is_kept_while_she_is_shown_a_time_with_somebody(house: Cast, page: Page) -> None:
    WorkRule.objects.filter(resource__ref=house.lise.uuid).delete()
    text = said(page(client_for(house.bo), "/book/"))
    assert "hos Nanna Juhl" in text
    assert "Se tider hos andre rådgivere" in text
    assert "Vi har gemt" not in text
    assert not NoSlotEvidence.objects.exists()


def test_one_who_has_a_time_is_neither_asked_nor_proof(house: Cast, page: Page) -> None:
    talk = booked(house.bo, house.lise, at(26, 9, 15))
    WorkRule.objects.all().delete()
    soup = page(client_for(house.bo), f"/moede/{talk.uuid}/skift/")
    assert not soup.select("button[formaction]")
    assert not NoSlotEvidence.objects.exists()


def test_an_answer_given_elsewhere_is_said(day: SickDay, page: Page) -> None:
    offer = offer_to(day, 4)
    decline(offer, by=viewer_of(offer.citizen), now=clock.now())
    soup = page(client_for(offer.citizen), f"/tilbud/{offer.uuid}/")
    assert heading(soup) == "Du har valgt noget andet"
    assert soup.select_one(f"a[href='/moede/{day.talks[4].uuid}/skift/']")
