"""Which talks there are, decided before any is written: pure, from free times and one random source.

Citizens and advisers are numbers here. Every meeting can be carried out by the actions in the order of the
clock: nobody has two coming talks, and what is booked lies within notice, horizon and hours.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

NOTICE = timedelta(hours=3)  # a little more than the type of talk asks for
FARTHEST = timedelta(days=40)
APART = timedelta(days=15)
_TALK = timedelta(minutes=45)
_HOUR = timedelta(hours=1)


@dataclass
class Meeting:
    """One booking and what becomes of it. Moments are UTC; `agreed_in` is the talk in which it was booked."""

    citizen: int
    adviser: int
    starts: datetime
    booked_at: datetime
    agreed_in: "Meeting | None" = None
    cancelled_at: datetime | None = None
    by_us: bool = False
    first_starts: datetime | None = None
    moved_at: datetime | None = None
    following: "Meeting | None" = field(default=None, repr=False)

    @property
    def held(self) -> bool:
        return self.cancelled_at is None


@dataclass(frozen=True)
class Frame:
    """`now` is when the demo opens; nothing was booked before `opens`. `today` is now's midnight (UTC moment)."""

    opens: datetime
    now: datetime
    today: datetime


class Planner:
    """Fills the advisers' free times with their citizens."""

    def __init__(
        self, rng: random.Random, frame: Frame, caseloads: list[list[int]], strangers: list[list[int]]
    ) -> None:
        """Own citizens and other advisers' citizens, by adviser: nobody meets two of the team, so that each
        adviser's weeks can be carried out beside the others'."""
        self._rng = rng
        self._frame = frame
        self._caseloads = caseloads
        self._strangers = strangers
        self._of: dict[int, list[Meeting]] = defaultdict(list)
        self._unused: dict[int, list[datetime]] = defaultdict(list)
        self.meetings: list[Meeting] = []

    def reserve(self, meeting: Meeting) -> None:
        """A meeting of the cast, decided elsewhere."""
        self.meetings.append(meeting)
        self._of[meeting.citizen].append(meeting)

    def fill(self, slots: list[tuple[datetime, int]]) -> None:
        """`slots` are free starts with their adviser, in the order of the clock."""
        taken = {(meeting.starts, meeting.adviser) for meeting in self.meetings}
        for starts, adviser in slots:
            if (starts, adviser) in taken:
                continue
            meeting = (
                self._meeting(starts, adviser) if self._rng.random() < self._share(starts, adviser) else None
            )
            if meeting is None:
                self._unused[adviser].append(starts)
            else:
                self._cancel_perhaps(meeting)
                self.reserve(meeting)
        for meeting in self.meetings:
            self._move_perhaps(meeting)

    def _share(self, starts: datetime, adviser: int) -> float:
        """How full the calendar is: Lise's today quite, the coming weeks less and less."""
        days = (starts - self._frame.today).days
        if days < 0:
            return 0.52 if adviser == 0 else 0.46
        if days == 0:
            return 1.0 if adviser == 0 else 0.75
        return 0.62 if days < 7 else 0.42 if days < 14 else 0.28 if days < 21 else 0.16

    def _meeting(self, starts: datetime, adviser: int) -> Meeting | None:
        pool = self._caseloads[adviser]
        if self._strangers[adviser] and self._rng.random() < 0.06:
            pool = self._strangers[adviser]
        known = [one for one in pool if self._due(one, starts)]
        candidates = known if known and self._rng.random() < 0.6 else pool
        for _ in range(12):
            citizen = self._rng.choice(candidates)
            meeting = self._try(citizen, starts, adviser)
            if meeting:
                return meeting
        return None

    def _due(self, citizen: int, starts: datetime) -> bool:
        before = self._of[citizen]
        return bool(before) and timedelta(days=18) <= starts - before[-1].starts <= timedelta(days=38)

    def _try(self, citizen: int, starts: datetime, adviser: int) -> Meeting | None:
        """The meeting, if there is a moment at which it can have been booked."""
        frame = self._frame
        before = self._of[citizen][-1] if self._of[citizen] else None
        earliest = max(frame.opens, starts - timedelta(days=21))
        if before is not None:
            if before.held and starts - before.starts < APART:
                return None
            if before.starts > starts or (before.held and before.starts + _TALK > frame.now):
                return None
            if self._agree(before, starts, adviser):
                meeting = Meeting(citizen, adviser, starts, before.starts + _TALK, agreed_in=before)
                before.following = meeting
                return meeting
            since = before.starts + timedelta(days=1) if before.held else before.cancelled_at or before.starts
            earliest = max(earliest, since + _HOUR)
        booked_at = self._waking(earliest, min(starts - NOTICE, frame.now - timedelta(minutes=5)))
        return Meeting(citizen, adviser, starts, booked_at) if booked_at else None

    def _agree(self, before: Meeting, starts: datetime, adviser: int) -> bool:
        """Whether the two settled it at the end of their last talk."""
        same = before.held and before.adviser == adviser and before.following is None
        return same and starts - before.starts < FARTHEST and self._rng.random() < 0.45

    def _waking(self, earliest: datetime, latest: datetime) -> datetime | None:
        """A moment between the two when people are up, or None."""
        if latest <= earliest:
            return None
        for _ in range(20):
            moment = earliest + (latest - earliest) * self._rng.random()
            if 6 <= moment.hour < 21:
                return moment.replace(second=0, microsecond=0)
        return None

    def _cancel_perhaps(self, meeting: Meeting) -> None:
        share = 0.09 if meeting.starts < self._frame.today else 0.03
        if self._rng.random() >= share or meeting.starts.date() == self._frame.now.date():
            return
        latest = min(meeting.starts, self._frame.now) - timedelta(minutes=10)
        moment = self._waking(meeting.booked_at + _HOUR, latest)
        if moment:
            meeting.cancelled_at, meeting.by_us = moment, self._rng.random() < 0.2

    def _move_perhaps(self, meeting: Meeting) -> None:
        if not meeting.held or meeting.agreed_in or meeting.following or self._rng.random() >= 0.08:
            return
        near = [
            starts
            for starts in self._unused[meeting.adviser]
            if abs(starts - meeting.starts) < timedelta(days=8)
            and starts > meeting.booked_at + timedelta(days=1)
        ]
        if not near:
            return
        old = self._rng.choice(near)
        latest = min(old, meeting.starts, self._frame.now) - NOTICE
        moment = self._waking(meeting.booked_at + _HOUR, latest)
        if moment:
            self._unused[meeting.adviser].remove(old)
            meeting.first_starts, meeting.moved_at = old, moment
