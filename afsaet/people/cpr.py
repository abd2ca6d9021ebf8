"""CPR numbers: read, encrypt, look up, mask. Nowhere else in the house is one held in clear.

No modulus 11: numbers without it have been issued since 2007. The birth date is a field of its own,
because the century in a CPR number cannot be trusted for every number.
"""

import re
from datetime import date

from afsaet.core.errors import Refused
from afsaet.people.sealing import keyed_hash, seal, unseal


def parse(text: str) -> str:
    """Ten digits from "010190-1234", "010190 1234" or "0101901234". Raises Refused("cpr_form")."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"\d{10}", digits) or not _possible_day(digits):
        raise Refused("cpr_form")
    return digits


def _possible_day(digits: str) -> bool:
    """Whether day and month exist. Authorities add 60 to the day of a replacement number."""
    day, month = int(digits[:2]), int(digits[2:4])
    try:
        date(2000, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def encrypt(digits: str) -> bytes:
    return seal(digits.encode(), "encrypt")


def decrypt(stored: bytes) -> str:
    return unseal(stored, "encrypt").decode()


def lookup(digits: str) -> bytes:
    """A keyed hash: the same number gives the same bytes."""
    return keyed_hash(digits, "lookup")
