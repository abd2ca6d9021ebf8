"""How long a talk without a time may last: until whatever is taken next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LEAST_MINUTES = 10


@dataclass(frozen=True)
class Span:
    """Taken from `starts` up to, not including, `ends` (UTC)."""

    starts: datetime
    ends: datetime


def ends_at(starts: datetime, minutes: int, taken: Sequence[Span]) -> datetime | None:
    """When a talk of at most `minutes` that begins now is over; None when there are not ten minutes."""
    wanted = starts + timedelta(minutes=minutes)
    ends = min((max(span.starts, starts) for span in taken if span.ends > starts), default=wanted)
    ends = min(ends, wanted)
    return ends if ends - starts >= timedelta(minutes=LEAST_MINUTES) else None


def free_from(moment: datetime, taken: Sequence[Span]) -> datetime:
    """The first moment from which ten minutes are free."""
    for span in sorted(taken, key=lambda span: span.starts):
        if span.starts - moment >= timedelta(minutes=LEAST_MINUTES):
            break
        moment = max(moment, span.ends)
    return moment
