"""What outstanding points owe in money, by book."""

from __future__ import annotations

from liuke.domains import programme
from liuke.domains.analytics import Worth
from liuke.domains.points.rules import THOUSAND, liability_minor
from liuke.domains.points.sums import Outstanding, sums
from liuke.domains.points.values import BookSpec
from liuke.kernel.db import Tx
from liuke.kernel.values import Value


class Liability(Value, frozen=True):
    """One book's sums, and what its outstanding points are worth in minor units."""

    sums: Outstanding
    outstanding: int
    worth_minor: int


async def worths(tx: Tx) -> list[Worth]:
    """Return what points of every live book are worth."""
    live = await programme.live(tx)
    return [
        Worth(spec.code, spec.value_minor_per_1000, THOUSAND[spec.decimals])
        for spec in live.items(BookSpec)
    ]


async def liability(tx: Tx) -> list[Liability]:
    """Return what each book owes: spendable, waiting and held points at the book's value."""
    live = await programme.live(tx)
    found = []
    for book in await sums(tx):
        spec = live.get(BookSpec, book.book) or BookSpec(code=book.book)
        points = book.spendable + book.pending + book.held
        found.append(Liability(book, points, liability_minor(spec, points)))
    return found
