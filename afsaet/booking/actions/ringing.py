"""That we have rung her and told her of a time. Said once per time; a tap by mistake is taken back."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.actions.booking import move
from afsaet.booking.models import Booking, Draft, ToldByPhone
from afsaet.booking.queries.ringing import must_ring
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer


def tell_by_phone(booking: Booking, starts: datetime | None, *, by: Viewer, now: datetime) -> None:
    """She knows of the talk at `starts` (UTC). Twice is once.

    Raises Refused: "already_cancelled", or "moved_meanwhile" when what she was told is no longer true.
    """
    with acting(by, now):
        booking = Booking.objects.select_for_update().get(pk=booking.pk)
        if booking.cancelled:
            raise Refused("already_cancelled")
        if booking.starts != starts:
            raise Refused("moved_meanwhile")
        ToldByPhone.objects.get_or_create(booking=booking, starts=starts, defaults={"at": now, "by": by.user})


def take_back_call(booking: Booking, *, by: Viewer, now: datetime) -> None:
    """We have not rung after all."""
    with acting(by, now):
        ToldByPhone.objects.filter(booking=booking, starts=booking.starts).delete()


def move_while_she_listens(draft: Draft, *, by: Viewer, now: datetime) -> Booking:
    """As `move`, at the desk or on the telephone: whom no message reaches, has just heard it."""
    with acting(by, now):
        booking = move(draft, by=by, now=now)
        if must_ring(booking.citizen):
            tell_by_phone(booking, booking.starts, by=by, now=now)
    return booking
