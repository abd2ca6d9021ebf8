"""The gates to a talk."""

from uuid import UUID

from afsaet.booking.access import booking_for
from afsaet.conversations.models import Conversation, Line
from afsaet.core.errors import NotYours
from afsaet.core.viewer import Viewer

_WITH = ("booking__citizen__unit", "booking__staff__unit", "booking__staff__user", "booking__type")


def talk_for(viewer: Viewer, uuid: UUID) -> Conversation:
    """A talk with a citizen whose door is open to this adviser. Raises NotYours otherwise."""
    talk = Conversation.objects.select_related(*_WITH).filter(uuid=uuid).first()
    if talk is None:
        raise NotYours
    booking_for(viewer, talk.booking.uuid)
    return talk


def line_of(talk: Conversation, uuid: UUID) -> Line:
    """A line of a talk that has passed its gate. Raises NotYours for a line of another talk."""
    line = talk.lines.filter(uuid=uuid).select_related("agreement").first()
    if line is None:
        raise NotYours
    return line


def own_talk(viewer: Viewer, uuid: UUID) -> Conversation:
    """The citizen's own talk, once it is shared with her. Raises NotYours otherwise."""
    talk = (
        Conversation.objects.select_related(*_WITH, "summary")
        .filter(uuid=uuid, booking__citizen_id=viewer.citizen or 0, summary__shared_at__isnull=False)
        .first()
    )
    if talk is None:
        raise NotYours
    viewer.saw([str(talk.booking.citizen.uuid)], "own_page")
    return talk
