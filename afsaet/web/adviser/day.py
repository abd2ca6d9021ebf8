"""The adviser's day as values ready to show: what the page *I dag* draws, and nothing else.

Everything the page shows of the day stands in `Day`, so two equal ones look the same: the page's version
is made from it, and a poll that finds the version unchanged is answered 304 and leaves no line in the log.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from afsaet.booking.models import Booking
from afsaet.booking.queries.booked import day_of, next_after, outline
from afsaet.calendar.queries import closed_days, weekly_hours
from afsaet.conversations.models import Conversation
from afsaet.conversations.queries import number_of, states_of, talks_by_booking, unfinished
from afsaet.conversations.rules import DayState, refusal_to_start
from afsaet.core import clock, danish
from afsaet.core.viewer import Viewer
from afsaet.people.models import Staff
from afsaet.plan.models import Agreement
from afsaet.plan.queries import open_agreements
from afsaet.web.adviser import words

_LETTERS = {
    "booked": "b",
    "in_progress": "p",
    "missing": "m",
    "held": "h",
    "cancelled": "c",
    "cancelled_by_us": "u",
}
# The states in which a talk is not over.
AHEAD = ("booked", "in_progress")


@dataclass(frozen=True)
class Action:
    """One thing to do; `post` when it is a button in a form of its own."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Row:
    uuid: str
    starts: datetime
    name: str
    icon: str
    how: str
    topics: str
    state: str
    look: str = ""
    word: str = ""
    action: Action | None = None

    @property
    def off(self) -> bool:
        return self.state in ("cancelled", "cancelled_by_us")

    @property
    def letter(self) -> str:
        return _LETTERS[self.state]


@dataclass(frozen=True)
class NextTalk:
    """The one card: what she needs to know before the door opens."""

    row: Row
    citizen_url: str
    first_name: str
    line: str
    topics: list[str]
    own_words: str
    agreed: list[str]
    needs: list[str]
    phone: str


@dataclass(frozen=True)
class Missing:
    """A talk that is held but not finished: not in the case system, or not shared."""

    name: str
    when: datetime
    what: str
    url: str


@dataclass(frozen=True)
class Day:
    """`rest` and `folded` are all talks but the next one, by the clock; `folded` are done and copied."""

    day: date
    today: bool
    count: int
    first: datetime | None
    next: NextTalk | None
    rest: list[Row]
    folded: list[Row]
    missing: list[Missing]
    not_filed: int
    not_shared: int
    following: date
    following_count: int
    following_first: datetime | None
    has_hours: bool
    closed: str
    later: Row | None

    @property
    def rows(self) -> list[Row]:
        """All talks of the day, by the clock."""
        card = [self.next.row] if self.next else []
        return sorted([*card, *self.rest, *self.folded], key=lambda row: (row.starts, row.uuid))

    @property
    def over(self) -> bool:
        """Whether something was held today, and nothing is left to hold."""
        kinds = {row.state for row in self.rows}
        return bool(kinds & {"held", "missing"}) and not kinds & set(AHEAD)


def day_for(viewer: Viewer, staff: Staff, day: date, now: datetime) -> Day:
    """The whole day in a constant number of queries. Notes everybody it names."""
    today = clock.local(now).date()
    bookings = day_of(viewer, staff, day)
    states = states_of(bookings)
    talks = talks_by_booking(bookings)
    chosen = _next(bookings, states) if day == today else None
    rows = [_row(booking, states[booking.pk], talks.get(booking.pk), today) for booking in bookings]
    others = [row for row in rows if chosen is None or row.uuid != str(chosen.uuid)]
    live = [booking for booking in bookings if not booking.cancelled]
    missing = unfinished(viewer, staff) if day == today else []
    following = workday(day, 1)
    ahead = outline(staff, following)
    later = next_after(viewer, staff, now) if not bookings and day == today else None
    return Day(
        day=day,
        today=day == today,
        count=len(live),
        first=live[0].starts if live else None,
        next=_card(chosen, next(row for row in rows if row.uuid == str(chosen.uuid)), today)
        if chosen
        else None,
        rest=[row for row in others if row.state != "held"],
        folded=[row for row in others if row.state == "held"],
        missing=[_missing(talk) for talk in missing],
        not_filed=sum(talk.case_system_entry.copied_at is None for talk in missing),
        not_shared=sum(talk.summary.shared_at is None for talk in missing),
        following=following,
        following_count=ahead.talks,
        following_first=ahead.first,
        has_hours=bool(bookings or weekly_hours(staff.uuid, day)),
        closed=closed_days(day, day).get(day, ""),
        later=_row(later, DayState("booked"), None, today) if later else None,
    )


