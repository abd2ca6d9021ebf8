"""Writing the log. `acting` opens the transaction of every action in the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from afsaet.audit.models import Seen
from afsaet.core.viewer import Viewer

# Who acts in the open transaction, and at what time: an action called by another need not say it again.
_acting: ContextVar[tuple[str, str] | None] = ContextVar("acting", default=None)


@contextmanager
def acting(by: Viewer, now: datetime) -> Iterator[None]:
    """One transaction in which the change trigger knows who acts and what the clock says."""
    said, outer = (by.user, now.isoformat()), _acting.get()
    if said == outer:
        with transaction.atomic():
            yield
        return
    before = _acting.set(said)
    try:
        with transaction.atomic():
            _tell_the_trigger(*said)
            yield
            if outer is not None:
                _tell_the_trigger(*outer)
    finally:
        _acting.reset(before)


def _tell_the_trigger(who: str, now: str) -> None:
    """Holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('afsaet.actor', %s, true), set_config('afsaet.now', %s, true)", [who, now]
        )


def record_seen(viewer: Viewer, *, now: datetime) -> None:
    """Write what this request showed: one row naming all citizens, in a transaction of its own.

    A request that both showed and was refused somebody leaves a row of each kind. If this cannot be
    written the page must not leave, so nothing is caught here.
    """
    rows = []
    if viewer.citizens_seen:
        kind = "search" if viewer.criterion else "list" if len(viewer.citizens_seen) > 1 else "page"
        rows.append(_seen(viewer, now, kind, viewer.citizens_seen))
    elif viewer.criterion:
        rows.append(_seen(viewer, now, "search", set()))
    if viewer.citizens_refused:
        rows.append(_seen(viewer, now, "refused", viewer.citizens_refused))
    if rows:
        with transaction.atomic():
            Seen.objects.bulk_create(rows)


def _seen(viewer: Viewer, now: datetime, kind: str, citizens: set[str]) -> Seen:
    return Seen(
        at=now,
        who=viewer.user,
        role="borger" if viewer.is_citizen else ",".join(sorted(viewer.roles)),
        unit=viewer.unit_name,
        route=viewer.route[:80],
        kind=kind,
        purpose=(viewer.purpose or kind)[:60],
        criterion=viewer.criterion[:120],
        citizens=[UUID(citizen) for citizen in sorted(citizens)],
    )
