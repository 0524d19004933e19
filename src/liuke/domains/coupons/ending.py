"""How many coupons end soon unused."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

# Beyond these nobody counts on: the page says "100,000+".
COUNTED_MAX = 100_000
ENDING = Sql[int]("""
    SELECT COUNT(*) FROM (
        SELECT FROM coupons_coupon
        WHERE merchant_id = $1::uuid AND state = 'open' AND valid_until IS NOT NULL
            AND valid_until > $2::timestamptz AND valid_until <= $3::timestamptz
        LIMIT $4
    ) ending
""")


async def ending(tx: Tx, until: datetime) -> int:
    """Return how many open coupons end up to an instant; 100,000 stand for more."""
    (found,) = await tx.rows(ENDING, tx.merchant_id, tx.now, until, COUNTED_MAX)
    return found
