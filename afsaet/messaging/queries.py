"""The citizen's inbox, what was sent, the texts, and who has not been given a way to log in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from afsaet.core import clock, danish
from afsaet.core.errors import NotYours
from afsaet.core.viewer import Viewer
from afsaet.messaging.models import Message, Template
from afsaet.people.access import require_role
from afsaet.people.models import Citizen, User

SENT_DAYS = 30
SENT_PER_PAGE = 50
_MOST_ABOUT = 60


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


def any_due(channel: str, now: datetime) -> bool:
    """Whether something waits to be handed over through the channel."""
    return Message.objects.filter(state=Message.QUEUED, channel=channel, due_at__lte=now).exists()


def sends_texts() -> bool:
    """Whether this house has a gateway for text messages: without one no page offers any."""
    return bool(settings.SMS_GATEWAY)


@dataclass(frozen=True)
class SentMessage:
    """What the administrator sees of a message: no name, no title, no text; `to` is masked.

    `goes_at` is when it is to go, while that is still to come.
    """

    uuid: UUID
    kind: str
    channel: str
    state: str
    to: str
    at: datetime
    attempts: int
    last_error: str
    goes_at: datetime | None


@dataclass(frozen=True)
class SentPage:
    """One page of *Sendte beskeder*. `counts` are by (state, channel), whatever the page is filtered by."""

    rows: list[SentMessage]
    counts: Mapping[tuple[str, str], int]
    total: int
    page: int
    pages: int


def sent_messages(viewer: Viewer, state: str, channel: str, page: int, now: datetime) -> SentPage:
    """What was queued in the last thirty days, newest first; an empty `state` or `channel` is all of them."""
    require_role(viewer, "administrator")
    recent = Message.objects.filter(queued_at__gt=now - clock.minutes(SENT_DAYS * 24 * 60))
    grouped = recent.order_by().values_list("state", "channel").annotate(count=Count("pk"))
    counts = {(one, through): count for one, through, count in grouped}
    total = sum(
        count for (one, through), count in counts.items() if state in ("", one) and channel in ("", through)
    )
    pages = max(1, -(-total // SENT_PER_PAGE))
    page = min(max(page, 1), pages)
    rows = recent.filter(**{name: value for name, value in (("state", state), ("channel", channel)) if value})
    first = (page - 1) * SENT_PER_PAGE
    shown = rows.defer("title", "body", "calendar").order_by(Coalesce("sent_at", "queued_at").desc(), "-pk")[
        first : first + SENT_PER_PAGE
    ]
    return SentPage([_without_names(row, now) for row in shown], counts, total, page, pages)


def failed_messages(viewer: Viewer, now: datetime) -> int:
    """How many of the last thirty days' messages were given up and not sent again."""
    require_role(viewer, "administrator")
    since = now - clock.minutes(SENT_DAYS * 24 * 60)
    return Message.objects.filter(queued_at__gt=since, state=Message.FAILED).count()


def _without_names(row: Message, now: datetime) -> SentMessage:
    masked = danish.masked_mail if row.channel == Message.EMAIL else danish.masked_phone
    return SentMessage(
        uuid=row.uuid,
        kind=row.kind,
        channel=row.channel,
        state=row.state,
        to=masked(row.address) if row.address else "",
        at=row.sent_at or row.queued_at,
        attempts=row.attempts,
        last_error=row.last_error,
        goes_at=row.due_at if row.state == Message.QUEUED and row.due_at > now else None,
    )


@dataclass(frozen=True)
class SentAbout:
    """One thing she was told, with all channels in which it fares alike; `at` is when it went or will go."""

    title: str
    at: datetime
    state: str
    channels: list[str]


def sent_about(viewer: Viewer, citizen: Citizen) -> list[SentAbout]:
    """What was sent to her, newest first, for her adviser and the front desk; `citizen` has passed a gate."""
    if not viewer.has("adviser", "front_desk"):
        return []
    rows = Message.objects.filter(citizen=citizen).annotate(at=Coalesce("sent_at", "due_at"))
    told: dict[tuple[object, ...], SentAbout] = {}
    for row in rows.defer("body", "calendar").order_by("-at", "pk")[:_MOST_ABOUT]:
        at = row.at.replace(second=0, microsecond=0)
        one = SentAbout(row.title, at, row.get_state_display(), [])
        told.setdefault((row.subject, row.title, at, row.state), one).channels.append(
            row.get_channel_display()
        )
    return list(told.values())


def templates(viewer: Viewer) -> QuerySet[Template]:
    """The texts of all messages."""
    require_role(viewer, "administrator")
    return Template.objects.order_by("pk")


def template_to_change(viewer: Viewer, key: str) -> Template:
    """Raises NotYours for anybody but the administrator, and when there is no such text."""
    require_role(viewer, "administrator")
    template = Template.objects.filter(key=key).first()
    if template is None:
        raise NotYours
    return template
