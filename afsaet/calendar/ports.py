"""What somebody's other calendar must offer this room: when she is taken, and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Taken:
    """She is taken from `starts` to `ends` (UTC). `uid` only serves to know our own talks again; never kept."""

    starts: datetime
    ends: datetime
    uid: str = ""


@dataclass(frozen=True)
class OtherCalendar:
    """Where it is, and how one gets in. The password is in clear: never log one of these."""

    url: str
    user_name: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return "OtherCalendar(…)"


class Unreadable(Exception):
    """It could not be read. `code` says why; web/sentences.py says it in Danish, and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BusyTimes(Protocol):
    """One way to read a calendar. `settings.CALENDARS` names the adapters by the source's kind."""

    def read(self, calendar: OtherCalendar, first: datetime, last: datetime) -> list[Taken]:
        """When she is taken between `first` and `last` (UTC), cut off at both. Raises Unreadable."""
        ...
