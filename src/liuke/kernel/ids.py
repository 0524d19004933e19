"""Typed identities: UUIDv7 in the database, prefixed text on the wire.

An id is made by whoever may have to retry, so that it is also the idempotency key.
"""

from __future__ import annotations

import builtins
import re
import secrets
import time
from functools import total_ordering
from typing import Any, ClassVar, Self
from uuid import UUID

# One spelling per id, since an id is also a key.
DIGITS = re.compile(r"[0-9a-f]{32}")


@total_ordering
class Id:
    """Sixteen bytes with a kind; subclasses only name their `prefix`.

    >>> MemberId.parse("mem_0190f3c27d1a7bbb8000000000000001")
    MemberId('mem_0190f3c27d1a7bbb8000000000000001')
    """

    prefix: ClassVar[str]
    bytes: builtins.bytes
    __slots__ = ("bytes",)

    def __init__(self, raw: builtins.bytes) -> None:
        """Wrap 16 raw bytes, as `asyncpg` reads and writes them."""
        self.bytes = raw

    @classmethod
    def new(cls) -> Self:
        """Make a fresh UUIDv7: 48 bits of milliseconds, then 74 random bits (RFC 9562)."""
        tail = (secrets.randbits(80) & 0x0FFF3FFFFFFFFFFFFFFF) | 0x70008000000000000000
        return cls(((time.time_ns() // 1_000_000 << 80) | tail).to_bytes(16))

    @classmethod
    def new_batch(cls, count: int) -> list[Self]:
        """Make many at once, in ascending order, from one reading of the clock."""
        drawn, head = secrets.token_bytes(10 * count), time.time_ns() // 1_000_000 << 80
        tails = sorted(
            int.from_bytes(drawn[at : at + 10]) & 0x0FFF3FFFFFFFFFFFFFFF
            for at in range(0, 10 * count, 10)
        )
        return [cls((head | tail | 0x70008000000000000000).to_bytes(16)) for tail in tails]

    @classmethod
    def first(cls) -> Self:
        """Return what stands before every id, and is nobody's: where a walk in id order begins."""
        return cls(bytes(16))

    @classmethod
    def last(cls) -> Self:
        """Return what no id stands behind: where a walk in id order ends."""
        return cls(b"\xff" * 16)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the wire form `prefix_<32 hex digits>`.

        Raises:
            ValueError: `text` is not an id of this kind.
        """
        kind, _, digits = text.rpartition("_")
        if kind != cls.prefix or not DIGITS.fullmatch(digits):
            raise ValueError(f"not an id like {cls.prefix}_…: {text[:60]!r}")
        return cls(bytes.fromhex(digits))

    @classmethod
    def of(cls, value: UUID) -> Self:
        """Wrap a `uuid` column."""
        return cls(value.bytes)

    @classmethod
    def shape(cls) -> str:
        """Return the pattern that every wire form of this kind has."""
        return f"^{cls.prefix}_[0-9a-f]{{32}}$"

    @classmethod
    def example(cls) -> Self:
        """Return the one that descriptions show."""
        return cls.parse(f"{cls.prefix}_0190f3c27d1a7bbb8000000000000001")

    def __str__(self) -> str:
        return f"{self.prefix}_{self.bytes.hex()}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __hash__(self) -> int:
        return hash(self.bytes)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.bytes == other.bytes

    def __lt__(self, other: Self) -> bool:
        return self.bytes < other.bytes


class MerchantId(Id):
    """One tenant: a shop, a chain, a mall."""

    prefix = "mch"
    __slots__ = ()


class MemberId(Id):
    """One member, or the member-shaped key of an anonymous basket."""

    prefix = "mem"
    __slots__ = ()


class StoreId(Id):
    """One store of a merchant."""

    prefix = "sto"
    __slots__ = ()


class EventId(Id):
    """One row of the event log."""

    prefix = "evt"
    __slots__ = ()


def to_wire(value: Any) -> str:
    """Encode what msgspec does not know: ids."""
    if isinstance(value, Id):
        return str(value)
    raise NotImplementedError(f"no wire form for {type(value).__name__}")


def from_wire(kind: type, value: Any) -> Any:
    """Decode what msgspec does not know: ids.

    Raises:
        ValueError: the text is not an id of the kind asked for.
    """
    if issubclass(kind, Id):
        return kind.parse(str(value))
    raise NotImplementedError(f"no wire form for {kind.__name__}")
