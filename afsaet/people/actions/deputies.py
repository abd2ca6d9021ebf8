"""Who stands in for whom: a deputy may open the doors of a colleague's whole caseload for some days."""

from datetime import date, datetime

from django.db.models import Q

from afsaet.audit.actions import acting
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Deputy, Staff, StaffRole


def set_deputy(
    staff: Staff, deputy: Staff, first_day: date, last_day: date, *, by: Viewer, now: datetime
) -> Deputy:
    """From `first_day` to `last_day`, both included.

    Raises Refused: own_deputy, not_an_adviser, days_order, in_the_past, deputy_already (she is so on one of
    the days).
    """
    if staff.pk == deputy.pk:
        raise Refused("own_deputy")
    if last_day < first_day:
        raise Refused("days_order")
    if last_day < clock.local(now).date():
        raise Refused("in_the_past")
    gone = Q(staff__left_on__isnull=False, staff__left_on__lte=last_day)
    if not StaffRole.objects.filter(~gone, staff=deputy, role="adviser").exists():
        raise Refused("not_an_adviser", email=deputy.email)
    with acting(by, now):
        Staff.objects.select_for_update().get(pk=staff.pk)
        met = Deputy.objects.filter(
            staff=staff, deputy=deputy, first_day__lte=last_day, last_day__gte=first_day
        )
        if met.exists():
            raise Refused("deputy_already", name=deputy.name)
        return Deputy.objects.create(staff=staff, deputy=deputy, first_day=first_day, last_day=last_day)


def end_deputy(row: Deputy, *, by: Viewer, now: datetime) -> None:
    """From now on she is no deputy: one that has begun ends yesterday, one that has not never was."""
    today = clock.local(now).date()
    with acting(by, now):
        if row.first_day >= today:
            row.delete()
        elif row.last_day >= today:
            row.last_day = date.fromordinal(today.toordinal() - 1)
            row.save(update_fields=["last_day"])
