"""What coupons refuse, and how much a stranger learns from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.domains.coupons.values import CouponId, Loser, Reason
from liuke.kernel.problems import NotFound, Refused


@dataclass(eq=False)
class UnknownCoupon(NotFound):
    """No such coupon for whoever asks: a wrong code, a used one, somebody else's."""

    title = "No usable coupon has this code."
    title_zh = "没有可用的券。"


@dataclass(eq=False)
class UnknownCoupons(NotFound):
    """Some coupons do not exist for these members."""

    title = "Some coupons do not exist."
    title_zh = "有券不存在。"
    coupon_ids: tuple[CouponId, ...]


@dataclass(eq=False)
class UnknownTemplate(NotFound):
    """No live programme declares this coupon template."""

    title = "There is no such coupon template."
    title_zh = "没有这个券模板。"
    template: str


@dataclass(eq=False)
class CouponUnusable(Refused):
    """The owner's coupon cannot be used now, and why."""

    title = "This coupon cannot be used now."
    title_zh = "这张券现在不能使用。"
    coupon_id: CouponId
    reason: Reason
    since: datetime | None = None


@dataclass(eq=False)
class CouponNotGiven(Refused):
    """A coupon was asked for and not given, and why."""

    title = "The coupon was not given."
    title_zh = "没有领到券。"
    template: str
    reason: Reason


@dataclass(eq=False)
class CouponNotIssued(Refused):
    """A member of a batch got none of its coupons, and why, in words."""

    title = "The coupon was not issued."
    title_zh = "券没有发出。"
    template: str
    reason: str
    reason_zh: str


@dataclass(eq=False)
class CouponLimitReached(Refused):
    """A stock or a budget ran out; names every use that lost, so the rest can go on."""

    title = "The limit of some coupons is reached."
    title_zh = "有券已达到限额。"
    losers: tuple[Loser, ...]


@dataclass(eq=False)
class NotHeld(Refused):
    """A reservation ended, or was made for something else."""

    title = "The coupon is not held for this."
    title_zh = "这张券没有为此保留。"
    coupon_id: CouponId
    reserved_for: str
