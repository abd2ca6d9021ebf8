"""What a house does besides booking: meetings with seats, rooms, stand-ins, the waiting list, and a time freed for it.

Each operation is a small race of its own, and shares advisers, citizens and rooms with everything else that goes on.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from afsaet.booking.actions import group_meeting
from afsaet.booking.actions.answering import decline, keep, lapse_due
from afsaet.booking.actions.booking import cancel
from afsaet.booking.actions.substitution import answer_question, ask_colleague, withdraw_question
from afsaet.booking.actions.waiting import offer_freed, wait_for_a_time
from afsaet.booking.models import Booking, ConversationType, GroupMeeting, Seat, Substitution, TimeOffer
from afsaet.booking.queries.substitution import colleagues_free
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.models import Room
from afsaet.core import clock
from afsaet.core.viewer import job
from afsaet.people.models import Citizen, Unit
from bench._player import Player, at_once, outcome_of, viewer_of

ROOMS = 3  # a unit; its advisers are more
MEETINGS = 6  # coming ones, in the whole house
JOB = job("bench")


def furnish() -> None:
    """Rooms, too few for everybody at once, and a talk that needs one. Again changes nothing."""
    for unit in Unit.objects.order_by("pk"):
        for number in range(ROOMS):
            Room.objects.get_or_create(unit=unit, name=f"Lokale {number + 1}", defaults={"seats": 4})
    ConversationType.objects.filter(pk=ConversationType.objects.order_by("pk")[0].pk).update(needs_room=True)


class WholeDay(Player):
    """In a house that is furnished."""

    def table(self) -> dict[Callable[[], list[str]], int]:
        return super().table() | {
            self.last_seats: 8, self.meeting_off: 2, self.stand_in: 8, self.freed: 8, self.answer: 8, self.lapse: 1,
        }  # fmt: skip

    # ---- meetings with seats ---------------------------------------------------------------------------

    def last_seats(self) -> list[str]:
        """Three want a seat at the same moment, and one of them gives hers up again; the meeting has two."""
        meeting = self._meeting()
        if isinstance(meeting, str):
            return [meeting]
        return at_once(*(partial(self._sit, meeting, one) for one in self.chance.sample(self.citizens, 3)))

    def _sit(self, meeting: GroupMeeting, citizen: Citizen) -> str:
        viewer = viewer_of(citizen)
        seat = Seat.objects.filter(meeting=meeting, citizen=citizen, given_up_at=None).first()
        if seat is not None:
            return outcome_of(partial(group_meeting.give_up_seat, seat, by=viewer, now=clock.now()))
        return outcome_of(partial(group_meeting.take_seat, meeting, citizen, by=viewer, now=clock.now()))

    def meeting_off(self) -> list[str]:
        """Called off while somebody sits down."""
        meeting = self._coming_meeting()
        if meeting is None:
            return ["no meeting"]
        by = viewer_of(meeting.staff)
        return at_once(
            lambda: outcome_of(partial(group_meeting.cancel, meeting, by=by, now=clock.now())),
            partial(self._sit, meeting, self.chance.choice(self.citizens)),
        )

    def _meeting(self) -> GroupMeeting | str:
        """A coming one, or a new one; else why there is none."""
        meeting = self._coming_meeting()
        coming = GroupMeeting.objects.filter(starts__gt=clock.now(), cancelled_at=None).count()
        if meeting is not None and (coming >= MEETINGS or self.chance.random() < 0.7):
            return meeting
        self._plan_meeting()
        return self._coming_meeting() or "no meeting"

    def _plan_meeting(self) -> None:
        staff, now = self.chance.choice(self.staff), clock.now()
        times = self.free_times(staff, staff.uuid, now)
        if not times:
            return
        starts = self.chance.choice(times)
        room = self.chance.choice(list(Room.objects.filter(unit=staff.unit).order_by("pk")))
        ends = starts + clock.minutes(self.type.minutes)
        viewer = viewer_of(staff)
        outcome_of(partial(group_meeting.plan, staff, room, "Jobcafé", starts, ends, 2, by=viewer, now=now))

    def _coming_meeting(self) -> GroupMeeting | None:
        rows = GroupMeeting.objects.filter(starts__gt=clock.now() + timedelta(minutes=5), cancelled_at=None)
        rows = rows.select_related("staff__user", "staff__unit")
        return self.chance.choice(list(rows.order_by("pk")) or [None])

    # ---- a colleague takes it --------------------------------------------------------------------------

    def stand_in(self) -> list[str]:
        """A colleague is asked and says yes twice, while the citizen moves or cancels or the question is taken back."""
        talk = self.coming_talk()
        if talk is None:
            return ["nobody has a talk"]
        colleagues = colleagues_free(talk, clock.now())
        if not colleagues:
            return ["no colleague is free"]
        colleague, asker = self.chance.choice(colleagues), viewer_of(talk.staff)
        asked = outcome_of(partial(ask_colleague, talk, colleague, by=asker, now=clock.now()))
        question = (
            Substitution.objects.filter(booking=talk, answered_at=None).select_related("asked__user").first()
        )
        if question is None:
            return [asked]
        yes, by = self.chance.random() < 0.8, viewer_of(question.asked)
        said = partial(answer_question, question, yes=yes, by=by, now=clock.now())
        her = viewer_of(talk.citizen)
        others: list[Callable[[], str]] = [
            partial(self._move, talk, self.wish(talk.citizen, clock.now())),
            lambda: outcome_of(partial(cancel, talk, by=her, now=clock.now())),
            lambda: outcome_of(partial(withdraw_question, talk, by=asker, now=clock.now())),
            lambda: outcome_of(said),
        ]
        return [asked, *at_once(lambda: outcome_of(said), self.chance.choice(others))]

    # ---- the waiting list, and a time that is given up ---------------------------------------------------

    def freed(self) -> list[str]:
        """A talk is cancelled, and the time offered by two workers at once; now and then she wants it back."""
        talk = self.coming_talk()
        if talk is None:
            return ["nobody has a talk"]
        staff, starts, unit = talk.staff, talk.starts, talk.citizen.unit_id
        for citizen in self.chance.sample([one for one in self.citizens if one.unit_id == unit], 3):
            wait_for_a_time(citizen, self.type, None, by=viewer_of(citizen), now=clock.now())
        by = self.chance.choice([viewer_of(talk.citizen), viewer_of(staff)])
        first = outcome_of(partial(cancel, talk, by=by, now=clock.now()))
        wish = Choices(who=str(staff.uuid), time=starts.isoformat())
        tasks: list[Callable[[], str]] = [partial(self._offer, talk, starts)] * 2
        if self.chance.random() < 0.3:  # she is faster than the offer, nearly always
            tasks.append(lambda: outcome_of(partial(self.booked, talk.citizen, wish)))
        return [first, *at_once(*tasks)]

    def _offer(self, talk: Booking, starts: datetime) -> str:
        offer = offer_freed(talk.staff, starts, by=JOB, now=clock.now())
        return "offered" if offer else "nobody is asked"

    def answer(self) -> list[str]:
        """An offer, of the waiting list or of a sick day: two windows answer it at once."""
        offer = self.open_offer()
        if offer is None:
            return ["no offer"]
        return at_once(partial(self.answered, offer), partial(self.answered, offer))

    def open_offer(self) -> TimeOffer | None:
        rows = TimeOffer.objects.filter(answer="", held_until__gt=clock.now() + timedelta(minutes=1))
        rows = rows.select_related("citizen__user", "citizen__unit", "staff")
        return self.chance.choice(list(rows.order_by("pk")) or [None])

    def answered(self, offer: TimeOffer) -> str:
        by = viewer_of(offer.citizen)
        said = keep if self.chance.random() < 0.7 else decline
        return outcome_of(partial(said, offer, by=by, now=clock.now()))

    def lapse(self) -> list[str]:
        """What a job does each minute: offers whose hour has come."""
        return [outcome_of(partial(lapse_due, by=JOB, now=clock.now()))]
