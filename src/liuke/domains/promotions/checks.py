"""Checks: what must hold before an offer looks at the goods, and how much it may still give."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.domains.promotions.basket import CouponOffer
from liuke.domains.promotions.moments import outside
from liuke.domains.promotions.offers import Offer
from liuke.domains.promotions.reasons import missed, unmet, wrong_weekday
from liuke.domains.promotions.terms import Counting, Limits
from liuke.domains.promotions.units import Slice, units_of
from liuke.domains.promotions.values import Missed, Why
from liuke.domains.promotions.work import Work, conflict
from liuke.kernel.conditions import AllOf, AnyOf, Asked, Condition, FactIs, Leaf, Not, Op
from liuke.kernel.verdicts import compiled, plain


@dataclass(slots=True)
class Bounds:
    """How much an offer may still give in this order; None is without bound.

    `repeat` is how often a coupon of several uses may be taken at once.
    """

    times: int | None = None
    units: int | None = None
    off_minor: int | None = None
    why: Why = Why.BUDGET
    repeat: int = 1


def refusal(offer: Offer, work: Work) -> Missed | None:
    """Say why an offer may not run at all, or None when it may."""
    why: Why | None = None
    if offer.coupon is None and offer.code in work.excluded:
        why = Why.LIMIT
    elif offer.window is not None:
        why = outside(offer.window, work.moment)
    if why is None and offer.where is not None:
        why = elsewhere(offer, work)
    if why is not None:
        return said(offer, why, work)
    if offer.test is not None and not offer.test(work.facts):
        return condition_unmet(offer, work)
    return spent_up(offer, work) or excluded(offer, work)


def said(offer: Offer, why: Why, work: Work) -> Missed:
    """Put a plain reason into words."""
    coupon = offer.key[1]
    if why is Why.WEEKDAY:
        return wrong_weekday(offer.code, work.moment.weekday, coupon=coupon)
    return missed(offer.code, why, coupon=coupon)


def elsewhere(offer: Offer, work: Work) -> Why | None:
    """Say whether the store, channel, member or code does not fit."""
    where, basket, view = offer.where, work.basket, work.view
    assert where is not None, "only asked where a place is given"
    store_fits = not where.stores or basket.store in where.stores
    if not store_fits or basket.store in where.not_stores:
        return Why.STORE
    if where.channels and basket.channel not in where.channels:
        return Why.CHANNEL
    if where.members_only and view.member_id is None:
        return Why.MEMBERS_ONLY
    if where.tiers and not any(level in where.tiers for level in view.tiers.values()):
        return Why.TIER
    if where.codes and not any(code in where.codes for code in basket.codes):
        return Why.CODE
    return None


def condition_unmet(offer: Offer, work: Work) -> Missed:
    """Name the node of the condition that decided, and how much is missing where it is a count."""
    assert offer.when is not None, "only asked where a condition is given"
    node = culprit(offer.when, work)
    if not isinstance(node, FactIs):
        key = "" if isinstance(node, AllOf | AnyOf | Not) else node.key
        return unmet(offer.code, node=node.id, found=str(work.facts[key]), asked=key)
    found = work.facts[node.key]
    if node.op in (Op.GE, Op.GT) and isinstance(found, int) and isinstance(node.value, int):
        missing = node.value - found + (node.op is Op.GT)
        if node.name in ("basket.amount", "basket.gross"):
            coin = work.basket.currency
            return missed(
                offer.code, Why.SHORT_AMOUNT, missing=missing, other=node.id, currency=coin
            )
        if node.name == "basket.quantity":
            return missed(offer.code, Why.SHORT_UNITS, missing=missing, other=node.id)
    if node.name == "now.weekday":
        return wrong_weekday(offer.code, work.moment.weekday)
    asked = f"{node.key} {node.op} {words(node.value)}"
    return unmet(offer.code, node=node.id, found=words(plain(found)), asked=asked)


def words(value: Asked) -> str:
    """Write a value for people.

    >>> words(("gold", "jade")), words(None), words(True)
    ('gold, jade', '', 'true')
    """
    if isinstance(value, tuple):
        return ", ".join([words(one) for one in value])
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def culprit(tree: Condition, work: Work) -> Condition | Leaf:
    """Return the deepest node that made a false tree false."""
    while isinstance(tree, AllOf | AnyOf) and tree.of:
        tree = next(part for part in tree.of if not compiled(part)(work.facts))
    return tree


def spent_up(offer: Offer, work: Work) -> Missed | None:
    """Say whether the limits leave nothing to give."""
    coupon, limits = offer.coupon, offer.limits
    if coupon is not None and (coupon.uses_left == 0 or coupon.value_left_minor == 0):
        return missed(offer.code, Why.USED_UP, coupon=coupon.coupon)
    if coupon is not None and coupon_uses(coupon, work) <= 0:
        return missed(offer.code, Why.LIMIT, coupon=coupon.coupon)
    if limits is None:
        return None
    why: Why | None = None
    left = uses_left(limits, offer, work)
    if by_member(limits) and work.view.member_id is None:
        why = Why.MEMBERS_ONLY
    elif limits.per_store is not None and not work.basket.store:
        why = Why.STORE  # a limit of each store cannot be kept for none
    elif left is not None and left <= 0:
        why = Why.LIMIT
    elif limits.budget_minor is not None and not budget_left(offer, work):
        why = Why.BUDGET
    return None if why is None else missed(offer.code, why)


def coupon_uses(coupon: CouponOffer, work: Work) -> int:
    """Return how many uses of a coupon this order may still take."""
    if coupon.per_order is None:
        return coupon.uses_left
    return min(coupon.uses_left, coupon.per_order - work.taken_of(coupon.template))


def by_member(limits: Limits) -> bool:
    """Say whether a limit can only be kept for somebody known."""
    return limits.per_member is not None or limits.per_member_day is not None


def uses_left(limits: Limits, offer: Offer, work: Work) -> int | None:
    """Return how many uses the tightest limit leaves, or None without one."""
    used, here = work.used(offer), work.spent(offer).uses
    limited = (
        (limits.total, used.total),
        (limits.per_day, used.day),
        (limits.per_store, used.store),
        (limits.per_member, used.member),
        (limits.per_member_day, used.member_day),
        (limits.per_order, 0),
    )
    left = [most - so_far - here for most, so_far in limited if most is not None]
    return min(left) if left else None


def budget_left(offer: Offer, work: Work) -> int:
    """Return how much of a rule's money budget is left, never below zero."""
    assert offer.limits is not None, "no limits"
    assert offer.limits.budget_minor is not None, "no budget"
    given = work.used(offer).budget_minor + work.spent(offer).off_minor
    return max(offer.limits.budget_minor - given, 0)


