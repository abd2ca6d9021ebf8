"""*Vælg en tid* and *Passer det?*: every state of the form, and that nothing typed is lost."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import Booking, ConversationType, Deadline, Draft
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.actions.hours import close_time
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.messaging.models import Message
from tests.booking.conftest import at, booked, choices
from tests.cast import Cast, client_for, viewer_of

Page = Callable[..., BeautifulSoup]
Form = dict[str, str | list[str]]

# Of *Book tiden*, savepoints included: it was twice as many, and each costs a third of a millisecond.
MOST_STATEMENTS = 38
WORDS = 'Jeg vil "gerne" væk <b>fra</b> nattevagter & hjem kl. 15'


def filled(house: Cast, starts: datetime | None = None, **more: str | list[str]) -> Form:
    """The form as Bo fills it in: next to nothing, and a time with Lise."""
    time = {"time": starts.isoformat()} if starts else {}
    return {"action": "next", "form": "in_person", "who": str(house.lise.uuid), **time, **more}


def hidden(soup: BeautifulSoup, form: str = "main form") -> Form:
    """The hidden fields of the page's form, as a browser would send them back."""
    fields = soup.select(f"{form} input[type=hidden]")
    return {
        str(field["name"]): str(field["value"]) for field in fields if field["name"] != "csrfmiddlewaretoken"
    }


def said(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def heading(soup: BeautifulSoup) -> str:
    assert soup.h1 is not None
    return soup.h1.get_text(" ", strip=True)


def summary(soup: BeautifulSoup) -> str:
    found = soup.select_one("[data-error-summary]")
    assert found is not None, "no error summary"
    return " ".join(found.get_text(" ").split())


def ticked(soup: BeautifulSoup, name: str) -> list[str]:
    return [str(field["value"]) for field in soup.select(f"input[name={name}][checked]")]


def own_words(soup: BeautifulSoup) -> str:
    field = soup.select_one("textarea[name=own_words]")
    assert field is not None
    return field.get_text().removeprefix("\n")


def choose(
    client: Client, page: Page, house: Cast, starts: datetime, **more: str | list[str]
) -> BeautifulSoup:
    """Through the form to the check page."""
    return page(client, "/book/", filled(house, starts, **more))


# ---- the form -------------------------------------------------------------------------------------


def test_the_form_offers_what_the_house_can_keep(house: Cast, page: Page) -> None:
    soup = page(client_for(house.bo), "/book/")
    assert heading(soup) == "Vælg en tid"
    assert len(soup.select("input[name=topics]")) == 8
    assert [field["value"] for field in soup.select("input[name=form]")] == ["in_person"]
    assert "Den første samtale er altid et møde. Bagefter vælger du selv." in said(soup)
    assert ticked(soup, "who") == [str(house.lise.uuid)]
    days = [heading.get_text() for heading in soup.select(".day h3")]
    assert days[0] == "Mandag den 23. november"
    assert len(days) == 5
    assert not ticked(soup, "time")
    assert "Tider hos Lise Krogh. Sæt 45 minutter af." in said(soup)
    assert not soup.select(".alert-info")


def test_after_the_first_talk_she_may_be_called_on_a_number_nobody_else_can_read(
    house: Cast, page: Page
) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))
    ConversationType.objects.update(must_meet_first=False)
    Booking.objects.update(starts=at(16, 9), ends=at(16, 10))
    soup = page(client_for(house.bo), "/book/")
    assert [field["value"] for field in soup.select("input[name=form]")] == ["in_person", "phone"]
    assert "Vi ringer fra 76 00 12 34 til 20 12 •• 78 ." in said(soup)
    assert "20 12 34 78" not in said(soup)


def test_without_a_number_she_cannot_ask_to_be_called(house: Cast, page: Page) -> None:
    ConversationType.objects.update(must_meet_first=False)
    client = client_for(house.amal)
    assert not page(client, "/book/").select("input[value=phone]")
    soup = page(client, "/book/", filled(house, at(26, 9, 15), form="phone"), status=422)
    assert "Vælg, hvordan I skal tale sammen." in summary(soup)
    assert not Claim.objects.exists()


