"""*Opsætning*: what is missing, the authority, units and teams."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from afsaet.people.models import Authority, Citizen, Staff, StaffRole, Team, Unit
from afsaet.people.queries import authority
from tests.cast import Cast, client_for

Page = Callable[..., BeautifulSoup]

AUTHORITY = {
    "kind": "a_kasse",
    "name": "Fjord A-kasse",
    "unit_name": "Job og Uddannelse",
    "person_word": "Medlem",
    "adviser_word": "jobkonsulent",
    "phone": "76 00 12 00",
    "calls_from": "76001234",
    "hours": "mandag-torsdag 9-15",
    "email": "",
}
PAGES = [
    "/opsaetning/",
    "/opsaetning/myndighed/",
    "/opsaetning/enheder/",
    "/opsaetning/enheder/ny/",
    "/opsaetning/teams/",
    "/opsaetning/teams/nyt/",
    "/opsaetning/emner/",
    "/opsaetning/emner/nyt/",
    "/opsaetning/samtaletyper/",
    "/opsaetning/lokaler/",
    "/opsaetning/lokaler/nyt/",
    "/opsaetning/lukkedage/",
    "/medarbejdere/",
    "/medarbejdere/ny/",
    "/medarbejdere/fil/",
    "/medarbejdere/fil/skabelon.csv",
    "/borgere-ind/",
    "/borgere-ind/ny/",
    "/borgere-ind/fil/",
    "/borgere-ind/fil/skabelon.csv",
]


def todo(soup: BeautifulSoup) -> list[str]:
    return [link.get_text(strip=True) for link in soup.select("section[aria-labelledby=missing] a")]


def summary(soup: BeautifulSoup) -> list[tuple[str, str]]:
    """Each line of the error summary with the field it leads to."""
    found = soup.select("[data-error-summary] li")
    return [(str(line.a["href"]) if line.a else "", line.get_text(strip=True)) for line in found]


def value(soup: BeautifulSoup, name: str) -> str:
    field = soup.select_one(f"[name={name}]:not(meta)")
    assert field is not None, name
    if field.name == "select":
        chosen = field.find("option", selected=True)
        return str(chosen["value"]) if chosen else ""
    return str(field.get("value", ""))


@pytest.mark.parametrize("path", PAGES)
def test_nobody_but_an_administrator_finds_the_page(cast: Cast, path: str) -> None:
    for client in [client_for(cast.lise), client_for(cast.gitte), client_for(cast.bo)]:
        assert client.get(path).status_code == 404
    assert client_for(cast.vera).get(path).status_code == 200


def test_an_empty_house_says_what_to_do_in_order(cast: Cast, page: Page) -> None:
    Authority.objects.all().delete()
    Citizen.objects.all().delete()
    StaffRole.objects.filter(role="adviser").delete()
    soup = page(client_for(cast.vera), "/opsaetning/")
    assert todo(soup) == [
        "Skriv navn, telefon og åbningstid",
        "Tag medarbejderne ind",
        "Tag borgerne ind",
        "Giv en kollega rollen som administrator",
    ]
    assert "Velkommen" in soup.get_text()


def test_a_house_that_is_set_up_says_what_is_left(cast: Cast, page: Page) -> None:
    assert todo(page(client_for(cast.vera), "/opsaetning/")) == ["Giv en kollega rollen som administrator"]
    StaffRole.objects.create(staff=cast.per, role="administrator")
    cast.bo.caseload.all().delete()
    assert todo(page(client_for(cast.vera), "/opsaetning/")) == ["1 borger er uden rådgiver"]


def test_the_authority_is_saved_with_its_own_words(cast: Cast, page: Page) -> None:
    soup = page(client_for(cast.vera), "/opsaetning/myndighed/", AUTHORITY)
    assert "Oplysningerne er gemt." in soup.get_text()
    assert "Jeres ord: medlem og jobkonsulent" in soup.get_text()
    assert (authority().kind, authority().person_word) == ("a_kasse", "medlem")


def test_a_number_nobody_can_dial_is_refused_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, page: Page
) -> None:
    before = authority()
    typed = AUTHORITY | {"calls_from": "hemmeligt", "name": 'Fjord "A" & <B>'}
    soup = page(client_for(cast.vera), "/opsaetning/myndighed/", typed, status=422)
    assert [field for field, _ in summary(soup)] == ["#calls_from"]
    assert {name: value(soup, name) for name in typed} == typed
    assert authority() == before


def test_an_empty_authority_is_told_field_by_field(cast: Cast, page: Page) -> None:
    soup = page(client_for(cast.vera), "/opsaetning/myndighed/", {}, status=422)
    assert ("#name", "Skriv navnet.") in summary(soup)
    assert len(summary(soup)) == 8
    message = soup.find(id="name-error")
    assert message is not None
    assert "Skriv navnet." in message.get_text()


def test_a_unit_is_added_and_changed(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    typed = {"name": "Ungeindsatsen", "address": "Havnegade 1", "address_hint": ""}
    assert "Enheden er gemt." in page(vera, "/opsaetning/enheder/ny/", typed).get_text()
    unit = Unit.objects.get(name="Ungeindsatsen")
    page(vera, f"/opsaetning/enheder/{unit.pk}/", typed | {"address": "Havnegade 2"})
    assert Unit.objects.get(pk=unit.pk).address == "Havnegade 2"


def test_a_taken_unit_name_is_refused_at_its_field(cast: Cast, page: Page) -> None:
    typed = {"name": "beskæftigelse", "address": "Havnegade 1", "address_hint": "Op ad trappen"}
    soup = page(client_for(cast.vera), "/opsaetning/enheder/ny/", typed, status=422)
    assert summary(soup) == [("#name", "Der er allerede en enhed, der hedder beskæftigelse.")]
    assert value(soup, "address_hint") == "Op ad trappen"
    assert Unit.objects.count() == 1


def test_a_team_is_added_changed_and_deleted_when_empty(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    page(vera, "/opsaetning/teams/nyt/", {"name": "Team Eng", "unit": cast.unit.pk})
    team = Team.objects.get(name="Team Eng")
    page(vera, f"/opsaetning/teams/{team.pk}/", {"name": "Team Mose", "unit": cast.unit.pk})
    assert Team.objects.get(pk=team.pk).name == "Team Mose"
    soup = page(vera, f"/opsaetning/teams/{team.pk}/slet/", {})
    assert "Teamet er slettet." in soup.get_text()
    assert not Team.objects.filter(pk=team.pk).exists()


def test_a_team_with_people_in_it_is_not_deleted_and_says_why(cast: Cast, page: Page) -> None:
    team = Team.objects.get(name="Team Havn")
    soup = page(client_for(cast.vera), f"/opsaetning/teams/{team.pk}/slet/", {}, status=422)
    assert summary(soup)[0][1].startswith("Teamet kan ikke slettes")
    assert Team.objects.filter(pk=team.pk).exists()
    assert Staff.objects.filter(team=team).count() == 2
