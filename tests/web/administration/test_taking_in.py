"""*Borgere*: one by form, many from a file; counted, never shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from afsaet.audit.models import Seen
from afsaet.people.models import Citizen, ImportRun, Staff
from tests.cast import Cast, client_for
from tests.web.administration.test_set_up import summary, value

Page = Callable[..., BeautifulSoup]

SAMIR = {
    "cpr": "110765 6543",
    "first_name": "Samir",
    "last_name": "Østergård",
    "birth_date": "11-07-1965",
    "phone": "29876543",
    "email": "samir@mail.example",
    "address": "",
    "protected_address": "1",
    "language": "ar",
    "interpreter": "arabisk",
    "unit": "Beskæftigelse",
    "target_group": "",
    "adviser": "lise.krogh@fjordby.example",
    "registered_on": "",
}
FILE = (
    "cpr;fornavn;efternavn;fødselsdato;telefon;noter\n"
    "110765-6543;Samir;Østergård;11-07-1965;29876543;x\n"
    "120392-5678;Bo;Madsen;12-03-1992;29876543;\n"
    "1;=Eva;Bech;31-02-1990;;\n"
    "120392-5678;Bo;M;12-03-1992;;\n"
)


def upload(
    page: Page, client: Client, content: bytes | str, path: str = "/borgere-ind/fil/", **more: int
) -> BeautifulSoup:
    data = content if isinstance(content, bytes) else content.encode()
    return page(client, path, {"file": SimpleUploadedFile("fil.csv", data)}, **more)


def counts(soup: BeautifulSoup) -> dict[str, str]:
    return {
        row.dt.get_text(strip=True): row.dd.get_text(strip=True)
        for row in soup.select("dl.rows > div")
        if row.dt and row.dd
    }


def press(page: Page, client: Client, soup: BeautifulSoup) -> BeautifulSoup:
    """The one button of the dry run."""
    form = soup.select_one("main form[method=post]")
    assert form is not None
    return page(client, str(form["action"]), {})


def test_a_citizen_is_taken_in_by_form_and_that_is_logged(cast: Cast, page: Page) -> None:
    soup = page(client_for(cast.vera), "/borgere-ind/ny/", SAMIR)
    assert "Borgeren er taget ind." in soup.get_text()
    assert "Samir" not in soup.get_text()
    samir = Citizen.objects.get(first_name="Samir")
    assert (samir.language, samir.protected_address, samir.digital_post_exempt) == ("ar", True, False)
    seen = Seen.objects.get()
    assert (seen.purpose, seen.citizens) == ("taken_in", [samir.uuid])


def test_what_is_wrong_is_said_at_each_field_and_nothing_typed_is_lost(cast: Cast, page: Page) -> None:
    wrong = SAMIR | {
        "cpr": "1107",
        "birth_date": "31-02-1965",
        "phone": "12",
        "email": "samir",
        "last_name": "",
    }
    soup = page(client_for(cast.vera), "/borgere-ind/ny/", wrong, status=422)
    assert summary(soup) == [
        ("#last_name", "Skriv efternavnet."),
        ("#cpr", "Cpr-nummeret har ikke ti cifre."),
        ("#birth_date", "Fødselsdatoen findes ikke: 31-02-1965. Skriv den som 24-12-1990."),
        ("#phone", "Telefonnummeret ser ikke rigtigt ud: 12."),
        ("#email", "Mailen ser ikke rigtig ud: samir."),
    ]
    ticked = [str(box["name"]) for box in soup.select("input[type=checkbox][checked]")]
    assert ticked == ["protected_address"]
    kept = {name: value(soup, name) for name in wrong if name != "protected_address"}
    assert kept == {name: text for name, text in wrong.items() if name != "protected_address"}
    assert Citizen.objects.count() == 3
    assert not Seen.objects.exists()


def test_a_known_number_is_refused_and_leads_to_the_file(cast: Cast, page: Page) -> None:
    soup = page(client_for(cast.vera), "/borgere-ind/ny/", SAMIR | {"cpr": "120392 5678"}, status=422)
    assert summary(soup)[0][0] == "#cpr"
    assert summary(soup)[0][1].startswith("Borgeren findes allerede.")
    assert soup.find("a", string="Ret borgeren fra en fil")
    assert Citizen.objects.get(pk=cast.bo.pk).first_name == "Bo"
    assert Seen.objects.get().citizens == [cast.bo.uuid]


def test_a_form_sent_after_the_log_in_ran_out_comes_back_without_the_cpr_number(
    cast: Cast, page: Page
) -> None:
    vera = client_for(cast.vera)
    own = value(page(vera, "/borgere-ind/ny/"), "owner")
    stranger = Client()
    assert stranger.post("/borgere-ind/ny/", SAMIR | {"owner": own}).status_code == 401
    assert "1107" not in str(dict(stranger.session))
    assert cast.vera.user is not None
    stranger.force_login(cast.vera.user, backend="django.contrib.auth.backends.ModelBackend")
    soup = page(stranger, "/borgere-ind/ny/")
    assert [value(soup, name) for name in ("last_name", "phone", "cpr")] == ["Østergård", "29876543", ""]
    assert value(soup, "adviser") == "lise.krogh@fjordby.example"
    assert Citizen.objects.count() == 3


def test_the_citizens_page_counts_and_names_nobody(cast: Cast, page: Page) -> None:
    text = page(client_for(cast.vera), "/borgere-ind/").get_text()
    assert "3 borgere er taget ind." in text
    assert "Madsen" not in text
    assert not Seen.objects.exists()


def test_a_file_is_tried_then_taken_in_then_listed(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    tried = upload(page, vera, FILE)
    assert counts(tried) == {"Rækker i filen": "4", "Nye": "1", "Ændres": "1", "Uændret": "0", "Afvist": "2"}
    assert "Tag 2 ind" in tried.get_text()
    assert "som vi ikke kender: noter." in tried.get_text()
    assert "120392-xxxx" in tried.get_text()
    assert Citizen.objects.count() == 3
    done = press(page, vera, tried)
    assert counts(done)["Ændret"] == "1"
    assert Citizen.objects.get(pk=cast.bo.pk).phone == "29876543"
    listed = page(vera, "/borgere-ind/").select("tbody tr")
    assert [row.get_text(" ", strip=True) for row in listed] == ["I dag kl. 8.00 Vera Bro 1 1 2"]


def test_who_was_tried_and_who_was_taken_in_stand_in_the_log(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    press(page, vera, upload(page, vera, FILE))
    samir = Citizen.objects.get(first_name="Samir")
    logged = [set(row.citizens) for row in Seen.objects.filter(purpose="taken_in").order_by("pk")]
    # The dry run shows that Bo is known; then both are taken in; then the done page shows the rejected rows.
    assert logged == [{cast.bo.uuid}, {cast.bo.uuid, samir.uuid}, {cast.bo.uuid}]


def test_the_button_pressed_twice_takes_in_once(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    tried = upload(page, vera, FILE)
    press(page, vera, tried)
    press(page, vera, tried)
    assert Citizen.objects.filter(first_name="Samir").count() == 1
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Filen er tom."),
        (b"PK\x03\x04 et regneark", "Vi kan ikke læse filen."),
        ("cpr;fornavn\n1;2\n", "Filen mangler efternavn, fødselsdato."),
        (b"x" * (10 * 1024 * 1024 + 1), "Filen fylder for meget."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    cast: Cast, page: Page, content: bytes | str, sentence: str
) -> None:
    soup = upload(page, client_for(cast.vera), content, status=422)
    assert summary(soup)[0][0] == "#file"
    assert summary(soup)[0][1].startswith(sentence)
    assert not ImportRun.objects.exists()


def test_no_file_at_all_is_said(cast: Cast, page: Page) -> None:
    assert summary(page(client_for(cast.vera), "/borgere-ind/fil/", {}, status=422)) == [
        ("#file", "Vælg en fil.")
    ]


def test_the_rejected_rows_are_fetched_once_more_and_only_by_administrators(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    link = upload(page, vera, FILE).find("a", string="Hent afviste rækker (csv)")
    assert link is not None
    path = str(link["href"])
    answer = vera.get(path)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "cpr;fornavn;efternavn;fødselsdato;telefon;linje;fejl"
    assert "1;'=Eva;Bech;31-02-1990;;4;Cpr-nummeret har ikke ti cifre. Fødselsdatoen findes ikke" in text
    assert client_for(cast.lise).get(path).status_code == 404


def test_after_24_hours_the_rejects_are_gone_and_the_dry_run_says_so(
    cast: Cast, page: Page, monday: object
) -> None:
    vera = client_for(cast.vera)
    upload(page, vera, FILE)
    run = ImportRun.objects.get()
    monday.shift(timedelta(hours=24))  # type: ignore[attr-defined]
    vera = client_for(cast.vera)
    soup = page(vera, f"/borgere-ind/fil/{run.uuid}/")
    assert "Filen er slettet, fordi der er gået 24 timer." in soup.get_text()
    assert vera.get(f"/borgere-ind/fil/{run.uuid}/afviste.csv").status_code == 404
    page(vera, f"/borgere-ind/fil/{run.uuid}/", {}, status=422)
    assert Citizen.objects.count() == 3


def test_a_run_is_found_under_its_own_kind_only(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    upload(page, vera, FILE)
    run = ImportRun.objects.get()
    assert vera.get(f"/medarbejdere/fil/{run.uuid}/").status_code == 404
    assert client_for(cast.lise).get(f"/borgere-ind/fil/{run.uuid}/").status_code == 404


def test_staff_come_from_a_file_too(cast: Cast, page: Page) -> None:
    vera = client_for(cast.vera)
    text = "mail;fornavn;efternavn;roller\nkarim.said@fjordby.example;Karim;Said;virksomhedskonsulent\n"
    press(page, vera, upload(page, vera, text, "/medarbejdere/fil/"))
    assert Staff.objects.get(first_name="Karim").roles.get().role == "employer_adviser"


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/borgere-ind/fil/skabelon.csv", "cpr;fornavn;"),
        ("/medarbejdere/fil/skabelon.csv", "fornavn;efternavn;"),
    ],
)
def test_the_template_has_all_columns_and_can_be_read(cast: Cast, page: Page, path: str, first: str) -> None:
    vera = client_for(cast.vera)
    text = vera.get(path).content.decode("utf-8-sig")
    assert text.startswith(first)
    soup = upload(page, vera, text, path.removesuffix("skabelon.csv"), status=422)
    assert summary(soup)[0][1] == "Der er kun overskrifter i filen, ingen rækker."
