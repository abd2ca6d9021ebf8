"""What must not be readable in the database: sealed by AES-GCM, or looked up by a keyed hash.

The key stands outside the database and its backups (`settings.CPR_KEY`). Each use has a key of its own made from
it, so that a leaked one opens nothing else.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12


def seal(plain: bytes, use: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_key(use)).encrypt(nonce, plain, None)


def unseal(stored: bytes, use: str) -> bytes:
    return AESGCM(_key(use)).decrypt(stored[:_NONCE_BYTES], stored[_NONCE_BYTES:], None)


def keyed_hash(text: str, use: str) -> bytes:
    """The same text gives the same 32 bytes, and without the key nothing can be tried."""
    return hmac.new(_key(use), text.encode(), hashlib.sha256).digest()


def _key(use: str) -> bytes:
    key: bytes = settings.CPR_KEY
    return hmac.new(key, use.encode(), hashlib.sha256).digest()
