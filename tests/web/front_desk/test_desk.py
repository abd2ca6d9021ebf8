"""Her page at the desk, booking for her, moving, afbud, *Kommet*, and the sheet: never what a talk is about."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.urls import reverse

from afsaet.audit.models import Seen
from afsaet.booking.models import Attendance, Booking, ConversationType, Deadline, Draft
from afsaet.booking.rules.choices import Choices
from afsaet.messaging.models import Message
from afsaet.people.models import Citizen, Unit
from afsaet.plan.actions import Agreed, agree, set_goal
from tests.booking.conftest import at, booked
from tests.booking.sick_day import away
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]
Form = dict[str, str | list[str]]

# What Bo has told his adviser, and nobody else.
SECRETS = ("Job, jeg kan søge nu", "Nattevagter er slut", "Ring til to lagre", "Et dagjob")


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def page_of(citizen: Citizen) -> str:
    return f"/modtagelsen/borger/{citizen.uuid}/"


def time(booking: Booking, what: str) -> str:
    return f"/modtagelsen/tid/{booking.uuid}/{what}/"


def rows(soup: BeautifulSoup) -> list[str]:
    return [said(row) for row in soup.select("tbody tr")]


def hidden(soup: BeautifulSoup) -> Form:
    fields = soup.select("main form input[type=hidden]")
    return {str(one["name"]): str(one["value"]) for one in fields if one["name"] != "csrfmiddlewaretoken"}


def with_secrets(house: Cast) -> Booking:
    """Bo has a talk with topic and own words, a goal and an agreement, and a half-filled form of his own."""
    booking = booked(
        house.bo, house.lise, at(26, 9, 15), topics=("job_now",), own_words="Nattevagter er slut"
    )
    set_goal(house.bo, "Et dagjob", now=at(16, 9))
    agree(
        house.bo,
        Agreed("citizen", "Ring til to lagre", date(2026, 11, 25)),
        made_in=booking.uuid,
        now=at(16, 9),
    )
    own = Choices(topics=("job_now",), own_words="Nattevagter er slut", time=at(27, 9, 15).isoformat())
    Draft.objects.create(citizen=house.bo, moves=booking, choices=own.as_json(), changed_at=at(23, 7))
    return booking


# ---- her page -------------------------------------------------------------------------------------


def test_her_page_says_who_she_is_and_when_she_comes(house: Cast, page: Page) -> None:
    Citizen.objects.filter(pk=house.amal.pk).update(phone="42123519", email="amal@mail.example")
    booked(house.amal, house.lise, at(26, 9, 15), interpreter="arabisk")
    text = said(page(client_for(house.gitte), page_of(house.amal)).main)
    for words in (
        "Torsdag den 26. november kl. 9.15 hos Lise Krogh",
        "Kommer hertil, Rådhustorvet 4, 1. sal",
        "Booket",
        "040585-xxxx",
        "42 12 35 19",
        "Mail til a•••@mail.example",
        "Arabisk",
        "Tolk: arabisk",
        "Lise Krogh",
    ):
        assert words in text, words
    last = Seen.objects.latest("pk")
    assert (last.kind, last.purpose, last.citizens) == ("page", "front_desk", [house.amal.uuid])


def test_a_protected_address_is_not_on_the_page(house: Cast, page: Page) -> None:
    soup = page(client_for(house.gitte), page_of(house.kirsten))
    assert "Birkevej" not in str(soup)
    assert "Pr. telefon" in said(soup.main), "nothing reaches her but the telephone"


def test_without_a_time_there_is_one_thing_to_do_and_the_deadline_is_said(house: Cast, page: Page) -> None:
    kind = ConversationType.objects.get()
    Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 12, 4), hold_by=date(2026, 12, 18)
    )
    soup = page(client_for(house.gitte), page_of(house.bo))
    assert "Ingen tid." in said(soup.main)
    assert "Vælg en tid inden 4. december" in said(soup.main)
    assert [said(button) for button in soup.select("main .button")] == ["Book en tid"]


def test_the_citizen_reads_that_the_desk_has_found_her(house: Cast, page: Page) -> None:
    page(client_for(house.gitte), page_of(house.bo))
    text = said(page(client_for(house.bo), "/mine-oplysninger/").main)
    assert "Modtagelsen fandt dig for at hjælpe med en tid" in text


def desk_routes(booking: Booking) -> list[str]:
    """Every page the desk can reach about a citizen and her time."""
    citizen = [booking.citizen.uuid]
    return [
        reverse("desk"),
        reverse("desk_ring"),
        *(
            reverse(name, args=citizen)
            for name in ("desk_citizen", "desk_book", "desk_book_who", "desk_book_check")
        ),
        *(
            reverse(name, args=[booking.uuid])
            for name in ("desk_cancel", "desk_card", "desk_move", "desk_move_who", "desk_move_check")
        ),
    ]


def test_no_page_of_the_desk_says_what_a_talk_is_about(house: Cast, page: Page) -> None:
    booking = with_secrets(house)
    client = client_for(house.gitte)
    pages = [page(client, path) for path in desk_routes(booking)]
    pages.append(page(client, "/modtagelsen/find/", {"hvem": "1203925678"}))
    pages.append(page(client, time(booking, "skift"), {"action": "next"}, status=422))
    moving = {
        "action": "next",
        "form": "in_person",
        "who": str(house.lise.uuid),
        "time": at(27, 9, 15).isoformat(),
    }
    pages.append(page(client, time(booking, "skift"), moving))
    for soup in pages:
        for secret in SECRETS:
            if secret == SECRETS[0] and soup.select("input[name=topics]"):
                assert not soup.select("input[name=topics][checked]"), "his topics come out in the form"
                continue
            assert secret not in said(soup), f"»{secret}« stands on »{said(soup.title)}«"


@pytest.mark.parametrize("route", ["citizen", "book_for_citizen", "day", "today", "my_citizens"])
def test_pages_of_the_adviser_do_not_exist_for_the_desk(house: Cast, page: Page, route: str) -> None:
    args = {"day": ["2026-11-26"], "today": [], "my_citizens": []}.get(route, [str(house.bo.uuid)])
    path = reverse(route, args=args) if route != "day" else "/medarbejder/dag/2026-11-26/"
    page(client_for(house.gitte), path, status=404)


# ---- another unit ---------------------------------------------------------------------------------


def test_somebody_of_another_unit_does_not_exist_on_any_page(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    Citizen.objects.filter(pk=house.bo.pk).update(unit=Unit.objects.create(name="Uddannelse", address="x"))
    client = client_for(house.gitte)
    for path in desk_routes(booking)[2:]:
        page(client, path, status=404)
        last = Seen.objects.latest("pk")
        assert (last.kind, last.citizens) == ("refused", [house.bo.uuid]), path
    for name in ("desk_arrived", "desk_not_arrived", "desk_told", "desk_not_told"):
        page(client, reverse(name, args=[booking.uuid]), {}, status=404)
    assert not rows(page(client, "/modtagelsen/"))
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("who", ["vera", "per", "lise", "bo"])
def test_the_desk_does_not_exist_for_others(house: Cast, page: Page, who: str) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    client = client_for(getattr(house, who))
    for path in desk_routes(booking):
        page(client, path, status=404)
    page(client, "/modtagelsen/find/", {"hvem": "1203925678"}, status=404)
    page(client, time(booking, "kommet"), {}, status=404)
    page(client, time(booking, "afbud"), {"reason": "ill"}, status=404)
    assert not Booking.objects.exclude(cancelled_at=None).exists()


# ---- booking for her ------------------------------------------------------------------------------


def chosen(house: Cast, **more: str | list[str]) -> Form:
    return {
        "action": "next",
        "form": "in_person",
        "who": str(house.lise.uuid),
        "time": at(26, 9, 15).isoformat(),
        **more,
    }


def test_she_books_reads_the_time_back_and_prints(house: Cast, page: Page) -> None:
    client = client_for(house.gitte)
    form = page(client, page_of(house.bo) + "book/")
    assert said(form.h1) == "Vælg en tid til Bo Madsen"
    assert "Hvad vil Bo helst tale om?" in said(form.main)
    assert "Du kan ikke se dem igen bagefter." in said(form.main)
    check = page(client, page_of(house.bo) + "book/", chosen(house, topics=["job_now"]))
    assert "Læs tiden op for Bo, før du booker." in said(check.main)
    assert "Torsdag den 26. november kl. 9.15 til 10.00" in said(check.main)
    assert "Lise Krogh, egen rådgiver" in said(check.main)
    receipt = page(client, page_of(house.bo) + "book/tjek/", hidden(check))
    assert "Tiden er booket. Torsdag den 26. november kl. 9.15 hos Lise Krogh" in said(receipt.main)
    assert "Job, jeg kan søge nu" not in said(receipt)
    booking = Booking.objects.get()
    assert (booking.origin, booking.booked_by) == ("assisted", str(house.gitte.user.uuid))
    assert [one.topic.key for one in booking.chosen_topics.all()] == ["job_now"]
    assert Message.objects.filter(citizen=house.bo, kind="receipt", channel="inbox").count() == 1


def test_the_desk_is_not_bound_by_the_citizens_notice(house: Cast, page: Page) -> None:
    soup = page(client_for(house.gitte), page_of(house.bo) + "book/")
    hers = page(client_for(house.bo), "/book/")
    first = [str(one.select_one("input[name=time]")["value"]) for one in (soup, hers)]  # type: ignore[index]
    assert first[0] < first[1]


def test_a_time_that_was_taken_meanwhile_loses_nothing(house: Cast, page: Page) -> None:
    client = client_for(house.gitte)
    booked(house.amal, house.lise, at(26, 9, 15), interpreter="arabisk")
    soup = page(client, page_of(house.bo) + "book/", chosen(house, topics=["job_now"]), status=422)
    assert "Tiden er lige blevet taget" in said(soup.main)
    assert soup.select("input[value=job_now][checked]")
    assert not Booking.objects.filter(citizen=house.bo).exists()


def test_what_bo_is_typing_himself_and_what_gitte_types_for_him_are_two_forms(
    house: Cast, page: Page
) -> None:
    own = Choices(topics=("cv",), own_words="Nattevagter er slut", who=str(house.lise.uuid))
    Draft.objects.create(citizen=house.bo, choices=own.as_json(), changed_at=at(23, 7))
    client = client_for(house.gitte)
    assert "Nattevagter" not in str(page(client, page_of(house.bo) + "book/"))
    client.post(page_of(house.bo) + "book/", chosen(house, action="more", own_words="Fra telefonen"))
    assert "Fra telefonen" in str(page(client, page_of(house.bo) + "book/"))
    assert "Fra telefonen" not in str(page(client_for(house.bo), "/book/"))
    assert "Nattevagter" in str(page(client_for(house.bo), "/book/"))


def test_who_has_a_time_is_asked_whether_to_move_it(house: Cast, page: Page) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))
    soup = page(client_for(house.gitte), page_of(house.bo) + "book/")
    assert said(soup.h1) == "Bo har allerede en tid"
    assert [str(link["href"]) for link in soup.select("main .button")][1] == page_of(house.bo)


def test_moving_keeps_topics_and_words_that_the_desk_never_saw(house: Cast, page: Page) -> None:
    booking = with_secrets(house)
    client = client_for(house.gitte)
    form = page(client, time(booking, "skift"))
    assert said(form.h1) == "Skift tid for Bo Madsen"
    assert not form.select("input[name=topics], textarea")
    check = page(client, time(booking, "skift"), chosen(house, time=at(27, 10).isoformat(), topics=["cv"]))
    receipt = page(client, time(booking, "skift/tjek"), hidden(check))
    assert "Tiden er skiftet. Fredag den 27. november kl. 10.00 hos Lise Krogh" in said(receipt.main)
    booking.refresh_from_db()
    assert (booking.starts, booking.origin, booking.own_words) == (at(27, 10), "self", "Nattevagter er slut")
    assert [one.topic.key for one in booking.chosen_topics.all()] == ["job_now"]


# ---- afbud ----------------------------------------------------------------------------------------


def test_afbud_is_hers_with_its_reason_and_frees_the_time(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    client = client_for(house.gitte)
    assert "oplyst af Bo" in said(page(client, time(booking, "afbud")).main)
    soup = page(client, time(booking, "afbud"), {"reason": "child_ill"})
    assert "Afbuddet er meldt." in said(soup.main)
    assert [said(button) for button in soup.select("main .button")] == ["Book en tid"]
    booking.refresh_from_db()
    assert (booking.cancelled_by_citizen, booking.reason) == (True, "child_ill")
    assert booking.cancelled_by == str(house.gitte.user.uuid)
    assert Message.objects.filter(citizen=house.bo, title="Dit afbud er modtaget").exists()


def test_afbud_can_be_given_without_a_reason_and_not_with_a_made_up_one(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    client = client_for(house.gitte)
    page(client, time(booking, "afbud"), {"reason": "broken_leg"}, status=422)
    booking.refresh_from_db()
    assert not booking.cancelled
    page(client, time(booking, "afbud"), {})
    booking.refresh_from_db()
    assert Booking.objects.get().cancelled_by_citizen
    assert booking.reason == ""


# ---- today ----------------------------------------------------------------------------------------


def test_today_lists_who_comes_and_one_click_marks_her_arrived(house: Cast, page: Page, monday: Any) -> None:
    booking = booked(house.bo, house.lise, at(23, 13, 15))
    booked(house.kirsten, house.nanna, at(23, 10, 45))
    booked(house.amal, house.lise, at(24, 9, 15), interpreter="arabisk")
    client = client_for(house.gitte)
    assert rows(page(client, "/modtagelsen/")) == [
        "10.45 Kirsten Holm Nanna Juhl Booket Kommet , Kirsten Holm",
        "13.15 Bo Madsen Lise Krogh Booket Kommet , Bo Madsen",
    ]
    last = Seen.objects.latest("pk")
    assert (last.purpose, set(last.citizens)) == ("desk_list", {house.bo.uuid, house.kirsten.uuid})
    monday.move_to(at(23, 12, 52))
    client = client_for(house.gitte)
    soup = page(client, time(booking, "kommet"), {"back": "list"})
    assert rows(soup)[1] == "13.15 Bo Madsen Lise Krogh Er kommet 12.52 Fortryd , Bo Madsen"
    assert Attendance.objects.get().arrived_by == str(house.gitte.user.uuid)
    soup = page(client, time(booking, "kommet/fortryd"), {"back": "list"})
    assert rows(soup)[1] == "13.15 Bo Madsen Lise Krogh Booket Kommet , Bo Madsen"


def test_the_list_says_whose_adviser_is_not_here_today(house: Cast, page: Page) -> None:
    booked(house.bo, house.lise, at(23, 13, 15))
    booked(house.kirsten, house.nanna, at(23, 10, 45))
    away(house)
    assert rows(page(client_for(house.gitte), "/modtagelsen/")) == [
        "10.45 Kirsten Holm Nanna Juhl Booket Kommet , Kirsten Holm",
        "13.15 Bo Madsen Lise Krogh Er væk i dag Booket Kommet , Bo Madsen",
    ]


def test_on_a_printed_list_stand_no_names(house: Cast, page: Page) -> None:
    booked(house.bo, house.lise, at(23, 13, 15))
    soup = page(client_for(house.gitte), "/modtagelsen/")
    named = [tag for tag in soup.select("main tr *") if "Bo Madsen" in tag.get_text()]
    assert named
    assert all(tag.find_parent(class_="no-print") or "no-print" in (tag.get("class") or "") for tag in named)


def test_a_quiet_day_says_so(house: Cast, page: Page) -> None:
    assert "Der kommer ingen i dag." in said(page(client_for(house.gitte), "/modtagelsen/").main)


def test_she_begins_at_her_desk(house: Cast, page: Page) -> None:
    soup = page(client_for(house.gitte), "/hjem/")
    assert said(soup.h1) == "Modtagelsen"
    assert [said(tab) for tab in soup.select("nav.tabs a")] == ["Modtagelsen", "Ring til"]
    field = soup.select_one("#hvem")
    assert field is not None
    assert field.has_attr("autofocus")


# ---- the sheet ------------------------------------------------------------------------------------


def test_the_sheet_says_next_time_with_whom_where_and_one_number(house: Cast, page: Page) -> None:
    booking = with_secrets(house)
    card = page(client_for(house.gitte), time(booking, "seddel")).select_one(".desk-card")
    assert said(card) == (
        "Bo Madsen Din næste tid Torsdag den 26. november kl. 9.15 Du skal tale med Lise Krogh. "
        "Rådhustorvet 4, 1. sal Elevator til højre Kan du ikke? Ring til os på 76 00 12 00 "
        "Mandag-torsdag 9-15, fredag 9-13"
    )
