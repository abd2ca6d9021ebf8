"""*Mine oplysninger*: hers alone, and every look at her written down."""

import json
import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from afsaet.audit.actions import record_seen
from afsaet.audit.models import Seen
from afsaet.core import clock
from afsaet.people.models import Citizen
from afsaet.web import middleware
from tests.cast import Cast, client_for, viewer_of
from tests.web.page import fetch

NUMBERS = {"bo": "1203925678", "kirsten": "2106686234"}
PAGES = ["my_details", "change_my_details", "my_details_file", "inbox"]


def looked(cast: Cast, times: int, purpose: str = "own_citizen") -> None:
    for minute in range(times):
        lise = viewer_of(cast.lise)
        lise.saw([str(cast.bo.uuid)], purpose)
        record_seen(lise, now=clock.now() + clock.minutes(minute))


def test_she_sees_who_she_is_to_us(cast: Cast) -> None:
    text = fetch(client_for(cast.bo), reverse("my_details")).get_text(" ")
    for shown in ("Bo Madsen", "120392-xxxx", "20 12 34 78", "bo@mail.example", "Dansk"):
        assert shown in text


def test_her_language_has_the_name_she_calls_it_by(cast: Cast) -> None:
    soup = fetch(client_for(cast.amal), reverse("my_details"))
    assert soup.select_one("bdi[lang=ar]").get_text() == "العربيّة"  # type: ignore[union-attr]


def test_a_protected_address_is_shown_once_when_she_asks_and_that_is_noted(cast: Cast) -> None:
    client = client_for(cast.kirsten)
    soup = fetch(client, reverse("my_details"))
    assert "Birkevej" not in str(soup)
    assert "Din adresse er beskyttet." in soup.get_text()
    shown = fetch(client, reverse("my_details_address"), {})
    assert "Birkevej 3, Vesterlund" in shown.get_text()
    assert Seen.objects.order_by("-pk")[0].purpose == "address_shown"
    assert "Birkevej" not in str(fetch(client, reverse("my_details")))
    assert client.get(reverse("my_details_address")).status_code == 405


def test_an_address_that_is_not_protected_is_simply_there(cast: Cast) -> None:
    Citizen.objects.filter(pk=cast.bo.pk).update(address="Havnegade 1")
    soup = fetch(client_for(cast.bo), reverse("my_details"))
    assert "Havnegade 1" in soup.get_text()
    assert not soup.select(f"form[action='{reverse('my_details_address')}']")


def test_looks_of_one_day_are_one_line_that_unfolds_to_the_clock(cast: Cast) -> None:
    looked(cast, 3)
    soup = fetch(client_for(cast.bo), reverse("my_details"))
    assert soup.select_one("#set h3").get_text() == "Mandag den 23. november"  # type: ignore[union-attr]
    (details,) = soup.select("#set details")
    assert details.summary is not None
    assert details.summary.get_text() == "Din rådgiver så din side, 3 gange"
    assert "Rådgiver, Beskæftigelse" in details.get_text(" ")
    assert "8.00, 8.01 og 8.02" in details.get_text(" ")
    assert "Lise" not in soup.select_one("#set").get_text()  # type: ignore[union-attr]


def test_a_search_she_came_up_in_is_a_line_too(cast: Cast) -> None:
    nanna = viewer_of(cast.nanna)
    nanna.searched("navn: Madsen")
    nanna.saw([str(cast.bo.uuid)], "search")
    record_seen(nanna, now=clock.now())
    soup = fetch(client_for(cast.bo), reverse("my_details"))
    (summary,) = soup.select("#set summary")
    assert summary.get_text() == "Du var med i en søgning, som en rådgiver lavede, 1 gang"


def test_without_others_looks_the_page_says_so_and_her_own_are_left_out(cast: Cast) -> None:
    client = client_for(cast.bo)
    fetch(client, reverse("my_details"))
    soup = fetch(client, reverse("my_details"))
    assert Seen.objects.filter(citizens__contains=[cast.bo.uuid]).count() == 2
    assert "Ingen har set dine oplysninger." in soup.get_text()
    assert "Når du selv kigger, står det ikke her." in soup.get_text()


def test_she_corrects_her_telephone_and_mail(cast: Cast) -> None:
    typed = {"phone": "+45 31 22 44 55", "email": "bo.ny@mail.example"}
    soup = fetch(client_for(cast.bo), reverse("change_my_details"), typed)
    assert "Dine oplysninger er gemt." in soup.get_text()
    cast.bo.refresh_from_db()
    assert (cast.bo.phone, cast.bo.email, cast.bo.language) == ("31224455", "bo.ny@mail.example", "da")


