"""What may stand in a message, through which channels it goes, when, and how often it is tried."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from afsaet.core.errors import Refusal

# A message may be read over her shoulder: no word that says what the authority is to her.
PURPOSE_WORDS = ("jobcent", "ledig", "kontanthjælp", "dagpenge", "sygedagpenge", "aktivering", "sanktion")
QUIET_FROM, QUIET_TO, URGENT_FROM = time(22), time(9), time(7)
_PURPOSE = re.compile(rf"\w*(?:{'|'.join(PURPOSE_WORDS)})\w*", re.IGNORECASE)
_CPR = re.compile(r"\b\d{6}-?\d{4}\b")
_PLACE = re.compile(r"\{(\w+)\}")

# One table of who hears what through what. The inbox gets everything; an address that is missing, a
# citizen who wants no text messages and a house without a gateway take their channel out.
_ALL, _WRITTEN = ("inbox", "email", "sms"), ("inbox", "email")
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "booked": _ALL,
    "moved": _ALL,
    "cancelled": _ALL,
    "cancelled_by_us": _ALL,
    "reminder": _ALL,
    "not_come": _ALL,
    "not_reached": _ALL,
    "time_offered": _ALL,
    "moved_by_us_offer": _ALL,
    "adviser_changed": _ALL,
    "phone_instead": _ALL,
    "summary_shared": _WRITTEN,
}

# What each text may name in braces, besides what the house itself gives (_OF_THE_HOUSE).
_OF_A_TALK = frozenset({"first_name", "when", "when_short", "at", "adviser", "calls"})
_OF_THE_HOUSE = frozenset({"authority", "phone", "calls_from", "site"})
PLACES: Mapping[str, frozenset[str]] = {
    "booked": _OF_A_TALK,
    "moved": _OF_A_TALK,
    "cancelled": _OF_A_TALK,
    "cancelled_by_us": _OF_A_TALK,
    "reminder": _OF_A_TALK,
    "not_come": _OF_A_TALK,
    "not_reached": _OF_A_TALK | {"rang_at"},
    "time_offered": _OF_A_TALK | {"held_until"},
    "moved_by_us_offer": _OF_A_TALK | {"held_until", "had_when", "had_short", "had_adviser"},
    "adviser_changed": _OF_A_TALK | {"had_adviser"},
    "phone_instead": _OF_A_TALK,
    "summary_shared": frozenset({"first_name", "adviser"}),
    "invitation": frozenset({"link"}),
    "forgotten": frozenset({"link"}),
    "colleague_asked": frozenset({"adviser", "when", "link"}),
}
# The longest of their kind, so that a text which fits with these fits always (but for long names).
EXAMPLE: Mapping[str, str] = {
    "first_name": "Bo",
    "when": "torsdag den 26. november kl. 10.30",
    "when_short": "torsdag 26/11 kl. 10.30",
    "at": "kl. 10.30",
    "adviser": "Lise Krogh",
    "rang_at": "kl. 10.32 og kl. 10.44",
    "held_until": "i morgen kl. 14.30",
    "had_when": "onsdag den 25. november kl. 10.30",
    "had_short": "onsdag 25/11 kl. 10.30",
    "had_adviser": "Nanna Juhl",
}

# GSM 03.38: what a text message holds 160 of; the second row counts double. Anything else halves the room.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("^{}\\[~]|€\f")
MOST_GSM, MOST_OTHER = 160, 134  # characters: one message, and in other alphabets two

FIRST_WAITS = (1, 2, 4, 8)  # minutes after the first attempts; then a quarter of an hour each
LATER_WAIT = 15
MOST_ATTEMPTS = 20  # which takes four hours


def channels_of(template: str) -> tuple[str, ...]:
    return CHANNELS.get(template, _WRITTEN)


def lint(text: str) -> Refusal | None:
    """Why a template or a rendered message may not go out, or None."""
    if found := _PURPOSE.search(text):
        return Refusal("purpose_word", {"word": found[0]})
    if _CPR.search(text):
        return Refusal("cpr_in_message")
    return None


def without_cpr(text: str) -> str:
    """The text with the last four digits of what looks like a CPR number gone."""
    return _CPR.sub(lambda number: f"{number[0][:6]}-xxxx", text)


def lint_short(text: str) -> Refusal | None:
    """Why a rendered text message would cost more than one, or None."""
    odd = next((sign for sign in text if sign not in _GSM and sign not in _GSM_DOUBLE), "")
    if odd and not odd.isalpha():
        return Refusal("short_odd_sign", {"sign": odd})
    most = MOST_OTHER if odd else MOST_GSM
    if length(text) > most:
        return Refusal("short_too_long", {"most": most, "has": length(text)})
    return None


def length(text: str) -> int:
    """How much room a text takes in a text message."""
    return len(text) + sum(sign in _GSM_DOUBLE for sign in text)


def places_of(key: str) -> frozenset[str]:
    """What the text of this message may name."""
    return PLACES.get(key, frozenset()) | _OF_THE_HOUSE


def unknown_place(key: str, text: str) -> Refusal | None:
    """Whether the template's text names something that its message does not know."""
    known = places_of(key)
    unknown = next((place for place in _PLACE.findall(text) if place not in known), None)
    if unknown is not None:
        return Refusal("unknown_place", {"place": f"{{{unknown}}}"})
    if set(_PLACE.sub("", text)) & set("{}"):
        return Refusal("broken_place")
    return None


def filled(template: str, facts: Mapping[str, str]) -> str:
    """The template with its {places} filled. Raises KeyError for a place without a fact."""
    return _PLACE.sub(lambda place: facts[place.group(1)], template)


def after_quiet_hours(due: datetime, zone: ZoneInfo, urgent_on: date | None = None) -> datetime:
    """What makes a sound at night rests from 22 to 9, wall time; only what concerns that morning's own day
    (`urgent_on`) goes from 7. Returns UTC-comparable.
    """
    local = due.astimezone(zone)
    late = local.time() >= QUIET_FROM
    day = local.date() + timedelta(days=1) if late else local.date()
    opens = URGENT_FROM if day == urgent_on else QUIET_TO
    return datetime.combine(day, opens, zone) if late or local.time() < opens else due


def wait_after(attempts: int) -> int | None:
    """Minutes until the next attempt, or None: it is given up. Twenty attempts take four hours."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return FIRST_WAITS[attempts - 1] if attempts <= len(FIRST_WAITS) else LATER_WAIT