def test_the_deadline_is_told_as_what_she_can_do(house: Cast, page: Page) -> None:
    kind = ConversationType.objects.get()
    Deadline.objects.create(
        citizen=house.bo, type=kind, book_by=date(2026, 12, 4), hold_by=date(2026, 12, 18)
    )
    box = page(client_for(house.bo), "/book/").select_one(".alert-info")
    assert isinstance(box, Tag)
    text = " ".join(box.get_text(" ").split())
    assert text.startswith("Du kan selv vælge tid frem til fredag den 4. december")
    assert (
        "Samtalen skal holdes senest fredag den 18. december. Vi viser kun tider, der passer med det." in text
    )
    assert "Har du ikke valgt en tid til fredag den 4. december, kontakter din rådgiver dig." in text


def test_known_needs_stand_open_beforehand(house: Cast, page: Page) -> None:
    soup = page(client_for(house.amal), "/book/")
    assert soup.select_one("details[open] #behov-2[checked]")
    assert soup.select_one("#sprog option[value=arabisk][selected]")
    assert not page(client_for(house.bo), "/book/").select_one(".details[open]")


def test_five_more_days_come_with_a_press_and_the_answers_stay(house: Cast, page: Page) -> None:
    form = filled(house, None, topics=["job_now"], own_words=WORDS, days="5") | {"action": "more"}
    soup = page(client_for(house.bo), "/book/", form)
    assert len(soup.select(".day")) == 10
    assert own_words(soup) == WORDS
    assert ticked(soup, "topics") == ["job_now"]


def test_own_words_never_stand_in_an_address(house: Cast) -> None:
    client = client_for(house.bo)
    for action in ("show", "more", "who", "next"):
        answer = client.post("/book/", filled(house, at(26, 9, 15), own_words=WORDS) | {"action": action})
        assert answer.status_code == 302
        assert "nattevagter" not in answer["Location"]


def test_choosing_somebody_reloads_only_the_times(house: Cast, page: Page) -> None:
    form = filled(house, None, own_words=WORDS) | {"who": str(house.nanna.uuid), "action": ""}
    soup = page(client_for(house.bo), "/book/", form, htmx=True)
    assert "Tider hos Nanna Juhl." in said(soup)
    assert soup.find("h1") is None
    assert Draft.objects.get().choices["own_words"] == WORDS


def test_what_she_types_is_saved_as_she_goes(house: Cast, page: Page) -> None:
    client = client_for(house.bo)
    form = filled(house, None, own_words=WORDS, companion="1") | {"action": ""}
    assert client.post("/book/", form, headers={"X-Autosave": "1"}).status_code == 204
    soup = page(client, "/book/")
    assert own_words(soup) == WORDS
    assert soup.select_one("details[open] #behov-1[checked]")


def test_a_sooner_time_with_somebody_else_is_named_and_one_press_away(house: Cast, page: Page) -> None:
    viewer = viewer_of(house.vera)
    close_time(house.lise.uuid, at(23, 8), at(25, 23), by=viewer, now=clock.now())
    close_time(house.nanna.uuid, at(23, 8), at(25, 12), by=viewer, now=clock.now())
    client = client_for(house.bo)
    soup = page(client, "/book/")
    assert "Første tid hos en anden: onsdag den 25. november kl. 12.30 hos Nanna Juhl." in said(soup)
    soup = page(client, "/book/", filled(house) | {"show_who": str(house.nanna.uuid), "action": ""})
    assert ticked(soup, "who") == [str(house.nanna.uuid)]
    assert soup.select_one(".day h3").get_text() == "Onsdag den 25. november"  # type: ignore[union-attr]


def test_no_times_at_all_is_said_calmly_with_a_number(house: Cast, page: Page) -> None:
    for staff in (house.lise, house.nanna):
        close_time(
            staff.uuid, at(23, 1), at(23, 1) + timedelta(days=60), by=viewer_of(house.vera), now=clock.now()
        )
    soup = page(client_for(house.bo), "/book/")
    assert "Der er ingen ledige tider lige nu" in said(soup)
    assert soup.select("a[href='tel:76001200']")
    assert not soup.select("input[name=time]")


