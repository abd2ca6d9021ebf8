"""The end of a talk: what is not struck is saved once, what is struck is nowhere, and nothing is half done."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine

from afsaet.booking.models import Booking, ConversationType
from afsaet.calendar.models import Claim, Room
from afsaet.conversations.actions import talking
from afsaet.conversations.actions.closing import close
from afsaet.conversations.actions.sending import NewAgreement, Sent, keep_unsent, send_step
from afsaet.conversations.models import CaseSystemEntry, Conversation, Line, Summary, Unsent
from afsaet.conversations.queries import following, next_times
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from afsaet.plan.actions import set_goal
from afsaet.plan.models import Agreement, Goal, SubGoal
from afsaet.plan.queries import open_agreements
from tests.booking.conftest import at, booked
from tests.cast import viewer_of
from tests.conversations.conftest import Day
from tests.conversations.searching import tables_with

NEXT = "naeste-skridt"


def told(day: Day) -> dict[str, Any]:
    return {"by": viewer_of(day.cast.lise), "now": clock.now()}


def send(day: Day, talk: Conversation, **parts: Any) -> None:
    send_step(talk, NEXT, Sent(**parts), {}, **told(day))


def test_what_is_struck_is_nowhere_after_the_close(day: Day) -> None:
    talk = day.start()
    send(
        day,
        talk,
        note="Zebrastriben skal væk",
        goal="Zebramålet",
        sub_goal="Zebraskridtet",
        topic="Zebraemnet",
    )
    send(day, talk, agreement=NewAgreement("citizen", "Zebraaftalen"), parked="Zebraparkeringen")
    talking.set_outcome(talk, day.earlier[0], "done", "Zebralæren", **told(day))
    send(day, talk, note="Girafnoten")
    keep_unsent(talk, NEXT, {"what": ["Zebrakladden"]}, **told(day))
    assert len(tables_with("Zebra")) >= 2
    for line in talk.lines.filter(text__startswith="Zebra"):
        talking.strike(line, **told(day))
    close(talk, met="yes", **told(day))
    assert tables_with("Zebra") == []
    assert set(tables_with("Girafnoten")) == {"conversations_line.text", "conversations_summary.text"}
    assert list(open_agreements(day.cast.bo)) == day.earlier
    assert not Goal.objects.exists()


def test_a_strike_can_be_taken_back_until_the_close(day: Day) -> None:
    talk = day.start()
    send(day, talk, goal="Et dagjob", sub_goal="Nyt cv")
    goal, step = talk.lines.get(kind="goal"), talk.lines.get(kind="sub_goal")
    talking.strike(goal, **told(day))
    assert set(talk.lines.filter(struck=True)) == {goal, step}
    talking.take_back_strike(step, **told(day))
    assert not talk.lines.filter(struck=True).exists()
    close(talk, met="", **told(day))
    assert SubGoal.objects.get().goal == Goal.objects.get(words="Et dagjob")


def test_the_next_talk_opens_with_the_agreements_and_what_was_parked(day: Day) -> None:
    talk = day.start()
    talking.set_outcome(talk, day.earlier[0], "partly", "", **told(day))
    send(
        day,
        talk,
        agreement=NewAgreement("citizen", "Ring til Ib"),
        parked="Engelsk cv",
        next_time=at(30, 9, 15),
    )
    close(talk, met="partly", **told(day))
    after = following(talk)
    assert after is not None
    with time_machine.travel(after.starts, tick=False):
        second = talking.start(after, **told(day))
        assert [line.text for line in second.lines.all()] == ["Engelsk cv"]
        assert [one.what for one in open_agreements(day.cast.bo)] == [day.earlier[1].what, "Ring til Ib"]


def test_a_step_on_the_way_hangs_on_the_goal_she_has(day: Day) -> None:
    goal = set_goal(day.cast.bo, "Et dagjob", now=day.now)
    talk = day.start()
    send(day, talk, sub_goal="Nyt cv")
    close(talk, met="", **told(day))
    assert SubGoal.objects.get().goal == goal
    assert Goal.objects.get() == goal


def test_before_the_next_talk_becomes_its_day(day: Day) -> None:
    talk = day.start()
    send(day, talk, agreement=NewAgreement("both", "Ring", before_next=True), next_time=at(30, 9, 15))
    close(talk, met="", **told(day))
    assert Agreement.objects.get(what="Ring").by == at(30, 9).date()


def test_closed_twice_is_one_booking_and_one_summary(day: Day) -> None:
    talk = day.start()
    send(day, talk, agreement=NewAgreement("citizen", "Ring til Ib"), next_time=at(30, 9, 15))
    for _ in range(2):
        close(talk, met="yes", sent=Sent(note="Sidste linje"), **told(day))
    assert Booking.objects.filter(citizen=day.cast.bo, starts__gt=clock.now()).count() == 1
    assert Summary.objects.count() == CaseSystemEntry.objects.count() == 1
    assert Agreement.objects.filter(what="Ring til Ib").count() == 1
    assert Line.objects.filter(text="Sidste linje").count() == 1
    receipts = Message.objects.filter(citizen=day.cast.bo, kind="receipt", channel=Message.INBOX)
    assert receipts.count() == 2  # today's talk, and the next one once


def test_a_next_time_that_is_taken_saves_nothing(day: Day) -> None:
    talk = day.start()
    talking.set_outcome(talk, day.earlier[0], "done", "", **told(day))
    send(
        day, talk, agreement=NewAgreement("citizen", "Ring til Ib"), goal="Et dagjob", next_time=at(30, 9, 15)
    )
    later = clock.now() + clock.minutes(125)
    with time_machine.travel(later, tick=False):
        booked(day.cast.amal, day.cast.lise, at(30, 9, 15))
        bookings = set(Booking.objects.values_list("pk", "version"))
        with pytest.raises(Refused, match="next_time_taken"):
            close(talk, met="yes", **told(day))
        assert set(Booking.objects.values_list("pk", "version")) == bookings
        assert list(open_agreements(day.cast.bo)) == day.earlier
        assert not Goal.objects.exists()
        assert not Summary.objects.exists()
        assert Conversation.objects.get().closed_at is None
        assert at(30, 9, 15) not in next_times(talk, clock.now())
        close(talk, met="yes", sent=Sent(next_time=at(30, 10)), **told(day))
    assert Booking.objects.get(citizen=day.cast.bo, starts=at(30, 10)).origin == "assisted"


def test_a_chosen_time_is_held_until_another_is_chosen(day: Day) -> None:
    talk = day.start()
    send(day, talk, next_time=at(30, 9, 15))
    with pytest.raises(Refused, match="taken"):
        booked(day.cast.amal, day.cast.lise, at(30, 9, 15))
    send(day, talk, next_time="self")
    booked(day.cast.amal, day.cast.lise, at(30, 9, 15))
    with pytest.raises(Refused, match="next_time_taken"):
        send(day, talk, next_time=at(30, 9, 15))
    assert talk.lines.get(kind="next_time").text == "self"


def test_what_is_held_for_the_next_time_is_what_the_booking_takes(day: Day) -> None:
    ConversationType.objects.update(buffer_minutes=15, needs_room=True)
    Room.objects.create(unit=day.cast.unit, name="Lokale 1")
    talk = day.start()
    first, other = next_times(talk, clock.now())[:2]
    send(day, talk, next_time=other)
    send(day, talk, next_time=first)
    held = taken_by(talk.lines.get(kind="next_time").uuid)
    assert {(kind, ends - first) for kind, _, ends in held} == {
        ("staff", clock.minutes(60)),
        ("citizen", clock.minutes(45)),
        ("room", clock.minutes(45)),
    }
    close(talk, met="yes", **told(day))
    assert taken_by(Booking.objects.get(citizen=day.cast.bo, starts=first).uuid) == held


def taken_by(owner: UUID) -> set[tuple[str, datetime, datetime]]:
    return set(Claim.objects.filter(owner=owner).values_list("resource__kind", "starts", "ends"))


def test_a_talk_started_before_its_time_can_be_closed_with_a_next_one(day: Day) -> None:
    with time_machine.travel(clock.now() - clock.minutes(60), tick=False):
        talk = day.start()
        send(day, talk, next_time=at(30, 9, 15))
        close(talk, met="yes", **told(day))
    assert Booking.objects.filter(citizen=day.cast.bo, starts=at(30, 9, 15)).exists()


def test_nothing_is_written_after_the_close(day: Day) -> None:
    talk = day.start()
    close(talk, met="no", met_words="Vi nåede det ikke", **told(day))
    before = Line.objects.count()
    with pytest.raises(Refused, match="talk_closed"):
        send(day, talk, note="For sent")
    with pytest.raises(Refused, match="talk_closed"):
        keep_unsent(talk, NEXT, {"note": ["For sent"]}, **told(day))
    assert Line.objects.count() == before
    assert not Unsent.objects.exists()


def test_one_refused_part_saves_none_of_the_step(day: Day) -> None:
    talk = day.start()
    before = Line.objects.count()
    with pytest.raises(Refused) as refused:
        send(day, talk, note="En note", agreement=NewAgreement("citizen", "Ring 120392-5678"))
    assert refused.value.refusal.code == "cpr_in_text"
    assert refused.value.refusal.facts["field"] == "what"
    assert Line.objects.count() == before
