from afsaet.booking.models.attendance import Attendance, CallAttempt, Substitution, ToldByPhone
from afsaet.booking.models.booking import Booking, BookingTopic, Draft
from afsaet.booking.models.clash import ClashKept
from afsaet.booking.models.deadline import Deadline
from afsaet.booking.models.evidence import Heartbeat, NoSlotEvidence, Outage
from afsaet.booking.models.group_meeting import GroupMeeting, Seat
from afsaet.booking.models.offer import ConversationType, Topic
from afsaet.booking.models.waiting import ReplannedTalk, StaffAbsence, TimeOffer, WaitingRequest

__all__ = [
    "Attendance",
    "Booking",
    "BookingTopic",
    "CallAttempt",
    "ClashKept",
    "ConversationType",
    "Deadline",
    "Draft",
    "GroupMeeting",
    "Heartbeat",
    "NoSlotEvidence",
    "Outage",
    "ReplannedTalk",
    "Seat",
    "StaffAbsence",
    "Substitution",
    "TimeOffer",
    "ToldByPhone",
    "Topic",
    "WaitingRequest",
]
