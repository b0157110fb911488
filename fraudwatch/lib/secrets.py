"""Short private texts (phones) sealed for the database, searched by digest, shown masked.

The keys come from ``settings.FIELD_KEY``, or from ``SECRET_KEY`` where no own key is set, so a
stolen dump without the settings shows nothing. Keys that were replaced stay readable through
``FIELD_KEY_FALLBACKS`` and ``SECRET_KEY_FALLBACKS``.
"""

import hashlib
import hmac
import os
import re
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "s1."
NONCE = 12
MOBILE = re.compile(r"^1\d{10}$")


class SealBroken(Exception):
    """A sealed text that none of our keys opens: another site's key, or altered in the database."""


@lru_cache(maxsize=32)
def _derived(secret: str, purpose: bytes) -> bytes:
    """A 256-bit key for one purpose; deriving is cheap but lists unseal hundreds of phones."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=b"fraudwatch", info=purpose)
    return kdf.derive(secret.encode())


def _secrets() -> list[str]:
    """The secret that seals, then those that may still open what they once sealed."""
    own = getattr(settings, "FIELD_KEY", "")
    older = [*getattr(settings, "FIELD_KEY_FALLBACKS", []), *settings.SECRET_KEY_FALLBACKS]
    current = [own, settings.SECRET_KEY] if own else [settings.SECRET_KEY]
    return [*current, *older]


def seal(text: str) -> str:
    """The text encrypted and marked as such; the same text seals differently every time."""
    nonce = os.urandom(NONCE)
    closed = AESGCM(_derived(_secrets()[0], b"seal")).encrypt(nonce, text.encode(), PREFIX.encode())
    return PREFIX + urlsafe_b64encode(nonce + closed).decode().rstrip("=")


def unseal(sealed: str) -> str:
    """The text that was sealed. SealBroken when no key of ours opens it."""
    if not sealed.startswith(PREFIX):
        raise SealBroken("not a sealed text")
    body = sealed[len(PREFIX) :]
    try:
        raw = urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except ValueError as error:
        raise SealBroken("not a sealed text") from error
    for secret in _secrets():
        cipher = AESGCM(_derived(secret, b"seal"))
        try:
            opened = cipher.decrypt(raw[:NONCE], raw[NONCE:], PREFIX.encode())
        except (InvalidTag, ValueError):
            continue
        return opened.decode()
    raise SealBroken("no key opens this text")


def sealed_length(plain_length: int) -> int:
    """How long a sealed text of so many characters can get (4 bytes each at worst)."""
    return len(PREFIX) + -(-(NONCE + 16 + 4 * plain_length) * 4 // 3)


def search_digest(text: str) -> str:
    """64 hex digits that find an equal text without unsealing; spaces and dashes do not count."""
    return next(iter(search_digests(text)), "")


def search_digests(text: str) -> list[str]:
    """The digest under each key of ours, the current one first: rows written before a key was
    replaced are found as well. Empty for a blank.
    """
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return []
    return [
        hmac.new(_derived(secret, b"search"), plain.encode(), hashlib.sha256).hexdigest()
        for secret in _secrets()
    ]


def mask_phone(phone: str) -> str:
    """A phone as most readers may see it: 138****2047; landlines keep area code and last two."""
    plain = re.sub(r"[\s\-]", "", phone)
    if MOBILE.match(plain):
        return plain[:3] + "****" + plain[-4:]
    if len(plain) <= 4:
        return "*" * len(plain)
    shown = min(4, (len(plain) - 2) // 2)
    return plain[:shown] + "*" * (len(plain) - shown - 2) + plain[-2:]
