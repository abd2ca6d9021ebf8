"""A file is tried first and taken in once; what is turned away comes back with its reasons, for 24 hours."""

import csv
from datetime import timedelta
from time import perf_counter

import pytest

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.files.actions import remove_expired
from afsaet.files.models import StoredFile
from afsaet.files.queries import stored_file
from afsaet.people import cpr
from afsaet.people.actions.importing import check_file, finish
from afsaet.people.administration_queries import import_owner, import_preview
from afsaet.people.models import Caseload, Citizen, ImportRun, Staff, StaffRole, User
from tests.cast import Cast, viewer_of

HEADER = "cpr;fornavn;efternavn;fødselsdato;telefon;rådgiver;noter\n"
SAMIR = "110765-6543;Samir;Østergård;11-07-1965;29876543;lise.krogh@fjordby.example;x\n"
BO = "120392-5678;Bo;Madsen;12-03-1992;29876543;;\n"
AMAL_AS_SHE_IS = "040585-5123;Amal;Haddad;04-05-1985;;lise.krogh@fjordby.example;\n"
WRONG = "010190;=Eva;Bech;31-02-1990;;nobody@fjordby.example;\n"
STAFF_HEADER = "mail;fornavn;efternavn;roller;team\n"


def check(cast: Cast, text: str, kind: str = "citizens") -> ImportRun:
    return check_file(kind, "fil.csv", text.encode(), by=viewer_of(cast.vera), now=clock.now())


def done(cast: Cast, run: ImportRun) -> ImportRun:
    return finish(run, by=viewer_of(cast.vera), now=clock.now())


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    run.refresh_from_db()
    return run.rows_read, run.rows_new, run.rows_changed, run.rows_rejected


def rejects(run: ImportRun) -> list[dict[str, str]]:
    file = stored_file(import_owner(run, "rejects"), clock.now())
    if file is None:
        return []
    text = cpr.decrypt(bytes(file.content)).removeprefix("\ufeff")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_a_dry_run_counts_and_writes_no_person(cast: Cast) -> None:
    run = check(cast, HEADER + SAMIR + BO + AMAL_AS_SHE_IS + WRONG + SAMIR)
    assert counts(run) == (5, 1, 1, 2)
    assert Citizen.objects.count() == 3
    assert Citizen.objects.get(pk=cast.bo.pk).phone == "20123478"


def test_the_real_thing_takes_in_what_the_dry_run_said(cast: Cast) -> None:
    vera = viewer_of(cast.vera)
    run = finish(check(cast, HEADER + SAMIR + BO + AMAL_AS_SHE_IS + WRONG), by=vera, now=clock.now())
    assert counts(run) == (4, 1, 1, 1)
    samir = Citizen.objects.get(cpr_lookup=cpr.lookup("1107656543"))
    assert Citizen.objects.get(pk=cast.bo.pk).phone == samir.phone == "29876543"
    assert Caseload.objects.get(citizen=samir).staff == cast.lise
    assert (vera.citizens_seen, vera.purpose) == ({str(samir.uuid), str(cast.bo.uuid)}, "taken_in")


def test_a_second_press_takes_in_nothing(cast: Cast) -> None:
    run = check(cast, HEADER + SAMIR)
    done(cast, run)
    Citizen.objects.filter(first_name="Samir").update(phone="20123478")
    again = done(cast, run)
    assert (again.state, counts(again)) == ("done", (1, 1, 0, 0))
    assert Citizen.objects.get(first_name="Samir").phone == "20123478"
    assert Citizen.objects.count() == 4


def test_what_somebody_else_took_in_meanwhile_is_not_taken_in_twice(cast: Cast) -> None:
    first, second = check(cast, HEADER + SAMIR), check(cast, HEADER + SAMIR)
    done(cast, first)
    assert counts(done(cast, second)) == (1, 0, 0, 0)
    assert Citizen.objects.filter(first_name="Samir").count() == 1


def test_rejected_rows_come_back_as_they_were_with_every_reason(cast: Cast) -> None:
    run = check(cast, HEADER + SAMIR + WRONG + SAMIR)
    wrong, twice = rejects(run)
    assert list(wrong) == [
        "cpr",
        "fornavn",
        "efternavn",
        "fødselsdato",
        "telefon",
        "rådgiver",
        "linje",
        "fejl",
    ]
    assert (wrong["cpr"], wrong["fornavn"]) == ("010190", "'=Eva")
    assert wrong["fejl"] == (
        "Cpr-nummeret har ikke ti cifre. "
        "Fødselsdatoen findes ikke: 31-02-1990. Skriv den som 24-12-1990. "
        "Der er ingen medarbejder med mailen nobody@fjordby.example"
    )
    assert (twice["linje"], twice["fejl"]) == ("4", "Samme cpr-nummer som linje 2")


def test_the_dry_run_shows_lines_reasons_and_masked_numbers(cast: Cast) -> None:
    vera = viewer_of(cast.vera)
    twice = BO.replace("Madsen", "M")
    run = check(cast, HEADER + BO + WRONG + twice)
    preview = import_preview(vera, run, clock.now())
    assert (preview.ready, preview.unknown, preview.has_rejects) == (True, ["noter"], True)
    assert [(row.line, row.number) for row in preview.rejected] == [(3, ""), (4, "120392-xxxx")]
    assert preview.rejected[1].reasons == "Samme cpr-nummer som linje 2"
    assert vera.citizens_seen == {str(cast.bo.uuid)}


