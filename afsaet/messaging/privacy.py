"""How long messages are kept."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from afsaet.core.privacy import Kept, Subject, removed
from afsaet.messaging.models import Message, Template

KEPT_FOR = timedelta(days=2 * 365)
# As long as the link in it works (Django's PASSWORD_RESET_TIMEOUT): the link is a key.
INVITATIONS_KEPT_FOR = timedelta(days=3)


def _messages(subject: Subject) -> QuerySet[Message]:
    mine = Q(citizen=subject.pk) | Q(user=subject.user or 0)
    return Message.objects.filter(mine).order_by("queued_at", "pk")


def _message(row: Message) -> dict[str, Any]:
    """An invitation's text stays out: the link in it is a key."""
    return {
        "overskrift": row.title,
        "tekst": "" if row.kind == "invitation" else row.body,
        "sendt som": row.get_channel_display(),
        "til": row.address,
        "tilstand": row.get_state_display(),
        "sendes": row.due_at,
        "sendt": row.sent_at,
        "læst": row.read_at,
    }


def _remove(now: datetime) -> int:
    old = Q(queued_at__lt=now - KEPT_FOR, due_at__lt=now - KEPT_FOR)
    invitations = Q(kind="invitation", queued_at__lt=now - INVITATIONS_KEPT_FOR)
    return removed(Message.objects.filter(old | invitations))


KEPT = [
    Kept(
        Message,
        "citizen",
        what=_("Beskeder, vi har sendt dig"),
        until=_("2 år. En mail med et link til en ny adgangskode: 3 dage"),
        seen_by=_("Du selv"),
        rows=_messages,
        hand_out=_message,
        remove=_remove,
    ),
    Kept(Template, "nobody", _("Skabeloner for beskeder"), _("Så længe det er i brug")),
]