# ---- what she can get wrong -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "sentence", "field"),
    [
        ({"time": ""}, "Vælg en tid, før du går videre.", "#tid-20261123T0900"),
        (
            {"topics": ["job_now", "application", "course", "other"]},
            "Vælg højst tre emner. Du har valgt fire.",
            "#emne-1",
        ),
        ({"topics": ["made_up"]}, "Vælg emnerne igen.", "#emne-1"),
        ({"own_words": "x" * 301}, "Skriv det kortere. Der er plads til 300 tegn.", "#egne-ord"),
        ({"form": "video"}, "Vælg, hvordan I skal tale sammen.", "#form-1"),
        ({"who": "nobody"}, "Vælg, hvem du vil tale med.", "#hvem-1"),
        ({"interpreter": "1", "language": ""}, "Vælg, hvilket sprog tolken skal tale.", "#sprog"),
        ({"time": "i morgen\x00"}, "Vælg en tid, før du går videre.", "#tid-20261123T0900"),
    ],
)
def test_a_mistake_is_named_at_the_field_and_everything_else_is_kept(
    house: Cast, page: Page, wrong: Mapping[str, str | list[str]], sentence: str, field: str
) -> None:
    client = client_for(house.bo)
    form: Form = filled(house, at(26, 9, 15), own_words=WORDS, companion="1", topics=["job_now"]) | dict(
        wrong
    )
    soup = page(client, "/book/", form, status=422)
    assert sentence in summary(soup)
    link = soup.select_one("[data-error-summary] a")
    assert link is not None
    assert link["href"] == field
    assert soup.select_one("#behov-1[checked]")
    assert own_words(soup) == form["own_words"]
    assert not Claim.objects.exists()
    assert Draft.objects.get().choices["companion"] is True


def test_a_time_taken_meanwhile_keeps_the_answers_and_offers_the_three_nearest(
    house: Cast, page: Page
) -> None:
    booked(house.amal, house.lise, at(26, 9, 15))
    before = (Booking.objects.count(), Claim.objects.count(), Message.objects.count())
    soup = page(
        client_for(house.bo),
        "/book/",
        filled(house, at(26, 9, 15), own_words=WORDS, topics=["job_now"]),
        status=422,
    )
    assert summary(soup).startswith(
        "Der er noget, du skal rette Tiden er lige blevet taget. Resten af dine svar er gemt. "
        "Her er de tre nærmeste tider:"
    )
    near = soup.select("[data-error-summary] input[form=valg]")
    assert [field["data-said"] for field in near] == [
        "Tors. 26. nov. kl. 8.30", "Tors. 26. nov. kl. 10.00", "Tors. 26. nov. kl. 10.45"
    ]  # fmt: skip
    assert not soup.select("[data-error-summary] input[checked]")
    assert own_words(soup) == WORDS
    assert ticked(soup, "topics") == ["job_now"]
    assert (Booking.objects.count(), Claim.objects.count(), Message.objects.count()) == before


# ---- whom -----------------------------------------------------------------------------------------


def test_all_she_can_choose_stand_with_a_button_each_and_the_choice_comes_back(
    house: Cast, page: Page
) -> None:
    client = client_for(house.bo)
    soup = page(client, "/book/", filled(house, None, own_words=WORDS) | {"action": "who"})
    assert [button.get_text(strip=True) for button in soup.select("main button")] == [
        "Vælg Lise Krogh",
        "Vælg Nanna Juhl",
    ]
    soup = page(client, "/book/hvem/", {"who": str(house.nanna.uuid)})
    assert ticked(soup, "who") == [str(house.nanna.uuid)]
    assert len(soup.select("input[name=who]")) == 3
    assert own_words(soup) == WORDS


def test_somebody_who_cannot_be_chosen_does_not_exist(house: Cast, page: Page) -> None:
    page(client_for(house.bo), "/book/hvem/", {"who": str(house.per.uuid)}, status=404)
    assert not Draft.objects.exists()


