"""Take coupons back, with a reason that the audit keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from liuke.domains.coupons.opening import open_holdings
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import Coupon, CouponId, Holding
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Voiding(Value, frozen=True):
    """One coupon to take back, and why."""

    member_id: MemberId
    coupon_id: CouponId
    reason: Annotated[str, Meta(min_length=1, max_length=500, description="Why.")]


async def void(tx: Tx, voidings: Sequence[Voiding]) -> list[Coupon]:
    """Take coupons back, all or none; one already void stays as it is.

    Raises:
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
        CouponUnusable: one is used, ended, passed on, or held for an order.
    """
    book = await open_holdings(tx, [Holding(one.member_id, one.coupon_id) for one in voidings])
    gone = [book.void(one.coupon_id, f"void:{one.reason}", at=tx.now) for one in voidings]
    await save(tx, book)
    acts = [audit.Act("coupons.voided", str(v.coupon_id), reason=v.reason) for v in voidings]
    await audit.record(tx, acts)
    return gone
