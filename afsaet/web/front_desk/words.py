"""How a time is said at the desk: how they meet, and where it stands. Never what it is about."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from afsaet.booking.queries.desk import DeskTime
from afsaet.core import clock, danish

FORMS = {
    "in_person": gettext_lazy("Kommer hertil"),
    "phone": gettext_lazy("Vi ringer"),
    "video": gettext_lazy("Video"),
}
# The classes of booking.models.REASONS, said of her. Nobody asks what she suffers from.
REASONS = (
    ("ill", gettext_lazy("Er syg")),
    ("child_ill", gettext_lazy("Barnet er sygt")),
    ("work", gettext_lazy("Skal på arbejde eller til jobsamtale")),
    ("other", gettext_lazy("Noget andet")),
)


def state_words(time: DeskTime, now: datetime) -> tuple[str, str]:
    """The look (templatetags/looks.py) and the words of a time."""
    if time.state == "begun":
        over = time.booking.ends <= now
        words = _("Begyndt %(when)s") if over else _("I gang siden %(when)s")
        return ("held" if over else "started", words % {"when": _bare(time.since)})
    if time.state == "cancelled":
        return "cancelled", _("Afbud %(when)s") % {"when": _when(time.since, now)}
    if time.state == "arrived":
        return "arrived", _("Er kommet %(when)s") % {"when": _bare(time.since)}
    if time.state == "late":
        return "late", _late(time.attendance.count)
    return {
        "cancelled_by_us": ("cancelled", _("Aflyst af os")),
        "not_come": ("not_come", _("Ikke mødt")),
        "not_reached": ("not_reached", _("Ikke fået fat i")),
    }.get(time.state, ("booked", _("Booket")))


def _late(minutes: int) -> str:
    return _("Forsinket %(count)s min") % {"count": minutes} if minutes else _("Forsinket længe")


def _bare(moment: datetime | None) -> str:
    """`8.52`"""
    return danish.clock(moment) if moment else ""


def _when(moment: datetime | None, now: datetime) -> str:
    """`kl. 7.41` today, else how long ago."""
    if moment is None:
        return ""
    today = clock.local(now).date()
    return danish.at(moment) if danish.as_day(moment) == today else danish.ago(moment, today)
