"""Citizens are taken in, one or many; what is known is changed, and what is not said stays."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.text_by_language import TextByLanguage
from afsaet.people import cpr
from afsaet.people.actions.caseload import assign_adviser
from afsaet.people.actions.citizens import change_contact, take_in, take_in_many
from afsaet.people.import_rows import CitizenFacts
from afsaet.people.models import Caseload, Citizen, Staff, TargetGroup, TargetGroupSpell, User
from tests.cast import REGISTERED, Cast, viewer_of

TODAY = date(2026, 11, 23)


def new(cast: Cast, number: str = "1107656543", **facts: Any) -> CitizenFacts:
    samir = CitizenFacts(number, "Samir", "Østergård", date(1965, 7, 11), unit=cast.unit.pk)
    return replace(samir, **facts)


def known(cast: Cast, **facts: Any) -> CitizenFacts:
    """Bo as he is."""
    bo = CitizenFacts("1203925678", "Bo", "Madsen", date(1992, 3, 12), unit=cast.unit.pk)
    return replace(bo, **facts)


def advisers(citizen: Citizen) -> list[tuple[Staff, date, date | None]]:
    rows = Caseload.objects.filter(citizen=citizen).order_by("starts_on")
    return [(row.staff, row.starts_on, row.ends_on) for row in rows]


def test_a_new_citizen_is_whole(cast: Cast) -> None:
    group = TargetGroup.objects.create(code="test.2", name=TextByLanguage(da="Jobparat"))
    vera = viewer_of(cast.vera)
    facts = new(cast, email="samir@mail.example", target_group=group.pk, adviser=cast.lise.pk, language="ar")
    samir = take_in(facts, by=vera, now=clock.now())
    samir.refresh_from_db()
    assert cpr.decrypt(bytes(samir.cpr_encrypted)) == "1107656543"
    assert (samir.name, samir.language, samir.registered_on) == ("Samir Østergård", "ar", TODAY)
    assert samir.user is not None
    assert samir.user.log_in_name == "samir@mail.example"
    assert not samir.user.has_usable_password()
    assert advisers(samir) == [(cast.lise, TODAY, None)]
    assert TargetGroupSpell.objects.get(citizen=samir).target_group == group
    assert (vera.citizens_seen, vera.purpose) == ({str(samir.uuid)}, "taken_in")


def test_a_known_number_is_refused_and_that_we_said_so_is_noted(cast: Cast) -> None:
    vera = viewer_of(cast.vera)
    with pytest.raises(Refused, match="citizen_exists"):
        take_in(known(cast, first_name="Bob"), by=vera, now=clock.now())
    assert Citizen.objects.get(pk=cast.bo.pk).first_name == "Bo"
    assert vera.citizens_seen == {str(cast.bo.uuid)}


def test_without_a_unit_nobody_is_taken_in(cast: Cast) -> None:
    before = Citizen.objects.count(), User.objects.count()
    with pytest.raises(Refused, match="unit_needed"):
        take_in_many(
            [new(cast), new(cast, "1107656544", unit=None)], by=viewer_of(cast.vera), now=clock.now()
        )
    assert (Citizen.objects.count(), User.objects.count()) == before


def test_who_has_no_mail_or_shares_one_gets_a_log_in_name_of_her_own(cast: Cast) -> None:
    mails = ["par@mail.example", "PAR@mail.example", "vera.bro@fjordby.example", None]
    numbers = ["1107656541", "1107656542", "1107656543", "1107656544"]
    facts = [new(cast, number, email=mail) for number, mail in zip(numbers, mails, strict=True)]
    rows = take_in_many(facts, by=viewer_of(cast.vera), now=clock.now())
    logs_in = [row.user.log_in_name for row in rows if row.user]
    assert logs_in[0] == "par@mail.example"
    assert all(name.startswith("borger-") for name in logs_in[1:])


def test_what_is_not_said_stays_and_what_is_said_is_changed(cast: Cast) -> None:
    vera = viewer_of(cast.vera)
    facts = known(cast, phone="29876543", adviser=cast.lise.pk)
    assert take_in_many([facts], by=vera, now=clock.now()) == [cast.bo]
    bo = Citizen.objects.get(pk=cast.bo.pk)
    assert (bo.phone, bo.email, bo.registered_on) == ("29876543", "bo@mail.example", REGISTERED)
    assert advisers(bo) == [(cast.lise, REGISTERED, None)]
    assert vera.citizens_seen == {str(bo.uuid)}


def test_the_same_again_changes_nothing_and_shows_nobody(cast: Cast) -> None:
    vera = viewer_of(cast.vera)
    with CaptureQueriesContext(connection) as queries:
        take_in_many([known(cast, adviser=cast.lise.pk)], by=vera, now=clock.now())
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert vera.citizens_seen == set()


def test_a_changed_adviser_ends_the_old_spell_that_day(cast: Cast) -> None:
    take_in_many([known(cast, adviser=cast.nanna.pk)], by=viewer_of(cast.vera), now=clock.now())
    assert advisers(cast.bo) == [(cast.lise, REGISTERED, TODAY), (cast.nanna, TODAY, None)]


def test_an_adviser_changed_twice_in_a_day_is_the_last_one(cast: Cast) -> None:
    for staff in [cast.nanna, cast.lise]:
        assign_adviser(cast.bo, staff, TODAY, by=viewer_of(cast.vera), now=clock.now())
    assert advisers(cast.bo) == [(cast.lise, REGISTERED, TODAY), (cast.lise, TODAY, None)]


def test_an_adviser_from_a_later_day_takes_over_that_day(cast: Cast) -> None:
    later = date(2026, 12, 1)
    assign_adviser(cast.bo, cast.nanna, later, by=viewer_of(cast.vera), now=clock.now())
    assert advisers(cast.bo) == [(cast.lise, REGISTERED, later), (cast.nanna, later, None)]
    assign_adviser(cast.bo, cast.lise, TODAY, by=viewer_of(cast.vera), now=clock.now())
    assert advisers(cast.bo) == [(cast.lise, REGISTERED, TODAY), (cast.lise, TODAY, None)]


def test_who_is_no_adviser_or_has_left_cannot_have_citizens(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.nanna.pk).update(left_on=TODAY)
    for staff in [cast.gitte, Staff.objects.get(pk=cast.nanna.pk)]:
        with pytest.raises(Refused, match="not_an_adviser"):
            assign_adviser(cast.bo, staff, TODAY, by=viewer_of(cast.vera), now=clock.now())
    assert advisers(cast.bo) == [(cast.lise, REGISTERED, None)]


def test_a_changed_target_group_ends_the_old_spell_that_day(cast: Cast) -> None:
    first, second = (
        TargetGroup.objects.create(code=f"test.{n}", name=TextByLanguage(da=f"G{n}")) for n in (1, 2)
    )
    TargetGroupSpell.objects.create(citizen=cast.bo, target_group=first, starts_on=REGISTERED)
    take_in_many([known(cast, target_group=second.pk)], by=viewer_of(cast.vera), now=clock.now())
    spells = TargetGroupSpell.objects.filter(citizen=cast.bo).order_by("starts_on")
    assert [(row.target_group, row.starts_on, row.ends_on) for row in spells] == [
        (first, REGISTERED, TODAY),
        (second, TODAY, None),
    ]


def test_the_log_in_name_follows_a_mail_that_was_one(cast: Cast) -> None:
    samir = take_in(new(cast), by=viewer_of(cast.vera), now=clock.now())
    for mail in ["first@mail.example", "second@mail.example"]:
        take_in_many([new(cast, email=mail)], by=viewer_of(cast.vera), now=clock.now())
        assert User.objects.get(citizen=samir).log_in_name == mail
    take_in_many([new(cast, email="vera.bro@fjordby.example")], by=viewer_of(cast.vera), now=clock.now())
    assert User.objects.get(citizen=samir).log_in_name == "second@mail.example"


def test_many_are_taken_in_with_as_many_queries_as_few(cast: Cast) -> None:
    def queries(first: int, count: int) -> int:
        numbers = [f"110765{5000 + first + n}" for n in range(count)]
        facts = [
            new(cast, number, email=f"{number}@mail.example", adviser=cast.lise.pk) for number in numbers
        ]
        with CaptureQueriesContext(connection) as captured:
            take_in_many(facts, by=viewer_of(cast.vera), now=clock.now())
        return len(captured)

    assert queries(0, 2) == queries(10, 200)


def test_she_corrects_her_own_contact_and_logs_in_as_before(cast: Cast) -> None:
    change_contact(
        cast.bo,
        phone="+45 29 87 65 43",
        email=" ny@mail.example ",
        texts=False,
        language="en",
        by=viewer_of(cast.bo),
        now=clock.now(),
    )
    bo = Citizen.objects.get(pk=cast.bo.pk)
    assert (bo.phone, bo.email, bo.texts, bo.language) == ("29876543", "ny@mail.example", False, "en")
    assert User.objects.get(citizen=cast.bo).log_in_name == "bo.madsen@mail.example"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"phone": "12"}, "phone_form"),
        ({"email": "bo@"}, "email_form"),
        ({"language": "xx"}, "language_unknown"),
    ],
)
def test_a_contact_nobody_can_use_is_refused(cast: Cast, wrong: dict[str, str], code: str) -> None:
    typed = {"phone": "", "email": "", "language": "da"} | wrong
    with pytest.raises(Refused, match=code):
        change_contact(cast.bo, **typed, texts=True, by=viewer_of(cast.bo), now=clock.now())
    bo = Citizen.objects.get(pk=cast.bo.pk)
    assert (bo.phone, bo.email, bo.language) == ("20123478", "bo@mail.example", "da")


def test_a_couple_that_gets_one_mail_in_one_file_keeps_two_log_in_names(cast: Cast) -> None:
    numbers = ["1107656541", "1107656542"]
    rows = take_in_many([new(cast, number) for number in numbers], by=viewer_of(cast.vera), now=clock.now())
    told = [new(cast, number, email="par@mail.example") for number in numbers]
    take_in_many(told, by=viewer_of(cast.vera), now=clock.now())
    logs_in = [User.objects.get(citizen=row).log_in_name for row in rows]
    assert logs_in[0] == "par@mail.example"
    assert logs_in[1].startswith("borger-")
