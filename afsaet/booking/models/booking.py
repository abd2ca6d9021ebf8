"""The booking, its topics, and the draft it grows from."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from afsaet.audit.tracking import Tracked
from afsaet.booking.models.offer import ConversationType, Topic
from afsaet.calendar.models import Room
from afsaet.people.models import Citizen, Staff

FORMS = [("in_person", "Møde"), ("phone", "Telefon"), ("video", "Video")]
ORIGINS = [
    ("self", "Selv"),
    ("guided", "Selv, med hjælp"),
    ("assisted", "Af en kollega"),
    ("staff", "Af rådgiver"),
    ("walk_in", "Uden tid"),
]
# Why she cannot come, in classes: nobody asks what she suffers from.
REASONS = [
    ("ill", "Jeg er syg"),
    ("child_ill", "Mit barn er sygt"),
    ("work", "Jeg skal på arbejde eller til jobsamtale"),
    ("other", "Noget andet"),
]


class Needs(models.Model):
    """What she brings or needs, in words the adviser can act on."""

    companion = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=40, blank=True)
    no_stairs = models.BooleanField(default=False)
    hard_to_hear_or_see = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Booking(Needs):
    """A time between a citizen and an adviser. A move updates this row; `uuid` and `origin` never change.

    `key` is the draft's uuid: the same form sent twice gives the same booking; `content` is the hash of what
    was sent. `colleague` is a second member
    of staff who takes part. `buffer_minutes` after the talk are the adviser's alone.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.UUIDField(unique=True, editable=False)
    content = models.CharField(max_length=64, editable=False, default="")
    # Both are found by the indexes with `starts` below.
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    colleague = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="joint_bookings", null=True, blank=True
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True)
    type = models.ForeignKey(ConversationType, on_delete=models.PROTECT)
    form = models.CharField(max_length=10, choices=FORMS)
    place = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    buffer_minutes = models.SmallIntegerField(default=0)
    own_words = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=ORIGINS)
    version = models.IntegerField(default=1)
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=60)
    started_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=60, blank=True)
    cancelled_by_citizen = models.BooleanField(default=False)
    reason = models.CharField(max_length=10, choices=REASONS, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "starts"]),
            models.Index(fields=["citizen", "starts"]),
        ]
        constraints = [
            models.CheckConstraint(name="booking_has_length", condition=Q(starts__lt=F("ends"))),
            models.CheckConstraint(name="booking_form", condition=Q(form__in=[form for form, _ in FORMS])),
            models.CheckConstraint(
                name="booking_origin", condition=Q(origin__in=[origin for origin, _ in ORIGINS])
            ),
        ]
        triggers = [
            Tracked(
                "citizen_id",
                "staff_id",
                "colleague_id",
                "room_id",
                "type_id",
                "form",
                "starts",
                "ends",
                "origin",
                "version",
                "started_at",
                "cancelled_at",
            )
        ]

    def __str__(self) -> str:
        return f"booking {self.uuid}"

    @property
    def cancelled(self) -> bool:
        return self.cancelled_at is not None


class BookingTopic(models.Model):
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="chosen_topics")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT)

    class Meta:
        ordering = ["topic__place"]
        constraints = [models.UniqueConstraint(fields=["booking", "topic"], name="topic_once_per_booking")]
        triggers = [Tracked("booking_id", "topic_id")]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.topic_id}"


class Draft(models.Model):
    """What she has filled in so far, kept on the server; with a chosen time it owns a five-minute hold.

    One per citizen and moved booking (`moves`), and one for each colleague who fills it in for her: `made_by`
    is that colleague's user, and empty for her own, which nobody else sees. `choices` is the form as typed.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="drafts")
    moves = models.ForeignKey(Booking, on_delete=models.CASCADE, null=True, blank=True)
    made_by = models.CharField(max_length=60, blank=True)
    choices = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "moves", "made_by"], nulls_distinct=False, name="one_draft_per_errand"
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.uuid}"
