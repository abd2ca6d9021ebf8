from datetime import datetime

import pytest

from afsaet.core.clock import ZONE
from afsaet.messaging.rules import after_quiet_hours, filled, lint


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


def test_the_morning_after_the_clock_changed_is_nine_on_the_wall() -> None:
    due = datetime(2026, 10, 24, 23, 0, tzinfo=ZONE)
    assert after_quiet_hours(due, ZONE).isoformat() == "2026-10-25T09:00:00+01:00"


def test_a_place_without_a_fact_is_an_error_and_never_sent_as_it_stands() -> None:
    assert filled("Hej {first_name}", {"first_name": "Bo {x}"}) == "Hej Bo {x}"
    with pytest.raises(KeyError):
        filled("Hej {first_name}", {})
