"""Taking and releasing time: the only writer of `Claim`. Runs inside the caller's action.

Locks make it smooth, the exclusion constraint makes it true.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from afsaet.calendar.models import Claim, Resource
from afsaet.core.errors import Refused

# First half of the two-int advisory lock; the second is the resource's key.
_LOCK_CLASS = 1
# `count(*)` makes the deletion come first.
_TAKE = """
    WITH want AS (
        SELECT * FROM unnest(%(resources)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
            AS want (resource_id, starts, ends)
    ), gone AS (
        DELETE FROM calendar_claim
        WHERE owner = ANY(%(freeing)s) OR resource_id = ANY(%(resources)s) AND held_until <= %(now)s
        RETURNING id
    )
    INSERT INTO calendar_claim (resource_id, starts, ends, held_until, owner)
    SELECT resource_id, starts, ends, %(held_until)s::timestamptz, %(owner)s FROM want
    WHERE (SELECT count(*) FROM gone) >= 0 AND (%(despite_busy)s OR NOT EXISTS (
        SELECT FROM calendar_busy busy WHERE busy.resource_id = want.resource_id
            AND busy.starts < want.ends AND want.starts < busy.ends
        UNION ALL
        SELECT FROM calendar_closedtime closed WHERE closed.resource_id = want.resource_id
            AND closed.starts < want.ends AND want.starts < closed.ends
    ))
    ON CONFLICT DO NOTHING RETURNING id
"""


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
    despite_busy: bool = False,
) -> None:
    """Take the whole bundle or nothing. `freeing` are owners whose claims give way to it (a move, a hold).

    What is closed, or taken in her other calendar, refuses it too, unless `despite_busy` (her own hand).
    Raises Refused("taken"); the caller's transaction is then as it was before the call.
    """
    with transaction.atomic():
        lock(want.resource for want in wants)
        if _take(wants, owner, now, held_until, freeing, despite_busy) < len(wants):
            raise Refused("taken")


def release(owner: UUID) -> None:
    """Give back everything the owner has taken."""
    Claim.objects.filter(owner=owner).delete()


def lock(resources: Iterable[int]) -> None:
    """Wait for the resources in one order, at most three seconds, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', '3s', true), pg_advisory_xact_lock(%s, resource) "
            "FROM unnest(%s::int[]) AS resource",
            [_LOCK_CLASS, sorted(set(resources))],
        )


def _take(
    wants: Sequence[Want],
    owner: UUID,
    now: datetime,
    held_until: datetime | None,
    freeing: Sequence[UUID],
    despite_busy: bool,
) -> int:
    """Rows that went in, after what gives way and what has run out is gone. One statement, which must be
    another than the lock's: it has to see what was committed while we waited.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "resources": [want.resource for want in wants],
                "starts": [want.starts for want in wants],
                "ends": [want.ends for want in wants],
                "held_until": held_until,
                "owner": owner,
                "freeing": list(freeing),
                "now": now,
                "despite_busy": despite_busy,
            },
        )
        return len(cursor.fetchall())
