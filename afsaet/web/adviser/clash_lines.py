"""Talks that something has come on top of, as lines ready to show: what it is, and the two ways out."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from afsaet.booking.queries.clashes import Clashing, clashes_for
from afsaet.calendar.queries.busy import Source, source_of
from afsaet.core import danish
from afsaet.core.viewer import Viewer
from afsaet.people.models import Staff
from afsaet.web.adviser.calendar_words import clash_words, is_old, read_words

MOST_TODAY = 3  # on *I dag*; the calendar shows them all


@dataclass(frozen=True)
class ClashLine:
    """`key` names the very clash, so that keeping the talk answers what was shown and nothing newer."""

    uuid: str
    key: str
    words: str
    first_name: str
    name: str
    when: datetime
    move_url: str


@dataclass(frozen=True)
class CalendarNote:
    """What *I dag* says of her calendar. When it was read changes each ten minutes and is no news (`repr=False`)."""

    clashes: list[ClashLine] = field(default_factory=list)
    clashes_in_all: int = 0
    read_words: str = field(default="", repr=False)
    old: bool = False


def calendar_note(viewer: Viewer, staff: Staff, now: datetime) -> CalendarNote:
    """The first clashes, and how many there are. Notes everybody it names."""
    source = source_of(staff.uuid)
    found = clashes_for(viewer, staff, now, most=MOST_TODAY)
    lines = [_line(clash, source, now) for clash in found.first]
    if source is None:
        return CalendarNote(lines, found.total)
    return CalendarNote(lines, found.total, read_words(source, now), is_old(source, now))


def clash_lines(viewer: Viewer, staff: Staff, source: Source | None, now: datetime) -> list[ClashLine]:
    """All the adviser's, by the clock. Notes everybody they name."""
    return [_line(clash, source, now) for clash in clashes_for(viewer, staff, now).first]


def _line(clash: Clashing, source: Source | None, now: datetime) -> ClashLine:
    talk = clash.booking
    return ClashLine(
        uuid=str(talk.uuid),
        key=clash.key,
        words=danish.capitalised(clash_words(clash, source, now)),
        first_name=talk.citizen.first_name,
        name=talk.citizen.name,
        when=talk.starts,
        move_url=reverse("move_for_citizen", args=[talk.uuid]),
    )
