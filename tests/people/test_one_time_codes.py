"""The codes of an authenticator app: as RFC 6238 has them, once each, and a phone's clock may be half a minute off."""

from datetime import UTC, datetime, timedelta

import pytest

from afsaet.people import one_time_codes as codes
from afsaet.people.rules import CODES_PAUSE_MINUTES, MOST_WRONG_CODES, codes_paused
from afsaet.people.sealing import seal

# RFC 6238, appendix B, SHA-1: the last six of its eight digits.
RFC_SECRET = b"12345678901234567890"
RFC = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(("second", "code"), RFC)
def test_they_are_those_of_the_standard(second: int, code: str) -> None:
    assert codes.code_at(seal(RFC_SECRET, "second_step"), second // codes.STEP_SECONDS) == code


def test_one_step_of_drift_either_way_and_not_two() -> None:
    secret = codes.new_secret()
    for drift, counter in [(-2, None), (-1, 99), (0, 100), (1, 101), (2, None)]:
        assert codes.matching_counter(secret, codes.code_at(secret, 100 + drift), 100, 0) == counter


def test_a_code_no_later_than_the_last_is_not_taken_again() -> None:
    secret = codes.new_secret()
    typed = codes.code_at(secret, 100)
    assert codes.matching_counter(secret, typed, 100, after=99) == 100
    assert codes.matching_counter(secret, typed, 100, after=100) is None
    assert codes.matching_counter(secret, typed, 101, after=100) is None


@pytest.mark.parametrize("typed", ["", "12345", "æøåæøå", "1234567", "٣٤٥٦٧٨"])
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert codes.matching_counter(codes.new_secret(), typed, 100, 0) is None


def test_a_code_may_be_typed_with_a_space() -> None:
    secret = codes.new_secret()
    code = codes.code_at(secret, 100)
    assert codes.matching_counter(secret, f" {code[:3]} {code[3:]} ", 100, 0) == 100


def test_the_secret_is_kept_sealed_and_shown_in_groups_of_four() -> None:
    sealed = seal(RFC_SECRET, "second_step")
    assert RFC_SECRET not in sealed
    text = codes.secret_text(sealed)
    assert text == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    address = codes.address_for_app(sealed, "lise.krogh@fjordby.example", "Fjordby Kommune")
    assert address.startswith("otpauth://totp/Fjordby%20Kommune:lise.krogh%40fjordby.example?")
    assert f"secret={text.replace(' ', '')}" in address


def test_ten_recovery_codes_hashed_for_their_owner_alone() -> None:
    ten = codes.new_recovery_codes()
    assert len(set(ten)) == codes.RECOVERY_CODES
    typed = ten[0].upper().replace("-", " ")
    assert codes.recovery_hash("a", typed) == codes.recovery_hash("a", ten[0])
    assert codes.recovery_hash("b", ten[0]) != codes.recovery_hash("a", ten[0])
    assert ten[0].encode() not in codes.recovery_hash("a", ten[0])


def test_after_many_wrong_codes_in_a_row_none_is_taken_for_a_while() -> None:
    until = NOW + timedelta(minutes=CODES_PAUSE_MINUTES)
    assert not codes_paused(MOST_WRONG_CODES - 1, NOW, NOW)
    assert codes_paused(MOST_WRONG_CODES, NOW, until - timedelta(seconds=1))
    assert not codes_paused(MOST_WRONG_CODES, NOW, until)
