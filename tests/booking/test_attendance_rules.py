"""Where her coming stands, and who may say what when: table by table, as docs/states.md has it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from afsaet.booking.rules import attendance as rules
from afsaet.booking.rules.attendance import AttendanceState, Call, OnTheDay, attendance_state

TEN = datetime(2026, 11, 26, 9, tzinfo=UTC)  # 10.00 in Denmark
MEETING = OnTheDay(TEN, TEN + timedelta(minutes=45), "in_person")
PHONE = replace(MEETING, form="phone")


def after(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def rung(*calls: tuple[float, str]) -> OnTheDay:
    return replace(PHONE, calls=tuple(Call(after(minutes), outcome) for minutes, outcome in calls))


def code(refusal: object) -> str:
    return getattr(refusal, "code", "")


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({}, ("expected", None, 0)),
        ({"late_minutes": 10, "late_at": after(-9)}, ("late", -9, 10)),
        ({"late_minutes": 0, "late_at": after(-9)}, ("late", -9, 0)),
        ({"late_minutes": 10, "late_at": after(-9), "arrived_at": after(8)}, ("arrived", 8, 0)),
        ({"arrived_at": after(-20), "late_minutes": 5, "late_at": after(-9)}, ("late", -9, 5)),
        ({"calls": (Call(after(2)),)}, ("calling", 2, 0)),
        ({"calls": (Call(after(2), "no_answer"),)}, ("called", 2, 1)),
        ({"calls": (Call(after(2), "no_answer"), Call(after(13), "wrong_number"))}, ("called", 13, 2)),
        ({"calls": (Call(after(2), "no_answer"), Call(after(13), "reached"))}, ("reached", 13, 0)),
        ({"calls": (Call(after(-2), "no_answer"),)}, ("expected", None, 0)),
        ({"calls": (Call(after(45), "no_answer"),)}, ("expected", None, 0)),
        ({"absence": "not_come", "absent_at": after(12), "arrived_at": after(20)}, ("not_come", 12, 0)),
    ],
)
def test_the_latest_that_is_known_is_the_state_and_an_absence_before_all(
    known: dict[str, object], state: tuple[str, float | None, int]
) -> None:
    key, since, count = state
    wanted = AttendanceState(key, None if since is None else after(since), count)
    assert attendance_state(replace(MEETING, **known)) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["late", "arrived", "ended long ago"])
def test_nothing_becomes_an_absence_by_itself(kind: str) -> None:
    known = {
        "late": replace(MEETING, late_minutes=15, late_at=after(-1)),
        "arrived": replace(MEETING, arrived_at=after(3)),
        "ended long ago": MEETING,
    }[kind]
    assert attendance_state(known).key not in ("not_come", "not_reached")
    assert rules.refusal_to_close(known, after(60 * 24)) is None, "nor is an absence made impossible"


# ---- late and here --------------------------------------------------------------------------------

CANCELLED, STARTED = {"cancelled": True}, {"started": True}
ABSENT = {"absence": "not_come", "absent_at": after(9)}


@pytest.mark.parametrize(
    ("known", "minute", "today", "hers", "ours"),
    [
        ({}, -60, True, "", ""),
        ({}, -0.01, True, "", ""),
        ({}, 0, True, "talk_began", ""),
        ({}, 30, True, "talk_began", ""),
        ({}, -60, False, "late_another_day", "late_another_day"),
        (CANCELLED, -60, True, "already_cancelled", "already_cancelled"),
        (STARTED, -1, True, "talk_began", "talk_going_on"),
        (ABSENT, 10, True, "talk_began", "talk_is_closed"),
    ],
)
def test_who_may_say_late_when(
    known: dict[str, object], minute: float, today: bool, hers: str, ours: str
) -> None:
    day = replace(MEETING, **known)  # type: ignore[arg-type]
    said = {
        citizen: code(
            rules.refusal_to_say_late(day, after(minute), minutes=10, today=today, by_citizen=citizen)
        )
        for citizen in (True, False)
    }
    assert said == {True: hers, False: ours}


@pytest.mark.parametrize("minutes", [-5, 1, 20, 45])
def test_lateness_is_one_of_four(minutes: int) -> None:
    refusal = rules.refusal_to_say_late(MEETING, after(-5), minutes=minutes, today=True, by_citizen=True)
    assert code(refusal) == "unknown_lateness"


@pytest.mark.parametrize(
    ("known", "minute", "today", "hers", "ours"),
    [
        ({}, -31, True, "too_early_to_arrive", ""),
        ({}, -30, True, "", ""),
        ({}, 44, True, "", ""),
        ({}, 45, True, "talk_is_over", ""),
        ({}, -30, False, "arrived_another_day", "arrived_another_day"),
        ({"form": "phone"}, -5, True, "nowhere_to_come", "nowhere_to_come"),
        (CANCELLED, -5, True, "already_cancelled", "already_cancelled"),
        (STARTED, 5, True, "talk_going_on", "talk_going_on"),
        (ABSENT, 20, True, "", ""),
    ],
)
def test_who_may_say_that_she_is_here_when(
    known: dict[str, object], minute: float, today: bool, hers: str, ours: str
) -> None:
    day = replace(MEETING, **known)  # type: ignore[arg-type]
    said = {
        citizen: code(rules.refusal_to_arrive(day, after(minute), today=today, by_citizen=citizen))
        for citizen in (True, False)
    }
    assert said == {True: hers, False: ours}


@pytest.mark.parametrize(
    ("what", "minute", "hers"),
    [("late", -1, ""), ("late", 0, "talk_began"), ("arrived", 44, ""), ("arrived", 45, "talk_began")],
)
def test_she_may_take_back_what_she_said_within_reason(what: str, minute: float, hers: str) -> None:
    for citizen, wanted in [(True, hers), (False, "")]:
        assert (
            code(rules.refusal_to_take_back(MEETING, after(minute), what=what, by_citizen=citizen)) == wanted
        )


# ---- the telephone (I13) --------------------------------------------------------------------------

VAIN = "no_answer"


@pytest.mark.parametrize(
    ("calls", "minute", "refused", "next_minute"),
    [
        ([], -1, "talk_not_begun", None),
        ([], 5, "ring_first", None),
        ([], 50, "no_time_to_ring", None),
        ([(0, VAIN)], 5, "ring_again", 10),
        ([(0, "")], 5, "ring_first", None),
        ([(0, VAIN), (9.99, VAIN)], 12, "ring_again", 10),
        ([(0, VAIN), (10, "")], 12, "ring_again", 10),
        ([(0, VAIN), (10, VAIN)], 12, "", 10),
        ([(0, VAIN), (10, "wrong_number")], 60 * 24, "", 10),
        ([(0, VAIN), (5, VAIN), (10, VAIN)], 12, "", 10),
        ([(-1, VAIN), (10, VAIN)], 12, "ring_again", 20),
        ([(34, VAIN), (45, VAIN)], 44.5, "ring_again", 44),
        ([(34, VAIN), (45, VAIN)], 46, "no_time_to_ring", 44),
        ([(36, VAIN), (46, VAIN)], 47, "no_time_to_ring", None),
        ([(0, VAIN), (10, VAIN), (12, "reached")], 13, "was_reached", 10),
        ([(0, "reached"), (10, VAIN), (20, VAIN)], 21, "", 20),
        ([(0.5, VAIN)], 5, "ring_again", 11),
    ],
)
def test_not_reached_takes_two_calls_in_vain_ten_minutes_apart_inside_the_booked_time(
    calls: list[tuple[float, str]], minute: float, refused: str, next_minute: float | None
) -> None:
    day = rung(*calls)
    assert code(rules.refusal_to_close(day, after(minute))) == refused
    earliest = rules.next_call(day)
    assert earliest == (None if next_minute is None else after(next_minute))


def test_on_video_the_telephone_decides_too_and_at_the_desk_it_does_not() -> None:
    video = replace(PHONE, form="video")
    assert code(rules.refusal_to_close(video, after(5))) == "ring_first"
    assert rules.refusal_to_close(MEETING, after(5)) is None
    assert [rules.absence_of(form) for form in ("in_person", "phone", "video")] == [
        "not_come",
        "not_reached",
        "not_reached",
    ]


@pytest.mark.parametrize(
    ("day", "minute", "refused"),
    [
        (MEETING, -1, "talk_not_begun"),
        (MEETING, 0, ""),
        (replace(MEETING, cancelled=True), 5, "already_cancelled"),
        (replace(MEETING, started=True), 5, "talk_going_on"),
        (PHONE, 5, "ring_first"),
        (rung((0, VAIN)), 5, ""),
    ],
)
def test_she_is_told_that_we_did_not_talk_only_when_it_is_true(
    day: OnTheDay, minute: float, refused: str
) -> None:
    assert code(rules.refusal_to_tell(day, after(minute))) == refused


def test_an_answer_can_be_put_right_until_the_talk_is_closed_upon_it() -> None:
    call = Call(after(10), VAIN)
    assert rules.refusal_to_answer(PHONE, call, answer="reached") is None
    closed = replace(PHONE, absence="not_reached", absent_at=after(12))
    assert code(rules.refusal_to_answer(closed, call, answer="reached")) == "call_is_closed"
    assert rules.refusal_to_answer(closed, Call(after(30)), answer="reached") is None
    assert code(rules.refusal_to_answer(PHONE, call, answer="maybe")) == "unknown_answer"


@pytest.mark.parametrize(
    ("known", "number", "today", "refused"),
    [
        ({}, "20123478", True, ""),
        ({}, "", True, "no_number"),
        ({}, "20123478", False, "phone_another_day"),
        ({"form": "phone"}, "20123478", True, "phone_already"),
        (ABSENT, "20123478", True, "talk_is_closed"),
        (STARTED, "20123478", True, "talk_going_on"),
        (CANCELLED, "20123478", True, "already_cancelled"),
    ],
)
def test_a_talk_is_held_on_the_telephone_instead(
    known: dict[str, object], number: str, today: bool, refused: str
) -> None:
    day = replace(MEETING, **known)  # type: ignore[arg-type]
    assert code(rules.refusal_to_ring_instead(day, number=number, today=today)) == refused


@pytest.mark.parametrize(("minute", "shown"), [(-31, False), (-30, True), (44, True), (45, False)])
def test_the_link_to_a_video_talk_stands_there_from_half_an_hour_before(minute: float, shown: bool) -> None:
    assert rules.link_shown(after(minute), starts=MEETING.starts, ends=MEETING.ends) is shown
