"""Restore coupons that a returned order used, each with its original validity."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.coupons.hand_back import Back, hand_back
from liuke.domains.coupons.opening import open_holdings
from liuke.domains.coupons.save import save
from liuke.domains.coupons.values import Cause, Coupon, CouponId, Holding
from liuke.domains.members import resolve
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

    A merged member's comes back to whom they stand for.

    Raises:
        UnknownMembers: names those that do not exist.
        UnknownCoupons: names those that are not there, or are somebody else's.
    """
    holdings = [Holding(one.member_id, one.coupon_id) for one in returns]
    book = await open_holdings(tx, holdings, causes=sorted({one.cause for one in returns}))
    heirs = await resolve(tx, [one.member_id for one in returns])
    await tx.lock(sorted(set(heirs.values())))
    restored = [
        hand_back(
            book,
            Back(one.coupon_id, one.cause, heirs[one.member_id], one.cause),
            at=tx.now,
        )
        for one in returns
    ]
    await save(tx, book)
    return restored
