"""The adviser's day on paper: what she needs when the net is down, and no name of a protected address."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from afsaet.booking.models import Booking
from afsaet.booking.queries.attendance import attendance_of
from afsaet.booking.queries.booked import days_of
from afsaet.conversations.queries import states_of
from afsaet.core.viewer import Viewer
from afsaet.people.models import Staff
from afsaet.plan.queries import open_agreements_of
from afsaet.web.adviser import words


@dataclass(frozen=True)
class PaperTalk:
    starts: datetime
    name: str
    how: str
    state: str
    phone: str
    topics: str
    own_words: str
    needs: list[str]
    agreed: list[str]


def paper_day(viewer: Viewer, staff: Staff, day: date) -> list[PaperTalk]:
    """The talks of the day that are not cancelled. Notes everybody it names."""
    bookings = days_of(viewer, staff, day, 1)
    agreed = open_agreements_of([booking.citizen for booking in bookings])
    attended = attendance_of(bookings)
    states = states_of(bookings, attended)
    return [
        _talk(
            booking,
            words.state_words(states[booking.pk], attended[booking.pk], booking, day)[1],
            [agreement.what for agreement in agreed[booking.citizen_id]],
        )
        for booking in bookings
    ]


def _talk(booking: Booking, state: str, agreed: list[str]) -> PaperTalk:
    citizen = booking.citizen
    return PaperTalk(
        starts=booking.starts,
        name=_("Reserveret") if citizen.protected_address else citizen.name,
        how=words.how(booking).words,
        state=state,
        phone=citizen.phone,
        topics=". ".join(words.topics(booking)),
        own_words=booking.own_words,
        needs=words.needs(booking),
        agreed=agreed,
    )
