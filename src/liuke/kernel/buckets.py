"""Buckets: a stable random share of members per salt, the same on every machine and engine.

A member's seed is a column, the hash of the id; a salt names a polynomial over the seeds, so an
engine needs nothing but whole numbers: `((a·s + b)·s + c) mod p`, and that into ten thousand.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b, sha256

BUCKETS = 10_000
PRIME = 2**31 - 1


def seed_of(member: bytes) -> int:
    """Return the seed of a member's id, as the database generates it.

    >>> seed_of(bytes(16))
    927402239
    """
    return (int.from_bytes(sha256(member).digest()[:4]) & PRIME) % PRIME


@lru_cache(maxsize=1024)
def coefficients(salt: str) -> tuple[int, int, int]:
    """Return the polynomial of a salt; the first is never zero."""
    digest = blake2b(salt.encode(), digest_size=24).digest()
    a, b, c = (int.from_bytes(digest[at : at + 8]) for at in (0, 8, 16))
    return a % (PRIME - 1) + 1, b % PRIME, c % PRIME


def bucket_of(salt: str, member: bytes) -> int:
    """Return a member's bucket for a salt.

    >>> bucket_of("pilot", bytes(16)), bucket_of("other", bytes(16))
    (8479, 4506)
    """
    a, b, c = coefficients(salt)
    seed = seed_of(member)
    return ((a * seed + b) % PRIME * seed + c) % PRIME % BUCKETS
