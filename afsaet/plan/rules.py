"""What makes an agreement."""

from datetime import date, timedelta

from afsaet.core.errors import Refusal

MOST_WORDS = 200
ENOUGH_AT_ONE_TIME = 3


def refusal_of_agreement(what: str, by: date | None, today: date) -> Refusal | None:
    """An agreement says what, briefly, and its day is not in the past."""
    if not what.strip():
        return Refusal("agreement_without_words")
    if len(what) > MOST_WORDS:
        return Refusal("agreement_too_long", {"most": MOST_WORDS})
    if by is not None and by < today:
        return Refusal("agreement_in_the_past")
    return None


def in_a_week(today: date) -> date:
    return today + timedelta(days=7)
