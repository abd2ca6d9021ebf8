"""Reading stored bytes. There is no list of files: whoever owns one asks by its own name for it."""

from datetime import datetime

from afsaet.files.models import StoredFile


def stored_file(owner: str, now: datetime) -> StoredFile | None:
    """The newest file of `owner`, or None when there is none or its time is up.

    An expired file is not handed out even when the hourly job has not reached it. The caller is the gate.
    """
    file = StoredFile.objects.filter(owner=owner).order_by("-stored_at", "-pk").first()
    if file is None or (file.delete_after is not None and file.delete_after <= now):
        return None
    return file
