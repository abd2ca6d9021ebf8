"""The one door to a booking: what it does, what it refuses, and that a refusal changes nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from afsaet.audit.models import Change
from afsaet.booking.actions.booking import book, cancel, move
from afsaet.booking.actions.bundles import take
from afsaet.booking.actions.drafting import hold, save_draft
from afsaet.booking.actions.topics import change_topics
from afsaet.booking.models import Booking, Deadline, Draft
from afsaet.booking.rules.choices import Choices
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from afsaet.people.models import Grant
from tests.booking.conftest import at, booked, choices
from tests.cast import Cast, viewer_of


def everything() -> dict[str, list[Any]]:
    """All rows a refusal must leave alone."""
    tables = ["booking_booking", "calendar_claim", "messaging_message", "people_grant", "booking_deadline"]
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
    return found


def test_a_booking_takes_both_people_opens_the_door_and_tells_her(house: Cast) -> None:
    starts = at(26, 9, 15)
    booking = booked(
        house.bo, house.lise, starts, topics=("job_now",), own_words="Jeg vil gerne væk fra nattevagter."
    )
    claims = Claim.objects.filter(owner=booking.uuid)
    assert {claim.resource.ref for claim in claims} == {house.lise.uuid, house.bo.uuid}
    assert {(claim.starts, claim.ends, claim.held_until) for claim in claims} == {
        (starts, starts + timedelta(minutes=45), None)
    }
    grant = Grant.objects.get(cause=booking.uuid)
    assert (grant.staff, grant.closes_at) == (house.lise, booking.ends + timedelta(days=14))
    kinds = Message.objects.filter(subject=booking.uuid, citizen=house.bo).values_list("kind", "channel")
    assert sorted(kinds) == sorted(
        [(kind, channel) for kind in ("receipt", "reminder", "reminder") for channel in ("email", "inbox")]
    )
    assert not Draft.objects.filter(citizen=house.bo).exists()
    assert [topic.topic.key for topic in booking.chosen_topics.all()] == ["job_now"]


def test_reminders_come_two_days_and_one_day_before_at_a_decent_hour(house: Cast) -> None:
    booking = booked(house.bo, house.lise, at(26, 8, 30))
    due = Message.objects.filter(subject=booking.uuid, kind="reminder", channel="inbox").order_by("due_at")
    assert [clock.local(message.due_at).strftime("%d %H.%M") for message in due] == ["24 09.00", "25 09.00"]


def test_the_same_form_sent_twice_books_once(house: Cast) -> None:
    viewer, now = viewer_of(house.bo), clock.now()
    draft = hold(house.bo, choices(house.lise, at(26, 9, 15)), by=viewer, now=now)
    first = book(draft, by=viewer, now=now)
    before = everything()
    second = book(draft, by=viewer, now=now)
    assert (second.booking.pk, second.again, first.again) == (first.booking.pk, True, False)
    assert everything() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"time": ""}, "no_time"),
        ({"time": "2026-11-26T09:15:00"}, "no_time"),
        ({"topics": ("job_now", "application", "where_needed", "course")}, "too_many_topics"),
        ({"topics": ("made_up",)}, "unknown_topic"),
        ({"own_words": "x" * 301}, "too_many_words"),
        ({"form": "video"}, "unknown_form"),
        ({"who": "00000000-0000-0000-0000-000000000000"}, "unknown_adviser"),
        ({"time": "2026-11-26T09:00:00+01:00"}, "not_on_the_list"),
        ({"time": "2026-11-26T05:00:00+01:00"}, "outside_hours"),
        ({"time": "2026-11-28T09:15:00+01:00"}, "outside_hours"),
        ({"time": "2026-11-23T09:15:00+01:00"}, "too_soon"),
        ({"time": "2027-11-26T09:15:00+01:00"}, "too_late"),
        ({"time": "2026-11-22T09:15:00+01:00"}, "in_the_past"),
        ({"time": "2026-11-26T09:15:30+01:00"}, "not_on_the_list"),
    ],
    ids=[
        "no time",
        "time without zone",
        "four topics",
        "a topic of his own making",
        "too long",
        "a form that the first talk may not have",
        "nobody",
        "off the grid",
        "before opening",
        "Saturday",
        "within the notice",
        "beyond the horizon",
        "yesterday",
        "half a minute past",
    ],
)
def test_a_form_that_cannot_be_booked_is_refused_and_kept(
    house: Cast, change: dict[str, Any], code: str
) -> None:
    wish = choices(house.lise, at(26, 9, 15)).as_json() | change
    before = everything()
    with pytest.raises(Refused) as refused:
        hold(house.bo, Choices.from_json(wish), by=viewer_of(house.bo), now=clock.now())
    assert refused.value.code == code
    assert everything() == before
    assert Choices.from_json(Draft.objects.get(citizen=house.bo).choices) == Choices.from_json(wish)


def test_a_taken_time_is_answered_with_the_three_nearest(house: Cast) -> None:
    booked(house.amal, house.lise, at(26, 9, 15))
    with pytest.raises(Refused) as refused:
        hold(house.bo, choices(house.lise, at(26, 9, 15)), by=viewer_of(house.bo), now=clock.now())
    nearest = refused.value.refusal.facts["nearest"]
    assert nearest == [at(26, 8, 30), at(26, 10), at(26, 10, 45)]


def test_she_cannot_have_two_coming_talks_of_one_type(house: Cast) -> None:
    booked(house.bo, house.lise, at(26, 9, 15))
    before = everything()
    with pytest.raises(Refused) as refused:
        hold(house.bo, choices(house.nanna, at(27, 9, 15)), by=viewer_of(house.bo), now=clock.now())
    assert refused.value.code == "has_booking"
    assert everything() == before


def test_a_hold_keeps_others_away_for_five_minutes_and_then_no_longer(house: Cast, monday: Any) -> None:
    draft = hold(house.bo, choices(house.lise, at(26, 9, 15)), by=viewer_of(house.bo), now=clock.now())
    with pytest.raises(Refused):
        hold(house.amal, choices(house.lise, at(26, 9, 15)), by=viewer_of(house.amal), now=clock.now())
    monday.shift(timedelta(minutes=5))
    booking = booked(house.amal, house.lise, at(26, 9, 15))
    before = everything()
    with pytest.raises(Refused) as refused:
        book(draft, by=viewer_of(house.bo), now=clock.now())
    assert refused.value.code == "taken"
    assert everything() == before
    assert booking.citizen == house.amal


def test_a_hold_that_ran_out_books_all_the_same_while_the_time_is_free(house: Cast, monday: Any) -> None:
    draft = hold(house.bo, choices(house.lise, at(26, 9, 15)), by=viewer_of(house.bo), now=clock.now())
    monday.shift(timedelta(minutes=30))
    assert book(draft, by=viewer_of(house.bo), now=clock.now()).booking.starts == at(26, 9, 15)


def moved(house: Cast, booking: Booking, wish: Choices) -> Booking:
    viewer, now = viewer_of(house.bo), clock.now()
    return move(hold(house.bo, wish, booking, by=viewer, now=now), by=viewer, now=now)


def test_a_move_keeps_the_row_and_frees_the_old_time(house: Cast) -> None:
    old = booked(house.bo, house.lise, at(26, 9, 15))
    new = moved(house, old, choices(house.lise, at(27, 10)))
    assert (new.pk, new.uuid, new.origin, new.version) == (old.pk, old.uuid, "self", 2)
    assert {(claim.starts, claim.held_until) for claim in Claim.objects.all()} == {(at(27, 10), None)}
    queued = Message.objects.filter(subject=old.uuid, state="queued", channel="inbox").order_by("due_at")
    assert [message.kind for message in queued] == ["receipt", "reminder", "reminder"]
    assert "fredag den 27. november kl. 10.00" in queued[0].body
    assert booked(house.amal, house.lise, at(26, 9, 15)).pk != old.pk


def test_a_move_to_another_adviser_at_the_same_time_moves_the_door(house: Cast) -> None:
    old = booked(house.bo, house.lise, at(26, 9, 15))
    moved(house, old, choices(house.nanna, at(26, 9, 15)))
    grant = Grant.objects.get(cause=old.uuid)
    assert grant.staff == house.nanna
    assert {claim.resource.ref for claim in Claim.objects.all()} == {house.nanna.uuid, house.bo.uuid}


def test_a_move_to_a_time_that_has_gone_changes_nothing(house: Cast) -> None:
    old = booked(house.bo, house.lise, at(26, 9, 15))
    booked(house.amal, house.lise, at(27, 10))
    before = everything()
    with pytest.raises(Refused) as refused:
        moved(house, old, choices(house.lise, at(27, 10)))
    assert refused.value.code == "taken"
    assert everything() == before


def test_a_cancellation_frees_the_time_closes_the_door_and_is_told_once(house: Cast) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    viewer, now = viewer_of(house.bo), clock.now()
    cancel(booking, by=viewer, now=now)
    cancel(booking, by=viewer, now=now)
    assert not Claim.objects.exists()
    assert Grant.objects.get(cause=booking.uuid).closes_at == now
    live = Message.objects.filter(subject=booking.uuid, channel="inbox").exclude(state="withdrawn")
    assert [message.kind for message in live] == ["notice"]
    assert booked(house.bo, house.lise, at(26, 9, 15)).pk != booking.pk


def test_she_can_cancel_until_the_minute_it_starts_and_not_after(house: Cast, monday: Any) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15))
    monday.move_to(at(26, 9, 15))
    before = everything()
    with pytest.raises(Refused) as refused:
        cancel(booking, by=viewer_of(house.bo), now=clock.now())
    assert refused.value.code == "talk_began"
    assert everything() == before
    monday.move_to(at(26, 9, 14))
    assert cancel(booking, by=viewer_of(house.bo), now=clock.now()).cancelled


def test_a_deadline_limits_the_times_and_is_met_by_the_booking(house: Cast) -> None:
    first = booked(house.bo, house.lise, at(24, 9, 15))
    deadline = Deadline.objects.create(
        citizen=house.amal, type=first.type, book_by=at(24, 0).date(), hold_by=at(26, 0).date()
    )
    with pytest.raises(Refused):
        hold(house.amal, choices(house.lise, at(27, 9, 15)), by=viewer_of(house.amal), now=clock.now())
    booking = booked(house.amal, house.lise, at(26, 14, 0))
    deadline.refresh_from_db()
    assert deadline.met_by == booking


def test_the_one_who_has_time_first_is_the_one_with_least_booked(house: Cast) -> None:
    booked(house.amal, house.lise, at(26, 9, 15))
    wish = Choices(who="any", time=at(26, 10).isoformat())
    draft = hold(house.bo, wish, by=viewer_of(house.bo), now=clock.now())
    assert book(draft, by=viewer_of(house.bo), now=clock.now()).booking.staff == house.nanna


def test_topics_may_be_changed_until_it_begins(house: Cast, monday: Any) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15), topics=("job_now",))
    wish = Choices(topics=("course", "other"), own_words="Truck")
    change_topics(booking, wish, by=viewer_of(house.bo), now=clock.now())
    assert [topic.topic.key for topic in booking.chosen_topics.all()] == ["course", "other"]
    monday.move_to(at(26, 9, 15))
    with pytest.raises(Refused):
        change_topics(booking, Choices(topics=("job_now",)), by=viewer_of(house.bo), now=clock.now())
    assert [topic.topic.key for topic in booking.chosen_topics.all()] == ["course", "other"]


def test_history_knows_who_and_never_copies_her_words(house: Cast) -> None:
    booking = booked(house.bo, house.lise, at(26, 9, 15), own_words="hemmeligt")
    change_topics(booking, Choices(own_words="andet"), by=viewer_of(house.bo), now=clock.now())
    changes = Change.objects.filter(table="booking_booking", pk_text=str(booking.pk)).order_by("id")
    assert [change.op for change in changes] == ["I", "U"]
    assert {change.who for change in changes} == {str(house.bo.user.uuid)}  # type: ignore[union-attr]
    assert changes[1].diff == {"own_words": "changed", "version": [1, 2]}


def test_a_saved_draft_is_kept_as_typed(house: Cast) -> None:
    wish = Choices(topics=("course",), own_words="halvt fær", time="sludder")
    save_draft(house.bo, wish, by=viewer_of(house.bo), now=datetime.now(clock.ZONE))
    assert Choices.from_json(Draft.objects.get(citizen=house.bo).choices) == wish


def test_a_form_that_another_window_has_carried_out_meanwhile_holds_nothing(
    house: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_and_lose(*args: Any) -> Any:
        taker = take(*args)
        Draft.objects.all().delete()
        return taker

    monkeypatch.setattr("afsaet.booking.actions.drafting.take", take_and_lose)
    chosen = choices(house.lise, at(26, 9, 15))
    with pytest.raises(Refused, match="sent_elsewhere"):
        hold(house.bo, chosen, by=viewer_of(house.bo), now=clock.now())
    assert not Claim.objects.exists()
