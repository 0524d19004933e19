"""券 Coupons: what a member may use once, or some times, and what it was used for.

A *template* 券模板 in a programme says what a coupon is worth, where, until when, how many.
A coupon is *issued* 发放, perhaps *claimed* 领取, perhaps *reserved* 预占, then *redeemed* 核销; a
return *restores* 退回 it with its original validity. It ends used, expired, void or passed on.
A *public code* 公共券码 is one code for everybody, a *times card* 计次卡 a coupon of many uses.
"""

# A front door is read at a glance.
# fmt: off
# isort: off
from liuke.domains.coupons import template
from liuke.domains.coupons.accept import accept
from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.claim import claim
from liuke.domains.coupons.codes import CouponCode
from liuke.domains.coupons.errors import (
    CouponLimitReached, CouponNotGiven, CouponUnusable, NotHeld, UnknownCoupon, UnknownCoupons,
    UnknownTemplate,
)
from liuke.domains.coupons.events import (
    CouponClaimed, CouponExpired, CouponIssued, CouponRedeemed, CouponReleased, CouponReserved,
    CouponRestored, CouponTransferred, CouponVoided,
)
from liuke.domains.coupons.expire import due, expire
from liuke.domains.coupons.find import find_by_code
from liuke.domains.coupons.given import given, grants_of
from liuke.domains.coupons.hand_back import Back, hand_back
from liuke.domains.coupons.holdings import get_coupon, history, holdings
from liuke.domains.coupons.issue import issue
from liuke.domains.coupons.lookup import look_up
from liuke.domains.coupons.opening import open_coupons
from liuke.domains.coupons.recall import recall
from liuke.domains.coupons.redeem import Use, redeem
from liuke.domains.coupons.reserve import Hold, release, reserve
from liuke.domains.coupons.restore import Return, restore
from liuke.domains.coupons.save import save
from liuke.domains.coupons.segment import issue_to_segment
from liuke.domains.coupons.stock import Offer, offers
from liuke.domains.coupons.sums import ending, resum, tallies
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.transfer import Gift, transfer
from liuke.domains.coupons.usable import Usable, usable
from liuke.domains.coupons.values import (
    Coupon, CouponId, Grant, Holding, Reason, Spent, State, Verdict,
)
from liuke.domains.coupons.verify import spans, verify
from liuke.domains.coupons.void import Voiding, void

__all__ = [
    "Back", "Coupon", "CouponClaimed", "CouponCode", "CouponExpired", "CouponId", "CouponIssued",
    "CouponLimitReached", "CouponNotGiven", "CouponRedeemed", "CouponReleased", "CouponReserved",
    "CouponRestored", "CouponTemplate", "CouponTransferred", "CouponUnusable", "CouponVoided",
    "Coupons", "Gift", "Grant", "Hold", "Holding", "NotHeld", "Offer", "Reason", "Return", "Spent",
    "State", "UnknownCoupon", "UnknownCoupons", "UnknownTemplate", "Usable", "Use", "Verdict",
    "Voiding", "accept", "claim", "due", "ending", "expire", "find_by_code", "get_coupon", "given",
    "grants_of", "hand_back", "history", "holdings", "issue", "issue_to_segment", "look_up",
    "offers", "open_coupons", "recall", "redeem", "release", "reserve", "restore", "resum", "save",
    "spans", "tallies", "template", "transfer", "usable", "verify", "void",
]
