"""Recall, in a set of coupons, what a cause gave, as far as nobody has touched it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.rules import is_held
from liuke.domains.coupons.values import Coupon, CouponId, Grant, State


def recall(book: Coupons, grants: Iterable[Grant], cause: str, *, at: datetime) -> list[Coupon]:
    """Void the coupons that answered `grants`; what was passed on or is held stays.

    What was used stays used; should its use come back, it is void.
    """
    ids = [CouponId.made_of(one.member_id, one.template, one.cause) for one in grants]
    given = [found for coupon_id in ids if (found := _now(book, coupon_id)) is not None]
    for coupon in given:
        if coupon.state is State.USED:
            book.recall(coupon.id, at=at)
    return [book.void(coupon.id, cause, at=at) for coupon in given if _is_untouched(coupon, at)]


def _now(book: Coupons, coupon_id: CouponId) -> Coupon | None:
    """Return a coupon as it is now: what a merge moved lives on with whom the member became."""
    coupon = book.held.get(coupon_id)
    if coupon is None or coupon.state is not State.TRANSFERRED:
        return coupon
    came_from = f":{coupon_id}"
    moved = (c for c in book.held.values() if c.cause.startswith("merge:"))
    return next((c for c in moved if c.cause.endswith(came_from)), coupon)


def _is_untouched(coupon: Coupon, at: datetime) -> bool:
    whole = coupon.state is State.OPEN and coupon.uses_left == coupon.uses
    return whole and not is_held(coupon, at)
