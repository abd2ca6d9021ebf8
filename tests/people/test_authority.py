"""The house is set up: its name and words, units and teams."""

from dataclasses import replace

import pytest

from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.people.actions import authority as actions
from afsaet.people.models import Authority, Team, Unit
from afsaet.people.queries import authority
from tests.cast import Cast, viewer_of


def test_the_authority_is_saved_first_and_again_as_one_row(cast: Cast) -> None:
    facts = replace(authority(), name="Vesterlund Kommune", adviser_word="jobkonsulent")
    Authority.objects.all().delete()
    for _ in range(2):
        actions.save_authority(facts, by=viewer_of(cast.vera), now=clock.now())
        assert authority() == facts


def test_a_phone_nobody_can_dial_is_refused(cast: Cast) -> None:
    before = authority()
    with pytest.raises(Refused) as refused:
        actions.save_authority(
            replace(before, calls_from="hemmeligt"), by=viewer_of(cast.vera), now=clock.now()
        )
    assert refused.value.code == "calls_from_not_dialled"
    assert authority() == before


def test_two_units_cannot_have_one_name(cast: Cast) -> None:
    by, now = viewer_of(cast.vera), clock.now()
    young = actions.add_unit(name="Ungeindsatsen", address="Havnegade 1", by=by, now=now)
    actions.change_unit(young, name="Ungeindsatsen", address="Havnegade 2", address_hint="", by=by, now=now)
    with pytest.raises(Refused, match="unit_name_taken"):
        actions.add_unit(name="UNGEINDSATSEN", address="Havnegade 3", by=by, now=now)
    with pytest.raises(Refused, match="unit_name_taken"):
        actions.change_unit(cast.unit, name="ungeindsatsen", address="x", address_hint="", by=by, now=now)
    assert set(Unit.objects.values_list("name", "address")) >= {("Ungeindsatsen", "Havnegade 2")}
    assert Unit.objects.count() == 2


def test_a_team_with_people_in_it_neither_goes_nor_moves(cast: Cast) -> None:
    by, now = viewer_of(cast.vera), clock.now()
    havn = Team.objects.get(name="Team Havn")
    young = actions.add_unit(name="Ungeindsatsen", address="Havnegade 1", by=by, now=now)
    with pytest.raises(Refused, match="team_not_empty") as refused:
        actions.remove_team(havn, by=by, now=now)
    assert refused.value.refusal.facts == {"staff": 2}
    with pytest.raises(Refused, match="team_cannot_move"):
        actions.change_team(havn, unit=young, name="Team Havn", by=by, now=now)
    assert Team.objects.get(name="Team Havn").unit == cast.unit


def test_an_empty_team_goes(cast: Cast) -> None:
    by, now = viewer_of(cast.vera), clock.now()
    team = actions.add_team(unit=cast.unit, name="Team Eng", by=by, now=now)
    actions.change_team(team, unit=cast.unit, name="Team Mose", by=by, now=now)
    with pytest.raises(Refused, match="team_name_taken"):
        actions.add_team(unit=cast.unit, name="team mose", by=by, now=now)
    actions.remove_team(team, by=by, now=now)
    assert not Team.objects.filter(name="Team Mose").exists()