def test_whoever_has_time_first_is_named_on_the_check_page_and_stays(house: Cast, page: Page) -> None:
    close_time(house.lise.uuid, at(26, 8), at(26, 12), by=viewer_of(house.vera), now=clock.now())
    client = client_for(house.bo)
    soup = page(client, "/book/", filled(house, at(26, 9, 15)) | {"who": "any"})
    assert "Nanna Juhl" in said(soup)
    page(client, "/book/tjek/", hidden(soup))
    assert Booking.objects.get().staff == house.nanna


# ---- the check page and the booking ---------------------------------------------------------------


def test_the_check_page_says_where_the_text_message_goes(house: Cast, page: Page, settings: Any) -> None:
    settings.SMS_GATEWAY = "afsaet.integrations.sms_files.FilesGateway"
    soup = choose(client_for(house.bo), page, house, at(26, 9, 15))
    assert "Sms til 20 12 •• 78 og mail til b•••@mail.example" in said(soup)


def test_the_check_page_says_it_all_and_every_line_can_be_changed(house: Cast, page: Page) -> None:
    soup = choose(
        client_for(house.bo), page, house, at(26, 9, 15), topics=["job_now"], own_words=WORDS, companion="1"
    )
    text = said(soup)
    assert heading(soup) == "Passer det?"
    for words in (
        "Torsdag den 26. november kl. 9.15 til 10.00",
        "Du kommer til Rådhustorvet 4, 1. sal",
        "Lise Krogh, din rådgiver",
        f"Job, jeg kan søge nu »{WORDS}«",
        "Du tager en med",
        "Mail til b•••@mail.example og besked her på siden",
        "Du får en kvittering nu og påmindelser to dage og en dag før.",
        "Vi holder tiden til dig i 5 minutter.",
    ):
        assert words in text
    links = [link["href"] for link in soup.select(".row-action a")]
    assert links[:5] == ["/book/#hvornaar", "/book/#form", "/book/#hvem", "/book/#emner", "/book/#behov-1"]


def test_only_reminders_that_will_come_are_promised(house: Cast, page: Page) -> None:
    text = said(choose(client_for(house.bo), page, house, at(23, 13, 15)))
    assert "Du får en kvittering nu. Der står ikke i den, hvad det handler om." in text


def test_booking_gives_one_booking_and_a_receipt(house: Cast, page: Page) -> None:
    client = client_for(house.bo)
    check = choose(client, page, house, at(26, 9, 15), topics=["job_now"], own_words=WORDS)
    soup = page(client, "/book/tjek/", hidden(check))
    assert heading(soup) == "Din tid er booket"
    assert "Torsdag den 26. november kl. 9.15 hos Lise Krogh, Rådhustorvet 4, 1. sal" in said(soup)
    booking = Booking.objects.get()
    assert (booking.citizen, booking.staff, booking.own_words, booking.origin) == (
        house.bo, house.lise, WORDS, "self"
    )  # fmt: skip


def test_the_same_form_sent_twice_books_once_and_shows_the_same_receipt(house: Cast, page: Page) -> None:
    client = client_for(house.bo)
    form = hidden(choose(client, page, house, at(26, 9, 15)))
    page(client, "/book/tjek/", form)
    messages = Message.objects.count()
    soup = page(client, "/book/tjek/", form)
    assert heading(soup) == "Din tid er booket"
    assert "Du har allerede booket denne tid." in said(soup)
    assert (Booking.objects.count(), Message.objects.count()) == (1, messages)


def test_a_hold_that_ran_out_still_books_while_the_time_is_free(
    house: Cast, page: Page, monday: object
) -> None:
    client = client_for(house.bo)
    choose(client, page, house, at(26, 9, 15))
    monday.move_to(at(23, 8, 6))  # type: ignore[attr-defined]
    soup = page(client, "/book/tjek/")
    assert "Tiden blev holdt i 5 minutter. Den er stadig ledig." in said(soup)
    page(client, "/book/tjek/", hidden(soup))
    assert Booking.objects.get().starts == at(26, 9, 15)


