"""Who has whom: dated spells of own advisers. A spell ends on the day the next begins."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q

from afsaet.audit.actions import acting
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Caseload, Citizen, Staff, StaffRole


def assign_adviser(citizen: Citizen, staff: Staff, on: date, *, by: Viewer, now: datetime) -> None:
    """`staff` is her own adviser from `on`. Raises Refused("not_an_adviser")."""
    left = staff.left_on is not None and staff.left_on <= on
    if left or not StaffRole.objects.filter(staff=staff, role="adviser").exists():
        raise Refused("not_an_adviser", email=staff.email)
    with acting(by, now):
        Citizen.objects.select_for_update().get(pk=citizen.pk)
        set_advisers({citizen.pk: staff.pk}, on)


def set_advisers(adviser_by_citizen: Mapping[int, int], on: date) -> set[int]:
    """Row ids to row ids, within an action. Gives the citizens whose adviser changed.

    Who has the same adviser already keeps her spell. What was planned for later is dropped.
    """
    live = Caseload.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), citizen__in=adviser_by_citizen)
    same = {
        spell.citizen_id
        for spell in live
        if spell.starts_on <= on
        and spell.ends_on is None
        and adviser_by_citizen[spell.citizen_id] == spell.staff_id
    }
    changed = set(adviser_by_citizen) - same
    live.filter(citizen__in=changed, starts_on__gte=on).delete()
    live.filter(citizen__in=changed).update(ends_on=on)
    Caseload.objects.bulk_create(
        Caseload(citizen_id=citizen, staff_id=staff, starts_on=on)
        for citizen, staff in adviser_by_citizen.items()
        if citizen in changed
    )
    return changed


def move_last_day(staff: Staff, before: date | None, after: date | None) -> None:
    """Within an action: the caseload of one who leaves ends on the day she leaves.

    When that day was a mistake or is moved, the spells that ended with it come back, except for citizens
    who have got another adviser meanwhile.
    """
    if before == after:
        return
    if before is not None:
        later = Caseload.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
            citizen=OuterRef("citizen"),
            starts_on__gte=before,
        )
        Caseload.objects.filter(~Exists(later), staff=staff, ends_on=before).update(ends_on=None)
    if after is not None:
        live = Caseload.objects.filter(Q(ends_on=None) | Q(ends_on__gt=after), staff=staff)
        live.filter(starts_on__gte=after).delete()
        live.update(ends_on=after)
