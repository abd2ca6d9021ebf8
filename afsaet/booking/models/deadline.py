from django.db import models
from django.db.models import F, Q

from afsaet.audit.tracking import Tracked
from afsaet.booking.models.booking import Booking
from afsaet.booking.models.offer import ConversationType
from afsaet.people.models import Citizen


class Deadline(models.Model):
    """She may choose a time herself until `book_by`; the talk is held no later than `hold_by` (Danish: frist)."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="deadlines")
    type = models.ForeignKey(ConversationType, on_delete=models.PROTECT)
    book_by = models.DateField()
    hold_by = models.DateField()
    met_by = models.ForeignKey(Booking, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="deadline_in_order", condition=Q(book_by__lte=F("hold_by"))),
            models.UniqueConstraint(
                fields=["citizen", "type"], condition=Q(met_by=None), name="one_open_deadline_per_type"
            ),
        ]
        triggers = [Tracked("citizen_id", "type_id", "book_by", "hold_by", "met_by_id")]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.book_by}"
