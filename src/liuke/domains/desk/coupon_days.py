"""How a coupon was given and used, day by day, from the daily figures."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from liuke.domains.desk.values import EVERY_STORE, Figure
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Counted(Value, frozen=True):
    """One figure of one day."""

    day: date
    figure: Figure
    value: int


class CouponDay(Value, frozen=True):
    """What became of coupons of one template on a business day."""

    on: date
    issued: int
    used: int
    expired: int


DAILY = Sql[Counted]("""
    SELECT day, figure, SUM(value)::bigint AS value
    FROM desk_daily
    WHERE store_id = $1::uuid AND day > $2::date AND day <= $3::date
        AND figure IN ('coupons_issued', 'coupons_used', 'coupons_expired') AND part = $4
    GROUP BY day, figure
""")


async def coupon_days(tx: Tx, template: str, *, days: int) -> list[CouponDay]:
    """Return the last days of a template, oldest first, today among them."""
    since = tx.today - timedelta(days=days)
    found: dict[tuple[date, Figure], int] = defaultdict(int)
    for row in await tx.rows(DAILY, EVERY_STORE, since, tx.today, template):
        found[row.day, row.figure] = row.value
    listed = [since + timedelta(days=place) for place in range(1, days + 1)]
    return [
        CouponDay(
            on,
            found[on, Figure.COUPONS_ISSUED],
            found[on, Figure.COUPONS_USED],
            found[on, Figure.COUPONS_EXPIRED],
        )
        for on in listed
    ]
