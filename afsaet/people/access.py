"""The gates to people. A page gets a citizen or a colleague only here, and the viewer notes whom she saw."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from afsaet.core import clock
from afsaet.core.errors import NotYours
from afsaet.core.viewer import Viewer
from afsaet.people.models import (
    Caseload,
    Citizen,
    Deputy,
    Grant,
    ImportRun,
    Staff,
    StaffRole,
    Team,
    Unit,
    User,
)
from afsaet.people.rules import CaseloadSpell, OpenDoor, reason_to_open

_M = TypeVar("_M", bound=Model)

# What opens the door, in the words that stand in the citizen's own log.
PURPOSE_BY_REASON = {
    "caseload": "own_citizen",
    "deputy": "deputy",
    "booking": "booked_talk",
    "substitution": "took_a_talk",
}
AT_THE_DESK = "front_desk"
# What of a user says who she is, read in one statement with every request.
_WHO = (
    "staff__first_name",
    "staff__last_name",
    "staff__left_on",
    "staff__team",
    "staff__unit__name",
    "citizen__first_name",
    "citizen__last_name",
)


def viewer_for(user: User) -> Viewer:
    """Who this user is: a citizen, or staff with the roles she has today. Neither: nobody in particular."""
    who = User.objects.select_related("staff__unit", "citizen").only(*_WHO).filter(pk=user.pk).first()
    staff: Staff | None = getattr(who, "staff", None)
    citizen: Citizen | None = getattr(who, "citizen", None)
    if staff is not None:
        return _staff_viewer(user, staff)
    if citizen is not None:
        return Viewer(user=str(user.uuid), name=citizen.name, citizen=citizen.pk)
    return Viewer(user=str(user.uuid))


def _staff_viewer(user: User, staff: Staff) -> Viewer:
    left = staff.left_on is not None and staff.left_on <= clock.today()
    roles = list(staff.roles.all())
    return Viewer(
        user=str(user.uuid),
        name=staff.name,
        staff=staff.pk,
        roles=frozenset() if left else frozenset(role.role for role in roles),
        units=frozenset(role.unit_id or staff.unit_id for role in roles),
        teams=frozenset([staff.team_id]) if staff.team_id else frozenset(),
        unit_name=staff.unit.name,
    )


def may_log_in(user: User) -> bool:
    """A citizen, or staff who have not left and have something to do here."""
    viewer = viewer_for(user)
    return user.is_active and (viewer.is_citizen or bool(viewer.roles))


def own_citizen(viewer: Viewer, purpose: str = "own_page") -> Citizen:
    """The citizen who is logged in. Raises NotYours for anybody else."""
    citizen = Citizen.objects.select_related("unit").filter(pk=viewer.citizen or 0).first()
    if citizen is None:
        raise NotYours
    viewer.saw([str(citizen.uuid)], purpose)
    return citizen


def citizen_for(viewer: Viewer, uuid: UUID) -> Citizen:
    """A citizen whose door is open to this adviser: her caseload, or a talk. Raises NotYours otherwise."""
    citizen = Citizen.objects.select_related("unit").filter(uuid=uuid).first()
    reason = why_open(viewer, citizen) if citizen else None
    if citizen is None or reason is None:
        raise NotYours(*([str(uuid)] if citizen else []))
    viewer.saw([str(citizen.uuid)], PURPOSE_BY_REASON[reason])
    return citizen


def citizen_with_address(viewer: Viewer, uuid: UUID) -> Citizen:
    """As `citizen_for`, for the answer that shows a protected address: the log says so."""
    viewer.purpose = "address_shown"
    return citizen_for(viewer, uuid)


def open_until(viewer: Viewer, citizen: Citizen) -> datetime | None:
    """When the door that a talk has opened for this adviser closes."""
    doors = Grant.objects.filter(citizen=citizen, staff_id=viewer.staff or 0, closes_at__gt=clock.now())
    return doors.order_by("-closes_at").values_list("closes_at", flat=True).first()


def why_open(viewer: Viewer, citizen: Citizen) -> str | None:
    """What `people.rules.reason_to_open` says of what the database holds: a reason, or None."""
    if viewer.staff is None or not viewer.has("adviser"):
        return None
    today = clock.today()
    colleagues = _deputised(viewer.staff, today)
    spells = list(
        Caseload.objects.filter(Q(staff_id=viewer.staff) | Q(staff__in=colleagues), citizen=citizen)
    )
    doors = Grant.objects.filter(citizen=citizen, staff_id=viewer.staff)
    return reason_to_open(
        [_spell(spell) for spell in spells if spell.staff_id == viewer.staff],
        [OpenDoor(door.opens_at, door.closes_at, door.reason) for door in doors],
        deputised=[_spell(spell) for spell in spells if spell.staff_id != viewer.staff],
        today=today,
        now=clock.now(),
    )


def _spell(spell: Caseload) -> CaseloadSpell:
    return CaseloadSpell(spell.starts_on, spell.ends_on)


def _deputised(staff: int, today: date) -> QuerySet[Deputy, int]:
    """Row ids of the colleagues she deputises for on a day."""
    rows = Deputy.objects.filter(deputy_id=staff, first_day__lte=today, last_day__gte=today)
    return rows.values_list("staff_id", flat=True)


def open_citizens(viewer: Viewer, now: datetime) -> QuerySet[Citizen]:
    """All citizens whose door is open to this adviser; the caller tells the viewer which rows it showed.

    `in_caseload` when the citizen is her own, or a colleague's she deputises for.
    """
    if viewer.staff is None or not viewer.has("adviser"):
        return Citizen.objects.none()
    today = clock.local(now).date()
    spells = Caseload.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today),
        Q(staff_id=viewer.staff) | Q(staff__in=_deputised(viewer.staff, today)),
        citizen=OuterRef("pk"),
        starts_on__lte=today,
    )
    doors = Grant.objects.filter(
        citizen=OuterRef("pk"), staff_id=viewer.staff, opens_at__lte=now, closes_at__gt=now
    )
    return Citizen.objects.annotate(in_caseload=Exists(spells)).filter(Q(in_caseload=True) | Q(Exists(doors)))


def citizens_at_desk(viewer: Viewer) -> QuerySet[Citizen]:
    """All citizens of the units this colleague has the front desk of; the caller tells whom it showed."""
    if viewer.staff is None or not viewer.has("front_desk"):
        return Citizen.objects.none()
    desks = StaffRole.objects.filter(staff_id=viewer.staff, role="front_desk").annotate(
        desk=Coalesce("unit_id", "staff__unit_id")
    )
    return Citizen.objects.select_related("unit").filter(unit_id__in=desks.values("desk"))


def citizen_for_desk(viewer: Viewer, uuid: UUID) -> Citizen:
    """A citizen of the desk's own units: for her times, and nothing of what is said in them.

    Raises NotYours otherwise.
    """
    citizen = citizens_at_desk(viewer).filter(uuid=uuid).first()
    if citizen is None:
        raise NotYours(*([str(uuid)] if Citizen.objects.filter(uuid=uuid).exists() else []))
    viewer.saw([str(citizen.uuid)], AT_THE_DESK)
    return citizen


def own_staff(viewer: Viewer) -> Staff:
    """The member of staff who is logged in. Raises NotYours for a citizen."""
    staff = Staff.objects.select_related("unit", "team", "user").filter(pk=viewer.staff or 0).first()
    if staff is None or not viewer.roles:
        raise NotYours
    return staff


def led_staff(viewer: Viewer, day: date) -> QuerySet[Staff]:
    """The advisers of the leader's own teams who are still here, in Danish order. Raises NotYours for others."""
    require_role(viewer, "team_leader")
    role = StaffRole.objects.filter(role="adviser")
    here = Staff.objects.filter(
        Q(left_on=None) | Q(left_on__gt=day), team__in=viewer.teams, pk__in=role.values("staff")
    )
    return here.select_related("unit", "team").order_by("name_order")


