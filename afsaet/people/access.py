"""The gates to people. A page gets a citizen or a colleague only here, and the viewer notes whom she saw."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from afsaet.core import clock
from afsaet.core.errors import NotYours
from afsaet.core.viewer import Viewer
from afsaet.people.models import Caseload, Citizen, Grant, ImportRun, Staff, Team, Unit, User
from afsaet.people.rules import CaseloadSpell, OpenDoor, reason_to_open

_M = TypeVar("_M", bound=Model)

# What opens the door, in the words that stand in the citizen's own log.
PURPOSE_BY_REASON = {"caseload": "own_citizen", "booking": "booked_talk"}


def viewer_for(user: User) -> Viewer:
    """Who this user is: a citizen, or staff with the roles she has today. Neither: nobody in particular."""
    staff = Staff.objects.select_related("unit").prefetch_related("roles").filter(user_id=user.pk).first()
    if staff is not None:
        return _staff_viewer(user, staff)
    citizen = Citizen.objects.filter(user_id=user.pk).only("id", "first_name", "last_name").first()
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
    """ "caseload", "booking" or None: `people.rules.reason_to_open` on what the database holds."""
    if viewer.staff is None or not viewer.has("adviser"):
        return None
    spells = Caseload.objects.filter(citizen=citizen, staff_id=viewer.staff)
    doors = Grant.objects.filter(citizen=citizen, staff_id=viewer.staff)
    return reason_to_open(
        [CaseloadSpell(spell.starts_on, spell.ends_on) for spell in spells],
        [OpenDoor(door.opens_at, door.closes_at) for door in doors],
        today=clock.today(),
        now=clock.now(),
    )


def open_citizens(viewer: Viewer, now: datetime) -> QuerySet[Citizen]:
    """All citizens whose door is open to this adviser; the caller tells the viewer which rows it showed."""
    if viewer.staff is None or not viewer.has("adviser"):
        return Citizen.objects.none()
    today = clock.local(now).date()
    spells = Caseload.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today),
        citizen=OuterRef("pk"),
        staff_id=viewer.staff,
        starts_on__lte=today,
    )
    doors = Grant.objects.filter(
        citizen=OuterRef("pk"), staff_id=viewer.staff, opens_at__lte=now, closes_at__gt=now
    )
    return Citizen.objects.annotate(in_caseload=Exists(spells)).filter(Q(in_caseload=True) | Q(Exists(doors)))


def own_staff(viewer: Viewer) -> Staff:
    """The member of staff who is logged in. Raises NotYours for a citizen."""
    staff = Staff.objects.select_related("unit", "team", "user").filter(pk=viewer.staff or 0).first()
    if staff is None or not viewer.roles:
        raise NotYours
    return staff


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


def import_run_for(viewer: Viewer, uuid: UUID) -> ImportRun:
    """An import run: any administrator may go on with a colleague's."""
    require_role(viewer, "administrator")
    return _first_or_not_yours(ImportRun.objects.filter(uuid=uuid))


def _first_or_not_yours(rows: "QuerySet[_M]") -> _M:
    found = rows.first()
    if found is None:
        raise NotYours
    return found
