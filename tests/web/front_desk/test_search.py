"""*Modtagelsen*: finding somebody of the desk's own units, and what each search leaves behind."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag

from afsaet.audit.models import Seen
from afsaet.people.models import StaffRole, Unit
from afsaet.web.front_desk.search import birthday_in
from tests.booking.conftest import at, booked
from tests.cast import Cast, client_for, make_citizen

Page = Callable[..., BeautifulSoup]
FIND = "/modtagelsen/find/"
BO_NUMBER = "1203925678"


def said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def rows(soup: BeautifulSoup) -> list[str]:
    return [said(row) for row in soup.select("tbody tr")]


def last_lines(count: int) -> list[tuple[str, str, str, list[object]]]:
    found = Seen.objects.order_by("-pk")[:count]
    return [(one.kind, one.purpose, one.criterion, list(one.citizens)) for one in found]


def elsewhere(house: Cast) -> Unit:
    """Bo lives in another unit."""
    unit = Unit.objects.create(name="Uddannelse", address="Skolegade 2")
    house.bo.unit = unit
    house.bo.save()
    return unit


@pytest.mark.parametrize("number", [BO_NUMBER, "120392-5678", "120392 5678"])
def test_the_whole_number_finds_her_and_stands_nowhere(house: Cast, page: Page, number: str) -> None:
    soup = page(client_for(house.gitte), FIND, {"hvem": number})
    assert rows(soup) == ["Bo Madsen 120392-xxxx Ingen tid Book en tid , Bo Madsen"]
    assert last_lines(1) == [("search", "front_desk", "cpr", [house.bo.uuid])]
    assert "5678" not in str(soup)


@pytest.mark.parametrize("typed", ["Bo Madsen", "madsen", "MAD bo", "Bo"])
@pytest.mark.parametrize("day", ["12.03.1992", "12/3 92", "120392", "12031992"])
def test_name_and_birthday_together_find_her(house: Cast, page: Page, typed: str, day: str) -> None:
    soup = page(client_for(house.gitte), FIND, {"hvem": typed, "foedselsdag": day})
    assert [row[:9] for row in rows(soup)] == ["Bo Madsen"]
    assert last_lines(1) == [("search", "front_desk", f"navn og fødselsdag: {typed}", [house.bo.uuid])]


def test_a_name_alone_finds_nobody_and_is_logged(house: Cast, page: Page) -> None:
    soup = page(client_for(house.gitte), FIND, {"hvem": "Bo Madsen"}, status=422)
    assert "Skriv også fødselsdagen. Et navn alene finder ingen." in said(soup.main)
    assert "120392" not in str(soup)
    field = soup.select_one("#hvem")
    assert field is not None
    assert field["value"] == "Bo Madsen"
    assert last_lines(1) == [("search", "search", "navn: Bo Madsen", [])]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Skriv et cpr-nummer, eller et navn og en fødselsdag."),
        ({"foedselsdag": "12.03.1992"}, "Skriv et cpr-nummer, eller et navn og en fødselsdag."),
        ({"hvem": "B", "foedselsdag": "12.03.1992"}, "Skriv mindst to bogstaver af navnet."),
        ({"hvem": "Bo", "foedselsdag": "31.02.1992"}, "Skriv dag, måned og år"),
        ({"hvem": "Bo", "foedselsdag": "i går"}, "Skriv dag, måned og år"),
        ({"hvem": "120392567"}, "Et cpr-nummer har ti cifre."),
    ],
)
def test_what_cannot_be_searched_for_is_said_at_the_field(
    house: Cast, page: Page, sent: dict[str, str], says: str
) -> None:
    soup = page(client_for(house.gitte), FIND, sent, status=422)
    summary = soup.select_one("[data-error-summary] a")
    assert summary is not None
    assert says in said(summary)
    assert not rows(soup)


@pytest.mark.parametrize(
    ("typed", "day"), [("Bo Madsen", "13.03.1992"), ("Bo Hansen", "12.03.1992"), ("adsen", "12.03.1992")]
)
def test_whoever_fits_only_half_is_not_found(house: Cast, page: Page, typed: str, day: str) -> None:
    soup = page(client_for(house.gitte), FIND, {"hvem": typed, "foedselsdag": day})
    assert not rows(soup)
    assert "Vi fandt ingen med det navn og den fødselsdag" in said(soup.main)
    assert "Se efter, om det er skrevet rigtigt" in said(soup.main)
    assert last_lines(1) == [("search", "front_desk", f"navn og fødselsdag: {typed}", [])]


@pytest.mark.parametrize("sent", [{"hvem": BO_NUMBER}, {"hvem": "Bo Madsen", "foedselsdag": "12.03.1992"}])
def test_somebody_of_another_unit_is_not_found_and_the_attempt_stands_in_his_log(
    house: Cast, page: Page, sent: dict[str, str]
) -> None:
    elsewhere(house)
    nobody = {"hvem": "0101921234"} if "foedselsdag" not in sent else sent | {"hvem": "Ib Thomsen"}
    client = client_for(house.gitte)
    found, unknown = page(client, FIND, sent), page(client, FIND, nobody)
    assert not rows(found)
    assert said(found.select_one(".empty")) == said(unknown.select_one(".empty")), (
        "the answers tell them apart"
    )
    kinds = {(kind, tuple(citizens)) for kind, _, _, citizens in last_lines(3)}
    assert kinds == {("search", ()), ("refused", (house.bo.uuid,))}


def test_the_desk_of_two_units_finds_in_both_and_in_no_third(house: Cast, page: Page) -> None:
    unit = elsewhere(house)
    StaffRole.objects.create(staff=house.gitte, role="front_desk", unit=unit)
    third = Unit.objects.create(name="Ydelse", address="Skolegade 3")
    make_citizen(third, "Ida", "Prøve", "0101926123")
    client = client_for(house.gitte)
    assert rows(page(client, FIND, {"hvem": BO_NUMBER}))
    assert rows(page(client, FIND, {"hvem": "0405855123"}))
    assert not rows(page(client, FIND, {"hvem": "0101926123"}))


def test_an_adviser_who_also_has_a_desk_elsewhere_finds_there_alone(house: Cast, page: Page) -> None:
    unit = elsewhere(house)
    StaffRole.objects.create(staff=house.lise, role="front_desk", unit=unit)
    client = client_for(house.lise)
    assert rows(page(client, FIND, {"hvem": BO_NUMBER}))
    assert not rows(page(client, FIND, {"hvem": "2106686234"}))


def test_twins_are_both_shown(house: Cast, page: Page) -> None:
    make_citizen(house.unit, "Bodil", "Madsen", "1203926123")
    soup = page(client_for(house.gitte), FIND, {"hvem": "bo madsen", "foedselsdag": "120392"})
    assert [row.split()[0] for row in rows(soup)] == ["Bo", "Bodil"]


def test_who_has_a_time_is_led_to_it(house: Cast, page: Page) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))
    soup = page(client_for(house.gitte), FIND, {"hvem": BO_NUMBER})
    assert rows(soup) == ["Bo Madsen 120392-xxxx Torsdag den 26. november kl. 9.15 Se tiden , Bo Madsen"]


def test_a_search_that_is_asked_for_again_begins_afresh(house: Cast, page: Page) -> None:
    assert said(page(client_for(house.gitte), FIND).h1) == "Modtagelsen"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.2.2003", date(2003, 2, 1)),
        ("01 02 03", date(2003, 2, 1)),
        ("010259", date(1959, 2, 1)),
        ("01-02-26", date(2026, 2, 1)),
        ("01-02-27", date(1927, 2, 1)),
        ("1.2", None),
        ("", None),
        ("32.01.1990", None),
    ],
)
def test_a_birthday_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert birthday_in(text, date(2026, 11, 23)) == day
