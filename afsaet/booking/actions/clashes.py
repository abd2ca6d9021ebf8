"""*Behold samtalen*: the adviser has seen what came on top of a talk, and lets the talk stand."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.models import Booking, ClashKept
from afsaet.booking.queries.clashes import clash_of
from afsaet.core.viewer import Viewer
from afsaet.people.models import Staff


def keep_talk(staff: Staff, booking: Booking, key: str, *, by: Viewer, now: datetime) -> None:
    """This very clash is not asked about again. One that has gone away by itself needs no answer."""
    with acting(by, now):
        clash = clash_of(staff, booking, key, now)
        if clash is not None:
            ClashKept.objects.get_or_create(
                booking=booking,
                kind=clash.kind,
                starts=clash.starts,
                ends=clash.ends,
                defaults={"kept_at": now},
            )
