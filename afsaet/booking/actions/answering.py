"""Her answer to a time that is held for her: it becomes her booking through the one door, or it is free again."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.actions.booking import already_booked, book_for, move_to
from afsaet.booking.actions.offering import ask_the_next, close_offer
from afsaet.booking.models import Booking, TimeOffer
from afsaet.booking.rules.choices import Choices
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer


def keep(offer: TimeOffer, *, by: Viewer, now: datetime) -> Booking:
    """She takes it: the talk is moved there, or booked. Twice is once.

    Raises Refused: offer_over (answered otherwise, or it was held too long ago), and what the door says.
    """
    with acting(by, now):
        row = _locked(offer)
        if row.answer == TimeOffer.KEPT:
            return row.moves or _made_of(row)
        if row.answer or row.held_until <= now:
            raise Refused("offer_over")
        booking = _moved(row, by, now) if row.moves else _booked(row, by, now)
        close_offer(row, TimeOffer.KEPT, now)
    return booking


def decline(offer: TimeOffer, *, by: Viewer, now: datetime) -> None:
    """She does not want it: it is free at once, and the next in line is asked. Her talk, if any, stands."""
    with acting(by, now):
        row = _locked(offer)
        if not row.answer:
            close_offer(row, TimeOffer.DECLINED, now)
            _pass_on(row, now)


def lapse_due(*, by: Viewer, now: datetime) -> int:
    """Offers nobody has answered in time: the holds are gone, and the next in line are asked. Returns how many."""
    due = list(TimeOffer.objects.filter(answer="", held_until__lte=now).order_by("pk"))
    for offer in due:
        with acting(by, now):
            row = _locked(offer)
            if not row.answer:
                close_offer(row, TimeOffer.LAPSED, now)
                _pass_on(row, now)
    return len(due)


def _locked(offer: TimeOffer) -> TimeOffer:
    """The row as it is now. The talk comes first, as in every change of a talk, so that two never wait in a ring."""
    if offer.moves_id:
        Booking.objects.select_for_update().get(pk=offer.moves_id)
    rows = TimeOffer.objects.select_for_update(of=("self",))
    return rows.select_related("citizen", "staff__unit", "staff__user", "type", "moves", "waiting").get(
        pk=offer.pk
    )


def _moved(offer: TimeOffer, by: Viewer, now: datetime) -> Booking:
    assert offer.moves is not None
    # It is answered already when the talk lets go of what was held for it.
    TimeOffer.objects.filter(pk=offer.pk).update(answer=TimeOffer.KEPT, answered_at=now)
    return move_to(offer.moves, staff=offer.staff, starts=offer.starts, freeing=[offer.uuid], by=by, now=now)


def _booked(offer: TimeOffer, by: Viewer, now: datetime) -> Booking:
    choices = Choices(
        form=offer.form,
        who=str(offer.staff.uuid),
        time=offer.starts.isoformat(),
        interpreter=offer.citizen.interpreter,
    )
    return book_for(offer.citizen, choices, key=offer.uuid, origin="self", by=by, now=now).booking


def _made_of(offer: TimeOffer) -> Booking:
    booking = already_booked(offer.citizen, offer.uuid)
    assert booking is not None  # keeping it has booked it in the same transaction
    return booking


def _pass_on(offer: TimeOffer, now: datetime) -> None:
    if offer.waiting_id:
        ask_the_next(offer.staff, offer.starts, now)