def workday(day: date, step: int) -> date:
    """The next (1) or previous (-1) Monday to Friday."""
    day += timedelta(days=step)
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _next(bookings: list[Booking], states: dict[int, DayState]) -> Booking | None:
    """Who is in the room; else the first who is still to come, be it late."""
    for wanted in ("in_progress", "booked"):
        for booking in bookings:
            if states[booking.pk].key == wanted:
                return booking
    return None


def _row(booking: Booking, state: DayState, talk: Conversation | None, today: date) -> Row:
    how = words.how(booking)
    look, word = words.state_words(state, today)
    return Row(
        uuid=str(booking.uuid),
        starts=booking.starts,
        name=booking.citizen.name,
        icon=how.icon,
        how=how.word,
        topics=". ".join(words.topics(booking)),
        state=state.key,
        look=look,
        word=word,
        action=_action(booking, state, talk, today),
    )


def _action(booking: Booking, state: DayState, talk: Conversation | None, today: date) -> Action | None:
    citizen = reverse("citizen", args=[booking.citizen.uuid])
    if talk and state.key == "in_progress":
        return Action(_("Fortsæt"), reverse("talk", args=[talk.uuid]))
    if talk and state.key == "missing":
        return Action(_("Del og kopiér"), reverse("talk_close", args=[talk.uuid]))
    if state.key == "held":
        return Action(_("Se aftalerne"), f"{citizen}#aftaler")
    if state.key == "booked" and not refusal_to_start(today, danish.as_day(booking.starts), cancelled=False):
        return Action(_("Start"), reverse("talk_start", args=[booking.uuid]), post=True)
    return Action(_("Se borgeren"), citizen) if state.key == "booked" else None


def _card(booking: Booking, row: Row, today: date) -> NextTalk:
    citizen = booking.citizen
    parts = [
        words.how(booking).words,
        _("%(type)s nr. %(number)s") % {"type": str(booking.type.name).lower(), "number": number_of(booking)},
        _("tæller i kontaktforløbet") if booking.type.counts else "",
    ]
    return NextTalk(
        row=row,
        citizen_url=reverse("citizen", args=[citizen.uuid]),
        first_name=citizen.first_name,
        line=" · ".join(part for part in parts if part),
        topics=words.topics(booking),
        own_words=booking.own_words,
        agreed=[_agreed(agreement, citizen.first_name, today) for agreement in open_agreements(citizen)],
        needs=words.needs(booking),
        phone=citizen.phone if booking.form == "phone" else "",
    )


def _agreed(agreement: Agreement, first_name: str, today: date) -> str:
    """`Ring til to lagre (til i går): Bo har sat flueben.`"""
    what = agreement.what.strip().rstrip(".")
    if agreement.by:
        what += _(" (til %(day)s)") % {"day": danish.near_day(agreement.by, today)}
    if agreement.ticked_at:
        return _("%(what)s: %(name)s har sat flueben.") % {"what": what, "name": first_name}
    who = {"adviser": _("dig"), "both": _("jer begge"), "other": _("en anden")}.get(agreement.who)
    if who:
        return _("%(what)s, af %(who)s: ikke gjort endnu.") % {"what": what, "who": who}
    return _("%(what)s: ikke gjort endnu.") % {"what": what}


def _missing(talk: Conversation) -> Missing:
    not_filed, not_shared = talk.case_system_entry.copied_at is None, talk.summary.shared_at is None
    what = _("Ikke i fagsystemet, ikke delt") if not_filed and not_shared else ""
    return Missing(
        name=talk.booking.citizen.name,
        when=talk.booking.starts,
        what=what or (_("Ikke i fagsystemet") if not_filed else _("Referatet er ikke delt")),
        url=reverse("talk_close", args=[talk.uuid]),
    )


@dataclass(frozen=True)
class Version:
    """`content` changes with anything shown, `shape` only when something would move on the page.

    `states` has a letter per talk, so that the page can say what has changed.
    """

    shape: str
    states: str
    content: str


def version_of(day: Day) -> Version:
    return Version(
        shape=_digest(repr(_still(day))),
        states="".join(row.letter for row in day.rows),
        content=_digest(repr(day)),
    )


def _still(day: Day) -> Day:
    """The day without what may change in place: states and actions of the rows, and the line of counts."""
    card = replace(day.next, row=_stateless(day.next.row)) if day.next else None
    return replace(
        day,
        count=0,
        first=None,
        next=card,
        rest=[_stateless(row) for row in day.rest],
        folded=[_stateless(row) for row in day.folded],
    )


def _stateless(row: Row) -> Row:
    return replace(row, state="", look="", word="", action=None)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changes(day: Day, before: str) -> list[str]:
    """What has happened since the states were `before`, in words; nothing when talks came or went."""
    if len(before) != len(day.rows):
        return []
    return [
        f"{row.name}: {row.word}"
        for row, letter in zip(day.rows, before, strict=True)
        if row.letter != letter
    ]
