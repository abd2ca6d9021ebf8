"""Her other calendar: connected, read, removed; and the address by which another calendar reads ours."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from afsaet.audit.actions import acting
from afsaet.calendar.actions.claims import lock, resource_of
from afsaet.calendar.models import Busy, BusyFeed, BusyReading, BusySource, Resource
from afsaet.calendar.ports import BusyTimes, OtherCalendar, Taken, Unreadable
from afsaet.calendar.rules import joined
from afsaet.core.calendar_file import is_ours
from afsaet.core.errors import Refused
from afsaet.core.viewer import Viewer
from afsaet.people.sealing import seal, unseal

SPAN = timedelta(weeks=26)
_USE = "calendar"


@dataclass(frozen=True)
class Connection:
    """What she has typed. An empty password means the one that is kept already, if the address is the same."""

    kind: str
    url: str
    user_name: str = ""
    password: str = ""


def try_out(staff: UUID, wanted: Connection, *, now: datetime) -> int:
    """How many busy times would come in, of the next 26 weeks; nothing is kept. Raises Refused as `connect` does."""
    return len(_spans(_look(staff, wanted, now)))


def _look(staff: UUID, wanted: Connection, now: datetime) -> list[Taken]:
    calendar = OtherCalendar(wanted.url, wanted.user_name, wanted.password or _kept_password(staff, wanted))
    try:
        return _read(wanted.kind, calendar, now)
    except Unreadable as unreadable:
        raise Refused(unreadable.code) from unreadable


def connect(staff: UUID, wanted: Connection, *, by: Viewer, now: datetime) -> BusySource:
    """Keep the address if it can be read, and what it said. Raises Refused with the reader's code."""
    found = _look(staff, wanted, now)
    with acting(by, now):
        password = wanted.password or _kept_password(staff, wanted)
        source, _ = BusySource.objects.update_or_create(
            resource_id=resource_of(Resource.STAFF, staff),
            defaults={
                "kind": wanted.kind,
                "url": wanted.url,
                "user_name": wanted.user_name,
                "secret_encrypted": seal(password.encode(), _USE) if password else b"",
            },
        )
        replace_busy(source, found, by=by, now=now)
    return source


def disconnect(staff: UUID, *, by: Viewer, now: datetime) -> None:
    """Forget the other calendar and all it said."""
    with acting(by, now):
        for source in BusySource.objects.filter(resource__ref=staff):
            lock([source.resource_id])
            source.delete()


def read_source(source: BusySource, *, by: Viewer, now: datetime) -> bool:
    """Read it now. When it cannot be read, what was read before stays, and the problem is noted."""
    password = unseal(bytes(source.secret_encrypted), _USE).decode() if source.secret_encrypted else ""
    try:
        found = _read(source.kind, OtherCalendar(source.url, source.user_name, password), now)
    except Unreadable as unreadable:
        with acting(by, now):
            if _still_so(source):
                BusyReading.objects.update_or_create(
                    source=source, defaults={"tried_at": now, "problem": unreadable.code}
                )
        return False
    replace_busy(source, found, by=by, now=now)
    return True


def read_now(staff: UUID, *, by: Viewer, now: datetime) -> None:
    """Read the adviser's own calendar now, if she has connected one."""
    for source in BusySource.objects.filter(resource__ref=staff):
        read_source(source, by=by, now=now)


def replace_busy(source: BusySource, taken: Sequence[Taken], *, by: Viewer, now: datetime) -> None:
    """What the source says now is all that holds, in one transaction under the adviser's lock.

    Our own talks that come back are left out, so that a booking never blocks itself.
    """
    with acting(by, now):
        lock([source.resource_id])
        if not _still_so(source):
            return  # removed, or led to another calendar, while it was being read
        found = _spans(taken)
        rows = Busy.objects.filter(source=source)
        if found != list(rows.order_by("starts", "ends").values_list("starts", "ends")):
            rows.delete()
            Busy.objects.bulk_create(
                Busy(source=source, resource_id=source.resource_id, starts=starts, ends=ends)
                for starts, ends in found
            )
        BusyReading.objects.update_or_create(
            source=source, defaults={"read_at": now, "tried_at": now, "problem": ""}
        )


def open_feed(staff: UUID, *, by: Viewer, now: datetime) -> str:
    """A new secret address for another calendar to read; the one before stops at once. Only its hash is kept."""
    token = secrets.token_urlsafe(32)
    with acting(by, now):
        BusyFeed.objects.update_or_create(
            resource_id=resource_of(Resource.STAFF, staff),
            defaults={"token_hash": token_hash(token), "made_at": now},
        )
    return token


def close_feed(staff: UUID, *, by: Viewer, now: datetime) -> None:
    """The address stops at once."""
    with acting(by, now):
        BusyFeed.objects.filter(resource__ref=staff).delete()


def token_hash(token: str) -> bytes:
    """256 random bits need no slow hash; looking the hash up tells nothing of the token."""
    return hashlib.sha256(token.encode()).digest()


def _read(kind: str, calendar: OtherCalendar, now: datetime) -> list[Taken]:
    reader: BusyTimes = import_string(settings.CALENDARS[kind])()
    return reader.read(calendar, now, now + SPAN)


def _spans(taken: Iterable[Taken]) -> list[tuple[datetime, datetime]]:
    """Without the talks she was invited to from here, and what she reads from here by her own feed."""
    return joined((one.starts, one.ends) for one in taken if not is_ours(one.uid))


def _kept_password(staff: UUID, wanted: Connection) -> str:
    """Never sent to another address or under another name than it was typed for."""
    kept = BusySource.objects.filter(
        resource__ref=staff, kind=wanted.kind, url=wanted.url, user_name=wanted.user_name
    ).first()
    return unseal(bytes(kept.secret_encrypted), _USE).decode() if kept and kept.secret_encrypted else ""


def _still_so(source: BusySource) -> bool:
    return BusySource.objects.filter(pk=source.pk, kind=source.kind, url=source.url).exists()
