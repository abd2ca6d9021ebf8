"""Proof for the citizen's sake (I12): she was shown no free time, or we were down."""

from datetime import datetime, timedelta

from afsaet.audit.actions import acting
from afsaet.booking.models import ConversationType, Deadline, Heartbeat, NoSlotEvidence, Outage
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen

# The heart beats each minute; a silence longer than this was an outage.
SILENCE = timedelta(minutes=3)


def record_no_slot(
    citizen: Citizen, kind: ConversationType, deadline: Deadline | None, *, by: Viewer, now: datetime
) -> NoSlotEvidence:
    """Her page has shown her no free time: kept once a day, with the first time of that day."""
    midnight = clock.at_local(clock.local(now).date(), 0)
    known = NoSlotEvidence.objects.filter(citizen=citizen, type=kind, at__gte=midnight).order_by("at").first()
    if known is not None:
        return known
    with acting(by, now):
        return NoSlotEvidence.objects.create(
            citizen=citizen, type=kind, at=now, book_by=deadline.book_by if deadline else None
        )


def beat(moved_seconds: float = 0, *, by: Viewer, now: datetime) -> Outage | None:
    """We are up. A silence since the last beat was an outage, unless it was the demo's clock that was moved."""
    with acting(by, now):
        last = Heartbeat.objects.select_for_update().filter(pk=1).first()
        Heartbeat.objects.update_or_create(pk=1, defaults={"at": now, "moved_seconds": moved_seconds})
        if last is None or last.moved_seconds != moved_seconds or now - last.at <= SILENCE:
            return None
        return Outage.objects.create(starts=last.at, ends=now)
