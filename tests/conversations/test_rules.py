"""The pure decisions of a talk."""

from datetime import UTC, date, datetime, timedelta

import pytest

from afsaet.conversations.rules import (
    Saved,
    SavedAgreement,
    composed_summary,
    day_state,
    refusal_of_text,
    refusal_to_start,
    three_next_times,
    without_cpr,
)

NINE = datetime(2026, 11, 26, 8, tzinfo=UTC)
DAY = date(2026, 11, 26)


@pytest.mark.parametrize("number", ["1203925678", "120392-5678", "120392 5678"])
def test_a_cpr_number_is_refused_and_made_unreadable(number: str) -> None:
    refusal = refusal_of_text(f"Bo ({number}) ringer")
    assert refusal is not None
    assert refusal.code == "cpr_in_text"
    assert without_cpr(f"Bo ({number}) ringer") == "Bo (120392-xxxx) ringer"
    assert refusal_of_text("Bo (120392-xxxx) ringer") is None


def test_a_telephone_number_is_no_cpr_number() -> None:
    assert refusal_of_text("Ring 20 12 34 78 eller +4520123478 i uge 48") is None


def test_a_long_text_is_refused() -> None:
    assert refusal_of_text("x" * 300) is None
    refusal = refusal_of_text("x" * 301)
    assert refusal is not None
    assert (refusal.code, refusal.facts) == ("text_too_long", {"most": 300})


def test_three_times_on_three_days_about_three_weeks_later() -> None:
    times = [NINE + timedelta(days=days, hours=hours) for days in range(1, 30) for hours in (0, 1)]
    three = three_next_times(times, NINE)
    wanted = [timedelta(days=20, hours=1), timedelta(days=21), timedelta(days=22)]
    assert [time - NINE for time in three] == wanted
    assert three_next_times([], NINE) == []


def test_a_talk_begins_on_its_day_or_later() -> None:
    assert refusal_to_start(DAY, DAY, cancelled=False) is None
    assert refusal_to_start(DAY + timedelta(days=1), DAY, cancelled=False) is None
    early = refusal_to_start(DAY - timedelta(days=1), DAY, cancelled=False)
    assert early is not None
    assert early.code == "talk_not_today"
    gone = refusal_to_start(DAY, DAY, cancelled=True)
    assert gone is not None
    assert gone.code == "already_cancelled"


@pytest.mark.parametrize(
    ("moments", "key", "act"),
    [
        ({}, "booked", False),
        ({"started_at": NINE}, "in_progress", True),
        ({"started_at": NINE, "closed_at": NINE}, "missing", True),
        ({"started_at": NINE, "closed_at": NINE, "copied_at": NINE}, "held", False),
        ({"cancelled_at": NINE}, "cancelled_by_us", False),
    ],
)
def test_where_a_talk_stands(moments: dict[str, datetime], key: str, act: bool) -> None:
    known = dict.fromkeys(("cancelled_at", "started_at", "closed_at", "copied_at")) | moments
    state = day_state(
        cancelled_by_citizen=False,
        cancelled_at=known["cancelled_at"],
        started_at=known["started_at"],
        closed_at=known["closed_at"],
        copied_at=known["copied_at"],
    )
    assert (state.key, state.act) == (key, act)


def test_the_summary_leaves_out_what_is_empty() -> None:
    saved = Saved(
        topics=["Job"],
        outcomes=[],
        notes=[],
        goal="Et dagjob",
        sub_goal="",
        agreements=[SavedAgreement("Bo", "Ring til Ib", "senest fredag"), SavedAgreement("Lise", "Skriv")],
        next_time="",
        parked=["Engelsk cv"],
    )
    assert composed_summary(saved) == (
        "Vi talte om:\n- Job\n\nMål: »Et dagjob«\n\n"
        "Det aftalte vi:\n- Bo: Ring til Ib (senest fredag)\n- Lise: Skriv\n\n"
        "Det tager vi næste gang:\n- Engelsk cv"
    )