def test_a_hold_that_ran_out_and_was_taken_offers_the_nearest(
    house: Cast, page: Page, monday: object
) -> None:
    client = client_for(house.bo)
    form = hidden(choose(client, page, house, at(26, 9, 15), own_words=WORDS))
    monday.move_to(at(23, 8, 6))  # type: ignore[attr-defined]
    booked(house.amal, house.lise, at(26, 9, 15))
    for soup in (page(client, "/book/tjek/"), page(client, "/book/tjek/", form, status=422)):
        assert "Tiden blev holdt i 5 minutter. Den er taget nu. Her er de nærmeste:" in summary(soup)
        assert len(soup.select("[data-error-summary] input[name=time]")) == 3
        assert own_words(soup) == WORDS
    assert not Booking.objects.filter(citizen=house.bo).exists()


def test_booking_asks_the_database_for_nothing_twice(house: Cast, page: Page) -> None:
    client = client_for(house.bo)
    form = hidden(choose(client, page, house, at(26, 9, 15), topics=["job_now"]))
    with CaptureQueriesContext(connection) as asked:
        assert "kvittering=booket" in client.post("/book/tjek/", form)["Location"]
        count = len(asked)
    assert count <= MOST_STATEMENTS, f"{count} statements"


def test_another_tab_cannot_change_what_she_says_yes_to(house: Cast, page: Page) -> None:
    client = client_for(house.bo)
    first = hidden(choose(client, page, house, at(26, 9, 15)))
    choose(client, page, house, at(27, 10))
    soup = page(client, "/book/tjek/", first, status=422)
    assert "Dine svar er ændret i et andet vindue. Se dem igennem igen." in summary(soup)
    assert "Fredag den 27. november" in said(soup)
    assert not Booking.objects.exists()


def test_one_who_has_a_time_is_asked_whether_to_change_it(house: Cast, page: Page) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    client = client_for(house.bo)
    for soup in (page(client, "/book/"), page(client, "/book/", filled(house, at(27, 10)), status=422)):
        assert "Du har allerede en tid: torsdag den 26. november kl. 9.15. Vil du skifte den?" in said(soup)
        assert [(link.get_text(strip=True), link["href"]) for link in soup.select("main .actions a")] == [
            ("Skift tid", f"/moede/{booking.uuid}/skift/"), ("Behold tiden", f"/moede/{booking.uuid}/")
        ]  # fmt: skip
    assert Booking.objects.count() == 1


def test_without_anything_chosen_the_check_page_leads_to_the_form(house: Cast, page: Page) -> None:
    soup = page(client_for(house.bo), "/book/tjek/")
    assert heading(soup) == "Vælg en tid"


def test_what_was_typed_before_the_log_in_ran_out_is_there_afterwards(house: Cast, page: Page) -> None:
    client = client_for(house.bo)
    form = filled(house, at(26, 9, 15), own_words=WORDS) | hidden(page(client, "/book/"))
    del client.cookies["sessionid"]
    page(client, "/book/", form, status=401)
    client.force_login(house.bo.user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    soup = page(client, "/book/")
    assert own_words(soup) == WORDS
    assert [datetime.fromisoformat(time) for time in ticked(soup, "time")] == [at(26, 9, 15)]


def test_the_next_person_at_the_same_computer_is_not_handed_the_answers(house: Cast, page: Page) -> None:
    client = client_for(house.bo)
    form = filled(house, at(26, 9, 15), own_words=WORDS) | hidden(page(client, "/book/"))
    del client.cookies["sessionid"]
    page(client, "/book/", form, status=401)
    client.force_login(house.amal.user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    assert own_words(page(client, "/book/")) == ""


def test_staff_have_no_booking_page_of_their_own(house: Cast, page: Page) -> None:
    page(client_for(house.lise), "/book/", status=404)


def test_a_hold_is_hers_alone(house: Cast) -> None:
    """Two tabs of two people: whoever holds first has the time for five minutes."""
    hold(house.bo, choices(house.lise, at(26, 9, 15)), by=viewer_of(house.bo), now=clock.now())
    answer = client_for(house.amal).post("/book/", filled(house, at(26, 9, 15)))
    assert answer.status_code == 422
    assert Choices.from_json(Draft.objects.get(citizen=house.amal).choices).starts == at(26, 9, 15)
