"""The one clock. Everybody asks `clock.now()`; only the demo can move it."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

ZONE = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """The time now in UTC; in the demo moved by what `./run manage clock` has written."""
    real = timezone.now()
    return real + offset(settings.CLOCK_FILE) if settings.CLOCK_FILE else real


def offset(path: Path) -> timedelta:
    try:
        return timedelta(seconds=float(path.read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()


def local(moment: datetime) -> datetime:
    """The same moment on the wall in Denmark."""
    return moment.astimezone(ZONE)


def today() -> date:
    return local(now()).date()


def at_local(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment when the clock on the wall in Denmark shows this."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
