"""The gates to a booking."""

from uuid import UUID

from afsaet.booking.models import Booking
from afsaet.core.errors import NotYours
from afsaet.core.viewer import Viewer
from afsaet.people.access import PURPOSE_BY_REASON, why_open

_WITH = ("citizen__unit", "staff__unit", "staff__user", "type")


def own_booking(viewer: Viewer, uuid: UUID) -> Booking:
    """The citizen's own booking. Raises NotYours otherwise."""
    booking = (
        Booking.objects.select_related(*_WITH)
        .prefetch_related("chosen_topics__topic")
        .filter(uuid=uuid, citizen_id=viewer.citizen or 0)
        .first()
    )
    if booking is None:
        raise NotYours
    viewer.saw([str(booking.citizen.uuid)], "own_page")
    return booking


def booking_for(viewer: Viewer, uuid: UUID) -> Booking:
    """A booking of a citizen whose door is open to this adviser. Raises NotYours otherwise."""
    booking = (
        Booking.objects.select_related(*_WITH)
        .prefetch_related("chosen_topics__topic")
        .filter(uuid=uuid)
        .first()
    )
    reason = why_open(viewer, booking.citizen) if booking else None
    if booking is None or reason is None:
        raise NotYours(*([str(booking.citizen.uuid)] if booking else []))
    viewer.saw([str(booking.citizen.uuid)], PURPOSE_BY_REASON[reason])
    return booking
