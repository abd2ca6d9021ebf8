"""Whether a booked talk still lies where its adviser can be. In UTC minutes since 1970."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Interval = tuple[int, int]  # [starts, ends)
Kind = Literal["busy", "closed", "day", "room", "hours"]
KINDS: tuple[Kind, ...] = ("busy", "closed", "day", "room", "hours")


@dataclass(frozen=True)
class Clash:
    """What is in the talk's way, and from when to when that is; for a room and for hours it is the talk's own time."""

    kind: Kind
    starts: int
    ends: int

    @property
    def key(self) -> str:
        """The very clash: the same thing at another time has another key."""
        return f"{self.kind}-{self.starts}-{self.ends}"


@dataclass(frozen=True)
class Times:
    """`opened` are the hours as they are now, without the closed days; hours that touch are two intervals or one."""

    opened: list[Interval]
    closed: list[Interval]
    busy: list[Interval]
    days: list[Interval]


def clashes_of(talk: Interval, times: Times, *, room_in_use: bool = True) -> list[Clash]:
    """Everything in the talk's way. A closed day says enough: that it has no hours is not said, too."""
    found = [Clash("busy", *span) for span in _meeting(talk, times.busy)]
    found += [Clash("closed", *span) for span in _meeting(talk, times.closed)]
    days = [Clash("day", *span) for span in _meeting(talk, times.days)]
    if not room_in_use:
        found.append(Clash("room", *talk))
    covered = _covered(talk, times.opened)
    if not covered:
        found += days or [Clash("hours", *talk)]
    return found


def _meeting(talk: Interval, spans: Iterable[Interval]) -> list[Interval]:
    return [span for span in spans if span[0] < talk[1] and talk[0] < span[1]]


def _covered(talk: Interval, opened: Iterable[Interval]) -> bool:
    """Whether the whole talk lies in the hours; what overlaps or touches is one."""
    reached = talk[0]
    for begins, ends in sorted(opened):
        if begins <= reached < ends:
            reached = ends
    return reached >= talk[1]
