"""Redeem coupons at the counter 核销: an exchange, a use of a times card, without a basket."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.opening import open_holdings
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import Cause, Coupon, CouponId, Holding, Uses
from liuke.domains.members import require_rights
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Use(Value, frozen=True):
    """One coupon to use for a cause; the same cause again changes nothing."""

    member_id: MemberId
    coupon_id: CouponId
    cause: Cause
    uses: Uses = 1


async def redeem(tx: Tx, uses: Sequence[Use]) -> list[Coupon]:
    """Use coupons, all or none, and return them as they stand.

    Raises:
        MemberNotActive: a member may not buy: a sale refuses the same ones.
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
        CouponUnusable: one cannot be used now, and why.
        CouponLimitReached: a stock ran out; names every coupon that lost.
    """
    holdings = [Holding(use.member_id, use.coupon_id) for use in uses]
    book = await open_holdings(tx, holdings, causes=sorted({use.cause for use in uses}))
    await require_rights(tx, earning=[use.member_id for use in uses])
    used = [
        book.use(use.coupon_id, use.cause, at=tx.now, saved_minor=0, uses=use.uses) for use in uses
    ]
    await save(tx, book)
    return used
