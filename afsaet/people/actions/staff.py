"""Colleagues: taken in, changed, left. Nobody can lock the house by removing its last administrator."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from afsaet.audit.actions import acting
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.actions.caseload import move_last_day
from afsaet.people.actions.users import new_user, one_at_a_time, rename_user, taken_log_in_names
from afsaet.people.import_rows import RoleFacts, StaffFacts
from afsaet.people.models import Staff, StaffRole, Team, Unit

MOST_LINK = 200


def add_staff(facts: StaffFacts, *, by: Viewer, now: datetime) -> Staff:
    """A new colleague, who logs in with her e-mail address.

    Raises Refused: log_in_name_taken, unit_needed, team_in_other_unit.
    """
    with acting(by, now):
        one_at_a_time()
        _refuse_taken(facts.email)
        unit = _unit(facts)
        user = new_user(facts.email)
        user.save()
        staff = Staff.objects.create(
            user=user,
            unit=unit,
            team=_team(facts, unit),
            first_name=facts.first_name,
            last_name=facts.last_name,
            email=facts.email,
            title=facts.title or "",
            left_on=facts.left_on,
        )
        _set_roles(staff, facts.roles or ())
        return staff


def change_staff(staff: Staff, facts: StaffFacts, *, by: Viewer, now: datetime) -> Staff:
    """All that `facts` says; None in team and last day means none, as in a form.

    Raises Refused: log_in_name_taken, unit_needed, team_in_other_unit, own_administrator_role,
    last_administrator.
    """
    with acting(by, now):
        one_at_a_time()
        staff = Staff.objects.select_related("user").get(pk=staff.pk)
        was_administrator = staff.roles.filter(role="administrator").exists()
        if facts.email.lower() != staff.user.log_in_name.lower():
            _refuse_taken(facts.email)
        unit = _unit(facts)
        staff.team = _team(facts, unit)
        if staff.user.log_in_name != facts.email:
            rename_user(staff.user, facts.email)
        before, staff.left_on = staff.left_on, facts.left_on
        staff.unit, staff.email, staff.title = unit, facts.email, facts.title or ""
        staff.first_name, staff.last_name = facts.first_name, facts.last_name
        staff.save()
        move_last_day(staff, before, facts.left_on)
        if facts.roles is not None:
            _set_roles(staff, facts.roles)
        if was_administrator:
            _refuse_house_without_administrator(staff, by)
        return staff


def set_video_link(staff: Staff, link: str, *, by: Viewer, now: datetime) -> None:
    """Where she holds talks on video; empty is nowhere. Raises Refused("video_link_form")."""
    if link and not _is_address(link):
        raise Refused("video_link_form")
    with acting(by, now):
        Staff.objects.filter(pk=staff.pk).update(video_link=link)


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=["https"])(text)
    except ValidationError:
        return False
    return len(text) <= MOST_LINK


def change_told(staff: Staff, facts: StaffFacts, *, by: Viewer, now: datetime) -> Staff:
    """As `change_staff`, but what a file does not say stays. A role she keeps, keeps its unit."""
    return change_staff(staff, told_of(staff, facts), by=by, now=now)


def told_of(staff: Staff, facts: StaffFacts) -> StaffFacts:
    """The facts filled up with what we have already; asks with `staff.roles` fetched before."""
    has = tuple(RoleFacts(role.role, role.unit_id) for role in staff.roles.all())
    unit = staff.unit_id if facts.unit is None else facts.unit
    kept_team = staff.team_id if unit == staff.unit_id else None
    return replace(
        facts,
        unit=unit,
        team=kept_team if facts.team is None else facts.team,
        title=staff.title if facts.title is None else facts.title,
        roles=has if facts.roles is None else _kept_units(has, facts.roles),
        left_on=staff.left_on,
    )


def differs(staff: Staff, facts: StaffFacts) -> bool:
    """Whether `change_told` would alter anything."""
    told = told_of(staff, facts)
    has = {RoleFacts(role.role, role.unit_id) for role in staff.roles.all()}
    same = (
        staff.first_name == told.first_name
        and staff.last_name == told.last_name
        and staff.email == told.email
        and staff.title == told.title
        and (staff.unit_id, staff.team_id) == (told.unit, told.team)
        and has == set(told.roles or ())
    )
    return not same


def _kept_units(has: Collection[RoleFacts], told: Collection[RoleFacts]) -> tuple[RoleFacts, ...]:
    names = {role.role for role in told}
    kept = [role for role in has if role.role in names]
    return (*kept, *(role for role in told if role.role not in {one.role for one in kept}))


def _refuse_taken(email: str) -> None:
    if taken_log_in_names([email]):
        raise Refused("log_in_name_taken", email=email)


def _unit(facts: StaffFacts) -> Unit:
    unit = Unit.objects.filter(pk=facts.unit or 0).first()
    if unit is None:
        raise Refused("unit_needed")
    return unit


def _team(facts: StaffFacts, unit: Unit) -> Team | None:
    if facts.team is None:
        return None
    team = Team.objects.filter(pk=facts.team, unit=unit).first()
    if team is None:
        raise Refused("team_in_other_unit", unit=unit.name)
    return team


def _set_roles(staff: Staff, roles: Collection[RoleFacts]) -> None:
    """Only what differs is written, so that the change log shows what was given and taken."""
    has = {RoleFacts(role.role, role.unit_id): role for role in staff.roles.all()}
    for facts, row in has.items():
        if facts not in roles:
            row.delete()
    StaffRole.objects.bulk_create(
        StaffRole(staff=staff, role=facts.role, unit_id=facts.unit)
        for facts in dict.fromkeys(roles)
        if facts not in has
    )


def _refuse_house_without_administrator(staff: Staff, by: Viewer) -> None:
    """Asked of one who was administrator, after the change and within its transaction.

    A colleague with a last day, though it be next year, does not count as the one who stays.
    """
    stays = StaffRole.objects.filter(role="administrator", staff__left_on=None)
    if staff.pk == by.staff and not stays.filter(staff=staff).exists():
        raise Refused("own_administrator_role")
    if not stays.exists():
        raise Refused("last_administrator")
