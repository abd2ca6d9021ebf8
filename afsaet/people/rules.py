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
    """A grant: open from `opens` up to, not including, `closes` (UTC)."""

    opens: datetime
    closes: datetime

    def covers(self, moment: datetime) -> bool:
        return self.opens <= moment < self.closes


def reason_to_open(
    spells: list[CaseloadSpell], doors: list[OpenDoor], *, today: date, now: datetime
) -> str | None:
    """Why this adviser may see this citizen: "caseload", "booking", or None when she may not."""
    if any(spell.covers(today) for spell in spells):
        return "caseload"
    if any(door.covers(now) for door in doors):
        return "booking"
    return None


def door_closes(talk_ends: datetime) -> datetime:
    """A booking opens the door for its adviser until 14 days after the talk (DESIGN.md section 4)."""
    return talk_ends + timedelta(days=GRANT_DAYS_AFTER_TALK)
