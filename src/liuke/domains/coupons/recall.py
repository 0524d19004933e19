"""Recall, in a set of coupons, what a cause gave, as far as nobody has touched it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from liuke.domains.coupons.book import Coupons
from liuke.domains.coupons.rules import is_held, is_over
from liuke.domains.coupons.values import Coupon, CouponId, Grant, State


def recall(book: Coupons, grants: Iterable[Grant], cause: str, *, at: datetime) -> list[Coupon]:
    """Void the coupons that answered `grants`; what was passed on, is held or over stays.

    What was used stays used; should its use come back, it is void. What merges and their undoing
    moved is found with whom it is now.
    """
    lines = _lines(book)
    ids = [CouponId.made_of(one.member_id, one.template, one.cause) for one in grants]
    given = [coupon for coupon_id in ids for coupon in lines[coupon_id]]
    for coupon in given:
        if coupon.state is State.USED:
            book.recall(coupon.id, at=at)
    return [
        book.void(coupon.id, cause, at=at) for coupon in given if _is_untouched(book, coupon, at)
    ]


def _lines(book: Coupons) -> Mapping[CouponId, list[Coupon]]:
    """Return the coupons by what they were called at first, as they are now."""
    lines: defaultdict[CouponId, list[Coupon]] = defaultdict(list)
    for coupon in book.held.values():
        if coupon.state is not State.TRANSFERRED:
            lines[coupon.first_id or coupon.id].append(coupon)
    return lines


def _is_untouched(book: Coupons, coupon: Coupon, at: datetime) -> bool:
    first = book.held.get(coupon.first_id or coupon.id, coupon)
    whole = coupon.state is State.OPEN and coupon.uses_left == first.uses
    return whole and not is_held(coupon, at) and not is_over(coupon, at)
