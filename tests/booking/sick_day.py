"""A sick day in the test house: Lise's seven talks of Monday, reported away at 7.55."""

from dataclasses import dataclass
from datetime import date, datetime

from afsaet.booking.actions.absences import Applied, Decision, apply_plan, report_absence
from afsaet.booking.actions.booking import book_for
from afsaet.booking.models import Booking, ReplannedTalk, StaffAbsence
from afsaet.booking.queries.replanning import Plan, plan_for
from afsaet.booking.rules.choices import Choices
from afsaet.core import clock
from afsaet.people.models import Caseload, Citizen, Staff
from tests.booking.conftest import at
from tests.cast import REGISTERED, Cast, make_citizen, viewer_of

TODAY = date(2026, 11, 23)
WALLS = [(8, 30), (9, 15), (10, 0), (10, 45), (12, 30), (13, 15), (14, 0)]


@dataclass(frozen=True)
class SickDay:
    """`talks` are Lise's by the clock; `absence` is hers."""

    cast: Cast
    people: list[Citizen]
    talks: list[Booking]
    absence: StaffAbsence

    @property
    def plan(self) -> Plan:
        return plan_for(viewer_of(self.cast.per), self.absence, clock.now())

    def apply(self, *decisions: Decision) -> Applied:
        """The decisions, or every proposal as it stands."""
        return apply_plan(
            self.absence, decisions or proposals(self.plan), by=viewer_of(self.cast.per), now=clock.now()
        )


def proposals(plan: Plan) -> list[Decision]:
    return [
        Decision(line.booking.uuid, ReplannedTalk.OFFER, line.proposed.place)
        for line in plan.lines
        if line.proposed.place
    ]


def agreed(citizen: Citizen, staff: Staff, starts: datetime, **more: object) -> Booking:
    """Booked by the adviser, without the citizen's notice."""
    choices = Choices(who=str(staff.uuid), time=starts.isoformat(), **more)  # type: ignore[arg-type]
    return book_for(
        citizen, choices, key=citizen.uuid, origin="staff", by=viewer_of(staff), now=clock.now()
    ).booking


def citizens(cast: Cast, count: int, first: int = 0) -> list[Citizen]:
    people = []
    for number in range(first, first + count):
        one = make_citizen(cast.unit, f"Borger{number}", "Prøve", f"010160{5000 + number}", phone="20123478")
        Caseload.objects.create(citizen=one, staff=cast.lise, starts_on=REGISTERED)
        people.append(one)
    return people


def away(cast: Cast, last: date = TODAY) -> StaffAbsence:
    return report_absence(cast.lise, TODAY, last, by=viewer_of(cast.per), now=clock.now())


def sick_day(cast: Cast) -> SickDay:
    people = citizens(cast, len(WALLS))
    talks = [agreed(one, cast.lise, at(23, *wall)) for one, wall in zip(people, WALLS, strict=True)]
    return SickDay(cast, people, talks, away(cast))
