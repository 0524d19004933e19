"""Figures of all that was sold: baskets, lines, units, money."""

from __future__ import annotations

from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Figures(Value, frozen=True):
    """Sums over orders that were paid and not called off, and over what came back of them.

    `sales_minor` is what goods cost after external price cuts.
    Our own discounts and points as money come off after that: sales = paid + discount + points.
    """

    orders: int
    lines: int
    units: int
    gross_minor: int
    sales_minor: int
    discount_minor: int
    points_minor: int
    paid_minor: int
    returned_minor: int


FIGURES = Sql[Figures]("""
    WITH sold AS (
        SELECT member_id, id, units, gross_minor, cut_minor, discount_minor, points_minor,
            payable_minor
        FROM checkout_order
        WHERE state IN ('paid', 'shipped', 'received')
    )
    SELECT o.orders, l.lines, o.units, o.gross_minor, o.gross_minor - o.cut_minor AS sales_minor,
           o.discount_minor, o.points_minor, o.payable_minor AS paid_minor, r.returned_minor
    FROM (
        SELECT COUNT(*) AS orders, COALESCE(SUM(units), 0)::bigint AS units,
               COALESCE(SUM(gross_minor), 0)::bigint AS gross_minor,
               COALESCE(SUM(cut_minor), 0)::bigint AS cut_minor,
               COALESCE(SUM(discount_minor), 0)::bigint AS discount_minor,
               COALESCE(SUM(points_minor), 0)::bigint AS points_minor,
               COALESCE(SUM(payable_minor), 0)::bigint AS payable_minor
        FROM sold
    ) AS o,
    (
        SELECT COUNT(*) AS lines
        FROM checkout_line l JOIN sold s ON s.member_id = l.member_id AND s.id = l.order_id
    ) AS l,
    (
        SELECT COALESCE(SUM(r.refund_minor), 0)::bigint AS returned_minor
        FROM checkout_return r JOIN sold s ON s.member_id = r.member_id AND s.id = r.order_id
    ) AS r
""")
ANY = Sql[int]("SELECT 1 FROM checkout_order LIMIT 1")


async def has_sold(tx: Tx) -> bool:
    """Tell whether the transaction's merchant has any order, also one that was called off."""
    return await tx.row(ANY) is not None


async def figures(tx: Tx) -> Figures:
    """Return the sums of the transaction's merchant."""
    found = await tx.row(FIGURES)
    assert found is not None, "sums always return one row"
    return found
