"""券 Coupons: what a member may use once, or some times, and what it was used for.

A *template* 券模板 in a programme says what a coupon is worth, where, until when, how many.
A coupon is *issued* 发放, perhaps *claimed* 领取, perhaps *reserved* 预占, then *redeemed* 核销; a
return *restores* 退回 it with its original validity. It ends used, expired, void or passed on.
A *public code* 公共券码 is one code for everybody, a *times card* 计次卡 a coupon of many uses.
"""

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.codes import CouponCode
from liuke.domains.coupons.errors import (
    CouponLimitReached,
    CouponNotGiven,
    CouponUnusable,
    NotHeld,
    UnknownCoupon,
    UnknownCoupons,
    UnknownTemplate,
)
from liuke.domains.coupons.events import (
    CouponClaimed,
    CouponExpired,
    CouponIssued,
    CouponRedeemed,
    CouponReleased,
    CouponReserved,
    CouponRestored,
    CouponTransferred,
    CouponVoided,
)
from liuke.domains.coupons.issue import issue
from liuke.domains.coupons.opening import open_coupons
from liuke.domains.coupons.save import save
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.values import Coupon, CouponId, Grant, Reason, Spent, State, Verdict

__all__ = [
    "Coupon",
    "CouponClaimed",
    "CouponCode",
    "CouponExpired",
    "CouponId",
    "CouponIssued",
    "CouponLimitReached",
    "CouponNotGiven",
    "CouponRedeemed",
    "CouponReleased",
    "CouponReserved",
    "CouponRestored",
    "CouponTemplate",
    "CouponTransferred",
    "CouponUnusable",
    "CouponVoided",
    "Coupons",
    "Grant",
    "NotHeld",
    "Reason",
    "Spent",
    "State",
    "UnknownCoupon",
    "UnknownCoupons",
    "UnknownTemplate",
    "Verdict",
    "issue",
    "open_coupons",
    "save",
]
