"""How a coupon comes to be: its id from the cause, its life from the template."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.coupons.codes import CouponCode
from liuke.domains.coupons.rules import Window
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.values import Coupon, CouponId, Grant, State
from liuke.domains.programme import Live
from liuke.kernel.ids import MemberId

GIFT = "transfer"  # how what a member passed on is marked


def born(grant: Grant, live: Live, life: Window, *, at: datetime, by: str) -> Coupon:
    """Make the coupon that answers a grant, with a fresh code."""
    template = live.get(CouponTemplate, grant.template)
    assert template is not None, "only a live template gives coupons"
    return Coupon(
        id=CouponId.made_of(grant.member_id, grant.template, grant.cause),
        member_id=grant.member_id,
        template=template.code,
        version=live.version(CouponTemplate, template.code),
        code=CouponCode.new(),
        state=State.OPEN,
        uses=template.uses,
        uses_left=template.uses,
        saved_minor=0,
        valid_from=life.valid_from,
        valid_until=life.valid_until,
        claim_until=life.claim_until,
        claimed_at=None,
        reserved_for=None,
        reserved_until=None,
        issued_at=at,
        issued_by=by,
        cause=grant.cause,
        seq=0,
    )


def reborn(coupon: Coupon, to: MemberId, *, cause: str, at: datetime, by: str) -> Coupon:
    """Make the coupon a receiver gets: the same life, a new owner, a code the giver cannot know.

    A gift begins anew; what moves for any other cause is still what it was, since when it was, and
    whoever shows the code it had first, on paper perhaps, shows it.
    """
    is_gift = cause == GIFT
    cause = f"{cause}:{coupon.id}"
    return Coupon(
        id=CouponId.made_of(to, coupon.template, cause),
        member_id=to,
        template=coupon.template,
        version=coupon.version,
        code=CouponCode.new(),
        state=State.OPEN,
        uses=coupon.uses_left,
        uses_left=coupon.uses_left,
        saved_minor=0,
        valid_from=coupon.valid_from,
        valid_until=coupon.valid_until,
        claim_until=coupon.claim_until,
        claimed_at=coupon.claimed_at,
        reserved_for=None,
        reserved_until=None,
        issued_at=at if is_gift else coupon.issued_at,
        issued_by=by,
        cause=cause,
        seq=0,
        first_id=None if is_gift else coupon.first_id or coupon.id,
        given_for=coupon.given_for or coupon.cause,
        old_code=None if is_gift else coupon.old_code or str(coupon.code),
    )
