"""Who may open whose door: pure decisions a specialist of the field can read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

GRANT_DAYS_AFTER_TALK = 14


@dataclass(frozen=True)
class CaseloadSpell:
    """The adviser has the citizen from `starts` up to, not including, `ends`."""

    starts: date
    ends: date | None

    def covers(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True)
class OpenDoor:
    """A grant: open from `opens` up to, not including, `closes` (UTC), by a booking or a substitution."""

    opens: datetime
    closes: datetime
    reason: str = "booking"

    def covers(self, moment: datetime) -> bool:
        return self.opens <= moment < self.closes


def reason_to_open(
    spells: list[CaseloadSpell],
    doors: list[OpenDoor],
    *,
    today: date,
    now: datetime,
    deputised: list[CaseloadSpell] | None = None,
) -> str | None:
    """Why this adviser may see this citizen; None when she may not.

    "caseload", "deputy", "booking", or "substitution" when she has taken a talk for a colleague.
    `deputised` are the citizen's spells with colleagues she deputises for today.
    """
    if any(spell.covers(today) for spell in spells):
        return "caseload"
    if any(spell.covers(today) for spell in deputised or []):
        return "deputy"
    opened_by = {door.reason for door in doors if door.covers(now)}
    return "booking" if "booking" in opened_by else next(iter(opened_by), None)


def door_closes(talk_ends: datetime) -> datetime:
    """A booking opens the door for its adviser until 14 days after the talk (DESIGN.md section 4)."""
    return talk_ends + timedelta(days=GRANT_DAYS_AFTER_TALK)


MOST_WRONG_CODES = 10
CODES_PAUSE_MINUTES = 15


def codes_paused(wrong: int, latest: datetime | None, now: datetime) -> bool:
    """Whether no code is taken just now: after many wrong ones in a row, from whatever place they came."""
    if wrong < MOST_WRONG_CODES or latest is None:
        return False
    return now < latest + timedelta(minutes=CODES_PAUSE_MINUTES)
