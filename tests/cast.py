"""The fixed cast of DESIGN.md section 2. Every page test asks its questions by their names.

Bo is Lise's; Amal reads Arabic and is Lise's; Kirsten has a protected address and is Nanna's. Nanna is the
outsider of every access test. Vera sets the house up; Gitte sits at the front desk; Per leads the team.
"""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from afsaet.core.viewer import Viewer
from afsaet.people import cpr
from afsaet.people.access import viewer_for
from afsaet.people.models import Authority, Caseload, Citizen, Staff, StaffRole, Team, Unit, User

REGISTERED = date(2026, 9, 1)


@dataclass(frozen=True)
class Cast:
    """Who is there. Citizens and staff are ordinary rows of the test database."""

    unit: Unit
    bo: Citizen
    amal: Citizen
    kirsten: Citizen
    lise: Staff
    nanna: Staff
    per: Staff
    gitte: Staff
    vera: Staff


def make_cast() -> Cast:
    Authority.objects.create(
        pk=1,
        kind="kommune",
        name="Fjordby Kommune",
        unit_name="Beskæftigelse",
        phone="76001200",
        calls_from="76001234",
        hours="mandag-torsdag 9-15, fredag 9-13",
        email="kontakt@fjordby.example",
    )
    unit = Unit.objects.create(
        name="Beskæftigelse", address="Rådhustorvet 4, 1. sal", address_hint="Elevator til højre"
    )
    havn = Team.objects.create(unit=unit, name="Team Havn")
    bakke = Team.objects.create(unit=unit, name="Team Bakke")
    lise = make_staff(unit, havn, "Lise", "Krogh", "adviser")
    nanna = make_staff(unit, bakke, "Nanna", "Juhl", "adviser")
    bo = make_citizen(unit, "Bo", "Madsen", "1203925678", phone="20123478", email="bo@mail.example")
    amal = make_citizen(unit, "Amal", "Haddad", "0405855123", language="ar", interpreter="arabisk")
    kirsten = make_citizen(
        unit, "Kirsten", "Holm", "2106686234", address="Birkevej 3, Vesterlund", protected_address=True
    )
    for citizen, staff in [(bo, lise), (amal, lise), (kirsten, nanna)]:
        Caseload.objects.create(citizen=citizen, staff=staff, starts_on=REGISTERED)
    return Cast(
        unit=unit,
        bo=bo,
        amal=amal,
        kirsten=kirsten,
        lise=lise,
        nanna=nanna,
        per=make_staff(unit, havn, "Per", "Lund", "team_leader"),
        gitte=make_staff(unit, None, "Gitte", "Lauridsen", "front_desk"),
        vera=make_staff(unit, None, "Vera", "Bro", "administrator"),
    )


def make_user(log_in_name: str) -> User:
    """Somebody who has not chosen a password yet, as the actions make them."""
    user = User(log_in_name=log_in_name)
    user.set_unusable_password()
    user.save()
    return user


def make_staff(unit: Unit, team: Team | None, first: str, last: str, *roles: str) -> Staff:
    email = f"{first}.{last}@fjordby.example".lower()
    user = make_user(email)
    staff = Staff.objects.create(
        user=user, unit=unit, team=team, first_name=first, last_name=last, email=email
    )
    for role in roles:
        StaffRole.objects.create(staff=staff, role=role)
    return staff


def make_citizen(unit: Unit, first: str, last: str, number: str, **more: object) -> Citizen:
    """`number` is a synthetic CPR number: year 58-99 with a seventh digit of 5-8 belongs to nobody alive."""
    digits = cpr.parse(number)
    return Citizen.objects.create(
        user=make_user(f"{first}.{last}@mail.example".lower()),
        unit=unit,
        first_name=first,
        last_name=last,
        birth_date=date(1900 + int(digits[4:6]), int(digits[2:4]), int(digits[:2])),
        cpr_encrypted=cpr.encrypt(digits),
        cpr_lookup=cpr.lookup(digits),
        registered_on=REGISTERED,
        **more,
    )


def client_for(person: Citizen | Staff) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def viewer_of(person: Citizen | Staff) -> Viewer:
    assert person.user is not None
    return viewer_for(person.user)
