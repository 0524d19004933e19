"""What happened to coupons; one event per step of a coupon's life."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.coupons.values import CouponId
from liuke.kernel.events import Event
from liuke.kernel.ids import MemberId


class CouponIssued(Event, frozen=True):
    """A member got a coupon."""

    member_id: MemberId
    coupon_id: CouponId
    template: str
    cause: str
    at: datetime


class CouponClaimed(Event, frozen=True):
    """A member took a coupon that was waiting, or picked one in the claim centre."""

    member_id: MemberId
    coupon_id: CouponId
    template: str


class CouponReserved(Event, frozen=True):
    """A coupon is held for one order until an instant."""

    member_id: MemberId
    coupon_id: CouponId
    template: str
    reserved_for: str
    reserved_until: datetime


class CouponReleased(Event, frozen=True):
    """A held coupon is free again; once per reservation."""

    member_id: MemberId
    coupon_id: CouponId
    template: str
    reserved_for: str


class CouponRedeemed(Event, frozen=True):
    """A coupon, or some uses of a times card, were used."""

    member_id: MemberId
    coupon_id: CouponId
    template: str
    cause: str
    uses: int
    uses_left: int
    saved_minor: int
    at: datetime


class CouponRestored(Event, frozen=True):
    """Uses came back with a returned order; the validity stays the original one."""

    member_id: MemberId
    coupon_id: CouponId
    template: str
    cause: str
    uses: int
    uses_left: int
    saved_minor: int
    at: datetime


class CouponExpired(Event, frozen=True):
    """A coupon's last day, or its claim window, passed unused."""

    member_id: MemberId
    coupon_id: CouponId
    template: str
    uses_left: int
    at: datetime


class CouponVoided(Event, frozen=True):
    """A coupon, or some uses of a times card, were taken back."""

    member_id: MemberId
    coupon_id: CouponId
    template: str
    cause: str
    uses: int


class CouponTransferred(Event, frozen=True):
    """A coupon was passed on; the receiver holds it under a new id and a new code."""

    member_id: MemberId
    coupon_id: CouponId
    template: str
    to_member_id: MemberId
    to_coupon_id: CouponId