def led_adviser(viewer: Viewer, uuid: UUID, day: date) -> Staff:
    """An adviser of the leader's own teams."""
    return _first_or_not_yours(led_staff(viewer, day).filter(uuid=uuid))


def require_role(viewer: Viewer, *roles: str) -> None:
    """Raises NotYours unless the viewer has one of the roles: a page she has no part in does not exist."""
    if not viewer.has(*roles):
        raise NotYours


def staff_to_administer(viewer: Viewer, uuid: UUID) -> Staff:
    require_role(viewer, "administrator")
    return _first_or_not_yours(Staff.objects.select_related("unit", "team", "user").filter(uuid=uuid))


def team_to_administer(viewer: Viewer, pk: int) -> Team:
    require_role(viewer, "administrator")
    return _first_or_not_yours(Team.objects.select_related("unit").filter(pk=pk))


def unit_to_administer(viewer: Viewer, pk: int) -> Unit:
    require_role(viewer, "administrator")
    return _first_or_not_yours(Unit.objects.filter(pk=pk))


def deputy_to_administer(viewer: Viewer, pk: int) -> Deputy:
    require_role(viewer, "administrator")
    return _first_or_not_yours(Deputy.objects.select_related("staff", "deputy").filter(pk=pk))


def import_run_for(viewer: Viewer, uuid: UUID) -> ImportRun:
    """An import run: any administrator may go on with a colleague's."""
    require_role(viewer, "administrator")
    return _first_or_not_yours(ImportRun.objects.filter(uuid=uuid))


def _first_or_not_yours(rows: "QuerySet[_M]") -> _M:
    found = rows.first()
    if found is None:
        raise NotYours
    return found
