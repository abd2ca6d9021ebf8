"""*Bed en kollega tage den*: asked, answered, taken over; and what happens when two are fast at once."""

import pytest

from afsaet.booking.actions.booking import cancel, move_to
from afsaet.booking.actions.substitution import answer_question, ask_colleague, withdraw_question
from afsaet.booking.models import Booking, Substitution
from afsaet.booking.queries.substitution import colleagues_free, open_question, questions_to
from afsaet.calendar.actions.hours import close_time
from afsaet.calendar.models import Claim
from afsaet.core import clock
from afsaet.core.errors import Refused
from afsaet.messaging.models import Message
from afsaet.people.access import why_open
from afsaet.people.models import Citizen, Grant, Staff
from afsaet.people.rules import door_closes
from afsaet.site.invariants import broken
from tests.booking.conftest import at, booked
from tests.cast import Cast, make_staff, viewer_of


@pytest.fixture
def booking(house: Cast) -> Booking:
    """Bo's talk with Lise on Thursday at 9.15."""
    return booked(house.bo, house.lise, at(26, 9, 15))


def ask(booking: Booking, colleague: Staff) -> Substitution:
    return ask_colleague(booking, colleague, by=viewer_of(booking.staff), now=clock.now())


def answer(question: Substitution, yes: bool) -> Substitution:
    return answer_question(question, yes=yes, by=viewer_of(question.asked), now=clock.now())


def reason_of(citizen: Citizen, staff: Staff) -> str | None:
    return why_open(viewer_of(staff), citizen)


def test_only_colleagues_who_are_at_work_and_free_then_can_be_asked(house: Cast, booking: Booking) -> None:
    make_staff(house.unit, None, "Ida", "Fri", "adviser")  # has no hours
    assert colleagues_free(booking, clock.now()) == [house.nanna]
    booked(house.kirsten, house.nanna, at(26, 9, 15))
    assert colleagues_free(booking, clock.now()) == []
    with pytest.raises(Refused, match="colleague_busy"):
        ask(booking, house.nanna)
    assert not Substitution.objects.exists()


def test_she_is_asked_by_mail_without_a_name_and_sees_nobody(house: Cast, booking: Booking) -> None:
    ask(booking, house.nanna)
    mail = Message.objects.get(kind="question")
    assert (mail.address, mail.title) == (house.nanna.email, "Kan du tage en samtale?")
    assert "Lise Krogh spørger, om du kan tage en samtale torsdag den 26. november kl. 9.15." in mail.body
    assert "Bo" not in mail.body
    assert [one.booking for one in questions_to(viewer_of(house.nanna), clock.now())] == [booking]
    assert not questions_to(viewer_of(house.gitte), clock.now())
    assert reason_of(house.bo, house.nanna) is None


def test_her_yes_makes_the_talk_hers_at_the_same_time(house: Cast, booking: Booking) -> None:
    answer(ask(booking, house.nanna), yes=True)
    booking.refresh_from_db()
    assert (booking.staff, booking.starts, booking.origin) == (house.nanna, at(26, 9, 15), "self")
    door = Grant.objects.get(cause=booking.uuid)
    assert (door.staff, door.reason, door.closes_at) == (
        house.nanna,
        "substitution",
        door_closes(booking.ends),
    )
    assert reason_of(house.bo, house.nanna) == "substitution"
    assert reason_of(house.bo, house.lise) == "caseload", "he is still her own citizen"
    told = Message.objects.filter(citizen=house.bo, channel="inbox").exclude(kind="reminder").latest("pk")
    assert "Nanna Juhl" in told.body
    assert not broken(clock.now())


def test_once_the_door_of_a_substitution_is_moved_on_it_is_a_booking_again(
    house: Cast, booking: Booking
) -> None:
    answer(ask(booking, house.nanna), yes=True)
    booking.refresh_from_db()
    move_to(booking, staff=house.nanna, starts=at(27, 9, 15), by=viewer_of(house.bo), now=clock.now())
    assert reason_of(house.bo, house.nanna) == "booking"


