"""Carries the plan out, in the order of the clock and through the actions: nothing is written past them."""

import heapq
import itertools
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from afsaet.booking.actions.booking import book_for, cancel, move
from afsaet.booking.actions.deadlines import set_deadline
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import Booking, ConversationType
from afsaet.booking.rules.choices import Choices
from afsaet.conversations.models import Conversation
from afsaet.core import clock
from afsaet.core.clock import minutes
from afsaet.core.viewer import Viewer
from afsaet.people.access import viewer_for
from afsaet.people.models import Citizen, Staff
from afsaet.plan.actions import tick_off
from afsaet.plan.queries import open_agreements
from afsaet.site.demo.house import House
from afsaet.site.demo.plan import Frame, Meeting
from afsaet.site.demo.talks import hold_talk, read, share
from afsaet.site.demo.texts import REACHING, TICKED, TICKED_BY_REACHING
from afsaet.site.demo.trades import TRADES, Trade

_TOPICS = {
    "job_now": 30,
    "application": 24,
    "where_needed": 8,
    "something_new": 9,
    "course": 11,
    "placement": 9,
    "what_is_hard": 6,
    "other": 3,
}
_OURS_TO_BOOK = 0.18  # of the talks that were not agreed in the one before


class Weeks:
    """The talks of one adviser of the team. `run` does everything up to the frame's `now`."""

    def __init__(self, house: House, citizens: list[Citizen], frame: Frame, rng: random.Random) -> None:
        self._house = house
        self._citizens = citizens
        self._frame = frame
        self._rng = rng
        self._order = itertools.count()
        self._events: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._viewers = [viewer_for(staff.user) for staff in house.havn]
        self._kind = ConversationType.objects.get(key="jobsamtale")
        self._bookings: dict[int, Booking] = {}
        self._trades: dict[int, Trade] = {}
        self._first_talks: dict[int, datetime] = {}

    def run(self, meetings: list[Meeting], uncopied: set[tuple[int, datetime]]) -> None:
        """`uncopied` are adviser and start of the talks that are not shared and copied yet."""
        for meeting in meetings:
            self._expect(meeting, (meeting.adviser, meeting.starts) not in uncopied)
        while self._events:
            moment, _, event = heapq.heappop(self._events)
            if moment <= self._frame.now:
                event(moment)

    def _at(self, moment: datetime, event: Callable[[datetime], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._order), event))

    def _expect(self, meeting: Meeting, copies: bool) -> None:
        if meeting.agreed_in is None:
            self._at(meeting.booked_at, lambda now: self._book(meeting, now))
            if self._rng.random() < 0.2:
                before = max(self._frame.opens, meeting.booked_at - timedelta(hours=self._rng.randint(5, 90)))
                self._at(before, lambda now: self._set_deadline(meeting, now))
        if meeting.moved_at:
            self._at(meeting.moved_at, lambda now: self._move(meeting, now))
        if meeting.cancelled_at:
            self._at(meeting.cancelled_at, lambda now: self._cancel(meeting, now))
        else:
            self._at(meeting.starts, lambda now: self._talk(meeting, copies))

    # --- what happens -------------------------------------------------------------------------------

    def _set_deadline(self, meeting: Meeting, now: datetime) -> None:
        book_by = clock.local(meeting.booked_at).date() + timedelta(days=self._rng.randint(2, 9))
        last = max(meeting.starts, meeting.first_starts or meeting.starts)
        hold_by = max(book_by, clock.local(last).date()) + timedelta(days=self._rng.randint(2, 9))
        citizen = self._citizens[meeting.citizen]
        set_deadline(
            citizen, self._kind, book_by=book_by, hold_by=hold_by, by=self._viewers[meeting.adviser], now=now
        )

    def _book(self, meeting: Meeting, now: datetime) -> None:
        citizen = self._citizens[meeting.citizen]
        choices = self._choices(meeting, citizen, meeting.first_starts or meeting.starts, now)
        by, origin = self._hers(citizen), "guided" if self._rng.random() < 0.06 else "self"
        if self._rng.random() < _OURS_TO_BOOK and clock.local(now).hour in range(8, 16):
            ours = [(self._house.gitte, "assisted"), (self._viewers[meeting.adviser], "staff")]
            by, origin = self._rng.choice(ours)
        # Without the draft and its five-minute hold, of which a booking keeps nothing: half the time.
        booked = book_for(citizen, choices, key=uuid4(), origin=origin, by=by, now=now)
        self._remember(meeting, booked.booking)

    def _remember(self, meeting: Meeting, booking: Booking) -> None:
        self._bookings[id(meeting)] = booking
        if meeting.held:
            first = self._first_talks.get(meeting.citizen, meeting.starts)
            self._first_talks[meeting.citizen] = min(first, meeting.starts)

    def _move(self, meeting: Meeting, now: datetime) -> None:
        citizen, booking = self._citizens[meeting.citizen], self._bookings[id(meeting)]
        topics = tuple(booking.chosen_topics.values_list("topic__key", flat=True))
        choices = Choices(
            topics, booking.own_words, booking.form, str(booking.staff.uuid), meeting.starts.isoformat()
        )
        by = self._hers(citizen)
        draft = hold(citizen, choices, booking, by=by, now=now)
        self._bookings[id(meeting)] = move(draft, by=by, now=now + minutes(1))

    def _cancel(self, meeting: Meeting, now: datetime) -> None:
        by = self._viewers[meeting.adviser] if meeting.by_us else self._hers(self._citizens[meeting.citizen])
        cancel(self._bookings[id(meeting)], by=by, now=now)

    def _talk(self, meeting: Meeting, copies: bool) -> None:
        by, until = self._viewers[meeting.adviser], self._frame.now
        following = meeting.following.starts if meeting.following else None
        booking = self._bookings[id(meeting)]
        trade = self.trade_of(meeting.citizen)
        talk = hold_talk(booking, trade, self._rng, following=following, by=by, until=until)
        if talk.closed_at is None:
            return
        if meeting.following:
            self._remember(
                meeting.following,
                Booking.objects.get(citizen=booking.citizen, starts=meeting.following.starts),
            )
        if copies:
            self._at(
                talk.closed_at + minutes(self._rng.randint(2, 5)), lambda now: self._share(meeting, talk, now)
            )
        if self._rng.random() < 0.45:
            later = talk.closed_at + timedelta(hours=self._rng.randint(20, 200))
            self._at(later, lambda now: self._tick(self._citizens[meeting.citizen], now))

    def _share(self, meeting: Meeting, talk: Conversation, now: datetime) -> None:
        share(talk, by=self._viewers[meeting.adviser], now=now)
        if self._rng.random() < 0.7:
            by = self._hers(self._citizens[meeting.citizen])
            self._at(now + minutes(self._rng.randint(10, 2000)), lambda later: read(talk, by=by, now=later))

    def _tick(self, citizen: Citizen, now: datetime) -> None:
        """She has done something they agreed on, and says so on her page."""
        hers = [agreement for agreement in open_agreements(citizen) if agreement.who == "citizen"]
        if hers:
            words = TICKED_BY_REACHING if hers[0].what.startswith(REACHING) else TICKED
            tick_off(hers[0], self._rng.choice(words), by=self._hers(citizen), now=now)

    # --- what she wants -----------------------------------------------------------------------------

    def trade_of(self, citizen: int) -> Trade:
        if citizen not in self._trades:
            self._trades[citizen] = self._rng.choice(TRADES)
        return self._trades[citizen]

    def _hers(self, citizen: Citizen) -> Viewer:
        """The citizen as her own viewer; `people.access.viewer_for` would ask the database who she is."""
        user = citizen.user
        return Viewer(user=str(user.uuid) if user else "", name=citizen.name, citizen=citizen.pk)

    def _choices(self, meeting: Meeting, citizen: Citizen, starts: datetime, now: datetime) -> Choices:
        rng = self._rng
        topics = dict.fromkeys(
            rng.choices(list(_TOPICS), weights=list(_TOPICS.values()), k=rng.choice((0, 1, 1, 1, 2, 2, 3)))
        )
        met = self._first_talks.get(meeting.citizen, now) < now
        form = rng.choices(("in_person", "phone"), weights=(55, 45))[0] if met else "in_person"
        own_words = self.trade_of(meeting.citizen).own_words
        return Choices(
            topics=tuple(topics),
            own_words=rng.choice(own_words) if citizen.language == "da" and rng.random() < 0.3 else "",
            form=form,
            who=str(self._adviser(meeting).uuid),
            time=starts.isoformat(),
            companion=rng.random() < 0.05,
            interpreter=citizen.interpreter,
            no_stairs=rng.random() < 0.02,
        )

    def _adviser(self, meeting: Meeting) -> Staff:
        return self._house.havn[meeting.adviser]