def excluded(offer: Offer, work: Work) -> Missed | None:
    """Say whether a rule that has already applied does not stand with this one."""
    found = work.found
    if not found.labels:
        return None
    coupon = offer.key[1]
    if conflict(offer.order_excludes, found.labels):
        names = [rule for label, rule in found.labels.items() if hit(offer, label)]
        return missed(offer.code, Why.EXCLUDED, coupon=coupon, other=names[0])
    for bar in offer.reach(found.bars):
        if bar == "*" or bar in offer.labels:
            return missed(offer.code, Why.EXCLUDED, coupon=coupon, other=found.bars[bar])
    return None


def hit(offer: Offer, label: str) -> bool:
    """Say whether an offer excludes a label in the whole order."""
    return label in offer.order_excludes or "*" in offer.order_excludes


def bounds(offer: Offer, work: Work) -> Bounds:
    """Return how much an offer that may run may give."""
    coupon = offer.coupon
    if coupon is not None:
        most = coupon.value_left_minor
        if most is not None:
            most -= work.spent(offer).off_minor
        return Bounds(None, None, most, Why.USED_UP, repeat=coupon_uses(coupon, work))
    limits = offer.limits
    if limits is None:
        return Bounds()
    left = uses_left(limits, offer, work)
    off = None if limits.budget_minor is None else budget_left(offer, work)
    if limits.counting is Counting.TIMES:
        return Bounds(times=left, off_minor=off)
    return Bounds(units=left if limits.counting is Counting.UNITS else None, off_minor=off)


def short(offer: Offer, pool: list[Slice], work: Work) -> Missed | None:
    """Say whether the goods of an offer do not reach its minimum."""
    coupon = offer.key[1]
    counted = pool if offer.counts is offer.fits else work.counted(offer)
    if not pool or not counted:
        return missed(offer.code, Why.NO_GOODS, coupon=coupon)
    if offer.minimum is None:
        return None
    amount = offer.minimum.amount_minor - sum([s.value for s in counted])
    if amount > 0:
        coin = work.basket.currency
        return missed(offer.code, Why.SHORT_AMOUNT, coupon=coupon, missing=amount, currency=coin)
    units = offer.minimum.units - units_of(counted)
    if units > 0:
        return missed(offer.code, Why.SHORT_UNITS, coupon=coupon, missing=units)
    return None
