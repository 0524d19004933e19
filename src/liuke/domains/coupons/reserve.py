"""Reserve coupons for a while, and let go of them: each reservation ends exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from msgspec import Meta

from liuke.domains.coupons.opening import open_holdings
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import Coupon, CouponId, Holding
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Hold(Value, frozen=True):
    """One coupon to keep for one thing, such as an unpaid order."""

    member_id: MemberId
    coupon_id: CouponId
    held_for: Annotated[str, Meta(min_length=1, max_length=120, description="What for.")]
    seconds: Annotated[int, Meta(ge=1, le=604_800, description="For how long.")] = 900


async def reserve(tx: Tx, holds: Sequence[Hold]) -> list[Coupon]:
    """Hold coupons, all or none; the same thing again moves the end.

    Raises:
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
        CouponUnusable: one cannot be used now, and why.
    """
    book = await open_holdings(tx, [Holding(hold.member_id, hold.coupon_id) for hold in holds])
    held = [
        book.reserve(
            hold.coupon_id,
            hold.held_for,
            at=tx.now,
            until=tx.now + timedelta(seconds=hold.seconds),
        )
        for hold in holds
    ]
    await save(tx, book)
    return held


async def release(tx: Tx, holds: Sequence[Hold]) -> list[Coupon]:
    """Let go of held coupons, all or none.

    Raises:
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
        NotHeld: one is not held for this, or no longer.
    """
    book = await open_holdings(tx, [Holding(hold.member_id, hold.coupon_id) for hold in holds])
    freed = [book.release(hold.coupon_id, hold.held_for, at=tx.now) for hold in holds]
    await save(tx, book)
    return freed
