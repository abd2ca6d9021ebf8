"""Templates and the outbox. A message is rendered when it is queued, and can be withdrawn by its subject."""

from uuid import uuid4

from django.db import models

from afsaet.audit.tracking import Tracked
from afsaet.core.text_by_language import TextByLanguageField
from afsaet.people.models import Citizen, User


class Template(models.Model):
    """`{name}` places are filled when a message is queued; messaging/rules.py lints what may stand here."""

    key = models.CharField(max_length=40, unique=True)
    title = TextByLanguageField()
    body = TextByLanguageField()
    short = TextByLanguageField(default=dict, blank=True)  # the text message; empty: none is sent

    class Meta:
        triggers = [Tracked("key")]

    def __str__(self) -> str:
        return self.key


class Message(models.Model):
    """One message through one channel. `uuid` is the stable key a channel delivers it under.

    `calendar` is an iCalendar object for a member of staff's own calendar (iTIP). After `useless_from` it is
    not handed over any more: nobody is reminded of a talk that has begun.
    """

    EMAIL, INBOX, SMS = "email", "inbox", "sms"
    QUEUED, SENT, WITHDRAWN, FAILED = "queued", "sent", "withdrawn", "failed"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, null=True, blank=True)
    channel = models.CharField(max_length=10, choices=[(EMAIL, "E-mail"), (INBOX, "Beskeder"), (SMS, "Sms")])
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=254, blank=True)
    title = models.CharField(max_length=120)
    body = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    calendar = models.TextField(blank=True)
    subject = models.UUIDField(db_index=True)
    due_at = models.DateTimeField()
    useless_from = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(QUEUED, "I kø"), (SENT, "Sendt"), (WITHDRAWN, "Trukket tilbage"), (FAILED, "Ikke sendt")],
        default=QUEUED,
    )
    attempts = models.SmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="messages_waiting"),
            models.Index(fields=["citizen", "channel", "due_at"]),
            models.Index(fields=["queued_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_has_a_reader",
                condition=models.Q(user__isnull=False) | models.Q(citizen__isnull=False),
            )
        ]
        triggers = [Tracked("state", "attempts", "due_at", "kind", "channel", "subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.uuid}"
