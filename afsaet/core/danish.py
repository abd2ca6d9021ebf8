"""Dates, times, numbers and names as one writes them in Danish. Pure: what day it is, is an argument."""

from datetime import date, datetime, timedelta

from afsaet.core.clock import local

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
SHORT_WEEKDAYS = ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn.")
MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
SHORT_MONTHS = (
    "jan.",
    "feb.",
    "mar.",
    "apr.",
    "maj",
    "juni",
    "juli",
    "aug.",
    "sep.",
    "okt.",
    "nov.",
    "dec.",
)
DOT = "•"


def as_day(value: date | datetime) -> date:
    """The day on the wall in Denmark."""
    return local(value).date() if isinstance(value, datetime) else value


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def day(value: date | datetime, today: date) -> str:
    """`torsdag den 26. november`, with the year when it is not this year's."""
    on = as_day(value)
    year = "" if on.year == today.year else f" {on.year}"
    return f"{WEEKDAYS[on.weekday()]} den {on.day}. {MONTHS[on.month - 1]}{year}"


def date_only(value: date | datetime, today: date) -> str:
    """`26. november`, with the year when it is not this year's."""
    on = as_day(value)
    year = "" if on.year == today.year else f" {on.year}"
    return f"{on.day}. {MONTHS[on.month - 1]}{year}"


def short_day(value: date | datetime) -> str:
    """`tors. 26. nov.`"""
    on = as_day(value)
    return f"{SHORT_WEEKDAYS[on.weekday()]} {on.day}. {SHORT_MONTHS[on.month - 1]}"


def clock(moment: datetime) -> str:
    """`9.00`"""
    wall = local(moment)
    return f"{wall.hour}.{wall.minute:02}"


def at(moment: datetime) -> str:
    """`kl. 9.00`"""
    return f"kl. {clock(moment)}"


def brief_at(moment: datetime) -> str:
    """`kl. 14`, or `kl. 14.20`: for what has been, where the minute says something only when it is there."""
    wall = local(moment)
    return f"kl. {wall.hour}" if wall.minute == 0 else f"kl. {clock(moment)}"


def brief_when(moment: datetime) -> str:
    """`torsdag 26/11 kl. 9.00`: for a text message."""
    on = as_day(moment)
    return f"{WEEKDAYS[on.weekday()]} {on.day}/{on.month} {at(moment)}"


def ago(moment: datetime, today: date) -> str:
    """`i dag kl. 7.20`, `i går kl. 14`, `mandag kl. 9`, `den 3. november`."""
    on = as_day(moment)
    days = (today - on).days
    near = {-1: "i morgen", 0: "i dag", 1: "i går"}.get(days)
    if near:
        return f"{near} {brief_at(moment)}"
    if 1 < days < 7:
        return f"{WEEKDAYS[on.weekday()]} {brief_at(moment)}"
    return f"den {date_only(on, today)}"


def near_day(value: date | datetime, today: date) -> str:
    """`i dag`, `i morgen`, else `torsdag den 26. november`."""
    on = as_day(value)
    named = {today - timedelta(1): "i går", today: "i dag", today + timedelta(1): "i morgen"}
    return named.get(on) or day(on, today)


def _digits(number: str) -> tuple[str, str]:
    """Country code (empty for Danish numbers) and the rest."""
    compact = "".join(c for c in number if c.isdigit() or c == "+")
    if compact.startswith("+45"):
        return "", compact[3:]
    if compact.startswith("+"):
        return compact[:3], compact[3:]
    return "", compact


def _pairs(digits: str) -> list[str]:
    return [digits[i : i + 2] for i in range(0, len(digits), 2)]


def phone(number: str) -> str:
    """`20 12 34 78`"""
    country, digits = _digits(number)
    return " ".join([*([country] if country else []), *_pairs(digits)])


def masked_phone(number: str) -> str:
    """`20 12 •• 78`: enough to know one's own number by, too little to call it."""
    country, digits = _digits(number)
    pairs = _pairs(digits)
    if len(pairs) > 1:
        pairs[-2] = DOT * 2
    return " ".join([*([country] if country else []), *pairs])


def masked_mail(address: str) -> str:
    """`b•••@mail.dk`"""
    name, at_sign, host = address.partition("@")
    return f"{name[:1]}{DOT * 3}{at_sign}{host}" if at_sign else DOT * 3


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else ""


def initials(name: str) -> str:
    """`LK`: first and last name."""
    words = name.split()
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


def listed(words: list[str]) -> str:
    """`a, b og c`"""
    return " og ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
