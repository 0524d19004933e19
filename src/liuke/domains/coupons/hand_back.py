"""Hand back what a return frees, to whoever the coupon's member is now."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.rules import is_gone
from liuke.domains.coupons.steps import NOTHING
from liuke.domains.coupons.values import Coupon, CouponId, Spent, State
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

RETURNED = "return:"  # how what comes back to another than the coupon's member is marked


class Back(Value, frozen=True):
    """What `cause` used of a coupon, or a part of it, comes back to `to` under a cause of its own.

    `to` is the coupon's member, or the one that member stands for since a merge.
    """

    coupon_id: CouponId
    cause: str
    to: MemberId
    under: str
    part: Spent | None = None


def hand_back(book: Coupons, back: Back, *, at: datetime) -> Coupon:
    """Give uses back; return the coupon they are on now.

    What has gone to another member since, by a merge or as a gift, went without these uses: they
    come back as a coupon of their own.

    Raises:
        UnknownCoupons: it is not in the set.
    """
    used = book.spent.get((back.coupon_id, back.cause), NOTHING).uses
    coupon = book.restore(back.coupon_id, back.cause, at=at, part=back.part)
    uses = used - book.spent.get((back.coupon_id, back.cause), NOTHING).uses
    if coupon.state is State.OPEN and coupon.member_id != back.to:
        return book.move(coupon.id, back.to, cause=RETURNED + back.under, at=at)
    if coupon.state is State.TRANSFERRED and uses and not is_gone(book.template(coupon)):
        moved = book.move(coupon.id, back.to, cause=RETURNED + back.under, at=at, uses=uses)
        return book.expire(moved.id, at=at)
    return coupon
