"""The gate to a room of the house."""

from uuid import UUID

from afsaet.calendar.models import Room
from afsaet.core.errors import NotYours
from afsaet.core.viewer import Viewer
from afsaet.people.access import require_role


def room_to_administer(viewer: Viewer, uuid: UUID) -> Room:
    require_role(viewer, "administrator")
    room = Room.objects.select_related("unit").filter(uuid=uuid).first()
    if room is None:
        raise NotYours
    return room
