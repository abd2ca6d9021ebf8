"""The citizen's inbox."""

from datetime import datetime

from django.db.models import QuerySet

from afsaet.core.viewer import Viewer
from afsaet.messaging.models import Message
from afsaet.people.models import Citizen


def inbox(viewer: Viewer, citizen: Citizen, now: datetime) -> QuerySet[Message]:
    """What has come to her, newest first. `citizen` has passed the gate `people.access.own_citizen`."""
    return (
        Message.objects.filter(citizen=citizen, channel=Message.INBOX, due_at__lte=now)
        .exclude(state=Message.WITHDRAWN)
        .order_by("-due_at", "-pk")
    )


def unread(citizen: Citizen, now: datetime) -> int:
    """How many she has not read."""
    return (
        Message.objects.filter(citizen=citizen, channel=Message.INBOX, due_at__lte=now, read_at=None)
        .exclude(state=Message.WITHDRAWN)
        .count()
    )
