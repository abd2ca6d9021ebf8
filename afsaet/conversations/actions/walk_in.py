"""*Ny samtale uden tid*: the booking and its talk begin in the same minute, or neither does."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.actions.walk_in import walk_in
from afsaet.conversations.actions.talking import start
from afsaet.conversations.models import Conversation
from afsaet.conversations.queries import over_before_time
from afsaet.core.viewer import Viewer
from afsaet.people.models import Citizen, Staff


def start_walk_in(citizen: Citizen, staff: Staff, *, by: Viewer, now: datetime) -> Conversation:
    """Begin a talk now with whoever stands here. Raises Refused as `booking.actions.walk_in` does."""
    with acting(by, now):
        booking = walk_in(citizen, staff, over=over_before_time(citizen, staff, now), by=by, now=now)
        return start(booking, by=by, now=now)
