"""The codes of an authenticator app (RFC 6238, as all of them speak it), and the codes on paper beside it."""

import base64
import re
import secrets
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from afsaet.people.sealing import keyed_hash, seal, unseal

DIGITS = 6
STEP_SECONDS = 30
DRIFT = 1  # steps that a phone's clock may be wrong, either way
RECOVERY_CODES = 10
_SECRET_BYTES = 20
# No letter that is mistaken for another or for a digit when it is read from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_RECOVERY_LETTERS = 10


def new_secret() -> bytes:
    """Sealed, as it is kept."""
    return seal(secrets.token_bytes(_SECRET_BYTES), "second_step")


def secret_text(sealed: bytes) -> str:
    """As it is typed into an app without a camera: base32 in groups of four."""
    text = base64.b32encode(_secret(sealed)).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address_for_app(sealed: bytes, log_in_name: str, house: str) -> str:
    """What the QR code says."""
    totp = TOTP(_secret(sealed), DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False)
    return totp.get_provisioning_uri(log_in_name, house)


def counter_now() -> int:
    """The half minute we are in. By the real time, also when the demo's clock is moved: so are the phones."""
    return int(time.time()) // STEP_SECONDS


def code_at(sealed: bytes, counter: int) -> str:
    hotp = HOTP(_secret(sealed), DIGITS, SHA1(), enforce_key_length=False)
    return hotp.generate(counter).decode()


def matching_counter(sealed: bytes, typed: str, now: int, after: int) -> int | None:
    """The half minute whose code was typed: within the drift of `now`, and later than `after`."""
    code = re.sub(r"\s", "", typed)
    for counter in range(now - DRIFT, now + DRIFT + 1):
        if counter > after and secrets.compare_digest(code_at(sealed, counter).encode(), code.encode()):
            return counter
    return None


def new_recovery_codes() -> list[str]:
    """`xxxxx-xxxxx`, 49 bits each."""
    codes = [
        "".join(secrets.choice(_LETTERS) for _ in range(_RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)
    ]
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_hash(owner: str, typed: str) -> bytes:
    """The same for any spacing and case; another for each owner (a user's uuid as text)."""
    letters = re.sub(r"[\s-]", "", typed).lower()
    return keyed_hash(f"{owner}:{letters}", "recovery_code")


def _secret(sealed: bytes) -> bytes:
    return unseal(sealed, "second_step")
