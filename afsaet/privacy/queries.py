"""What is kept for how long, and everything about one citizen in one piece."""

from typing import Any

from afsaet.audit import privacy as audit
from afsaet.audit.models import Change
from afsaet.audit.queries import changes_of
from afsaet.booking import privacy as booking
from afsaet.calendar import privacy as calendar
from afsaet.conversations import privacy as conversations
from afsaet.core.errors import NotYours
from afsaet.core.privacy import Holds, Kept, Subject
from afsaet.core.viewer import Viewer
from afsaet.files import privacy as files
from afsaet.messaging import privacy as messaging
from afsaet.people import privacy as people
from afsaet.people.models import Citizen
from afsaet.plan import privacy as plan

ROOMS = (people, booking, conversations, plan, messaging, calendar, files, audit)

_OPS = {"I": "lavet", "U": "ændret", "D": "slettet"}


def kept(holds: Holds | None = None) -> list[Kept]:
    """Every room's lines, or those about citizens, staff or nobody."""
    return [line for room in ROOMS for line in room.KEPT if holds in (None, line.holds)]


def everything_about(viewer: Viewer, citizen: Citizen) -> dict[str, list[dict[str, Any]]]:
    """All that the house holds about her, by kind, with dates as dates. Only she herself is handed it."""
    if viewer.citizen != citizen.pk:
        raise NotYours(str(citizen.uuid))
    viewer.saw([str(citizen.uuid)], "own_page")
    subject = Subject(citizen.pk, citizen.uuid, citizen.user_id)
    told = {str(line.what): _told(line, subject) for line in kept("citizen") if line.hand_out}
    changes = [change for line in kept("citizen") for change in _changes(line, subject)]
    changes.sort(key=lambda change: change["hvornår"])
    return told | {str(_line_of_changes().what): changes}


def _told(line: Kept, subject: Subject) -> list[dict[str, Any]]:
    return [line.hand_out(row) for row in line.rows(subject)] if line.rows and line.hand_out else []


def _changes(line: Kept, subject: Subject) -> list[dict[str, Any]]:
    """When rows of this kind were made, changed or deleted; the log of looks is no such kind."""
    if line.rows is None or line.model._meta.app_label == "audit":
        return []
    keys = [str(key) for key in line.rows(subject).order_by().values_list("pk", flat=True)]
    table = line.model._meta.db_table
    return [
        {"hvornår": at, "hvad": str(line.what), "hvordan": _OPS[op]} for at, op in changes_of(table, keys)
    ]


def _line_of_changes() -> Kept:
    return next(line for line in audit.KEPT if line.model is Change)
