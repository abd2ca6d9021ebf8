"""One row at a time: what it says, or every reason why it cannot be taken in."""

from datetime import date

import pytest

from afsaet.core.errors import Refused
from afsaet.people import import_rows
from afsaet.people.import_rows import (
    CitizenFacts,
    House,
    RoleFacts,
    StaffFacts,
    read_citizen,
    read_staff,
    reason,
)
from afsaet.people.phone import parse as parse_phone

HOUSE = House(
    units={"beskæftigelse": 1, "ungeindsatsen": 2},
    teams={(1, "team havn"): 5, (2, "team unge"): 6},
    target_groups={"6.2": 9, "jobparat": 9},
    staff={"lise.krogh@fjordby.example": 3, "gitte@fjordby.example": 4},
    advisers=frozenset([3]),
    today=date(2026, 11, 23),
)
BO = {"cpr": "120392-5678", "fornavn": "Bo", "efternavn": "Madsen", "fødselsdato": "12-03-1992"}
LISE = {"fornavn": "Lise", "efternavn": "Krogh", "mail": "Lise.Krogh@fjordby.example"}


def citizen(**cells: str) -> CitizenFacts:
    read = read_citizen(BO | {name.replace("_", " "): text for name, text in cells.items()}, HOUSE)
    assert isinstance(read, CitizenFacts), read
    return read


def reasons(cells: dict[str, str], read: object = read_citizen) -> list[tuple[str, str]]:
    wrong = read(cells, HOUSE)  # type: ignore[operator]
    assert isinstance(wrong, list)
    return [(one.column, reason(one.refusal)) for one in wrong]


def test_a_full_row_is_read() -> None:
    facts = citizen(
        telefon="+45 20 12 34 78",
        mail="bo@mail.example",
        adresse="Havnegade 2, 3. tv.",
        adressebeskyttet="Ja",
        fritaget_for_digital_post="nej",
        sprog="Arabisk",
        tolk="arabisk",
        enhed="BESKÆFTIGELSE",
        målgruppe="Jobparat",
        rådgiver="lise.krogh@FJORDBY.example",
        registreret="2026-09-01",
    )
    assert facts == CitizenFacts(
        cpr="1203925678",
        first_name="Bo",
        last_name="Madsen",
        birth_date=date(1992, 3, 12),
        unit=1,
        phone="20123478",
        email="bo@mail.example",
        address="Havnegade 2, 3. tv.",
        protected_address=True,
        digital_post_exempt=False,
        language="ar",
        interpreter="arabisk",
        target_group=9,
        adviser=3,
        registered_on=date(2026, 9, 1),
    )


def test_what_is_not_said_is_none_and_no_interpreter_is_said_with_a_word() -> None:
    assert citizen().phone is None
    assert citizen().protected_address is None
    assert citizen(tolk="Nej").interpreter == ""


def test_in_a_house_with_one_unit_nobody_needs_to_say_which() -> None:
    house = House(units={"beskæftigelse": 1}, today=HOUSE.today)
    facts = read_citizen(BO, house)
    assert isinstance(facts, CitizenFacts)
    assert facts.unit == 1
    assert citizen().unit is None


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        ("cpr", "12039256", "Cpr-nummeret har ikke ti cifre"),
        ("cpr", "120392567O", "Cpr-nummeret har ikke ti cifre"),
        ("cpr", "310292-5678", "Cpr-nummerets første seks cifre er ikke en dato"),
        ("cpr", "", "Feltet »cpr« er tomt"),
        ("fornavn", "x" * 81, "Feltet »fornavn« er for langt: højst 80 tegn"),
        ("fødselsdato", "31-02-1990", "Fødselsdatoen findes ikke: 31-02-1990. Skriv den som 24-12-1990"),
        ("fødselsdato", "12/3-92", "Fødselsdatoen findes ikke: 12/3-92. Skriv den som 24-12-1990"),
        ("fødselsdato", "24-11-2026", "Fødselsdatoen ligger i fremtiden: 24-11-2026"),
        ("telefon", "1234", "Telefonnummeret ser ikke rigtigt ud: 1234"),
        ("mail", "bo@mail", "Mailen ser ikke rigtig ud: bo@mail"),
        ("adressebeskyttet", "måske", "Skriv ja eller nej i »adressebeskyttet«, ikke måske"),
        ("sprog", "klingon", "Sproget kendes ikke: klingon. Skriv for eksempel dansk, engelsk eller arabisk"),
        ("enhed", "Havnen", "Der er ingen enhed med navnet Havnen"),
        ("målgruppe", "7.1", "Målgruppen kendes ikke: 7.1"),
        ("rådgiver", "ny@fjordby.example", "Der er ingen medarbejder med mailen ny@fjordby.example"),
        ("rådgiver", "gitte@fjordby.example", "gitte@fjordby.example er ikke rådgiver eller er stoppet"),
        ("registreret", "i går", "Datoen findes ikke: i går. Skriv den som 24-12-1990"),
    ],
)
def test_each_thing_that_is_wrong_is_said_in_danish(column: str, text: str, sentence: str) -> None:
    assert reasons(BO | {column: text}) == [(column, sentence)]


def test_everything_wrong_in_a_row_is_said_at_once() -> None:
    assert [column for column, _ in reasons({"cpr": "1", "mail": "x"})] == [
        "fornavn",
        "efternavn",
        "fødselsdato",
        "cpr",
        "mail",
    ]


@pytest.mark.parametrize("text", ["12-03-1992", "12.3.1992", "12/03/1992", "1992-03-12"])
def test_dates_are_read_as_danes_and_machines_write_them(text: str) -> None:
    assert import_rows.read_date(text, "Datoen") == date(1992, 3, 12)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("20 12 34 78", "20123478"),
        ("+4520123478", "20123478"),
        ("0045 20123478", "20123478"),
        ("+46 70 123 45 67", "+46701234567"),
    ],
)
def test_a_phone_number_is_stored_one_way_however_it_is_written(text: str, stored: str) -> None:
    assert parse_phone(text) == stored


@pytest.mark.parametrize("text", ["", "12", "hjemme", "2012347", "+45 2012347"])
def test_what_nobody_can_call_is_no_phone_number(text: str) -> None:
    with pytest.raises(Refused):
        parse_phone(text)


def test_a_colleague_is_read_with_danish_or_english_roles() -> None:
    facts = read_staff(
        LISE | {"enhed": "Beskæftigelse", "team": "Team Havn", "roller": "Teamleder, adviser"}, HOUSE
    )
    assert facts == StaffFacts(
        first_name="Lise",
        last_name="Krogh",
        email="Lise.Krogh@fjordby.example",
        unit=1,
        team=5,
        roles=(RoleFacts("adviser"), RoleFacts("team_leader")),
    )


def test_a_colleagues_team_must_be_in_her_unit_and_her_roles_known() -> None:
    cells = LISE | {"enhed": "Ungeindsatsen", "team": "Team Havn", "roller": "rådgiver, konge"}
    assert reasons(cells, read_staff) == [
        ("team", "Der er intet team med navnet Team Havn i enheden"),
        ("roller", "Rollen kendes ikke: konge"),
    ]