def test_her_no_leaves_everything_and_another_can_be_asked(house: Cast, booking: Booking) -> None:
    question = ask(booking, house.nanna)
    answer(question, yes=False)
    booking.refresh_from_db()
    assert booking.staff == house.lise
    assert open_question(booking, clock.now()) is None
    assert reason_of(house.bo, house.nanna) is None
    ask(booking, house.nanna)
    assert Substitution.objects.count() == 2


def test_one_is_asked_at_a_time_and_the_same_twice_is_once(house: Cast, booking: Booking) -> None:
    ida = make_staff(house.unit, None, "Ida", "Fri", "adviser")
    question = ask(booking, house.nanna)
    assert ask(booking, house.nanna) == question
    with pytest.raises(Refused, match="asked_already"):
        ask(booking, ida)
    assert Message.objects.filter(kind="question").count() == 1


def test_fortryd_withdraws_question_and_mail(house: Cast, booking: Booking) -> None:
    question = ask(booking, house.nanna)
    withdraw_question(booking, by=viewer_of(house.lise), now=clock.now())
    assert not questions_to(viewer_of(house.nanna), clock.now())
    assert Message.objects.get(kind="question").state == "withdrawn"
    with pytest.raises(Refused, match="substitution_over"):
        answer(question, yes=True)
    booking.refresh_from_db()
    assert booking.staff == house.lise


@pytest.mark.parametrize("meanwhile", ["moved", "cancelled", "other adviser", "begun"])
def test_a_question_about_what_is_no_longer_so_is_over(
    house: Cast, booking: Booking, meanwhile: str, monday: object
) -> None:
    question, his, now = ask(booking, house.nanna), viewer_of(house.bo), clock.now()
    if meanwhile == "moved":
        move_to(booking, staff=house.lise, starts=at(27, 10), by=his, now=now)
    elif meanwhile == "cancelled":
        cancel(booking, by=his, now=now)
    elif meanwhile == "other adviser":
        per = make_staff(house.unit, None, "Ida", "Fri", "adviser")
        move_to(booking, staff=per, starts=at(26, 9, 15), by=his, now=now)
    else:
        monday.move_to(at(26, 9, 15))  # type: ignore[attr-defined]
    before = Booking.objects.values().get()
    assert not questions_to(viewer_of(house.nanna), clock.now())
    for yes in (True, False):
        with pytest.raises(Refused, match="substitution_over"):
            answer(question, yes=yes)
    assert Booking.objects.values().get() == before


def test_after_a_move_another_question_can_be_asked(house: Cast, booking: Booking) -> None:
    ask(booking, house.nanna)
    move_to(booking, staff=house.lise, starts=at(27, 10), by=viewer_of(house.bo), now=clock.now())
    booking.refresh_from_db()
    assert ask(booking, house.nanna).starts == at(27, 10)


def test_who_has_been_booked_meanwhile_is_told_so_and_the_talk_stays(house: Cast, booking: Booking) -> None:
    question = ask(booking, house.nanna)
    booked(house.kirsten, house.nanna, at(26, 9, 15))
    with pytest.raises(Refused) as refused:
        answer(question, yes=True)
    assert (refused.value.code, refused.value.refusal.facts) == ("you_are_busy", {"at_time": at(26, 9, 15)})
    booking.refresh_from_db()
    question.refresh_from_db()
    assert booking.staff == house.lise
    assert question.answered_at is None
    assert Claim.objects.filter(owner=booking.uuid).count() == 2


def test_the_second_answer_changes_nothing(house: Cast, booking: Booking) -> None:
    question = ask(booking, house.nanna)
    answer(question, yes=True)
    version = Booking.objects.get().version
    answer(question, yes=True)
    with pytest.raises(Refused, match="substitution_over"):
        answer(question, yes=False)
    assert Booking.objects.get().version == version
    assert Booking.objects.get().staff == house.nanna


def test_her_own_closed_time_does_not_hinder_her_yes(house: Cast, booking: Booking) -> None:
    question = ask(booking, house.nanna)
    close_time(house.nanna.uuid, at(26, 9), at(26, 12), by=viewer_of(house.nanna), now=clock.now())
    answer(question, yes=True)
    booking.refresh_from_db()
    assert booking.staff == house.nanna
