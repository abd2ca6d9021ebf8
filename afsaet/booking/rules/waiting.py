"""When a time that has become free is offered to whom is waiting, and how long it is held. Pure; Danish wall time."""

from datetime import datetime, time, timedelta

# What is freed so late is the adviser's own: her lunch, her notes.
MIN_AHEAD = timedelta(hours=2)
# So long she can press *Behold som luft* before anybody is asked.
GRACE = timedelta(minutes=15)
HELD_FOR = timedelta(hours=2)
# She has answered this long before it begins, and is never given less than this to answer in.
LEAST = timedelta(minutes=30)
# What stands on a freed time that the adviser keeps for herself.
AIR = "Luft"
DAY_FROM, DAY_TO = time(8), time(20)


def offered_at(freed: datetime, starts: datetime) -> datetime | None:
    """When the first who waits is asked: after a quarter of an hour, by day; None: it is not offered."""
    if starts - freed <= MIN_AHEAD:
        return None
    asked = freed + GRACE
    if not DAY_FROM <= asked.time() < DAY_TO:
        day = asked.date() if asked.time() < DAY_FROM else asked.date() + timedelta(days=1)
        asked = datetime.combine(day, DAY_FROM, asked.tzinfo)
    return asked if held_until(asked, starts) else None


def held_until(now: datetime, starts: datetime) -> datetime | None:
    """Two hours by day, and an answer half an hour before it begins; None when that leaves less than half
    an hour, or it is night.
    """
    if not DAY_FROM <= now.time() < DAY_TO:
        return None
    until = min(now + HELD_FOR, starts - LEAST)
    return until if until - now >= LEAST else None
