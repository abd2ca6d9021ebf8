from afsaet.booking.models.booking import Booking, BookingTopic, Draft
from afsaet.booking.models.deadline import Deadline
from afsaet.booking.models.offer import ConversationType, Topic

__all__ = ["Booking", "BookingTopic", "ConversationType", "Deadline", "Draft", "Topic"]
