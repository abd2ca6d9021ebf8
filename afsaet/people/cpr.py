"""CPR numbers: read, encrypt, look up, mask. Nowhere else in the house is one held in clear.

No modulus 11: numbers without it have been issued since 2007. The birth date is a field of its own,
because the century in a CPR number cannot be trusted for every number.
"""

import hashlib
import hmac
import os
import re
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from afsaet.core.errors import Refused

_NONCE_BYTES = 12


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
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_key("encrypt")).encrypt(nonce, digits.encode(), None)


def decrypt(stored: bytes) -> str:
    return AESGCM(_key("encrypt")).decrypt(stored[:_NONCE_BYTES], stored[_NONCE_BYTES:], None).decode()


def lookup(digits: str) -> bytes:
    """A keyed hash: the same number gives the same bytes, and without the key nothing can be tried."""
    return hmac.new(_key("lookup"), digits.encode(), hashlib.sha256).digest()


def _key(use: str) -> bytes:
    """One key per use, so that a leaked lookup key decrypts nothing."""
    key: bytes = settings.CPR_KEY
    return hmac.new(key, use.encode(), hashlib.sha256).digest()