def test_the_dry_run_shows_twenty_rejected_rows_at_most(cast: Cast) -> None:
    run = check(cast, HEADER + WRONG * 25)
    assert run.rows_rejected == 25
    assert len(import_preview(viewer_of(cast.vera), run, clock.now()).rejected) == 20


def test_the_file_of_rejected_rows_can_be_put_right_and_sent_in_again(cast: Cast) -> None:
    run = check(cast, HEADER + WRONG)
    file = stored_file(import_owner(run, "rejects"), clock.now())
    assert file is not None
    text = cpr.decrypt(bytes(file.content))
    for wrong, right in [
        ("010190;", "010190-5123;"),
        ("31-02-1990", "01-01-1990"),
        ("nobody@", "lise.krogh@"),
    ]:
        text = text.replace(wrong, right)
    done(cast, check(cast, text))
    assert Citizen.objects.filter(first_name="=Eva", last_name="Bech").exists()


def test_no_number_lies_in_clear_in_what_is_stored(cast: Cast) -> None:
    check(cast, HEADER + SAMIR + WRONG)
    stored = [bytes(file.content) for file in StoredFile.objects.all()]
    assert len(stored) == 2
    assert not any(b"010190" in content or b"110765" in content for content in stored)


def test_after_24_hours_both_files_are_gone_and_nothing_can_be_taken_in(cast: Cast) -> None:
    run = check(cast, HEADER + SAMIR + WRONG)
    later = clock.now() + timedelta(hours=24)
    with pytest.raises(Refused, match="import_file_gone"):
        finish(run, by=viewer_of(cast.vera), now=later)
    assert remove_expired(later) == 2
    assert Citizen.objects.count() == 3


def test_the_file_goes_when_it_is_taken_in_and_the_rejects_24_hours_after_the_upload(cast: Cast) -> None:
    run = check(cast, HEADER + SAMIR + WRONG)
    uploaded = clock.now()
    finish(run, by=viewer_of(cast.vera), now=uploaded + timedelta(hours=5))
    left = StoredFile.objects.get()
    assert left.owner == import_owner(run, "rejects")
    assert left.delete_after == uploaded + timedelta(hours=24)


def test_a_refused_file_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="column_missing"):
        check(cast, "cpr;fornavn\n110765-6543;Samir\n")
    assert not ImportRun.objects.exists()
    assert not StoredFile.objects.exists()


def test_staff_are_taken_in_and_changed_by_file(cast: Cast) -> None:
    cast.per.roles.update(unit=cast.unit)
    text = (
        STAFF_HEADER
        + "karim.said@fjordby.example;Karim;Said;Virksomhedskonsulent;Team Havn\n"
        + "per.lund@fjordby.example;Per;Lund;teamleder, rådgiver;\n"
        + "Lise.Krogh@fjordby.example;Lise;Krogh;;\n"
        + "nanna.juhl@fjordby.example;Nanna;Juhl;;Team Bakke\n"
        + "bo.madsen@mail.example;Bo;Madsen;;\n"
        + "gitte.lauridsen@fjordby.example;Gitte;Lauridsen;konge;\n"
        + "KARIM.said@fjordby.example;Karim;Said;;\n"
        + "vera.bro@fjordby.example;Vera;Bro;Modtagelsen;\n"
    )
    run = check(cast, text, "staff")
    assert counts(run) == (8, 1, 2, 4)
    assert [row["fejl"] for row in rejects(run)] == [
        "En anden logger allerede ind med mailen bo.madsen@mail.example",
        "Rollen kendes ikke: konge",
        "Samme mail som linje 2",
        "Du kan ikke fjerne din egen rolle som administrator",
    ]
    assert counts(done(cast, run)) == (8, 1, 2, 4)
    karim = Staff.objects.get(first_name="Karim")
    assert (karim.unit, karim.team and karim.team.name) == (cast.unit, "Team Havn")
    pers = StaffRole.objects.filter(staff=cast.per).order_by("role").values_list("role", "unit")
    assert list(pers) == [("adviser", None), ("team_leader", cast.unit.pk)]
    assert Staff.objects.get(pk=cast.per.pk).team == cast.per.team
    assert User.objects.get(pk=cast.lise.user_id).log_in_name == "Lise.Krogh@fjordby.example"
    assert Staff.objects.get(pk=cast.vera.pk).roles.get().role == "administrator"


def test_fifteen_hundred_citizens_are_tried_and_taken_in_within_five_seconds_each(cast: Cast) -> None:
    numbers = [f"{1 + n % 28:02}0165{5000 + n}" for n in range(1500)]
    rows = [
        f"{number};Navn{n};Efternavn;{number[:2]}-01-1965;;lise.krogh@fjordby.example;\n"
        for n, number in enumerate(numbers)
    ]
    began = perf_counter()
    run = check(cast, HEADER + "".join(rows))
    tried = perf_counter()
    done(cast, run)
    finished = perf_counter()
    assert counts(run) == (1500, 1500, 0, 0)
    assert max(tried - began, finished - tried) < 5
