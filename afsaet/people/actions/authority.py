"""The house itself: the authority's one row, units and teams."""

import re
from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Authority, Team, Unit
from afsaet.people.queries import AuthorityFacts


def save_authority(facts: AuthorityFacts, *, by: Viewer, now: datetime) -> Authority:
    """Write the one row. Raises Refused: phone_not_dialled, calls_from_not_dialled."""
    for number, code in [
        (facts.phone, "phone_not_dialled"),
        (facts.calls_from, "calls_from_not_dialled"),
    ]:
        if not re.fullmatch(r"\+?[\d ]{3,20}", number):
            raise Refused(code)
    with acting(by, now):
        row = Authority.objects.first() or Authority(pk=1)
        row.kind = facts.kind
        row.name = facts.name
        row.unit_name = facts.unit_name
        row.phone = facts.phone
        row.calls_from = facts.calls_from
        row.hours = facts.hours
        row.person_word = facts.person_word
        row.adviser_word = facts.adviser_word
        row.email = facts.email
        row.save()
        return row


def add_unit(*, name: str, address: str, address_hint: str = "", by: Viewer, now: datetime) -> Unit:
    """Raises Refused("unit_name_taken")."""
    with acting(by, now):
        _refuse_taken_unit_name(name, None)
        return Unit.objects.create(name=name, address=address, address_hint=address_hint)


def change_unit(unit: Unit, *, name: str, address: str, address_hint: str, by: Viewer, now: datetime) -> Unit:
    """Raises Refused("unit_name_taken")."""
    with acting(by, now):
        _refuse_taken_unit_name(name, unit)
        unit.name, unit.address, unit.address_hint = name, address, address_hint
        unit.save()
        return unit


def add_team(*, unit: Unit, name: str, by: Viewer, now: datetime) -> Team:
    """Raises Refused("team_name_taken")."""
    with acting(by, now):
        _refuse_taken_team_name(unit, name, None)
        return Team.objects.create(unit=unit, name=name)


def change_team(team: Team, *, unit: Unit, name: str, by: Viewer, now: datetime) -> Team:
    """Raises Refused: team_name_taken, team_cannot_move (to another unit with people in it)."""
    with acting(by, now):
        _refuse_taken_team_name(unit, name, team)
        if team.unit_id != unit.pk and team.staff.exists():
            raise Refused("team_cannot_move", staff=team.staff.count())
        team.unit, team.name = unit, name
        team.save()
        return team


def remove_team(team: Team, *, by: Viewer, now: datetime) -> None:
    """Only an empty team goes; people who have left count. Raises Refused("team_not_empty", staff=…)."""
    with acting(by, now):
        if count := team.staff.count():
            raise Refused("team_not_empty", staff=count)
        team.delete()


def _refuse_taken_unit_name(name: str, own: Unit | None) -> None:
    if Unit.objects.filter(name__iexact=name).exclude(pk=own.pk if own else 0).exists():
        raise Refused("unit_name_taken", name=name)


def _refuse_taken_team_name(unit: Unit, name: str, own: Team | None) -> None:
    taken = Team.objects.filter(unit=unit, name__iexact=name).exclude(pk=own.pk if own else 0)
    if taken.exists():
        raise Refused("team_name_taken", name=name, unit=unit.name)
