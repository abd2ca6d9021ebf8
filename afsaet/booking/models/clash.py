"""What an adviser has decided about a talk that something else came on top of."""

from django.db import models

from afsaet.audit.tracking import Tracked
from afsaet.booking.models.booking import Booking
from afsaet.booking.rules.clashes import KINDS


class ClashKept(models.Model):
    """*Behold samtalen*: this very thing, from `starts` to `ends`, is not asked about again for this talk."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="kept_despite")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in KINDS])
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "kind", "starts", "ends"], name="clash_kept_once")
        ]
        triggers = [Tracked("booking_id", "kind", "starts", "ends")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.kind} {self.starts}"
