"""Rooms of the units. One that is not used any more is closed, never deleted: talks were held in it."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.calendar.models import Room
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.models import Unit


def save_room(
    room: Room, *, unit: Unit, name: str, seats: int, step_free: bool, active: bool, by: Viewer, now: datetime
) -> None:
    """A new room or a changed one; talks booked in it stand. Raises Refused("room_name_taken")."""
    with acting(by, now):
        if Room.objects.filter(unit=unit, name__iexact=name).exclude(pk=room.pk or 0).exists():
            raise Refused("room_name_taken", name=name, unit=unit.name)
        room.unit, room.name, room.seats, room.step_free, room.active = unit, name, seats, step_free, active
        room.save()
