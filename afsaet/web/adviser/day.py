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
from afsaet.booking.queries.absences import being_moved
from afsaet.booking.queries.attendance import attendance_of
from afsaet.booking.queries.booked import day_of, next_after, outline
from afsaet.booking.queries.substitution import HandedOver, handed_over, open_questions
from afsaet.calendar.queries.hours import closed_days, weekly_hours
from afsaet.conversations.models import Conversation
from afsaet.conversations.queries import number_of, states_of, talks_by_booking, unfinished
from afsaet.conversations.rules import OVER
from afsaet.core import clock, danish
from afsaet.core.viewer import Viewer
from afsaet.people.access import open_citizens
from afsaet.people.models import Staff
from afsaet.plan.models import Agreement
from afsaet.plan.queries import open_agreements
from afsaet.web.adviser import words
from afsaet.web.adviser.clash_lines import CalendarNote, calendar_note
from afsaet.web.adviser.day_rows import MARK, Action, Row, Talk, ring_action, row_of
from afsaet.web.adviser.freed import FreedRow, freed_rows
from afsaet.web.adviser.questions import Question, questions_for


@dataclass(frozen=True)
class NextTalk:
    """The one card: what she needs to know before the door opens."""

    row: Row
    citizen_url: str
    start_url: str
    ring: Action | None
    absence_url: str
    first_name: str
    line: str
    topics: list[str]
    own_words: str
    agreed: list[str]
    needs: list[str]
    phone: str
    video_link: str


@dataclass(frozen=True)
class Later:
    """The next talk, when the day has none."""

    starts: datetime
    name: str


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
    later: Later | None
    questions: list[Question]
    calendar: CalendarNote
    freed: list[FreedRow]
    handed_over: list[HandedOver]

    @property
    def rows(self) -> list[Row]:
        """All talks of the day, by the clock."""
        card = [self.next.row] if self.next else []
        return sorted([*card, *self.rest, *self.folded], key=lambda row: (row.starts, row.uuid))

    @property
    def over(self) -> bool:
        """Whether something was held today, and nothing is left to hold."""
        kinds = {row.state for row in self.rows}
        return bool(kinds & {"held", "missing"}) and kinds <= set(OVER)


def day_for(viewer: Viewer, staff: Staff, day: date, now: datetime) -> Day:
    """The whole day in a constant number of queries. Notes everybody it names."""
    today = clock.local(now).date()
    talks = _talks(viewer, day_of(viewer, staff, day), now)
    chosen = _next(talks) if day == today else None
    rows = [row_of(talk, today) for talk in talks]
    others = [row for row in rows if chosen is None or row.uuid != str(chosen.booking.uuid)]
    live = [talk.booking for talk in talks if not talk.booking.cancelled]
    missing = unfinished(viewer, staff) if day == today else []
    following = workday(day, 1)
    ahead = outline(staff, following)
    later = next_after(viewer, staff, now) if not talks and day == today else None
    return Day(
        day=day,
        today=day == today,
        count=len(live),
        first=live[0].starts if live else None,
        next=_card(chosen, today) if chosen else None,
        rest=[row for row in others if row.state != "held"],
        folded=[row for row in others if row.state == "held"],
        missing=[_missing(talk) for talk in missing],
        not_filed=sum(talk.case_system_entry.copied_at is None for talk in missing),
        not_shared=sum(talk.summary.shared_at is None for talk in missing),
        following=following,
        following_count=ahead.talks,
        following_first=ahead.first,
        has_hours=bool(talks or weekly_hours(staff.uuid, day)),
        closed=closed_days(day, day).get(day, ""),
        later=Later(later.starts, later.citizen.name) if later else None,
        questions=questions_for(viewer, now) if day == today else [],
        calendar=calendar_note(viewer, staff, now) if day == today else CalendarNote(),
        freed=freed_rows(staff, [talk.booking for talk in talks], now) if day == today else [],
        handed_over=handed_over(viewer, staff, day),
    )


def _talks(viewer: Viewer, bookings: list[Booking], now: datetime) -> list[Talk]:
    attended = attendance_of(bookings)
    states, held = states_of(bookings, attended), talks_by_booking(bookings)
    theirs = [booking.citizen_id for booking in bookings if booking.cancelled]
    asked, moving = open_questions(bookings, now), being_moved(bookings)
    mine = set(open_citizens(viewer, now).filter(pk__in=theirs).values_list("pk", flat=True))
    return [
        Talk(
            one,
            states[one.pk],
            attended[one.pk],
            held.get(one.pk),
            mine=one.citizen_id in mine,
            asked=asked.get(one.pk),
            moving=moving.get(one.pk, ""),
        )
        for one in bookings
    ]


def workday(day: date, step: int) -> date:
    """The next (1) or previous (-1) Monday to Friday."""
    day += timedelta(days=step)
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _next(talks: list[Talk]) -> Talk | None:
    """Who is in the room; else the first who is still to come, be it late."""
    going_on = [talk for talk in talks if talk.state.key == "in_progress"]
    return next(iter(going_on + [talk for talk in talks if talk.state.ahead]), None)


def _card(talk: Talk, today: date) -> NextTalk:
    booking, citizen = talk.booking, talk.booking.citizen
    parts = [
        words.how(booking).words,
        _("%(type)s nr. %(number)s") % {"type": str(booking.type.name).lower(), "number": number_of(booking)},
        _("tæller i kontaktforløbet") if booking.type.counts else "",
    ]
    coming = talk.state.key not in ("in_progress", "arrived")
    return NextTalk(
        row=row_of(talk, today),
        citizen_url=reverse("citizen", args=[citizen.uuid]),
        start_url="" if talk.held else reverse("talk_start", args=[booking.uuid]),
        ring=ring_action(booking, _("Ring igen") if talk.on_day.counting else _("Ring op"))
        if coming and booking.form != "in_person" and citizen.phone
        else None,
        absence_url=reverse("not_come", args=[booking.uuid])
        if coming and booking.form == "in_person"
        else "",
        first_name=citizen.first_name,
        line=" · ".join(part for part in parts if part),
        topics=words.topics(booking),
        own_words=booking.own_words,
        agreed=[_agreed(agreement, citizen.first_name, today) for agreement in open_agreements(citizen)],
        needs=words.needs(booking),
        phone=citizen.phone if booking.form != "in_person" else "",
        video_link=booking.staff.video_link if booking.form == "video" else "",
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

    `states` has a mark per talk, so that the page can say what has changed.
    """

    shape: str
    states: str
    content: str


def version_of(day: Day) -> Version:
    return Version(
        shape=_digest(repr(_still(day))),
        states="".join(row.mark for row in day.rows),
        content=_digest(repr(day)),
    )


def _still(day: Day) -> Day:
    """The day without what may change in place: states and actions of the rows, and the line of counts."""
    card = None
    if day.next:
        card = replace(day.next, row=_stateless(day.next.row), start_url="", ring=None, absence_url="")
    return replace(
        day,
        count=0,
        freed=[],
        first=None,
        next=card,
        rest=[_stateless(row) for row in day.rest],
        folded=[_stateless(row) for row in day.folded],
        calendar=replace(day.calendar, old=False),
    )


def _stateless(row: Row) -> Row:
    return replace(row, state="", look="", word="", action=None, more="")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changes(day: Day, before: str) -> list[str]:
    """What has happened since the marks were `before`, in words; nothing when talks came or went."""
    if len(before) != MARK * len(day.rows):
        return []
    marks = [before[at : at + MARK] for at in range(0, len(before), MARK)]
    return [row.told for row, mark in zip(day.rows, marks, strict=True) if row.mark != mark]
