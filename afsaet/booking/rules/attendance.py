"""Where her coming to a booked talk stands, and who may say what about it when. Pure; all times are UTC.

Nothing becomes an absence by itself: only staff say so, after the talk should have begun, and they can take
it back. What she has said herself (late, here, afbud) never makes anything of that kind happen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from afsaet.core.errors import Refusal

HERE_FROM_MINUTES = 30
LINK_FROM_MINUTES = 30
CALLS_NEEDED = 2
MINUTES_BETWEEN_CALLS = 10
# What she can say, in minutes; LONGER is more than a quarter of an hour.
LONGER = 0
LATENESS = (5, 10, 15, LONGER)

NOT_COME, NOT_REACHED = "not_come", "not_reached"
REACHED, NO_ANSWER, WRONG_NUMBER = "reached", "no_answer", "wrong_number"
ANSWERS = (REACHED, NO_ANSWER, WRONG_NUMBER)


@dataclass(frozen=True)
class Call:
    """We rang at `at`; `outcome` is empty until somebody has said how it went."""

    at: datetime
    outcome: str = ""

    @property
    def in_vain(self) -> bool:
        return self.outcome in (NO_ANSWER, WRONG_NUMBER)


@dataclass(frozen=True)
class OnTheDay:
    """What is known of a booked talk on its day. `calls` are in the order of the clock."""

    starts: datetime
    ends: datetime
    form: str
    cancelled: bool = False
    started: bool = False
    late_minutes: int | None = None
    late_at: datetime | None = None
    arrived_at: datetime | None = None
    absence: str = ""
    absent_at: datetime | None = None
    told_at: datetime | None = None
    calls: tuple[Call, ...] = ()

    @property
    def meets(self) -> bool:
        """She comes to us; else we ring, or meet on video."""
        return self.form == "in_person"

    @property
    def counting(self) -> tuple[Call, ...]:
        """The calls inside the booked time: the others are kept, and do not count (I13)."""
        return tuple(call for call in self.calls if self.starts <= call.at < self.ends)


@dataclass(frozen=True)
class AttendanceState:
    """`key` is expected, late, arrived, calling, called, reached, not_come or not_reached.

    `since` is the moment its word names, `count` the minutes she is late or the calls in vain.
    """

    key: str
    since: datetime | None = None
    count: int = 0


EXPECTED = AttendanceState("expected")


def attendance_state(day: OnTheDay) -> AttendanceState:
    """The latest thing that is known, an absence before all else. A cancelled or begun talk is not asked."""
    if day.absence:
        return AttendanceState(day.absence, day.absent_at)
    said = [EXPECTED]
    if day.late_at is not None:
        said.append(AttendanceState("late", day.late_at, day.late_minutes or LONGER))
    if day.counting:
        said.append(_of_calls(day.counting))
    if day.arrived_at is not None:
        said.append(AttendanceState("arrived", day.arrived_at))
    return max(reversed(said), key=lambda state: (state.since is not None, state.since or day.starts))


def _of_calls(calls: tuple[Call, ...]) -> AttendanceState:
    latest = calls[-1]
    if latest.in_vain:
        return AttendanceState("called", latest.at, sum(call.in_vain for call in calls))
    return AttendanceState("reached" if latest.outcome == REACHED else "calling", latest.at)


# ---- what she says herself -------------------------------------------------------------------------


def refusal_to_say_late(
    day: OnTheDay, now: datetime, *, minutes: int, today: bool, by_citizen: bool
) -> Refusal | None:
    """She may until the minute it starts, we as long as the talk is still to come. `today`: it is its day."""
    if refusal := _over(day, by_citizen=by_citizen):
        return refusal
    if by_citizen and now >= day.starts:
        return Refusal("talk_began")
    if not today:
        return Refusal("late_another_day")
    return None if minutes in LATENESS else Refusal("unknown_lateness")


def refusal_to_arrive(day: OnTheDay, now: datetime, *, today: bool, by_citizen: bool) -> Refusal | None:
    """She may from half an hour before until the end; the front desk all day. An absence gives way."""
    if day.cancelled:
        return Refusal("already_cancelled")
    if day.started:
        return Refusal("talk_going_on")
    if not day.meets:
        return Refusal("nowhere_to_come")
    if not today:
        return Refusal("arrived_another_day")
    if by_citizen and now < here_from(day.starts):
        return Refusal("too_early_to_arrive", {"from_time": here_from(day.starts)})
    return Refusal("talk_is_over") if by_citizen and now >= day.ends else None


def here_from(starts: datetime) -> datetime:
    """From when she can say that she is here."""
    return starts - timedelta(minutes=HERE_FROM_MINUTES)


def link_shown(now: datetime, *, starts: datetime, ends: datetime) -> bool:
    """Whether the link to a video talk stands on her page: from half an hour before until it is over."""
    return starts - timedelta(minutes=LINK_FROM_MINUTES) <= now < ends


def refusal_to_take_back(day: OnTheDay, now: datetime, *, what: str, by_citizen: bool) -> Refusal | None:
    """She may take back "late" until the start, "arrived" until the end; only staff an absence."""
    if day.cancelled:
        return Refusal("already_cancelled")
    if day.started:
        return Refusal("talk_going_on")
    if by_citizen and now >= (day.starts if what == "late" else day.ends):
        return Refusal("talk_began")
    return None


# ---- the telephone ---------------------------------------------------------------------------------


def refusal_to_ring(day: OnTheDay, *, number: str) -> Refusal | None:
    """An attempt is logged whenever we ring, also outside the booked time, where it does not count."""
    if day.cancelled:
        return Refusal("already_cancelled")
    return None if number else Refusal("no_number")


def refusal_to_answer(day: OnTheDay, call: Call, *, answer: str) -> Refusal | None:
    """How a call went can be put right until the talk is closed upon it."""
    if answer not in ANSWERS:
        return Refusal("unknown_answer")
    closed = day.absent_at is not None and call.at <= day.absent_at
    return Refusal("call_is_closed") if closed else None


def enough_calls(day: OnTheDay) -> bool:
    """Two calls in vain, at least ten minutes apart, inside the booked time (I13)."""
    vain = [call.at for call in day.counting if call.in_vain]
    return len(vain) >= CALLS_NEEDED and vain[-1] - vain[0] >= timedelta(minutes=MINUTES_BETWEEN_CALLS)


def next_call(day: OnTheDay) -> datetime | None:
    """The earliest minute at which the next call counts, after one in vain; None when none is left."""
    first = next((call.at for call in day.counting if call.in_vain), None)
    if first is None:
        return None
    earliest = first + timedelta(minutes=MINUTES_BETWEEN_CALLS)
    if earliest.second or earliest.microsecond:
        earliest = earliest.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return earliest if earliest < day.ends else None


# ---- absence ---------------------------------------------------------------------------------------


def absence_of(form: str) -> str:
    """Who should have come has not come; whom we should have rung, or met on video, was not reached."""
    return NOT_COME if form == "in_person" else NOT_REACHED


def refusal_to_close(day: OnTheDay, now: datetime) -> Refusal | None:
    """An absence can be written once the talk should have begun; on the telephone after two calls (I13)."""
    if refusal := _not_missed(day, now):
        return refusal
    if day.meets:
        return None
    if day.counting and day.counting[-1].outcome == REACHED:
        return Refusal("was_reached", {"at_time": day.counting[-1].at})
    if enough_calls(day):
        return None
    if now < day.ends and not any(call.in_vain for call in day.counting):
        return Refusal("ring_first")
    earliest = next_call(day) if now < day.ends else None
    return Refusal("ring_again", {"from_time": earliest}) if earliest else Refusal("no_time_to_ring")


def refusal_to_tell(day: OnTheDay, now: datetime) -> Refusal | None:
    """»Vi fik ikke talt sammen« is sent when it is true; on the telephone after a call in vain."""
    if refusal := _not_missed(day, now):
        return refusal
    rung = day.meets or any(call.in_vain for call in day.counting)
    return None if rung else Refusal("ring_first" if now < day.ends else "no_time_to_ring")


def _not_missed(day: OnTheDay, now: datetime) -> Refusal | None:
    if day.cancelled:
        return Refusal("already_cancelled")
    if day.started:
        return Refusal("talk_going_on")
    return Refusal("talk_not_begun", {"at_time": day.starts}) if now < day.starts else None


# ---- another form ----------------------------------------------------------------------------------


def refusal_to_ring_instead(day: OnTheDay, *, number: str, today: bool) -> Refusal | None:
    """A talk can be held on the telephone instead, on its day, while it is still to come."""
    if refusal := _over(day, by_citizen=False):
        return refusal
    if day.form == "phone":
        return Refusal("phone_already")
    if not today:
        return Refusal("phone_another_day")
    return None if number else Refusal("no_number")


def _over(day: OnTheDay, *, by_citizen: bool) -> Refusal | None:
    if day.cancelled:
        return Refusal("already_cancelled")
    if by_citizen and (day.started or day.absence):
        return Refusal("talk_began")
    if day.started:
        return Refusal("talk_going_on")
    return Refusal("talk_is_closed") if day.absence else None
