"""Accept granted coupons that wait for their members, before their claim window closes."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.opening import open_holdings
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import Coupon, Holding
from liuke.kernel.db import Tx


async def accept(tx: Tx, holdings: Sequence[Holding]) -> list[Coupon]:
    """Take waiting coupons; one that does not wait stays as it is.

    Raises:
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
        CouponUnusable: one ended, or waited too long.
    """
    book = await open_holdings(tx, holdings)
    taken = [book.claim(holding.coupon_id, at=tx.now) for holding in holdings]
    await save(tx, book)
    return taken
