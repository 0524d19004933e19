"""Restore coupons that a returned order used, each with its original validity."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.opening import open_holdings
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import Cause, Coupon, CouponId, Holding
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Return(Value, frozen=True):
    """What a cause used of a coupon, to be given back whole."""

    member_id: MemberId
    coupon_id: CouponId
    cause: Cause


async def restore(tx: Tx, returns: Sequence[Return]) -> list[Coupon]:
    """Give back what causes used; what was given back already stays as it is.

    Raises:
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
    """
    holdings = [Holding(one.member_id, one.coupon_id) for one in returns]
    book = await open_holdings(tx, holdings, causes=sorted({one.cause for one in returns}))
    restored = [book.restore(one.coupon_id, one.cause, at=tx.now) for one in returns]
    await save(tx, book)
    return restored
