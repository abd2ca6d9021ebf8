"""The gates to a booking, to a question about one, and to what can be booked."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from afsaet.booking.models import Booking, ConversationType, StaffAbsence, Substitution, TimeOffer, Topic
from afsaet.core import clock
from afsaet.core.errors import NotYours
from afsaet.core.viewer import Viewer
from afsaet.people.access import (
    AT_THE_DESK,
    PURPOSE_BY_REASON,
    citizens_at_desk,
    led_adviser,
    require_role,
    why_open,
)

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


def booking_for_desk(viewer: Viewer, uuid: UUID) -> Booking:
    """A booking of a citizen of the desk's own units: its time and place, not what it is about.

    Raises NotYours otherwise.
    """
    booking = Booking.objects.select_related(*_WITH).filter(uuid=uuid).first()
    if booking is None:
        raise NotYours
    if not citizens_at_desk(viewer).filter(pk=booking.citizen_id).exists():
        raise NotYours(str(booking.citizen.uuid))
    viewer.saw([str(booking.citizen.uuid)], AT_THE_DESK)
    return booking


def substitution_for(viewer: Viewer, uuid: UUID) -> Substitution:
    """A question to this adviser; whose talk it is she learns after her yes. Raises NotYours otherwise."""
    question = (
        Substitution.objects.select_related("booking", "asked__unit", "asked_by")
        .filter(uuid=uuid, asked_id=viewer.staff or 0)
        .first()
    )
    if question is None or not viewer.has("adviser"):
        raise NotYours
    return question


def booking_on_its_day(viewer: Viewer, uuid: UUID) -> Booking:
    """As `booking_for`; the talk's own adviser reaches it cancelled, too, as it stands on her day."""
    booking = Booking.objects.select_related(*_WITH).filter(uuid=uuid).first()
    own = booking and booking.cancelled and booking.staff_id == viewer.staff and viewer.has("adviser")
    if not booking or not own:
        return booking_for(viewer, uuid)
    viewer.saw([str(booking.citizen.uuid)], "day_list")
    return booking


def topic_to_administer(viewer: Viewer, pk: int) -> Topic:
    require_role(viewer, "administrator")
    topic = Topic.objects.filter(pk=pk).first()
    if topic is None:
        raise NotYours
    return topic


def type_to_administer(viewer: Viewer, pk: int) -> ConversationType:
    require_role(viewer, "administrator")
    kind = ConversationType.objects.filter(pk=pk).first()
    if kind is None:
        raise NotYours
    return kind


def absence_for(viewer: Viewer, uuid: UUID) -> StaffAbsence:
    """The absence of an adviser of the leader's own teams. Raises NotYours otherwise."""
    absence = StaffAbsence.objects.select_related("staff__unit", "staff__user").filter(uuid=uuid).first()
    if absence is None:
        raise NotYours
    led_adviser(viewer, absence.staff.uuid, absence.first_day)
    return absence


def talk_of_absence(viewer: Viewer, absence: StaffAbsence, uuid: UUID) -> Booking:
    """A talk the leader may move because its adviser is away. Raises NotYours otherwise."""
    booking = (
        Booking.objects.select_related(*_WITH)
        .filter(
            Q(staff=absence.staff) | Q(colleague=absence.staff) | Q(replanned__absence=absence), uuid=uuid
        )
        .first()
    )
    if booking is None or not absence.first_day <= clock.local(booking.starts).date() <= absence.last_day:
        raise NotYours
    viewer.saw([str(booking.citizen.uuid)], "sick_day")
    return booking


def own_offer(viewer: Viewer, uuid: UUID) -> TimeOffer:
    """A time that is, or was, held for the citizen herself. Raises NotYours otherwise."""
    offer = (
        TimeOffer.objects.select_related(
            "citizen__unit", "staff__unit", "type", "moves__staff__unit", "absence"
        )
        .filter(uuid=uuid, citizen_id=viewer.citizen or 0)
        .first()
    )
    if offer is None:
        raise NotYours
    viewer.saw([str(offer.citizen.uuid)], "own_page")
    return offer


def freed_time(viewer: Viewer, uuid: UUID, now: datetime) -> Booking:
    """The adviser's own cancelled talk whose time is still to come: for the time, she sees nobody by it."""
    rows = Booking.objects.select_related("staff__unit", "staff__user").exclude(cancelled_at=None)
    booking = rows.filter(uuid=uuid, staff_id=viewer.staff or 0, starts__gt=now).first()
    if booking is None:
        raise NotYours
    return booking
