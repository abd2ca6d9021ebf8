"""How a booked talk is said on the adviser's pages: how they meet, what she needs, where it stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from afsaet.booking.models import Booking
from afsaet.booking.rules.attendance import WRONG_NUMBER, OnTheDay
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


# Two lines of a row hold about so many letters beside a long action.
_TWO_LINES = 30


def topics_in_row(booking: Booking) -> str:
    """All topics when they fit in two lines of a row; else the first, and how many more."""
    chosen = topics(booking)
    whole = ". ".join(chosen)
    if len(whole) <= _TWO_LINES or len(chosen) < 2:
        return whole
    more = len(chosen) - 1
    return ngettext("%(topic)s, og %(more)s til", "%(topic)s, og %(more)s til", more) % {
        "topic": chosen[0],
        "more": more,
    }


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


# Why she cannot come, as the adviser reads it; "other" says nothing.
_REASONS = {
    "ill": gettext_lazy("er syg"),
    "child_ill": gettext_lazy("barn er sygt"),
    "work": gettext_lazy("arbejde eller jobsamtale"),
}


def state_words(state: DayState, day: OnTheDay, booking: Booking, today: date) -> tuple[str, str]:
    """The look (templatetags/looks.py) and the words of a state."""
    when = ""
    if state.since:
        when = (
            danish.at(state.since) if danish.as_day(state.since) == today else danish.ago(state.since, today)
        )
    at = when.removeprefix("kl. ")
    look = {
        "in_progress": "started",
        "missing": "not_filed",
        "cancelled_by_us": "cancelled",
        "calling": "called",
    }.get(state.key, state.key)
    word = {
        "booked": _("Booket"),
        "late": _late(state.count),
        "arrived": _("Er kommet %(at)s") % {"at": at},
        "calling": _("Ringet %(at)s") % {"at": at},
        "called": _called(day, state.count),
        "reached": _("Fik fat i %(name)s %(at)s") % {"name": booking.citizen.first_name, "at": at},
        "in_progress": _("I gang siden %(at)s") % {"at": at},
        "missing": _("Holdt. Mangler i fagsystemet"),
        "held": _("Holdt"),
        "cancelled": _cancelled(booking, when),
        "cancelled_by_us": _("Aflyst af os"),
        "not_come": _("Ikke mødt"),
        "not_reached": _("Ikke fået fat i"),
    }[state.key]
    return look, word


def reason(key: str) -> str:
    """The same as a choice in a list."""
    return danish.capitalised(str(_REASONS.get(key, _("noget andet"))))


def _late(minutes: int) -> str:
    return _("Forsinket %(minutes)s min") % {"minutes": minutes} if minutes else _("Forsinket over 15 min")


def _called(day: OnTheDay, times: int) -> str:
    wrong = bool(day.counting) and day.counting[-1].outcome == WRONG_NUMBER
    answer = _("nummeret virker ikke") if wrong else _("intet svar")
    rung = ngettext("Ringet %(times)s gang", "Ringet %(times)s gange", times) % {"times": times}
    return f"{rung}, {answer}"


def _cancelled(booking: Booking, when: str) -> str:
    said = _("Afbud %(when)s") % {"when": when}
    return f"{said}: {_REASONS[booking.reason]}" if booking.reason in _REASONS else said


def talks(count: int) -> str:
    """`8 samtaler`, `1 samtale`, `Ingen samtaler`"""
    if count == 0:
        return _("Ingen samtaler")
    return _("1 samtale") if count == 1 else _("%(count)s samtaler") % {"count": count}