def test_she_says_no_to_text_messages_and_yes_again(cast: Cast, settings: Any) -> None:
    settings.SMS_GATEWAY = "afsaet.integrations.sms_files.FilesGateway"
    client = client_for(cast.bo)
    typed = {"phone": "20123478", "email": "bo@mail.example"}
    assert "Nej tak" in fetch(client, reverse("change_my_details"), typed).get_text()
    cast.bo.refresh_from_db()
    assert cast.bo.texts is False
    box = fetch(client, reverse("change_my_details")).select_one("#texts")
    assert box is not None
    assert not box.has_attr("checked")
    assert "Ja tak" in fetch(client, reverse("change_my_details"), typed | {"texts": "1"}).get_text()
    cast.bo.refresh_from_db()
    assert cast.bo.texts is True


def test_a_house_without_text_messages_does_not_ask_and_keeps_her_answer(cast: Cast) -> None:
    client = client_for(cast.bo)
    assert fetch(client, reverse("change_my_details")).select_one("#texts") is None
    soup = fetch(client, reverse("change_my_details"), {"phone": "20123478", "email": ""})
    assert "Sms" not in soup.get_text()
    cast.bo.refresh_from_db()
    assert cast.bo.texts is True


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"phone": "12", "email": "bo@mail.example"}, "phone"), ({"phone": "20123478", "email": "bo"}, "email")],
)
def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_changed(
    cast: Cast, typed: dict[str, str], field: str
) -> None:
    soup = fetch(client_for(cast.bo), reverse("change_my_details"), typed, status=422)
    assert soup.select_one(f"#{field}-error")
    for name, value in typed.items():
        assert soup.select_one(f"input[name={name}]")["value"] == value  # type: ignore[index]
    cast.bo.refresh_from_db()
    assert (cast.bo.phone, cast.bo.email) == ("20123478", "bo@mail.example")


def test_what_was_typed_when_the_log_in_ran_out_is_in_the_form_again_for_her_alone(cast: Cast) -> None:
    for person, found in [(cast.bo, "31224455"), (cast.amal, None)]:
        client = Client()
        mine = {"owner": str(cast.bo.user.uuid), "phone": "31224455", "email": ""}  # type: ignore[union-attr]
        fetch(client, reverse("change_my_details"), mine, status=401)
        assert person.user is not None
        client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
        field = fetch(client, reverse("change_my_details")).select_one("input[name=phone]")
        assert field is not None
        assert field.get("value") == found


def test_the_file_is_all_of_hers_in_words(cast: Cast) -> None:
    looked(cast, 1)
    answer = client_for(cast.bo).get(reverse("my_details_file"))
    assert answer["Content-Disposition"] == 'attachment; filename="mine-oplysninger-2026-11-23.json"'
    assert "no-store" in answer["Cache-Control"]
    told = json.loads(answer.content)
    (look,) = told["Hvem har set dine oplysninger"]
    assert look == {
        "hvornår": "2026-11-23 08:00",
        "hvem": "Rådgiver",
        "enhed": "Beskæftigelse",
        "formål": "Din rådgiver så din side",
    }
    assert "Bo Madsen" in answer.content.decode()
    listed = fetch(client_for(cast.bo), reverse("my_details")).get_text()
    assert all(kind in listed for kind in told if kind != "hentet")


@pytest.mark.parametrize("name", PAGES)
def test_a_request_leaves_one_row_that_names_her(cast: Cast, name: str) -> None:
    client_for(cast.bo).get(reverse(name))
    (row,) = Seen.objects.all()
    assert (row.citizens, row.role, row.route) == ([cast.bo.uuid], "borger", name)


@pytest.mark.parametrize("name", PAGES)
def test_when_the_look_cannot_be_written_nothing_personal_leaves(
    cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the log is full")

    client = client_for(cast.bo)
    client.raise_request_exception = False
    monkeypatch.setattr(middleware, "record_seen", fails)
    answer = client.get(reverse(name))
    assert answer.status_code == 500
    for personal in ("Madsen", "20123478", "20 12 34 78", "bo@mail", "120392"):
        assert personal not in answer.content.decode()
    assert "Content-Disposition" not in answer


@pytest.mark.parametrize("name", PAGES)
def test_nobody_but_a_citizen_has_these_pages(cast: Cast, name: str) -> None:
    fetch(client_for(cast.lise), reverse(name), status=404)
    assert Client().get(reverse(name))["Location"].startswith(reverse("log_in"))
    assert not Seen.objects.exists()


def test_the_number_is_in_no_answer_no_message_and_no_log(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for person, number in [(cast.bo, NUMBERS["bo"]), (cast.kirsten, NUMBERS["kirsten"])]:
        client = client_for(person)
        bodies = [client.get(reverse(name)).content.decode() for name in PAGES]
        bodies.append(client.post(reverse("my_details_address")).content.decode())
        bodies.append(client.post(reverse("change_my_details"), {"phone": "x", "email": ""}).content.decode())
        for body in [*bodies, caplog.text]:
            assert number not in body
            assert f"{number[:6]}-{number[6:]}" not in body
            assert person.first_name not in caplog.text
