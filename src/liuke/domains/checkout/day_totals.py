"""The totals of one business day of a store: what a till counts its drawer against."""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.clock import day_end, day_start
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Sums(Value, frozen=True):
    """What was sold on a day, in minor units; orders called off are counted apart."""

    orders: int
    cancelled: int
    member_orders: int
    units: int
    gross_minor: int
    discount_minor: int
    points_minor: int
    payable_minor: int
    member_minor: int
    coupons: int


class Returns(Value, frozen=True):
    """What came back on a day of what the store had sold, whenever that was."""

    returns: int
    refund_minor: int


class TenderSum(Value, frozen=True):
    """What one kind of payment took in on a day, and what of it went back since."""

    kind: str
    payments: int
    amount_minor: int
    refunded_minor: int


class BookSum(Value, frozen=True):
    """Points of one book that the day's sales gave and took; returns come off later."""

    book: str
    awarded: int
    redeemed: int


class DayTotals(Value, frozen=True):
    """One store's day, as of an instant."""

    on: date
    store: str
    as_of: datetime
    sold: Sums
    returned: Returns
    tenders: list[TenderSum]
    points: list[BookSum]


SOLD = Sql[Sums]("""
    SELECT COUNT(*) FILTER (WHERE state <> 'cancelled') AS orders,
        COUNT(*) FILTER (WHERE state = 'cancelled') AS cancelled,
        COUNT(*) FILTER (WHERE state <> 'cancelled' AND NOT guest) AS member_orders,
        COALESCE(SUM(units) FILTER (WHERE state <> 'cancelled'), 0)::bigint AS units,
        COALESCE(SUM(gross_minor) FILTER (WHERE state <> 'cancelled'), 0)::bigint AS gross_minor,
        COALESCE(SUM(discount_minor) FILTER (WHERE state <> 'cancelled'), 0)::bigint
            AS discount_minor,
        COALESCE(SUM(points_minor) FILTER (WHERE state <> 'cancelled'), 0)::bigint AS points_minor,
        COALESCE(SUM(payable_minor) FILTER (WHERE state <> 'cancelled'), 0)::bigint
            AS payable_minor,
        COALESCE(SUM(payable_minor) FILTER (WHERE state <> 'cancelled' AND NOT guest), 0)::bigint
            AS member_minor,
        COALESCE(SUM(jsonb_array_length(COALESCE(decision -> 'coupons', '[]'::jsonb)))
            FILTER (WHERE state <> 'cancelled'), 0)::bigint AS coupons
    FROM checkout_order
    WHERE placed_at >= $2::timestamptz AND placed_at < $3::timestamptz AND store = $1
""")
RETURNED = Sql[Returns]("""
    SELECT COUNT(*) AS returns, COALESCE(SUM(r.refund_minor), 0)::bigint AS refund_minor
    FROM checkout_return r
    JOIN checkout_order o ON o.merchant_id = r.merchant_id AND o.member_id = r.member_id
        AND o.id = r.order_id
    WHERE r.returned_at >= $2::timestamptz AND r.returned_at < $3::timestamptz AND o.store = $1
        AND o.state <> 'cancelled'
""")
TENDERS = Sql[TenderSum]("""
    SELECT p.kind, COUNT(*) AS payments, SUM(p.amount_minor)::bigint AS amount_minor,
        SUM(p.refunded_minor)::bigint AS refunded_minor
    FROM checkout_order o
    JOIN checkout_payment p ON p.merchant_id = o.merchant_id AND p.member_id = o.member_id
        AND p.order_id = o.id
    WHERE o.placed_at >= $2::timestamptz AND o.placed_at < $3::timestamptz AND o.store = $1
    GROUP BY p.kind
    ORDER BY amount_minor DESC, p.kind
""")
BOOKS = Sql[BookSum]("""
    SELECT b.book, SUM(b.awarded)::bigint AS awarded, SUM(b.redeemed)::bigint AS redeemed
    FROM checkout_order o
    CROSS JOIN LATERAL (
        SELECT a ->> 'book' AS book, (a -> 'points')::bigint AS awarded, 0 AS redeemed
        FROM jsonb_array_elements(COALESCE(o.decision -> 'awards', '[]'::jsonb)) a
        UNION ALL
        SELECT s ->> 'book' AS book, 0 AS awarded, (s -> 'points')::bigint AS redeemed
        FROM jsonb_array_elements(COALESCE(o.decision -> 'spends', '[]'::jsonb)) s
    ) b
    WHERE o.placed_at >= $2::timestamptz AND o.placed_at < $3::timestamptz AND o.store = $1
        AND o.state <> 'cancelled' AND NOT o.guest
    GROUP BY b.book
    ORDER BY b.book
""")


async def day_totals(tx: Tx, store: str, on: date) -> DayTotals:
    """Return what a store sold, took in, gave and took back on a business day."""
    asked = store, day_start(on, tx.zone), day_end(on, tx.zone)
    (sold,) = await tx.rows(SOLD, *asked)
    (returned,) = await tx.rows(RETURNED, *asked)
    return DayTotals(
        on, store, tx.now, sold, returned, await tx.rows(TENDERS, *asked),
        await tx.rows(BOOKS, *asked),
    )  # fmt: skip
