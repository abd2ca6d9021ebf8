"""Taking and releasing time: the only writer of `Claim`, and of when people work.

Locks make it smooth, the exclusion constraint makes it true. `claim` and `release` run inside the caller's
action; the others open their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import connection, transaction

from afsaet.audit.actions import acting
from afsaet.calendar.models import Claim, ClosedTime, Resource, WorkRule
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer

# First half of the two-int advisory lock; the second is the resource's key.
_LOCK_CLASS = 1


@dataclass(frozen=True)
class Want:
    """One resource from `starts` to `ends` (UTC)."""

    resource: int
    starts: datetime
    ends: datetime


def resource_of(kind: str, ref: UUID) -> int:
    """The key of the resource, made at first use."""
    return Resource.objects.get_or_create(ref=ref, defaults={"kind": kind})[0].pk


def resources_of(kinds: Mapping[UUID, str]) -> dict[UUID, int]:
    """The keys of several, by what they stand for; `kinds` says what each is."""
    keys = dict(Resource.objects.filter(ref__in=kinds).values_list("ref", "pk"))
    return {ref: keys.get(ref) or resource_of(kind, ref) for ref, kind in kinds.items()}


def claim(
    wants: Sequence[Want],
    *,
    owner: UUID,
    now: datetime,
    held_until: datetime | None = None,
    freeing: Sequence[UUID] = (),
) -> None:
    """Take the whole bundle or nothing. `freeing` are owners whose claims give way to it (a move, a hold).

    Raises Refused("taken"); the caller's transaction is then as it was before the call.
    """
    with transaction.atomic():
        _lock(want.resource for want in wants)
        if freeing:
            Claim.objects.filter(owner__in=freeing).delete()
        Claim.objects.filter(resource__in=[want.resource for want in wants], held_until__lte=now).delete()
        if _insert(wants, owner, held_until) < len(wants):
            raise Refused("taken")


def release(owner: UUID) -> None:
    """Give back everything the owner has taken."""
    Claim.objects.filter(owner=owner).delete()


def _lock(resources: Iterable[int]) -> None:
    """Wait for the resources in one order, at most three seconds, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', '3s', true), pg_advisory_xact_lock(%s, resource) "
            "FROM unnest(%s::int[]) AS resource",
            [_LOCK_CLASS, sorted(set(resources))],
        )


def _insert(wants: Sequence[Want], owner: UUID, held_until: datetime | None) -> int:
    """Rows that went in. Raw SQL, because the ORM hides which rows a conflict kept out."""
    rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(wants))
    values = [value for want in wants for value in (want.resource, want.starts, want.ends, held_until, owner)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO calendar_claim (resource_id, starts, ends, held_until, owner) "
            f"VALUES {rows} ON CONFLICT DO NOTHING RETURNING id",
            values,
        )
        return len(cursor.fetchall())


@dataclass(frozen=True)
class Hours:
    """Weekly hours as somebody types them: Monday is 0, wall time."""

    weekday: int
    opens: time
    closes: time


def set_weekly_hours(staff: UUID, week: Sequence[Hours], *, by: Viewer, now: datetime) -> None:
    """From today these are the weekly hours; the earlier ones stay as history. Talks booked earlier stand.

    Raises Refused("hours_order") when a time closes before it opens, Refused("hours_overlap") when two
    times of a day meet.
    """
    for hours in week:
        if hours.closes <= hours.opens:
            raise Refused("hours_order", weekday=hours.weekday)
        for other in week:
            if (
                other is not hours
                and other.weekday == hours.weekday
                and other.opens < hours.closes <= other.closes
            ):
                raise Refused("hours_overlap", weekday=hours.weekday)
    today = clock.local(now).date()
    with acting(by, now):
        resource = resource_of(Resource.STAFF, staff)
        open_rules = WorkRule.objects.filter(resource=resource, valid_to=None)
        open_rules.filter(valid_from=today).delete()
        open_rules.update(valid_to=today)
        for hours in week:
            WorkRule.objects.create(
                resource_id=resource,
                weekday=hours.weekday,
                opens=hours.opens,
                closes=hours.closes,
                valid_from=today,
            )


def close_time(
    staff: UUID, starts: datetime, ends: datetime, note: str = "", *, by: Viewer, now: datetime
) -> ClosedTime:
    """Nobody can book the adviser here. Raises Refused("hours_order") or Refused("in_the_past")."""
    if ends <= starts:
        raise Refused("hours_order")
    if ends <= now:
        raise Refused("in_the_past")
    with acting(by, now):
        resource = resource_of(Resource.STAFF, staff)
        return ClosedTime.objects.create(resource_id=resource, starts=starts, ends=ends, note=note[:80])


def open_time(staff: UUID, closed_time: int, *, by: Viewer, now: datetime) -> None:
    """Take a closed time back. One that is not the adviser's own is left alone."""
    with acting(by, now):
        ClosedTime.objects.filter(pk=closed_time, resource__ref=staff).delete()
