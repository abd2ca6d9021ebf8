"""What can be booked: the type of talk, and the topics she may choose."""

from django.db import models

from afsaet.audit.tracking import Tracked
from afsaet.core.text_by_language import TextByLanguageField


class ConversationType(models.Model):
    """`minutes` long, then `buffer_minutes` for the adviser alone; offered on a grid of both from the opening
    hour, with notice and horizon. With `needs_room` a talk face to face takes a room of the adviser's unit."""

    key = models.CharField(max_length=30, unique=True)
    name = TextByLanguageField()
    minutes = models.SmallIntegerField(default=45)
    buffer_minutes = models.SmallIntegerField(default=0)
    needs_room = models.BooleanField(default=False)
    notice_minutes = models.IntegerField(default=120)
    horizon_days = models.SmallIntegerField(default=28)
    must_meet_first = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="type_minutes", condition=models.Q(minutes__gte=5, minutes__lte=480)),
            models.CheckConstraint(
                name="type_buffer", condition=models.Q(buffer_minutes__gte=0, buffer_minutes__lte=120)
            ),
        ]
        triggers = [
            Tracked(
                "key",
                "minutes",
                "buffer_minutes",
                "needs_room",
                "notice_minutes",
                "horizon_days",
                "must_meet_first",
                "counts",
                "active",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class Topic(models.Model):
    """What she may choose to talk about; the texts are the authority's own."""

    key = models.CharField(max_length=30, unique=True)
    text = TextByLanguageField()
    place = models.SmallIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["place"]
        triggers = [Tracked("key", "place", "active")]

    def __str__(self) -> str:
        return str(self.text)
