"""What stores owe each other: points that one issued and another honoured."""

from __future__ import annotations

from datetime import date

from liuke.domains import programme
from liuke.domains.points.rules import liability_minor
from liuke.domains.points.values import BookSpec
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Honoured(Value, frozen=True):
    """Points of one book that a store took, by the store that had given them; null is unknown."""

    book: str
    issued_by: StoreId | None
    honoured_by: StoreId | None
    points: int


class Debt(Value, frozen=True):
    """What the issuing store owes the honouring one, in minor units at the book's value."""

    honoured: Honoured
    worth_minor: int


HONOURED = Sql[Honoured]("""
    SELECT e.book, i.store_id AS issued_by, e.store_id AS honoured_by,
        SUM(u.points)::bigint AS points
    FROM points_entry e
    JOIN points_use u ON u.merchant_id = e.merchant_id AND u.member_id = e.member_id
        AND u.book = e.book AND u.seq = e.seq
    JOIN points_lot l ON l.merchant_id = u.merchant_id AND l.member_id = u.member_id
        AND l.book = u.book AND l.lot = u.lot
    JOIN points_entry i ON i.merchant_id = l.merchant_id AND i.member_id = l.member_id
        AND i.book = l.book AND i.seq = l.opened_by
    WHERE e.merchant_id = $1::uuid AND e.kind IN ('redeem', 'restore')
        AND e.business_on >= $2::date AND e.business_on < $3::date
    GROUP BY e.book, i.store_id, e.store_id
    HAVING SUM(u.points) <> 0
    ORDER BY e.book, i.store_id, e.store_id
""")


async def settlement(tx: Tx, *, since: date, until: date) -> list[Debt]:
    """Return what was honoured from `since` up to but without `until`, returns taken off.

    A store's own points stand in the list too, so that its columns add up to what it took.
    """
    live = await programme.live(tx)
    specs = {spec.code: spec for spec in live.items(BookSpec)}
    return [
        Debt(row, liability_minor(specs.get(row.book, BookSpec(code=row.book)), row.points))
        for row in await tx.rows(HONOURED, tx.merchant_id, since, until)
    ]
