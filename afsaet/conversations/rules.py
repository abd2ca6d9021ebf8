"""What a talk is made of, as pure decisions: its state on the day, its summary, its next time."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from afsaet.booking.rules.attendance import EXPECTED, NOT_COME, NOT_REACHED, AttendanceState
from afsaet.core.errors import Refusal

MOST_WORDS = 300
NEXT_TALK_AFTER_DAYS = 21
NEXT_TIME_HELD_MINUTES = 120
_CPR = re.compile(r"(?<![\d+])\d{6}[- ]?\d{4}(?!\d)")


@dataclass(frozen=True)
class DayState:
    """Where a booked talk stands: booked, in_progress, missing, held, cancelled, cancelled_by_us, or what
    `booking.rules.attendance` knows of her coming (late, arrived, calling, called, reached, not_come, not_reached).

    `since` is the moment its word names (UTC), `act` says that somebody must do something, `count` is the
    minutes she is late or the calls in vain.
    """

    key: str
    since: datetime | None = None
    act: bool = False
    count: int = 0

    @property
    def ahead(self) -> bool:
        """The talk is going on or still to come."""
        return self.key not in OVER


# The states in which there is nothing left to hold.
OVER = ("missing", "held", "cancelled", "cancelled_by_us", NOT_COME, NOT_REACHED)


def day_state(
    *,
    cancelled_at: datetime | None,
    cancelled_by_citizen: bool,
    started_at: datetime | None,
    closed_at: datetime | None,
    copied_at: datetime | None,
    attendance: AttendanceState = EXPECTED,
) -> DayState:
    """The state of a row on *I dag* (docs/states.md): a talk that is begun or cancelled before her coming."""
    if cancelled_at is not None:
        return DayState("cancelled" if cancelled_by_citizen else "cancelled_by_us", cancelled_at)
    if closed_at is not None:
        return DayState("held", closed_at) if copied_at else DayState("missing", closed_at, act=True)
    if started_at is not None:
        return DayState("in_progress", started_at, act=True)
    if attendance.key == "expected":
        return DayState("booked")
    absent = attendance.key in (NOT_COME, NOT_REACHED)
    return DayState(attendance.key, attendance.since, act=not absent, count=attendance.count)


def refusal_to_start(today: date, talk_day: date, *, cancelled: bool) -> Refusal | None:
    """A talk starts on its day, or later when it was forgotten; never ahead, never when it is cancelled."""
    if cancelled:
        return Refusal("already_cancelled")
    if talk_day > today:
        return Refusal("talk_not_today")
    return None


def has_cpr(text: str) -> bool:
    """Whether something in the text looks like a CPR number."""
    return _CPR.search(text) is not None


def refusal_of_text(text: str, *, most: int = MOST_WORDS) -> Refusal | None:
    """No CPR number is written down in a talk, and nothing longer than fits."""
    if has_cpr(text):
        return Refusal("cpr_in_text")
    if len(text) > most:
        return Refusal("text_too_long", {"most": most})
    return None


def without_cpr(text: str) -> str:
    """The text with the last four digits of whatever looks like a CPR number made unreadable."""
    return _CPR.sub(lambda found: f"{found.group()[:6]}-xxxx", text)


def three_next_times(times: list[datetime], talk_starts: datetime) -> list[datetime]:
    """Three times to suggest, on different days: as near as can be to three weeks after this talk."""
    wanted = talk_starts + timedelta(days=NEXT_TALK_AFTER_DAYS)
    nearest: dict[date, datetime] = {}
    for time in sorted(times, key=lambda time: (abs(time - wanted), time)):
        nearest.setdefault(time.date(), time)
        if len(nearest) == 3:
            break
    return sorted(nearest.values())


@dataclass(frozen=True)
class SavedAgreement:
    who: str
    what: str
    by: str = ""


@dataclass(frozen=True)
class Saved:
    """What a talk leaves, in words ready to be read. Empty parts are left out of the summary."""

    topics: list[str]
    outcomes: list[str]
    notes: list[str]
    goal: str
    sub_goal: str
    agreements: list[SavedAgreement]
    next_time: str
    parked: list[str] = field(default_factory=list)


def composed_summary(saved: Saved) -> str:
    """The summary as a draft: one short paragraph for each part of the talk."""
    parts = [
        _list("Vi talte om", saved.topics),
        _list("Siden sidst", saved.outcomes),
        _list("Det vil vi huske", saved.notes),
        f"Mål: »{saved.goal}«" if saved.goal else "",
        f"Første skridt: {saved.sub_goal}" if saved.sub_goal else "",
        _list("Det aftalte vi", [_agreement(agreement) for agreement in saved.agreements]),
        _list("Det tager vi næste gang", saved.parked),
        f"Næste samtale: {saved.next_time}" if saved.next_time else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _agreement(agreement: SavedAgreement) -> str:
    return f"{agreement.who}: {agreement.what}" + (f" ({agreement.by})" if agreement.by else "")


def _list(heading: str, lines: list[str]) -> str:
    return "\n".join([f"{heading}:", *(f"- {line}" for line in lines)]) if lines else ""
