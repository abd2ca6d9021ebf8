"""A meeting with seats: one claim for staff and room, one for each citizen (Danish: gruppemøde)."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from afsaet.audit.tracking import Tracked
from afsaet.calendar.models import Room
from afsaet.people.models import Citizen, Staff


class GroupMeeting(models.Model):
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(max_length=80)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="group_meetings")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    seats = models.SmallIntegerField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="group_meeting_has_length", condition=Q(starts__lt=F("ends"))),
            models.CheckConstraint(name="group_meeting_seats", condition=Q(seats__gte=1)),
        ]
        triggers = [Tracked("staff_id", "room_id", "starts", "ends", "seats", "cancelled_at")]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """One citizen's place; its uuid owns her claim."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.CASCADE, related_name="taken_seats")
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="seats")
    taken_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "citizen"], condition=Q(given_up_at=None), name="one_seat_per_citizen"
            )
        ]
        triggers = [Tracked("meeting_id", "citizen_id", "taken_at", "given_up_at")]

    def __str__(self) -> str:
        return f"seat {self.uuid}"
