"""Tokens: random bytes that are kept only as their hash."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from liuke.domains.access.values import KeyId

KEY_PREFIX = "lk_"


def new_token() -> str:
    """Make 32 random bytes, as text."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """Return what is stored of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def same(given: str, stored: bytes) -> bool:
    """Compare a token with its stored hash in constant time."""
    return hmac.compare_digest(hashed(given), stored)


def bearer(key_id: KeyId, secret: str) -> str:
    """Write an API key as the client sends it: `lk_<id>.<secret>`."""
    return f"{KEY_PREFIX}{key_id.bytes.hex()}.{secret}"


def parse_bearer(text: str) -> tuple[KeyId, str] | None:
    """Read an API key apart; None when it is none.

    >>> parse_bearer("lk_00.x") is None
    True
    """
    name, dot, secret = text.removeprefix(KEY_PREFIX).partition(".")
    if not text.startswith(KEY_PREFIX) or not dot or not secret or len(text) > 200:
        return None
    try:
        return KeyId.parse(f"{KeyId.prefix}_{name}"), secret
    except ValueError:
        return None
