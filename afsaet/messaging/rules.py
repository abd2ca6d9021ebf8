"""What may stand in a message, and when a reminder may go out."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from afsaet.core.errors import Refusal

# A message may be read over her shoulder: no word that says what the authority is to her.
PURPOSE_WORDS = ("jobcent", "ledig", "kontanthjælp", "dagpenge", "sygedagpenge", "aktivering", "sanktion")
QUIET_FROM, QUIET_TO = time(22), time(9)
_CPR = re.compile(r"\b\d{6}-?\d{4}\b")
_PLACE = re.compile(r"\{(\w+)\}")


def lint(text: str) -> Refusal | None:
    """Why a template or a rendered message may not go out, or None."""
    lowered = text.lower()
    for word in PURPOSE_WORDS:
        if word in lowered:
            return Refusal("purpose_word", {"word": word})
    if _CPR.search(text):
        return Refusal("cpr_in_message")
    return None


def filled(template: str, facts: dict[str, str]) -> str:
    """The template with its {places} filled. Raises KeyError for a place without a fact."""
    return _PLACE.sub(lambda place: facts[place.group(1)], template)


def after_quiet_hours(due: datetime, zone: ZoneInfo) -> datetime:
    """Reminders rest from 22 to 9: one that is due then goes at 9 the same morning. Returns UTC-comparable."""
    local = due.astimezone(zone)
    if QUIET_TO <= local.time() < QUIET_FROM:
        return due
    morning = local.replace(hour=QUIET_TO.hour, minute=0, second=0, microsecond=0, fold=0)
    if local.time() >= QUIET_FROM:
        day = local.date() + timedelta(days=1)
        morning = datetime.combine(day, QUIET_TO, zone)
    return morning
