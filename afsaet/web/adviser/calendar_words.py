"""The words for her other calendar, and for what came on top of a talk."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from afsaet.booking.queries.clashes import Clashing
from afsaet.calendar.queries.busy import Source
from afsaet.core import clock, danish

OLD = timedelta(hours=2)


def calendar_name(source: Source | None) -> str:
    """What she calls it: nearly always Outlook, and else her calendar."""
    address = source.url.lower() if source else ""
    outlook = any(word in address for word in ("outlook", "office365", "/owa/", "exchange"))
    return "Outlook" if outlook else _("Din egen kalender")


def is_old(source: Source, now: datetime) -> bool:
    return source.read_at is None or now - source.read_at > OLD


def read_words(source: Source, now: datetime) -> str:
    """`Outlook læst kl. 8.55.`, or what may be missing when that is long ago."""
    facts = {"name": calendar_name(source)}
    if source.read_at is None:
        return _("%(name)s er ikke læst endnu.") % facts
    today = clock.local(now).date()
    same_day = danish.as_day(source.read_at) == today
    facts["when"] = danish.at(source.read_at) if same_day else danish.ago(source.read_at, today)
    if not is_old(source, now):
        return _("%(name)s læst %(when)s.") % facts
    return _("%(name)s blev sidst læst %(when)s. Møder, der er kommet til siden, kan mangle.") % facts


def clash_words(clash: Clashing, source: Source | None, today: datetime) -> str:
    """What came on top of which talk. That it stands is said once, after it."""
    talk, local = clash.booking, clock.local(today).date()
    same_day = danish.as_day(talk.starts) == local
    day = "" if same_day else f"{danish.near_day(talk.starts, local)} "
    facts = {
        "first_name": talk.citizen.first_name,
        "calendar": calendar_name(source) if calendar_name(source) == "Outlook" else _("din egen kalender"),
        "day": day,
        "at": danish.at(max(clash.starts, _midnight(talk.starts))),
        "talk_at": danish.at(talk.starts),
        "both_at": danish.at(max(clash.starts, talk.starts)),
        "name": clash.name,
    }
    return _SAYS[clash.kind]() % facts


def _midnight(moment: datetime) -> datetime:
    """What began before the talk's day began with it."""
    return clock.at_local(danish.as_day(moment), 0)


_SAYS = {
    "busy": lambda: _("Du har et møde i %(calendar)s %(day)s%(at)s oven i samtalen med %(first_name)s."),
    "closed": lambda: _(
        "Du har lukket for booking %(day)s%(both_at)s, hvor du har en samtale med %(first_name)s."
    ),
    "day": lambda: _(
        "Der er lukket %(day)s(%(name)s), hvor du har en samtale med %(first_name)s %(talk_at)s."
    ),
    "room": lambda: _(
        "%(name)s er taget ud af brug, og samtalen med %(first_name)s %(day)s%(talk_at)s ligger der."
    ),
    "hours": lambda: _("Samtalen med %(first_name)s %(day)s%(talk_at)s ligger uden for dine faste tider."),
}
