"""Look a code up for a member: precise for the owner, one answer for everybody else."""

from __future__ import annotations

from liuke.domains.coupons.opening import open_coupons
from liuke.domains.coupons.values import Coupon
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId


async def look_up(tx: Tx, code: str, *, member_id: MemberId) -> Coupon:
    """Return the coupon behind a code that a member may use now.

    A wrong code, a used one and somebody else's cost the same read and get the same answer.

    Raises:
        UnknownCoupon: there is none for this member.
        CouponUnusable: it is theirs and cannot be used now, and why.
    """
    book = await open_coupons(tx, [member_id], [code], await live(tx))
    return book.presented(member_id, code, cause="look_up", at=tx.now)
