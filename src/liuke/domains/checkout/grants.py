"""What rules give besides the price: coupons for the next visit, tags, rights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import count

from liuke.domains import coupons, members
from liuke.domains.checkout.baskets import Rung
from liuke.domains.promotions import GiveBadge, GiveTag, Grant, GrantRight, IssueCoupon
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId

BADGE, RIGHT = "badge.", "right."


async def give(tx: Tx, rung: Sequence[Rung]) -> None:
    """Give what the rules of some baskets grant, all in two statements; guests get nothing."""
    sold = [(r.placed, r.decision.grants) for r in rung if not r.placed.guest]
    given = [
        voucher
        for placed, grants in sold
        for voucher in vouchers(placed.member_id, placed.cause, grants)
    ]
    if given:
        await coupons.issue(tx, given)
    marks = [
        members.Tagging(placed.member_id, name, None if days is None else tx.now + days)
        for placed, grants in sold
        for grant in grants
        if (name := _mark(grant.effect))
        for days in (_days(grant.effect),)
    ]
    if marks:
        await members.tag(tx, marks, source="auto")


def vouchers(member_id: MemberId, cause: str, grants: Iterable[Grant]) -> list[coupons.Grant]:
    """Return the coupons that the rules of one order give, each under a cause of its own."""
    wanted = [
        (grant.rule, grant.effect.template)
        for grant in grants
        if isinstance(grant.effect, IssueCoupon)
        for _ in range(grant.effect.count)
    ]
    numbers = {one: count() for one in wanted}
    return [
        coupons.Grant(member_id, template, f"{cause}/{rule}/{next(numbers[rule, template])}")
        for rule, template in wanted
    ]


def _mark(effect: object) -> str:
    if isinstance(effect, GiveTag):
        return effect.tag
    if isinstance(effect, GiveBadge):
        return BADGE + effect.badge
    return RIGHT + effect.right if isinstance(effect, GrantRight) else ""


def _days(effect: object) -> timedelta | None:
    days = getattr(effect, "days", None)
    return None if days is None else timedelta(days=days)
