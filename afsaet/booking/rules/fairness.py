"""Whose turn it is when she takes whoever has time first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

NEW_FOR = timedelta(days=28)


@dataclass(frozen=True)
class Turn:
    """Minutes taken of the minutes worked in the week of the talk, and when she last was given one (UTC)."""

    booked: int
    working: int
    last_given: datetime | None = None
    newcomer: bool = False

    @property
    def share(self) -> Fraction:
        """Exact, so that equal shares are equal. Without working time she has given away all she has."""
        return Fraction(self.booked, self.working) if self.working else Fraction(1)


def is_newcomer(since: date | None, day: date) -> bool:
    """Whether somebody whose hours began `since` is still new on the day of the talk."""
    return since is None or day < since + NEW_FOR


def in_turn(turns: Mapping[UUID, Turn], citizen: UUID) -> list[UUID]:
    """Whoever has the smallest booked share of her working time comes first, then the one who was given a
    talk least recently.

    A newcomer's empty calendar is not a debt: she counts as having given away at least the others' mean
    share. Where all is equal the order differs from citizen to citizen, so that many at once do not ask the
    same one.
    """
    others = [turn.share for turn in turns.values() if not turn.newcomer]
    mean = sum(others, Fraction()) / len(others) if others else Fraction()

    def place(staff: UUID) -> tuple[Fraction, bool, float, int]:
        turn, given = turns[staff], turns[staff].last_given
        share = max(turn.share, mean) if turn.newcomer else turn.share
        return share, given is not None, given.timestamp() if given else 0.0, staff.int ^ citizen.int

    return sorted(turns, key=place)
