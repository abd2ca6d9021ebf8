"""The citizen's inbox, and who has not been given a way to log in."""

from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet

from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.messaging.models import Message
from afsaet.people.models import Citizen, User


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


def waiting_for_access(viewer: Viewer, kind: str, now: datetime) -> QuerySet[User]:
    """Citizens or staff (`kind`) with a mail address who have no password, and no invitation that still works.

    For the administrator; nobody's data is shown, only how many.
    """
    if not viewer.has("administrator"):
        return User.objects.none()
    today = clock.local(now).date()
    of_kind = {
        "citizens": Q(citizen__isnull=False) & ~Q(citizen__email=""),
        "staff": Q(staff__isnull=False) & (Q(staff__left_on=None) | Q(staff__left_on__gt=today)),
    }
    invited = Message.objects.filter(user=OuterRef("pk"), kind="invitation")
    return User.objects.filter(
        of_kind[kind], ~Exists(invited), is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX
    ).order_by("pk")
