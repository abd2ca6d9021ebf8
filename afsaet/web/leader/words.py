"""How a plan is said: why a place is proposed, how far it has come."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from afsaet.booking.models import ReplannedTalk
from afsaet.booking.queries.absences import Step
from afsaet.booking.queries.replanning import Line
from afsaet.booking.rules.replanning import Place
from afsaet.core import danish
from afsaet.people.models import Staff

# The look (templatetags/looks.py) of each state of a plan.
LOOKS = {
    "afbud": "cancelled",
    "cancelled": "cancelled",
    "kept": "held",
    "agreed": "held",
    "chose_other": "held",
    "asked": "moving",
    "talked": "called",
    "ring": "called",
    "later": "moving",
}


def place(where: Place, staff: Staff, today: date) -> str:
    """`i dag 13.15 hos Nanna Juhl`"""
    days = (where.starts.date() - today).days
    day = danish.near_day(where.starts, today) if days < 2 else danish.short_day(where.starts)
    when = f"{day} {danish.clock(where.starts)}"
    return _("%(when)s hos %(name)s") % {"when": when, "name": staff.name}


def why(line: Line, where: Place, staff: Staff, away: Staff) -> str:
    """`samme dag, hos Nanna`: what changes for her, nearest first."""
    had = line.proposed.talk.starts
    days = (where.starts.date() - had.date()).days
    if days == 0:
        when = _("samme tid") if where.starts == had else _("samme dag")
    else:
        when = _("1 dag senere") if days == 1 else _("%(days)s dage senere") % {"days": days}
        if days < 0:
            when = _("%(days)s dage før") % {"days": -days}
    if staff.pk == away.pk:
        return _("%(when)s, stadig hos %(name)s") % {"when": when, "name": staff.first_name}
    return _("%(when)s, hos %(name)s") % {"when": when, "name": staff.first_name}


def left() -> str:
    """What stands under a talk that was left to wait."""
    return _("Du har ladt den vente. Vælg en tid, når du vil.")


def nothing(line: Line) -> str:
    """Why there is no place to propose."""
    if line.by_hand:
        return _("Der er to medarbejdere med i samtalen. Ring, og aftal en tid.")
    if line.proposed.talk.interpreter:
        return _("Der er ingen tid, som en tolk kan nå. Ring, og aftal en tid.")
    if line.proposed.talk.hold_by:
        return _("Der er ingen ledig tid før fristen %(day)s.") % {
            "day": danish.date_only(line.proposed.talk.hold_by, line.proposed.talk.starts.date())
        }
    return _("Der er ingen ledig tid.")


def rung(row: ReplannedTalk | None) -> str:
    """`Ringet kl. 7.58: intet svar`"""
    if row is None or row.rung_at is None:
        return ""
    return _("Ringet %(at)s: %(outcome)s") % {
        "at": danish.at(row.rung_at),
        "outcome": row.get_outcome_display().lower(),
    }


def state(step: Step, today: date) -> tuple[str, str]:
    """The look and the words of a step."""
    row, offer = step.row, step.offer
    booking = row.booking
    until = f"{danish.near_day(offer.held_until, today)} {danish.at(offer.held_until)}" if offer else ""
    words = {
        "afbud": _("Afbud fra borgeren"),
        "cancelled": _("Aflyst af os"),
        "kept": _("Beholder den nye tid: %(when)s") % {"when": _new(booking.starts, booking.staff, today)},
        "agreed": _("Aftalt i telefonen: %(when)s") % {"when": _new(booking.starts, booking.staff, today)},
        "chose_other": _("Har valgt en anden tid: %(when)s")
        % {"when": _new(booking.starts, booking.staff, today)},
        "asked": _("Venter på svar, senest %(until)s") % {"until": until},
        "talked": _("Talt med %(at)s, ingen ny tid endnu")
        % {"at": danish.at(row.rung_at) if row.rung_at else ""},
        "ring": _("Har ikke svaret: ring") if offer else _("Skal ringes op"),
        "later": _("Venter"),
    }
    return LOOKS[step.state], words[step.state]


def _new(starts: datetime, staff: Staff, today: date) -> str:
    return _("%(day)s %(at)s hos %(name)s") % {
        "day": danish.near_day(starts, today),
        "at": danish.at(starts),
        "name": staff.name,
    }
