"""How a booked talk is said on the adviser's pages: how they meet, what she needs, where it stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from afsaet.booking.models import Booking
from afsaet.conversations.rules import DayState
from afsaet.core import danish

# Icon, word in a row, words on the next card.
_FORMS = {
    "in_person": ("location", gettext_lazy("Kommer"), gettext_lazy("Kommer hertil")),
    "phone": ("smartphone", gettext_lazy("Telefon"), gettext_lazy("Telefon")),
    "video": ("videocam", gettext_lazy("Video"), gettext_lazy("Video")),
}


@dataclass(frozen=True)
class How:
    """How they meet: icon, and the word in a row and on a card."""

    icon: str
    word: str
    words: str


def how(booking: Booking) -> How:
    icon, word, words = _FORMS[booking.form]
    return How(icon, str(word), str(words))


def topics(booking: Booking) -> list[str]:
    return [str(chosen.topic.text) for chosen in booking.chosen_topics.all()]


def needs(booking: Booking) -> list[str]:
    """What she brings or needs, to act on before she comes."""
    found = []
    if booking.interpreter:
        found.append(_("Ønsker tolk, %(language)s") % {"language": booking.interpreter})
    if booking.companion:
        found.append(_("Tager en med"))
    if booking.no_stairs:
        found.append(_("Kan ikke gå på trapper"))
    if booking.hard_to_hear_or_see:
        found.append(_("Hører eller ser dårligt"))
    return found


def state_words(state: DayState, today: date) -> tuple[str, str]:
    """The look (templatetags/looks.py) and the words of a state."""
    since = state.since
    when = ""
    if since:
        when = danish.at(since) if danish.as_day(since) == today else danish.ago(since, today)
    return {
        "booked": ("booked", _("Booket")),
        "in_progress": ("started", _("I gang siden %(when)s") % {"when": when.removeprefix("kl. ")}),
        "missing": ("not_filed", _("Holdt. Mangler i fagsystemet")),
        "held": ("held", _("Holdt")),
        "cancelled": ("cancelled", _("Afbud %(when)s") % {"when": when}),
        "cancelled_by_us": ("cancelled", _("Aflyst af os")),
    }[state.key]


def talks(count: int) -> str:
    """`8 samtaler`, `1 samtale`, `Ingen samtaler`"""
    if count == 0:
        return _("Ingen samtaler")
    return _("1 samtale") if count == 1 else _("%(count)s samtaler") % {"count": count}
