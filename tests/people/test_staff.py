"""Colleagues come, change and leave; the house keeps an administrator, and citizens get their door closed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.access import citizen_for, viewer_for
from afsaet.people.actions.staff import add_staff, change_staff
from afsaet.people.import_rows import RoleFacts, StaffFacts
from afsaet.people.models import Caseload, Staff, StaffRole, Team, Unit, User
from tests.cast import Cast, make_staff, viewer_of

TODAY = date(2026, 11, 23)


def facts_of(staff: Staff) -> StaffFacts:
    return StaffFacts(
        first_name=staff.first_name,
        last_name=staff.last_name,
        email=staff.email,
        unit=staff.unit_id,
        team=staff.team_id,
        title=staff.title,
        roles=tuple(RoleFacts(role.role, role.unit_id) for role in staff.roles.all()),
        left_on=staff.left_on,
    )


def change(cast: Cast, staff: Staff, by: Staff | None = None, **facts: Any) -> Staff:
    told = replace(facts_of(staff), **facts)
    return change_staff(staff, told, by=viewer_of(by or cast.vera), now=clock.now())


def test_a_new_colleague_logs_in_with_her_mail_and_has_no_password_yet(cast: Cast) -> None:
    facts = StaffFacts(
        "Karim",
        "Said",
        "Karim.Said@fjordby.example",
        unit=cast.unit.pk,
        roles=(RoleFacts("employer_adviser"),),
    )
    karim = add_staff(facts, by=viewer_of(cast.vera), now=clock.now())
    assert karim.user.log_in_name == "Karim.Said@fjordby.example"
    assert not karim.user.has_usable_password()
    assert viewer_for(karim.user).roles == {"employer_adviser"}


@pytest.mark.parametrize(
    "email", ["lise.krogh@fjordby.example", "LISE.krogh@fjordby.example", "bo.madsen@mail.example"]
)
def test_a_mail_somebody_logs_in_with_is_refused(cast: Cast, email: str) -> None:
    before = Staff.objects.count(), User.objects.count()
    with pytest.raises(Refused, match="log_in_name_taken"):
        add_staff(StaffFacts("Ny", "Ny", email, unit=cast.unit.pk), by=viewer_of(cast.vera), now=clock.now())
    with pytest.raises(Refused, match="log_in_name_taken"):
        change(cast, cast.gitte, email=email)
    assert (Staff.objects.count(), User.objects.count()) == before
    assert Staff.objects.get(pk=cast.gitte.pk).email == "gitte.lauridsen@fjordby.example"


def test_a_changed_mail_is_the_new_log_in_name_also_when_only_its_case_changes(cast: Cast) -> None:
    for email in ["gitte@fjordby.example", "Gitte@fjordby.example"]:
        change(cast, cast.gitte, email=email)
        assert User.objects.get(pk=cast.gitte.user_id).log_in_name == email


def test_a_team_of_another_unit_is_refused(cast: Cast) -> None:
    young = Unit.objects.create(name="Ungeindsatsen", address="Havnegade 1")
    team = Team.objects.create(unit=young, name="Team Unge")
    with pytest.raises(Refused, match="team_in_other_unit"):
        change(cast, cast.gitte, team=team.pk)
    assert Staff.objects.get(pk=cast.gitte.pk).team is None


def test_only_the_roles_that_differ_are_written(cast: Cast) -> None:
    adviser = cast.lise.roles.get()
    change(cast, cast.lise, roles=(RoleFacts("adviser"), RoleFacts("team_leader", cast.unit.pk)))
    assert cast.lise.roles.get(role="adviser") == adviser
    assert viewer_of(Staff.objects.get(pk=cast.lise.pk)).roles == {"adviser", "team_leader"}
    change(cast, cast.lise, roles=())
    assert not StaffRole.objects.filter(staff=cast.lise).exists()


@pytest.mark.parametrize("change_to", [{"roles": ()}, {"left_on": TODAY}, {"left_on": date(2027, 1, 1)}])
def test_an_administrator_cannot_remove_herself(cast: Cast, change_to: dict[str, Any]) -> None:
    second = make_staff(cast.unit, None, "Ida", "Bech", "administrator")
    with pytest.raises(Refused, match="own_administrator_role"):
        change(cast, cast.vera, **change_to)
    vera = Staff.objects.get(pk=cast.vera.pk)
    assert (vera.left_on, vera.roles.get().role) == (None, "administrator")
    change(cast, cast.vera, by=second, **change_to)  # a colleague can


@pytest.mark.parametrize("change_to", [{"roles": ()}, {"left_on": date(2027, 1, 1)}])
def test_the_last_administrator_stays(cast: Cast, change_to: dict[str, Any]) -> None:
    leaving = make_staff(cast.unit, None, "Ida", "Bech", "administrator")
    Staff.objects.filter(pk=leaving.pk).update(left_on=date(2026, 12, 1))
    with pytest.raises(Refused, match="last_administrator"):
        change(cast, cast.vera, by=leaving, **change_to)
    vera = Staff.objects.get(pk=cast.vera.pk)
    assert (vera.left_on, vera.roles.get().role) == (None, "administrator")


def test_who_leaves_today_sees_nobody_and_her_citizens_have_no_adviser(cast: Cast) -> None:
    lise = viewer_of(cast.lise)
    assert citizen_for(lise, cast.bo.uuid)
    gone = change(cast, cast.lise, left_on=TODAY)
    assert viewer_of(gone).roles == frozenset()
    assert set(Caseload.objects.filter(staff=gone).values_list("ends_on", flat=True)) == {TODAY}


def test_a_last_day_taken_back_gives_her_citizens_back_but_not_those_who_got_another(cast: Cast) -> None:
    change(cast, cast.lise, left_on=date(2026, 12, 31))
    Caseload.objects.create(citizen=cast.amal, staff=cast.nanna, starts_on=date(2026, 12, 31))
    change(cast, Staff.objects.get(pk=cast.lise.pk), left_on=None)
    assert Caseload.objects.get(staff=cast.lise, citizen=cast.bo).ends_on is None
    assert Caseload.objects.get(staff=cast.lise, citizen=cast.amal).ends_on == date(2026, 12, 31)


def test_a_last_day_moved_moves_the_end_of_the_caseload(cast: Cast) -> None:
    change(cast, cast.lise, left_on=date(2026, 12, 31))
    change(cast, Staff.objects.get(pk=cast.lise.pk), left_on=date(2027, 1, 31))
    assert Caseload.objects.get(staff=cast.lise, citizen=cast.bo).ends_on == date(2027, 1, 31)
