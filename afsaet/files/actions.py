"""Keeping and deleting bytes, inside the caller's action. Whoever stores a file says who owns it and when it
must be gone. The room does not know `audit`, its neighbour: what owns the file is tracked."""

from datetime import datetime

from afsaet.core.errors import Refused
from afsaet.files.models import StoredFile
from afsaet.files.rules import LARGEST_BYTES


def store_file(
    content: bytes,
    *,
    owner: str,
    name: str,
    content_type: str,
    delete_after: datetime | None,
    now: datetime,
) -> StoredFile:
    """Keep these bytes for `owner` ("people.import:<uuid>"). Raises Refused("file_too_big")."""
    if len(content) > LARGEST_BYTES:
        raise Refused("file_too_big", megabytes=LARGEST_BYTES // 1024 // 1024)
    return StoredFile.objects.create(
        owner=owner,
        name=name[:120],
        content_type=content_type,
        content=content,
        stored_at=now,
        delete_after=delete_after,
    )


def remove_files(owner: str) -> int:
    """Delete all that `owner` has stored; gives the number of files."""
    return StoredFile.objects.filter(owner=owner).delete()[0]


def remove_expired(now: datetime) -> int:
    """Delete every file whose time is up; gives the number of files. Run every hour (files/tasks.py)."""
    return StoredFile.objects.filter(delete_after__lte=now).delete()[0]
