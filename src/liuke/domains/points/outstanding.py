"""How many points are outstanding and what they are worth: one reading of the accounts."""

from __future__ import annotations

from liuke.domains import programme
from liuke.domains.points.rules import liability_minor
from liuke.domains.points.values import BookSpec
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class BookTotal(Value, frozen=True):
    """The points of one book over all members: usable, waiting and held."""

    book: str
    points: int


class Owed(Value, frozen=True):
    """One book's outstanding points, and their worth in minor units."""

    book: str
    points: int
    worth_minor: int


TOTALS = Sql[BookTotal]("""
    SELECT book, SUM(spendable + pending + held)::bigint AS points
    FROM points_account
    WHERE merchant_id = $1::uuid
    GROUP BY book
    ORDER BY book
""")


async def outstanding(tx: Tx) -> list[Owed]:
    """Return what each book owes, without the history that `liability` adds."""
    live = await programme.live(tx)
    return [
        Owed(
            total.book,
            total.points,
            liability_minor(
                live.get(BookSpec, total.book) or BookSpec(code=total.book), total.points
            ),
        )
        for total in await tx.rows(TOTALS, tx.merchant_id)
    ]
