"""Her other calendar as read, and ours as another calendar reads it. Nobody but she is in either."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from afsaet.calendar.actions.busy import SPAN, token_hash
from afsaet.calendar.models import Busy, BusyFeed, BusyReading, BusySource, Claim
from afsaet.calendar.rules import next_try
from afsaet.core import clock
from afsaet.people.models import Staff

# A job that ran late by seconds must not lose its next turn.
_SLACK = timedelta(minutes=1)
_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Source:
    """`read_at` is the last success (UTC), `problem` the code of why the last try failed, or empty."""

    kind: str
    url: str
    user_name: str
    has_password: bool
    read_at: datetime | None
    problem: str


def source_of(staff: UUID) -> Source | None:
    """The adviser's other calendar, if she has connected one."""
    row = BusySource.objects.select_related("reading").filter(resource__ref=staff).first()
    if row is None:
        return None
    reading = getattr(row, "reading", None) or BusyReading()
    return Source(
        row.kind, row.url, row.user_name, bool(row.secret_encrypted), reading.read_at, reading.problem
    )


def busy_times(staff: UUID, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """When she is taken in her other calendar, whole, as far as it meets the span."""
    rows = Busy.objects.filter(resource__ref=staff, starts__lt=until, ends__gt=since).order_by("starts")
    return list(rows.values_list("starts", "ends"))


def busy_count(staff: UUID) -> int:
    return Busy.objects.filter(resource__ref=staff).count()


def sources_due(now: datetime) -> list[int]:
    """Keys of the sources to read in this minute: each has a minute of its own among ten."""
    minute = int(now.timestamp()) // 60 % 10
    rows = BusySource.objects.annotate(turn=F("pk") % 10).filter(_works_here(now), turn=minute)
    due = []
    for row in rows.select_related("reading"):
        reading = getattr(row, "reading", None) or BusyReading()
        again = next_try(reading.read_at, reading.tried_at)
        if again is None or again <= now + _SLACK:
            due.append(row.pk)
    return due


def _works_here(now: datetime) -> Q:
    """Who has left is neither read nor shown to others."""
    left = Staff.objects.filter(uuid=OuterRef("resource__ref"), left_on__lte=clock.local(now).date())
    return ~Q(Exists(left))


@dataclass(frozen=True)
class Feed:
    """A calendar another one reads: when the adviser is taken (UTC), each with the uuid of what takes it."""

    made_at: datetime
    times: list[tuple[UUID, datetime, datetime]]


def feed_made(staff: UUID) -> datetime | None:
    """When the adviser's present address was made, if she has one."""
    return BusyFeed.objects.filter(resource__ref=staff).values_list("made_at", flat=True).first()


def feed_by(token: str, now: datetime) -> Feed | None:
    """Whose feed the token opens: from yesterday and 26 weeks on. None for one that is not, or no longer, ours."""
    feed = BusyFeed.objects.filter(_works_here(now), token_hash=token_hash(token)).first()
    if feed is None:
        return None
    rows = Claim.objects.filter(
        resource_id=feed.resource_id, held_until=None, ends__gt=now - _BACK, starts__lt=now + SPAN
    ).order_by("starts")
    return Feed(feed.made_at, list(rows.values_list("owner", "starts", "ends")))
