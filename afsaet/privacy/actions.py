"""What is due goes, every night."""

from datetime import datetime

from afsaet.audit.actions import acting
from afsaet.core.viewer import Viewer
from afsaet.privacy.queries import kept


def remove_what_is_due(*, by: Viewer, now: datetime) -> dict[str, int]:
    """Each table in a transaction of its own. Gives the number of rows that went, by table."""
    gone: dict[str, int] = {}
    for line in kept():
        if line.remove is not None:
            with acting(by, now):
                gone[line.model._meta.db_table] = line.remove(now)
    return gone
