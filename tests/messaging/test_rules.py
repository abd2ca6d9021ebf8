from datetime import date, datetime

import pytest

from afsaet.core.clock import ZONE
from afsaet.messaging.rules import (
    MOST_ATTEMPTS,
    after_quiet_hours,
    filled,
    length,
    lint,
    lint_short,
    unknown_place,
    wait_after,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Din tid er torsdag den 26. november kl. 9.00.", None),
        ("Kom til jobcentret kl. 9", "purpose_word"),
        ("Du er LEDIG", "purpose_word"),
        ("Om dine dagpenge", "purpose_word"),
        ("Dit nummer er 120392-5678", "cpr_in_message"),
        ("Dit nummer er 1203925678", "cpr_in_message"),
        ("Ring på 76001200", None),
    ],
)
def test_a_message_may_be_read_over_her_shoulder(text: str, code: str | None) -> None:
    refusal = lint(text)
    assert (refusal.code if refusal else None) == code


def test_the_word_is_named_as_it_stands_in_the_text() -> None:
    refusal = lint("Kom til Jobcentret kl. 9")
    assert refusal is not None
    assert refusal.facts == {"word": "Jobcentret"}


@pytest.mark.parametrize(
    ("due", "sent"),
    [
        ((26, 9, 0), (26, 9, 0)),
        ((26, 21, 59), (26, 21, 59)),
        ((26, 22, 0), (27, 9, 0)),
        ((26, 3, 30), (26, 9, 0)),
        ((26, 8, 59), (26, 9, 0)),
    ],
)
def test_reminders_rest_at_night(due: tuple[int, int, int], sent: tuple[int, int, int]) -> None:
    asked = datetime(2026, 11, *due, tzinfo=ZONE)
    assert after_quiet_hours(asked, ZONE) == datetime(2026, 11, *sent, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("due", "sent"),
    [
        ((26, 8, 0), (26, 8, 0)),
        ((26, 7, 0), (26, 7, 0)),
        ((26, 6, 59), (26, 7, 0)),
        ((26, 0, 30), (26, 7, 0)),
        ((25, 23, 10), (26, 7, 0)),
        ((25, 8, 0), (25, 9, 0)),
        ((25, 22, 0), (26, 7, 0)),
        ((24, 23, 0), (25, 9, 0)),
    ],
)
def test_what_we_change_about_a_talk_on_the_26th_goes_from_seven_that_day_and_else_from_nine(
    due: tuple[int, int, int], sent: tuple[int, int, int]
) -> None:
    asked = datetime(2026, 11, *due, tzinfo=ZONE)
    goes = after_quiet_hours(asked, ZONE, urgent_on=date(2026, 11, 26))
    assert goes == datetime(2026, 11, *sent, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("due", "urgent_on", "sent"),
    [
        ("2026-10-24T23:00+02:00", None, "2026-10-25T09:00:00+01:00"),
        ("2026-10-25T02:30+02:00", None, "2026-10-25T09:00:00+01:00"),
        ("2026-10-25T02:30+01:00", None, "2026-10-25T09:00:00+01:00"),
        ("2026-10-25T02:30+01:00", date(2026, 10, 25), "2026-10-25T07:00:00+01:00"),
        ("2027-03-27T22:00+01:00", None, "2027-03-28T09:00:00+02:00"),
        ("2027-03-28T01:59+01:00", None, "2027-03-28T09:00:00+02:00"),
        ("2027-03-28T03:00+02:00", date(2027, 3, 28), "2027-03-28T07:00:00+02:00"),
    ],
)
def test_on_the_nights_the_clock_changes_the_morning_is_the_one_on_the_wall(
    due: str, urgent_on: date | None, sent: str
) -> None:
    assert after_quiet_hours(datetime.fromisoformat(due), ZONE, urgent_on).isoformat() == sent


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("æøåÆØÅ " * 20, None),
        ("a" * 160, None),
        ("a" * 161, "short_too_long"),
        ("€" * 80, None),
        ("€" * 81, "short_too_long"),
        ("Vi ses »i morgen«", "short_odd_sign"),
        ("Vi ses …", "short_odd_sign"),
        ("موعدك " * 22, None),
        ("موعدك " * 23, "short_too_long"),
    ],
)
def test_a_text_message_fits_in_one_or_says_why_not(text: str, code: str | None) -> None:
    refusal = lint_short(text)
    assert (refusal.code if refusal else None) == code


def test_signs_outside_the_common_ones_take_two() -> None:
    assert length("kl. 9 [€]") == 12


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Din tid er {when} hos {adviser}.{calls} {site}", None),
        ("Dit emne er {topic}", "unknown_place"),
        ("Din tid er {held_until}", "unknown_place"),
        ("Din tid er {when", "broken_place"),
        ("Din tid er when}", "broken_place"),
    ],
)
def test_a_text_names_only_what_its_message_knows(text: str, code: str | None) -> None:
    refusal = unknown_place("booked", text)
    assert (refusal.code if refusal else None) == code


def test_it_is_tried_often_at_first_and_for_four_hours_in_all() -> None:
    waits = [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert waits[:5] == [1, 2, 4, 8, 15]
    assert sum(wait or 0 for wait in waits) == 240
    assert wait_after(MOST_ATTEMPTS) is None


def test_a_place_without_a_fact_is_an_error_and_never_sent_as_it_stands() -> None:
    assert filled("Hej {first_name}", {"first_name": "Bo {x}"}) == "Hej Bo {x}"
    with pytest.raises(KeyError):
        filled("Hej {first_name}", {})
