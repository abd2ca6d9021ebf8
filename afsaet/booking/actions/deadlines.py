"""Until when she may choose a time herself."""

from datetime import date, datetime

from afsaet.audit.actions import acting
from afsaet.booking.models import ConversationType, Deadline
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen


def set_deadline(
    citizen: Citizen, kind: ConversationType, *, book_by: date, hold_by: date, by: Viewer, now: datetime
) -> Deadline:
    """She has one open deadline per type: a second one replaces the first. Raises Refused("deadline_order")."""
    if hold_by < book_by:
        raise Refused("deadline_order")
    with acting(by, now):
        deadline, _ = Deadline.objects.update_or_create(
            citizen=citizen, type=kind, met_by=None, defaults={"book_by": book_by, "hold_by": hold_by}
        )
    return deadline
