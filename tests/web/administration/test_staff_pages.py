"""*Medarbejdere*: found, added, changed, stopped."""

from collections.abc import Callable
from datetime import date

from bs4 import BeautifulSoup

from afsaet.people.models import Staff, StaffRole, Team, Unit
from tests.cast import Cast, client_for, make_staff
from tests.web.administration.test_set_up import summary, value

Page = Callable[..., BeautifulSoup]


def shown(soup: BeautifulSoup) -> list[str]:
    return [str(next(row.stripped_strings)) for row in soup.select("main tbody tr")]


def typed(staff: Staff, **more: object) -> dict[str, object]:
    """The form as the page shows it."""
    return {
        "first_name": staff.first_name,
        "last_name": staff.last_name,
        "email": staff.email,
        "title": staff.title,
        "unit": staff.unit_id,
        "team": staff.team_id or "",
        "left_on": "",
        **{f"role_{role.role}": "1" for role in staff.roles.all()},
        **more,
    }


def address(staff: Staff) -> str:
    return f"/medarbejdere/{staff.uuid}/"


def test_colleagues_stand_in_danish_order_and_are_found_by_name_team_and_role(cast: Cast, page: Page) -> None:
    make_staff(cast.unit, None, "Åse", "Bech", "adviser")
    vera = client_for(cast.vera)
    everybody = ["Gitte Lauridsen", "Lise Krogh", "Nanna Juhl", "Per Lund", "Vera Bro", "Åse Bech"]
    assert shown(page(vera, "/medarbejdere/")) == everybody
    assert shown(page(vera, "/medarbejdere/?q=krogh")) == ["Lise Krogh"]
    team = Team.objects.get(name="Team Havn")
    assert shown(page(vera, f"/medarbejdere/?team={team.pk}")) == ["Lise Krogh", "Per Lund"]
    assert shown(page(vera, "/medarbejdere/?rolle=adviser")) == ["Lise Krogh", "Nanna Juhl", "Åse Bech"]
    soup = page(vera, "/medarbejdere/?q=findes-ikke&team=x&rolle=konge")
    assert "Ingen passer på det, du har valgt." in soup.get_text()


def test_fifty_stand_on_a_page_and_the_search_follows_to_the_next(cast: Cast, page: Page) -> None:
    for number in range(60):
        make_staff(cast.unit, None, f"Kim{number:02}", "Kjær", "adviser")
    vera = client_for(cast.vera)
    first = page(vera, "/medarbejdere/?q=kjær")
    assert (len(shown(first)), shown(first)[0]) == (50, "Kim00 Kjær")
    after = first.select_one("a[rel=next]")
    assert after is not None
    assert len(shown(page(vera, "/medarbejdere/" + str(after["href"])))) == 10


def test_who_has_stopped_is_folded_away(cast: Cast, page: Page) -> None:
    Staff.objects.filter(pk=cast.nanna.pk).update(left_on=date(2026, 11, 23))
    Staff.objects.filter(pk=cast.lise.pk).update(left_on=date(2026, 11, 24))
    soup = page(client_for(cast.vera), "/medarbejdere/")
    assert "Nanna Juhl" not in shown(soup)
    assert "Lise Krogh" in shown(soup)
    folded = soup.find("details")
    assert folded is not None
    assert "Nanna Juhl" in folded.get_text()


def test_a_colleague_is_added_with_a_role_in_one_unit(cast: Cast, page: Page) -> None:
    young = Unit.objects.create(name="Ungeindsatsen", address="Havnegade 1")
    soup = page(
        client_for(cast.vera),
        "/medarbejdere/ny/",
        {
            "first_name": "Karim",
            "last_name": "Said",
            "email": "karim.said@fjordby.example",
            "title": "",
            "unit": cast.unit.pk,
            "team": "",
            "left_on": "",
            "role_employer_adviser": "1",
            "where_employer_adviser": young.pk,
            "where_adviser": "",
        },
    )
    assert "Medarbejderen er gemt." in soup.get_text()
    role = StaffRole.objects.get(staff__first_name="Karim")
    assert (role.role, role.unit) == ("employer_adviser", young)


def test_everything_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, page: Page) -> None:
    before = Staff.objects.count()
    wrong = {"first_name": "Kari", "email": "kari", "left_on": "31-02-2027", "role_adviser": "1"}
    soup = page(client_for(cast.vera), "/medarbejdere/ny/", wrong, status=422)
    assert summary(soup) == [
        ("#last_name", "Skriv efternavnet."),
        ("#email", "Skriv en mailadresse, som navn@mail.dk."),
        ("#unit", "Vælg en enhed."),
        ("#left_on", "Datoen findes ikke: 31-02-2027. Skriv den som 24-12-1990."),
    ]
    assert {name: value(soup, name) for name in ("first_name", "email", "left_on")} == {
        "first_name": "Kari",
        "email": "kari",
        "left_on": "31-02-2027",
    }
    ticked = [str(box["name"]) for box in soup.select("input[type=checkbox][checked]")]
    assert ticked == ["role_adviser"]
    assert Staff.objects.count() == before


def test_the_page_of_a_colleague_shows_what_is_so(cast: Cast, page: Page) -> None:
    soup = page(client_for(cast.vera), address(cast.lise))
    assert [value(soup, name) for name in ("first_name", "email")] == ["Lise", "lise.krogh@fjordby.example"]
    assert value(soup, "team") == str(cast.lise.team_id)
    assert [str(box["name"]) for box in soup.select("input[type=checkbox][checked]")] == ["role_adviser"]
    assert "Lise er rådgiver for 2 borgere." in soup.get_text()


def test_a_taken_mail_is_refused_at_its_field(cast: Cast, page: Page) -> None:
    wrong = typed(cast.lise, email="vera.bro@fjordby.example")
    soup = page(client_for(cast.vera), address(cast.lise), wrong, status=422)
    assert summary(soup) == [("#email", "En anden logger allerede ind med mailen vera.bro@fjordby.example.")]
    assert Staff.objects.get(pk=cast.lise.pk).email == "lise.krogh@fjordby.example"


def test_vera_cannot_take_her_own_role(cast: Cast, page: Page) -> None:
    own = typed(cast.vera)
    del own["role_administrator"]
    soup = page(client_for(cast.vera), address(cast.vera), own, status=422)
    assert [field for field, _ in summary(soup)] == ["#role_administrator"]
    assert cast.vera.roles.get().role == "administrator"


def test_an_adviser_who_stops_leaves_her_citizens_and_the_page_counts_them(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    soup = page(vera, address(cast.lise), typed(cast.lise, left_on="01-12-2026"))
    assert "2 borgere er uden rådgiver fra den 1. december, fordi Lise stopper." in soup.get_text()
    assert "Madsen" not in soup.get_text()
    assert value(soup, "left_on") == "01-12-2026"
    soup = page(vera, address(cast.lise), typed(cast.lise))
    assert "uden rådgiver" not in soup.get_text()
    assert Staff.objects.get(pk=cast.lise.pk).left_on is None
