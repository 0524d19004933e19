"""Pass coupons to other members: the receiver's has a new code, the giver's ends."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.opening import open_holdings
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import Coupon, CouponId, Holding
from liuke.domains.members import require_rights
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Gift(Value, frozen=True):
    """One coupon to pass on."""

    member_id: MemberId
    coupon_id: CouponId
    to_member_id: MemberId


async def transfer(tx: Tx, gifts: Sequence[Gift]) -> list[Coupon]:
    """Pass coupons on, all or none, and return the receivers'.

    Raises:
        MemberNotActive: a giver may not spend, or a receiver may not earn.
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
        CouponUnusable: one cannot be passed on, and why.
    """
    givers, receivers = [g.member_id for g in gifts], [g.to_member_id for g in gifts]
    await tx.lock([*givers, *receivers])
    await require_rights(tx, spending=givers, earning=receivers)
    book = await open_holdings(tx, [Holding(gift.member_id, gift.coupon_id) for gift in gifts])
    passed = [book.transfer(gift.coupon_id, gift.to_member_id, at=tx.now) for gift in gifts]
    await save(tx, book)
    return passed
