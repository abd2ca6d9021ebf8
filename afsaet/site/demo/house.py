"""The authority, its unit, teams, staff and their hours."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from afsaet.calendar.actions.hours import Hours, close_time, set_weekly_hours
from afsaet.core import clock
from afsaet.core.viewer import Viewer, job
from afsaet.people.access import viewer_for
from afsaet.people.actions.authority import add_team, add_unit, save_authority
from afsaet.people.actions.staff import add_staff
from afsaet.people.import_rows import RoleFacts, StaffFacts
from afsaet.people.models import Staff, Team, Unit
from afsaet.people.queries import AuthorityFacts
from afsaet.site.demo.size import Size
from afsaet.site.demo.texts import CLOSED

BUILDER = "demo_data"  # who stands in the change log
AUTHORITY = AuthorityFacts(
    kind="kommune",
    name="Fjordby Kommune",
    unit_name="Beskæftigelse",
    phone="76001200",
    calls_from="76001234",
    hours="mandag-torsdag 9-15, fredag 9-13",
    person_word="borger",
    adviser_word="rådgiver",
    email="kontakt@fjordby.example",
)
TEAMS = {
    "Team Havn": ("Lise Krogh", "Søren Vestergaard", "Rikke Dalgaard", "Mehdi Karimi", "Bente Skovgaard"),
    "Team Bakke": ("Nanna Juhl", "Jonas Brandt", "Helle Ravnsborg", "Anders Bisgaard", "Maja Lindholm"),
    "Team Fjord": ("Torben Agerskov", "Sofie Balslev", "Ulla Thygesen", "Ali Rahimi"),
}
COLLEAGUES = (
    ("Gitte Lauridsen", "front_desk", "Modtagelsen"),
    ("Karim Said", "employer_adviser", "Virksomhedskonsulent"),
    ("Asta Friis", "manager", "Beskæftigelseschef"),
    ("Dan Vest", "auditor", "Databeskyttelsesrådgiver"),
)
# Weekly hours as (weekdays from Monday 0, opens, closes). Lise comes early: a talk at 8, the morning board, then
# the day. Her last talk begins at 14.00, on Fridays at 11.15.
LISE = (
    ((0, 1, 2, 3, 4), time(8), time(8, 45)),
    ((0, 1, 2, 3, 4), time(9), time(12)),
    ((0, 1, 2, 3), time(12, 30), time(14, 45)),
)
OTHERS = (
    (((0, 1, 2, 3, 4), time(8, 30), time(12)), ((0, 1, 2, 3), time(12, 30), time(15))),
    (((0, 1, 2, 3, 4), time(9), time(12)), ((0, 1, 2, 3), time(12, 45), time(15))),
    (((0, 1, 3), time(8, 30), time(12)), ((0, 1, 3), time(12, 30), time(15, 30))),
    (((0, 1, 2, 3, 4), time(8, 30), time(12, 15)), ((1, 3), time(13), time(16))),
    (((1, 2, 3, 4), time(9), time(12)), ((1, 2, 3), time(12, 30), time(14, 45))),
)


@dataclass(frozen=True)
class House:
    """Who works where; `advisers` by team, `havn` first in each case: Lise, then the others."""

    unit: Unit
    teams: dict[str, list[Staff]]
    vera: Viewer
    gitte: Viewer

    @property
    def havn(self) -> list[Staff]:
        return self.teams["Team Havn"]

    @property
    def advisers(self) -> list[Staff]:
        return [staff for team in self.teams.values() for staff in team]


def set_up(size: Size, rng: random.Random, *, first: date, last: date, now: datetime) -> House:
    """The house on the day it opens; hours hold from then on, and closed times lie from `first` to `last`."""
    by = job(BUILDER)
    save_authority(AUTHORITY, by=by, now=now)
    unit = add_unit(
        name="Beskæftigelse",
        address="Rådhustorvet 4, 1. sal",
        address_hint="Elevator til højre",
        by=by,
        now=now,
    )
    vera = viewer_for(_colleague(unit, None, "Vera Bro", "administrator", "Administrator", by, now).user)
    teams = {name: add_team(unit=unit, name=name, by=vera, now=now) for name in TEAMS}
    for name, role, title in COLLEAGUES:
        _colleague(unit, None, name, role, title, vera, now)
    _colleague(unit, teams["Team Havn"], "Per Lund", "team_leader", "Teamleder", vera, now)
    advisers = {
        team: [
            _colleague(unit, teams[team], name, "adviser", "Jobkonsulent", vera, now)
            for name in names[:count]
        ]
        for (team, names), count in zip(TEAMS.items(), size.advisers, strict=True)
    }
    gitte = Staff.objects.select_related("user").get(email="gitte.lauridsen@fjordby.example")
    house = House(unit, advisers, vera, viewer_for(gitte.user))
    for number, staff in enumerate(house.advisers):
        _set_hours(staff, number, rng, first, last, now)
    return house


def _colleague(
    unit: Unit, team: Team | None, name: str, role: str, title: str, by: Viewer, now: datetime
) -> Staff:
    first, last = name.split(" ", 1)
    facts = StaffFacts(
        first_name=first,
        last_name=last,
        email=f"{mail_name(first)}.{mail_name(last)}@fjordby.example",
        unit=unit.pk,
        team=team.pk if team else None,
        title=title,
        roles=(RoleFacts(role),),
    )
    return add_staff(facts, by=by, now=now)


def mail_name(name: str) -> str:
    """The name as it stands in a mail address."""
    lower = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return "".join(letter for letter in lower if letter.isascii() and letter.isalnum())


def _set_hours(staff: Staff, number: int, rng: random.Random, first: date, last: date, now: datetime) -> None:
    by = viewer_for(staff.user)
    spans = OTHERS[number % len(OTHERS)] if number else LISE
    week = [Hours(day, opens, closes) for days, opens, closes in spans for day in days]
    set_weekly_hours(staff.uuid, week, by=by, now=now)
    for _ in range(3):
        day = first + timedelta(days=rng.randrange((last - first).days))
        if number == 0 and day == clock.local(now).date():
            continue
        hour = rng.choice((9, 10, 12, 13))
        starts = clock.at_local(day, hour)
        ends = starts + timedelta(hours=rng.choice((1, 2, 3)))
        close_time(staff.uuid, starts, ends, rng.choice(CLOSED), by=by, now=now)
