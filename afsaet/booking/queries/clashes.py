"""Coming talks that something has come on top of: they stand, and the adviser is asked what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from afsaet.booking.models import Booking, ClashKept
from afsaet.booking.queries.absences import away_for_the_talk, with_day
from afsaet.booking.rules.clashes import Clash, Kind, Times, clashes_of
from afsaet.calendar.queries.around import Around, around
from afsaet.calendar.rules import minute_of, moment_of, open_hours
from afsaet.core import clock
from afsaet.core.viewer import Viewer
from afsaet.people.models import Staff

AHEAD = timedelta(weeks=26)


@dataclass(frozen=True)
class Clashing:
    """`starts` to `ends` (UTC) is what is in the way; `name` is the closed day's or the room's."""

    booking: Booking
    kind: Kind
    starts: datetime
    ends: datetime
    name: str
    key: str


@dataclass(frozen=True)
class Clashes:
    """`total` counts those that were not asked for, too."""

    first: list[Clashing]
    total: int


def clashes_for(viewer: Viewer, staff: Staff, now: datetime, most: int | None = None) -> Clashes:
    """The adviser's first `most`, by the clock, over 26 weeks; in three statements. Notes whom they show."""
    found = [one for one in _all(staff, now) if one.key not in _kept(one.booking)]
    shown = found[:most]
    viewer.saw((str(one.booking.citizen.uuid) for one in shown), "day_list")
    return Clashes(shown, len(found))


def clash_of(staff: Staff, booking: Booking, key: str, now: datetime) -> Clashing | None:
    """The clash with this key, if the talk is the adviser's and it is still there."""
    return next((one for one in _all(staff, now) if one.booking.pk == booking.pk and one.key == key), None)


def _all(staff: Staff, now: datetime) -> list[Clashing]:
    talks = list(
        with_day()
        .filter(
            ~away_for_the_talk(),  # then her leader has the plan for it
            staff=staff,
            starts__gt=now,
            starts__lt=now + AHEAD,
            cancelled_at=None,
            started_at=None,
        )
        .select_related("citizen", "room")
        .prefetch_related("kept_despite")
        .order_by("starts")
    )
    if not talks:
        return []
    known = around(staff.uuid, talks[0].starts, max(talk.ends for talk in talks))
    times = _times(known, talks)
    return [
        _clashing(talk, clash, known)
        for talk in talks
        for clash in clashes_of(
            (minute_of(talk.starts), minute_of(talk.ends)),
            times,
            room_in_use=talk.room is None or talk.room.active,
        )
    ]


def _times(known: Around, talks: list[Booking]) -> Times:
    first, last = clock.local(talks[0].starts).date(), clock.local(talks[-1].ends).date()
    opened = open_hours(known.hours, first, last, set(known.closed_days), clock.ZONE)
    return Times(
        opened + [_minutes(span) for span in known.extra],
        [_minutes(span) for span in known.closed],
        [_minutes(span) for span in known.busy],
        [
            _minutes((clock.at_local(day, 0), clock.at_local(day + timedelta(days=1), 0)))
            for day in known.closed_days
        ],
    )


def _minutes(span: tuple[datetime, datetime]) -> tuple[int, int]:
    return minute_of(span[0]), minute_of(span[1])


def _clashing(talk: Booking, clash: Clash, known: Around) -> Clashing:
    name = ""
    if clash.kind == "day":
        name = known.closed_days[clock.local(moment_of(clash.starts)).date()]
    elif clash.kind == "room" and talk.room:
        name = talk.room.name
    return Clashing(talk, clash.kind, moment_of(clash.starts), moment_of(clash.ends), name, clash.key)


def _kept(talk: Booking) -> set[str]:
    return {_key(kept) for kept in talk.kept_despite.all()}


def _key(kept: ClashKept) -> str:
    kind: Kind = kept.kind  # type: ignore[assignment]
    return Clash(kind, minute_of(kept.starts), minute_of(kept.ends)).key
