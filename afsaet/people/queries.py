"""Reads over people that are not about one citizen: the authority, staff lists, names."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from afsaet.core.viewer import Viewer
from afsaet.people.models import (
    Authority,
    Caseload,
    Citizen,
    SecondStep,
    Staff,
    StaffRole,
    TargetGroup,
    TargetGroupSpell,
    Team,
    Unit,
    User,
)
from afsaet.people.rules import codes_paused


@dataclass(frozen=True)
class AuthorityFacts:
    """What every page says of the authority. `address` is that of its first unit."""

    kind: str
    name: str
    unit_name: str
    phone: str
    calls_from: str
    hours: str
    person_word: str
    adviser_word: str
    email: str


NOT_SET_UP = AuthorityFacts("kommune", "Afsæt", "", "", "", "", "borger", "rådgiver", "")


def authority() -> AuthorityFacts:
    """The one row, or an empty one before the house is set up."""
    row = Authority.objects.first()
    if row is None:
        return NOT_SET_UP
    return AuthorityFacts(
        row.kind,
        row.name,
        row.unit_name,
        row.phone,
        row.calls_from,
        row.hours,
        row.person_word,
        row.adviser_word,
        row.email,
    )


def own_adviser(citizen: Citizen, day: date) -> Staff | None:
    """Her own adviser that day."""
    spell = (
        Caseload.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), citizen=citizen, starts_on__lte=day)
        .select_related("staff__unit")
        .first()
    )
    return spell.staff if spell else None


def own_spell(citizen: Citizen, day: date) -> Caseload | None:
    """Her own adviser that day, and since when."""
    return (
        Caseload.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), citizen=citizen, starts_on__lte=day)
        .select_related("staff")
        .first()
    )


def target_group_of(citizen: Citizen) -> TargetGroup | None:
    """The group of the law she is in now; staff see it, she never does."""
    spell = (
        TargetGroupSpell.objects.filter(citizen=citizen, ends_on=None).select_related("target_group").first()
    )
    return spell.target_group if spell else None


def advisers_in_unit(unit_id: int, day: date) -> QuerySet[Staff]:
    """Advisers a citizen of the unit may choose: with the role, and still here."""
    role = StaffRole.objects.filter(Q(unit=None) | Q(unit_id=unit_id), role="adviser")
    return (
        Staff.objects.filter(
            Q(left_on=None) | Q(left_on__gt=day), unit_id=unit_id, pk__in=role.values("staff")
        )
        .select_related("unit")
        .order_by("name_order")
    )


def units(viewer: Viewer) -> QuerySet[Unit]:
    return Unit.objects.order_by("name") if viewer.roles else Unit.objects.none()


def teams(viewer: Viewer) -> QuerySet[Team]:
    rows = Team.objects.select_related("unit").order_by("unit__name", "name")
    return rows if viewer.roles else rows.none()


def target_groups() -> QuerySet[TargetGroup]:
    return TargetGroup.objects.order_by("code")


def user_called(log_in_name: str) -> User | None:
    """Who logs in by this name, upper or lower case."""
    return User.objects.filter(log_in_name__iexact=log_in_name.strip()).first()


def user_by_uuid(uuid: UUID) -> User | None:
    """Who a link to a new password is for; the link's token is what lets her on."""
    return User.objects.filter(uuid=uuid).first()


@dataclass(frozen=True)
class SecondStepFacts:
    """What a page may say of somebody's second step. `secret` is sealed (people.one_time_codes opens it)."""

    secret: bytes
    since: datetime | None
    codes_left: int
    paused: bool


def second_step_of(user: User, now: datetime) -> SecondStepFacts | None:
    """Hers, set up (`since`) or being set up; None when she has none."""
    row = SecondStep.objects.filter(user=user).first()
    if row is None:
        return None
    left = row.recovery_codes.filter(used_at=None).count()
    paused = codes_paused(row.wrong_codes, row.wrong_at, now)
    return SecondStepFacts(bytes(row.secret_encrypted), row.confirmed_at, left, paused)


def second_step_demanded(user: User) -> bool:
    """Whether a password alone never lets her in: staff, and whoever has set the second step up."""
    confirmed = SecondStep.objects.filter(user=user).exclude(confirmed_at=None)
    return confirmed.exists() or Staff.objects.filter(user=user).exists()


def session_ends(key: str | None) -> datetime | None:
    """When the session ends if nothing more is asked in it; None when it has ended, or there is none."""
    return Session.objects.filter(pk=key or "").values_list("expire_date", flat=True).first()


def mail_address(user: User) -> str:
    """Where mail about her log-in goes: her own address as staff or citizen, or nothing."""
    staff = Staff.objects.filter(user=user).only("email").first()
    citizen = Citizen.objects.filter(user=user).only("email").first()
    return (staff.email if staff else "") or (citizen.email if citizen else "")


@dataclass(frozen=True)
class Person:
    """Somebody the demo's log-in page lets one be; a citizen's one role is "borger"."""

    user: UUID
    name: str
    roles: tuple[str, ...]


def people_to_be(search: str = "", most: int = 20) -> list[Person]:
    """The demo's log-in only: citizens and staff still here, by name; all the words must occur."""
    named = Q()
    for word in search.split():
        named &= Q(first_name__icontains=word) | Q(last_name__icontains=word)
    return [*_staff_to_be(named, most, "name_order"), *_citizens_to_be(named, most, "name_order")][:most]


def latest_people(most: int = 5) -> list[Person]:
    """The demo's log-in only: who was added last."""
    users = list(User.objects.order_by("-pk").values_list("pk", "uuid")[: 2 * most])
    among = Q(user__in=[pk for pk, _ in users])
    place = {uuid: number for number, (_, uuid) in enumerate(users)}
    found = [*_staff_to_be(among, most, "-pk"), *_citizens_to_be(among, most, "-pk")]
    return sorted(found, key=lambda person: place[person.user])[:most]


def _staff_to_be(which: Q, most: int, order: str) -> list[Person]:
    rows = Staff.objects.filter(which, left_on=None).select_related("user").prefetch_related("roles")
    return [
        Person(row.user.uuid, row.name, tuple(role.role for role in row.roles.all()))
        for row in rows.order_by(order)[:most]
    ]


def _citizens_to_be(which: Q, most: int, order: str) -> list[Person]:
    rows = Citizen.objects.filter(which).exclude(user=None).select_related("user").order_by(order)[:most]
    return [Person(row.user.uuid, row.name, ("borger",)) for row in rows if row.user]
