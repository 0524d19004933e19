"""The links of a ledger: each entry is hashed with the one before it, so that an edit shows.

Every ledger says what the text of its entries is, here and once more in the SQL of its `verify`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = date(1970, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)


def link(previous: bytes, text: str) -> bytes:
    """Return what an entry is known by: sha256(previous link, its text)."""
    return sha256(previous + text.encode()).digest()


def micros(at: datetime) -> int:
    """Return an instant as microseconds since 1970."""
    return (at - EPOCH) // MICROSECOND


def days(on: date | None) -> int | str:
    """Return a date as days since 1970; nothing for None."""
    return "" if on is None else on.toordinal() - EPOCH_DAY


def measured(text: str | None) -> str:
    """Return a text behind its length, so that no two texts in a row read alike; a bar for None.

    >>> [measured(text) for text in ("a|b", "", None)]
    ['3|a|b', '0|', '|']
    """
    return "|" if text is None else f"{len(text)}|{text}"
