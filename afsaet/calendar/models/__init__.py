from afsaet.calendar.models.busy import Busy, BusyFeed, BusyReading, BusySource
from afsaet.calendar.models.claims import Claim, Resource, Room
from afsaet.calendar.models.hours import ClosedDay, ClosedTime, ExtraTime, WorkRule

__all__ = [
    "Busy",
    "BusyFeed",
    "BusyReading",
    "BusySource",
    "Claim",
    "ClosedDay",
    "ClosedTime",
    "ExtraTime",
    "Resource",
    "Room",
    "WorkRule",
]
