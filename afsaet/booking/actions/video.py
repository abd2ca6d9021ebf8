"""Where an adviser holds her talks on video."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.booking.models import Booking
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.actions import staff as people
from afsaet.people.models import Staff


def set_video_link(staff: Staff, link: str, *, by: Viewer, now: datetime) -> None:
    """Her own link; with it she can be booked on video. It is not taken away while such talks are to come.

    Raises Refused: video_link_form, video_talks_coming.
    """
    with acting(by, now):
        coming = Booking.objects.filter(staff=staff, form="video", ends__gt=now, cancelled_at=None)
        if not link and coming.exists():
            raise Refused("video_talks_coming")
        people.set_video_link(staff, link, by=by, now=now)
