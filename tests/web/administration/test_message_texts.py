"""*Beskedernes tekster*: changed with an example at hand; what may not stand there is said at its field."""

from typing import Any

import pytest
from django.urls import reverse

from afsaet.messaging.models import Template
from afsaet.messaging.rules import PLACES
from afsaet.web.administration.message_texts import WORDS
from tests.cast import Cast, client_for
from tests.web.page import fetch

TEXTS = {
    "title": "Vi ses",
    "body": "Hej {fornavn}\r\n\r\nVi ses {hvornår}.",
    "short": "Vi ses {hvornår_kort}.",
}


def page_of(key: str = "booked") -> str:
    return reverse("administration_text", args=[key])


def stored(key: str = "booked") -> dict[str, str]:
    row = Template.objects.get(key=key)
    return {name: getattr(row, name).get("da", "") for name in ("title", "body", "short")}


def test_every_text_has_a_name_and_a_page_with_an_example(cast: Cast) -> None:
    client = client_for(cast.vera)
    soup = fetch(client, reverse("administration_texts"))
    names = [cell.get_text() for cell in soup.select("tbody th")]
    assert len(names) == Template.objects.count()
    for template in Template.objects.all():
        assert template.key not in names, f"give {template.key} a name in web/administration/message_texts.py"
        example = fetch(client, page_of(template.key)).select_one("#example")
        assert example is not None
        assert "{" not in example.get_text()
        assert "Fjordby Kommune" in example.get_text()


def test_a_text_is_saved_with_plain_line_breaks(cast: Cast) -> None:
    soup = fetch(client_for(cast.vera), page_of(), TEXTS)
    assert "Teksten er gemt." in soup.get_text()
    assert stored() == {
        "title": "Vi ses",
        "body": "Hej {first_name}\n\nVi ses {when}.",
        "short": "Vi ses {when_short}.",
    }


def test_what_stands_in_braces_is_danish_and_saving_it_unchanged_changes_nothing(cast: Cast) -> None:
    client = client_for(cast.vera)
    assert not {place for places in PLACES.values() for place in places} - set(WORDS) - {"link"}
    for key in PLACES:
        before, soup = stored(key), fetch(client, page_of(key))
        fields = {name: soup.select_one(f"#{name}") for name in ("title", "body", "short")}
        typed = {
            name: field.get("value") or field.get_text().lstrip("\n") if field else ""
            for name, field in fields.items()
        }
        assert "{when" not in "".join(map(str, typed.values()))
        fetch(client, page_of(key), typed)
        assert stored(key) == before


@pytest.mark.parametrize(
    ("texts", "field", "says"),
    [
        ({"title": ""}, "title", "Skriv overskriften."),
        ({"body": " "}, "body", "Skriv teksten."),
        ({"short": ""}, "short", "Skriv teksten til sms."),
        ({"title": "Om dine dagpenge"}, "title", "Skriv det uden »dagpenge«."),
        ({"body": "Nummeret er 120392-5678"}, "body", "Det ligner et cpr-nummer."),
        ({"body": "Kom i {kælder}"}, "body", "{kælder} findes ikke her."),
        ({"short": "x" * 161}, "short", "Den fylder 161 tegn, og der er plads til 160."),
        ({"short": "Vi ses »snart«"}, "short", "Skriv det uden tegnet »."),
        (
            {"short": "Vi ses {when_short"},
            "short",
            "Der mangler en krølleparentes. Skriv for eksempel {hvornår}.",
        ),
    ],
)
def test_what_may_not_stand_there_is_said_at_its_field_and_what_was_typed_stays(
    cast: Cast, texts: dict[str, str], field: str, says: str
) -> None:
    before, typed = stored(), TEXTS | texts
    soup = fetch(client_for(cast.vera), page_of(), typed, status=422)
    error = soup.select_one(f"#{field}-error")
    assert error is not None
    assert says in error.get_text()
    title, body, short = soup.select_one("#title"), soup.select_one("#body"), soup.select_one("#short")
    assert title is not None
    assert body is not None
    assert short is not None
    assert title.get("value", "") == typed["title"]
    kept = typed["body"].replace("\r\n", "\n").replace("-5678", "-xxxx").strip()
    assert body.get_text().strip() == kept
    assert short.get_text().strip() == typed["short"].strip()
    assert stored() == before


@pytest.mark.parametrize("htmx", [True, False])
def test_the_example_shows_what_is_typed_and_saves_nothing(cast: Cast, htmx: bool) -> None:
    before = stored()
    address = reverse("administration_text_example", args=["booked"])
    soup = fetch(client_for(cast.vera), address, TEXTS, htmx=htmx)
    text = soup.get_text() if htmx else soup.select_one("#example").get_text()  # type: ignore[union-attr]
    assert "Vi ses torsdag 26/11 kl. 10.30." in text
    assert "31 af 160 tegn" in text
    soup = fetch(client_for(cast.vera), address, TEXTS | {"title": "{what}"}, htmx=htmx)
    assert "Eksemplet kan ikke vises" in soup.get_text()
    assert stored() == before


def test_a_text_without_a_text_message_has_no_field_for_it(cast: Cast) -> None:
    soup = fetch(client_for(cast.vera), page_of("invitation"))
    assert soup.select_one("#short") is None
    typed = {"title": "Vælg adgangskode", "body": "Her: {link}", "short": ""}
    fetch(client_for(cast.vera), page_of("invitation"), typed)
    assert stored("invitation") == typed


def test_an_unknown_text_is_not_found(cast: Cast) -> None:
    fetch(client_for(cast.vera), page_of("nope"), status=404)


def test_the_address_in_a_text_message_leads_to_the_log_in(client: Any, db: None) -> None:
    assert client.get("/tid", follow=True).redirect_chain[-1][0].startswith(reverse("log_in"))
