"""How many points are outstanding and what they are worth."""

from __future__ import annotations

from liuke.domains.points.liability import liability
from liuke.kernel.db import Tx
from liuke.kernel.values import Value


class Owed(Value, frozen=True):
    """One book's outstanding points, and their worth in minor units."""

    book: str
    points: int
    worth_minor: int


async def outstanding(tx: Tx) -> list[Owed]:
    """Return what each book owes, without the history that `liability` adds."""
    return [Owed(one.sums.book, one.outstanding, one.worth_minor) for one in await liability(tx)]
