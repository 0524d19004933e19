"""What points are worth: told by the domain that keeps them, for reports that say what is owed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from liuke.kernel.db import Tx
from liuke.kernel.values import Value


class Worth(Value, frozen=True):
    """So many points of a book, in its smallest unit, are worth so many minor units of money."""

    book: str
    value_minor: int
    points: int


Tell = Callable[[Tx], Awaitable[list[Worth]]]
_TOLD: list[Tell] = []


def declare_worths(tell: Tell) -> None:
    """Let reports know what points are worth: `tell(tx)` says it of every book."""
    _TOLD[:] = [tell]


async def worths(tx: Tx) -> tuple[Worth, ...]:
    """Return what points of each book are worth now; none without a domain that keeps points."""
    return tuple(await _TOLD[0](tx)) if _TOLD else ()
