"""What outstanding points owe in money, by book."""

from __future__ import annotations

from liuke.domains import programme
from liuke.domains.analytics import Worth
from liuke.domains.points.rules import THOUSAND, liability_minor
from liuke.domains.points.values import BookSpec
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Outstanding(Value, frozen=True):
    """The sums of one book over all members; `redeemed` is net of what was given back."""

    book: str
    members: int
    spendable: int
    pending: int
    held: int
    debt: int
    awarded: int
    redeemed: int
    expired: int
    clawed_back: int


OUTSTANDING = Sql[Outstanding]("""
    SELECT a.book, a.members, a.spendable, a.pending, a.held, a.debt,
        COALESCE(e.awarded, 0)::bigint AS awarded, COALESCE(e.redeemed, 0)::bigint AS redeemed,
        COALESCE(e.expired, 0)::bigint AS expired,
        COALESCE(e.clawed_back, 0)::bigint AS clawed_back
    FROM (
        SELECT book, COUNT(*) AS members, SUM(spendable)::bigint AS spendable,
            SUM(pending)::bigint AS pending, SUM(held)::bigint AS held, SUM(debt)::bigint AS debt
        FROM points_account WHERE merchant_id = $1::uuid GROUP BY book
    ) a
    LEFT JOIN (
        SELECT book, SUM(points) FILTER (WHERE kind = 'award') AS awarded,
            -SUM(points) FILTER (WHERE kind IN ('redeem', 'restore')) AS redeemed,
            -SUM(points) FILTER (WHERE kind = 'expire') AS expired,
            -SUM(points) FILTER (WHERE kind = 'claw_back') AS clawed_back
        FROM points_entry WHERE merchant_id = $1::uuid GROUP BY book
    ) e ON e.book = a.book
    ORDER BY a.book
""")


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
    for sums in await tx.rows(OUTSTANDING, tx.merchant_id):
        spec = live.get(BookSpec, sums.book) or BookSpec(code=sums.book)
        points = sums.spendable + sums.pending + sums.held
        found.append(Liability(sums, points, liability_minor(spec, points)))
    return found
