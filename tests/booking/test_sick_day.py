"""Somebody is away: her talks find other places, are held, answered or called off, and nothing moves silently."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from afsaet.booking.actions.absences import (
    Decision,
    back_again,
    call_off_unheld,
    record_call,
    report_absence,
)
from afsaet.booking.actions.answering import decline, keep, lapse_due
from afsaet.booking.actions.attendance import close_absence
from afsaet.booking.actions.booking import cancel, mark_started, move
from afsaet.booking.actions.drafting import hold
from afsaet.booking.models import (
    Attendance,
    Booking,
    ConversationType,
    Deadline,
    ReplannedTalk,
    StaffAbsence,
    TimeOffer,
)
from afsaet.booking.queries.absences import steps_of
from afsaet.booking.queries.clashes import clashes_for
from afsaet.booking.rules.replanning import Place
from afsaet.calendar.models import Claim, ClosedTime
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.core.viewer import job
from afsaet.messaging.models import Message
from tests.booking.conftest import at, booked, choices
from tests.booking.sick_day import TODAY, SickDay, agreed, away, citizens, proposals, sick_day
from tests.booking.test_races import overlapping_claims
from tests.cast import Cast, viewer_of

JOB = job("test")


@pytest.fixture
def day(house: Cast) -> SickDay:
    return sick_day(house)


def kept(message: str, citizen: Any) -> int:
    rows = Message.objects.filter(citizen=citizen, channel=Message.INBOX).exclude(state=Message.WITHDRAWN)
    return rows.filter(title=message).count()


# ---- away ------------------------------------------------------------------------------------------


def test_her_talks_are_her_leaders_to_plan_and_no_clash_in_her_own_list(day: SickDay) -> None:
    assert clashes_for(viewer_of(day.cast.lise), day.cast.lise, clock.now()).total == 0


def test_nobody_can_book_her_while_she_is_away(house: Cast) -> None:
    away(house)
    with pytest.raises(Refused, match="taken"):
        booked(house.bo, house.lise, at(23, 13, 15))
    assert booked(house.bo, house.lise, at(24, 13, 15)).staff == house.lise


def test_reported_twice_is_once_and_more_days_make_it_longer(house: Cast) -> None:
    first = away(house)
    assert away(house) == first
    longer = away(house, date(2026, 11, 25))
    assert (longer.pk, longer.last_day) == (first.pk, date(2026, 11, 25))
    assert ClosedTime.objects.count() == StaffAbsence.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 11, 22), TODAY, "in_the_past"),
        (TODAY, date(2026, 11, 22), "absence_order"),
        (TODAY, date(2027, 2, 1), "absence_too_long"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(house: Cast, first: date, last: date, code: str) -> None:
    with pytest.raises(Refused, match=code):
        report_absence(house.lise, first, last, by=viewer_of(house.per), now=clock.now())
    assert not StaffAbsence.objects.exists()
    assert not ClosedTime.objects.exists()


def test_reported_by_mistake_leaves_nothing(house: Cast) -> None:
    back_again(away(house), by=viewer_of(house.per), now=clock.now())
    assert not StaffAbsence.objects.exists()
    assert not ClosedTime.objects.exists()


# ---- the proposal ----------------------------------------------------------------------------------


def test_who_comes_within_two_hours_is_called_and_the_rest_have_a_place_the_same_day(day: SickDay) -> None:
    plan = day.plan
    assert [line.booking for line in plan.calls] == day.talks[:2]
    assert [line.booking for line in plan.rest] == day.talks[2:]
    assert all(line.proposed.place for line in plan.lines)
    places = [line.proposed.place for line in plan.lines if line.proposed.place]
    assert len(set(places)) == 7
    assert all(place.starts >= clock.now() + timedelta(hours=2) for place in places)


def test_begun_held_joint_and_interpreted_talks_are_not_moved_like_the_others(day: SickDay) -> None:
    begun, joint, interpreted = day.talks[2], day.talks[3], day.talks[4]
    mark_started(begun, now=clock.now())
    Booking.objects.filter(pk=joint.pk).update(colleague=day.cast.nanna)
    Booking.objects.filter(pk=interpreted.pk).update(interpreter="arabisk")
    plan = day.plan
    lines = {line.booking: line for line in plan.lines}
    assert plan.begun == [begun]
    assert begun not in lines
    assert lines[joint].by_hand
    assert not lines[joint].places
    place = lines[interpreted].proposed.place
    assert place
    assert place.starts == at(23, 12, 30) or place.starts.date() >= date(2026, 11, 30)


def test_a_deadline_today_keeps_the_talk_to_today(day: SickDay) -> None:
    kind = ConversationType.objects.get()
    last = day.talks[-1]
    Deadline.objects.create(citizen=last.citizen, type=kind, book_by=TODAY, hold_by=TODAY, met_by=last)
    line = next(line for line in day.plan.lines if line.booking == last)
    assert {place.starts.date() for place in line.places} == {TODAY}


def test_a_talk_with_a_deadline_nobody_can_keep_has_no_place_and_is_named(day: SickDay) -> None:
    away_too = report_absence(day.cast.nanna, TODAY, TODAY, by=viewer_of(day.cast.per), now=clock.now())
    kind, last = ConversationType.objects.get(), day.talks[-1]
    Deadline.objects.create(citizen=last.citizen, type=kind, book_by=TODAY, hold_by=TODAY, met_by=last)
    line = next(line for line in day.plan.lines if line.booking == last)
    assert away_too
    assert not line.places


def test_the_proposal_is_read_in_a_handful_of_statements(day: SickDay) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert day.plan.lines
    assert len(queries) <= 20


# ---- applying --------------------------------------------------------------------------------------


def test_applying_holds_every_place_tells_her_and_moves_nothing(day: SickDay) -> None:
    applied = day.apply()
    assert (len(applied.offers), applied.taken) == (7, [])
    for offer in applied.offers:
        assert offer.moves
        assert kept("Vi holder en anden tid til dig", offer.citizen) == 1
        assert set(Claim.objects.filter(owner=offer.uuid).values_list("held_until", flat=True)) == {
            offer.held_until
        }
    for before in day.talks:
        now = Booking.objects.get(pk=before.pk)
        assert (now.starts, now.staff, now.version) == (before.starts, day.cast.lise, before.version)
    assert not Message.objects.filter(kind="reminder", state=Message.QUEUED).exists()
    assert overlapping_claims() == 0


def test_applied_twice_is_once(day: SickDay) -> None:
    decisions = proposals(day.plan)
    day.apply(*decisions)
    messages = Message.objects.count()
    again = day.apply(*decisions)
    assert (again.offers, again.taken, again.decided) == ([], [], 0)
    assert (TimeOffer.objects.count(), Message.objects.count()) == (7, messages)


def test_a_place_somebody_took_meanwhile_is_named_and_the_next_proposed(day: SickDay, house: Cast) -> None:
    plan = day.plan
    line = plan.rest[0]
    assert line.proposed.place
    stranger = citizens(house, 1, first=50)[0]
    booked(stranger, plan.staff[line.proposed.place.staff], line.proposed.place.starts)
    applied = day.apply(*proposals(plan))
    assert applied.taken == [line.booking]
    assert len(applied.offers) == 6
    assert [left.booking for left in day.plan.lines] == [line.booking]
    assert day.plan.lines[0].proposed.place not in (None, line.proposed.place)


def test_a_place_made_by_hand_outside_the_hours_or_the_deadline_is_not_held(day: SickDay) -> None:
    line = day.plan.rest[0]
    for place in (Place(day.cast.nanna.uuid, at(23, 20)), Place(uuid4(), at(24, 10))):
        applied = day.apply(Decision(line.booking.uuid, ReplannedTalk.OFFER, place))
        assert applied.taken == [line.booking]
    assert not TimeOffer.objects.exists()


def test_a_talk_she_has_cancelled_herself_is_left_alone(day: SickDay) -> None:
    decisions = proposals(day.plan)
    gone = day.talks[3]
    cancel(gone, by=viewer_of(gone.citizen), now=clock.now())
    applied = day.apply(*decisions)
    assert len(applied.offers) == 6
    assert not ReplannedTalk.objects.filter(booking=gone).exists()


def test_the_same_time_with_a_colleague_is_held_beside_the_talk_she_has(day: SickDay) -> None:
    talk = day.talks[4]
    place = Place(day.cast.nanna.uuid, clock.local(talk.starts))
    applied = day.apply(Decision(talk.uuid, ReplannedTalk.OFFER, place))
    offer = applied.offers[0]
    assert Claim.objects.filter(owner=offer.uuid).count() == 1
    booking = keep(offer, by=viewer_of(talk.citizen), now=clock.now())
    assert (booking.pk, booking.staff, booking.starts) == (talk.pk, day.cast.nanna, talk.starts)
    assert Claim.objects.filter(owner=talk.uuid, held_until=None).count() == 2


def test_an_absence_is_no_concern_of_a_talk_that_has_gone_elsewhere(day: SickDay) -> None:
    first = day.apply(*proposals(day.plan)[:1])
    keep(first.offers[0], by=viewer_of(first.offers[0].citizen), now=clock.now())
    assert len(day.plan.lines) == 6
    assert [step.state for step in steps_of(viewer_of(day.cast.per), day.absence)] == ["kept"]


def test_cancelled_by_us_is_told_and_never_hers(day: SickDay) -> None:
    talk = day.talks[5]
    day.apply(Decision(talk.uuid, ReplannedTalk.CANCEL))
    talk.refresh_from_db()
    assert talk.cancelled
    assert not talk.cancelled_by_citizen
    assert kept("Vi har aflyst din tid", talk.citizen) == 1


def test_left_to_wait_it_is_proposed_again(day: SickDay) -> None:
    talk = day.talks[5]
    day.apply(Decision(talk.uuid, ReplannedTalk.WAIT))
    assert talk in [line.booking for line in day.plan.lines]


# ---- her answer ------------------------------------------------------------------------------------


def test_kept_it_is_the_same_booking_at_the_new_time_with_its_receipt(day: SickDay) -> None:
    offer = next(offer for offer in day.apply().offers if offer.moves and offer.starts != offer.moves.starts)
    assert offer.moves
    viewer = viewer_of(offer.citizen)
    booking = keep(offer, by=viewer, now=clock.now())
    again = keep(offer, by=viewer, now=clock.now())
    assert (booking.pk, booking.uuid, booking.origin) == (offer.moves.pk, offer.moves.uuid, "staff")
    assert (again.pk, again.starts, again.staff) == (booking.pk, offer.starts, offer.staff)
    assert kept("Din nye tid", offer.citizen) == 1
    assert not Claim.objects.filter(owner=offer.uuid).exists()
    assert TimeOffer.objects.get(pk=offer.pk).answer == TimeOffer.KEPT


def test_another_time_of_her_own_lets_go_of_the_held_one(day: SickDay) -> None:
    offer = day.apply().offers[6]
    assert offer.moves
    viewer, now = viewer_of(offer.citizen), clock.now()
    draft = hold(offer.citizen, choices(day.cast.nanna, at(26, 9, 15)), offer.moves, by=viewer, now=now)
    assert Claim.objects.filter(owner=offer.uuid).exists()
    move(draft, by=viewer, now=now)
    assert not Claim.objects.filter(owner=offer.uuid).exists()
    assert TimeOffer.objects.get(pk=offer.pk).answer == TimeOffer.DECLINED


def test_no_thanks_frees_the_time_and_her_talk_stands(day: SickDay) -> None:
    offer = day.apply().offers[6]
    assert offer.moves
    decline(offer, by=viewer_of(offer.citizen), now=clock.now())
    assert not Claim.objects.filter(owner=offer.uuid).exists()
    assert not Booking.objects.get(pk=offer.moves.pk).cancelled
    with pytest.raises(Refused, match="offer_over"):
        keep(offer, by=viewer_of(offer.citizen), now=clock.now())


def test_an_offer_outlives_the_old_time_and_can_still_be_kept(day: SickDay, monday: Any) -> None:
    talk = day.talks[2]
    applied = day.apply(Decision(talk.uuid, ReplannedTalk.OFFER, Place(day.cast.nanna.uuid, at(24, 10))))
    monday.move_to(at(23, 15))
    assert call_off_unheld(by=JOB, now=clock.now()) == 6  # nothing was decided for the others
    booking = keep(applied.offers[0], by=viewer_of(talk.citizen), now=clock.now())
    assert (booking.pk, booking.starts) == (talk.pk, at(24, 10))


def test_unanswered_it_is_free_again_and_the_talk_called_off_by_us(day: SickDay, monday: Any) -> None:
    offer = day.apply(*proposals(day.plan)[2:3]).offers[0]
    monday.move_to(offer.held_until - timedelta(minutes=1))
    assert lapse_due(by=JOB, now=clock.now()) == 0
    monday.move_to(offer.held_until)
    assert lapse_due(by=JOB, now=clock.now()) == 1
    assert not Claim.objects.filter(owner=offer.uuid).exists()
    monday.move_to(at(23, 23))
    call_off_unheld(by=JOB, now=clock.now())
    assert offer.moves
    talk = Booking.objects.get(pk=offer.moves.pk)
    assert talk.cancelled
    assert not talk.cancelled_by_citizen
    assert call_off_unheld(by=JOB, now=clock.now()) == 0


def test_talks_of_somebody_who_is_here_are_never_called_off(house: Cast, monday: Any) -> None:
    agreed(house.bo, house.nanna, at(23, 9, 15))
    away(house)
    monday.move_to(at(23, 20))
    assert call_off_unheld(by=JOB, now=clock.now()) == 0


def test_a_talk_nobody_was_there_for_is_never_closed_as_her_absence(day: SickDay, monday: Any) -> None:
    monday.move_to(at(23, 13, 30))
    with pytest.raises(Refused, match="we_were_away"):
        close_absence(day.talks[5], by=viewer_of(day.cast.lise), now=clock.now())
    assert not Attendance.objects.exclude(absence="").exists()


# ---- the telephone ---------------------------------------------------------------------------------


def test_reached_and_agreed_it_is_moved_at_once(day: SickDay) -> None:
    line = day.plan.calls[0]
    place = line.places[0]
    record_call(
        day.absence, line.booking, ReplannedTalk.REACHED, place, by=viewer_of(day.cast.per), now=clock.now()
    )
    talk = Booking.objects.get(pk=line.booking.pk)
    assert (talk.staff.uuid, talk.starts) == (place.staff, place.starts)
    row = ReplannedTalk.objects.get(booking=talk)
    assert (row.outcome, row.rung_at, row.had_starts) == ("reached", clock.now(), line.booking.starts)


def test_a_call_in_vain_moves_nothing_and_what_is_no_answer_is_refused(day: SickDay) -> None:
    line = day.plan.calls[0]
    by = viewer_of(day.cast.per)
    record_call(day.absence, line.booking, ReplannedTalk.NO_ANSWER, line.places[0], by=by, now=clock.now())
    assert Booking.objects.get(pk=line.booking.pk).starts == line.booking.starts
    for outcome in ("", "maybe"):
        with pytest.raises(Refused, match="unknown_call_outcome"):
            record_call(day.absence, line.booking, outcome, by=by, now=clock.now())
