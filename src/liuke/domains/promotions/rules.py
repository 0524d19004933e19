"""Rules: decide what a basket saves, pays and earns. Pure: no clock, no database, no chance."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from liuke.domains.promotions.basket import Basket, View
from liuke.domains.promotions.checks import refusal, short
from liuke.domains.promotions.earning import earn
from liuke.domains.promotions.index import Compiled, keys_of_basket
from liuke.domains.promotions.moments import Moment
from liuke.domains.promotions.offers import Offer, from_coupon
from liuke.domains.promotions.reasons import missed
from liuke.domains.promotions.selling import block
from liuke.domains.promotions.spending import spend_points
from liuke.domains.promotions.stacking import run_groups
from liuke.domains.promotions.values import (
    Award,
    CouponUse,
    Decision,
    LineResult,
    Missed,
    PointsSpend,
    Use,
    Why,
)
from liuke.domains.promotions.work import Work


def decide(
    compiled: Compiled,
    view: View,
    basket: Basket,
    now: datetime,
    *,
    without: Collection[str] = (),
) -> Decision:
    """Decide a basket for a member at an instant, given in the shop's zone.

    `without` names rules that lost the race for their last uses; they count as used up.
    """
    work = Work(compiled, view, basket, Moment(now), without)
    keys = keys_of_basket(basket, work.goods, view, work.moment)
    offers = compiled.candidates(keys)
    if basket.coupons:
        coupons = [from_coupon(coupon, compiled.coupons) for coupon in basket.coupons]
        offers = sorted([*offers, *coupons], key=lambda offer: offer.order)
    sold = block(offers, work)
    run_groups([offer for offer in offers if offer.prices or offer.shippings], work)
    for piece in work.slices:
        piece.discounted = piece.taken
    spends = spend_points([offer for offer in offers if offer.pays], work)
    awards = earn([offer for offer in offers if late(offer)], work)
    for offer, (used, units) in sold.items():  # a rule that lowers prices too has counted its own
        spent = work.spent(offer)
        spent.uses, spent.sold = max(spent.uses, used), units
    return decision(work, spends=spends, awards=awards)


def late(offer: Offer) -> bool:
    """Say whether an offer has something to do once the price is known."""
    if offer.earns or offer.multiplies:
        return True
    return bool(offer.grants) and not (offer.prices or offer.shippings)


def decision(work: Work, *, spends: list[PointsSpend], awards: list[Award]) -> Decision:
    """Add everything up."""
    lines = results(work)
    goods = sum([line.due_minor for line in lines])
    found, shipping = work.found, work.basket.shipping_minor
    return Decision(
        lines=lines,
        gross_minor=sum([line.gross_minor for line in lines]),
        cut_minor=sum([line.cut_minor for line in lines]),
        discount_minor=sum([line.discount_minor for line in lines]),
        points_minor=sum([line.points_minor for line in lines]),
        shipping_minor=shipping,
        shipping_off_minor=shipping - work.shipping_left,
        payable_minor=goods + work.shipping_left,
        effects=tuple(found.effects),
        spends=tuple(spends),
        awards=tuple(awards),
        gifts=tuple(found.gifts),
        grants=tuple(found.grants),
        coupons=coupon_uses(work),
        uses=uses(work),
        missed=tuple(found.missed),
        blocked=tuple(found.blocked),
    )


def results(work: Work) -> tuple[LineResult, ...]:
    """Return what became of each line, in basket order."""
    after = [[0, 0] for _ in work.basket.lines]
    for piece in work.slices:
        sums = after[piece.goods.index]
        sums[0] += piece.discounted
        sums[1] += piece.taken
    lines = []
    for line, (discounted, taken) in zip(work.basket.lines, after, strict=True):
        cut = min(line.cut_minor, line.gross_minor)
        saved, points = discounted - cut, taken - discounted
        lines.append(LineResult(line.gross_minor, cut, saved, points, line.gross_minor - taken))
    return tuple(lines)


def coupon_uses(work: Work) -> tuple[CouponUse, ...]:
    """Return the coupons that applied."""
    spent = work.found.spent
    return tuple(
        [
            CouponUse(coupon.coupon, coupon.template, one.uses, one.off_minor)
            for coupon in work.basket.coupons
            if (one := spent.get((coupon.template, coupon.coupon))) and one.uses
        ]
    )


def uses(work: Work) -> tuple[Use, ...]:
    """Return what the order would take from the counters of limited rules."""
    limited = work.compiled.limits
    return tuple(
        [
            Use(code, one.uses, one.off_minor, one.points, one.sold)
            for (code, coupon), one in work.found.spent.items()
            if one.uses and not coupon and code in limited
        ]
    )


def explain_all(
    compiled: Compiled, view: View, basket: Basket, now: datetime
) -> tuple[Missed, ...]:
    """Say of every live rule that did not apply why; costs every rule, so only when asked."""
    decided = decide(compiled, view, basket, now)
    told = {no.rule for no in decided.missed} | {effect.rule for effect in decided.effects}
    work = Work(compiled, view, basket, Moment(now), ())
    keys = keys_of_basket(basket, work.goods, view, work.moment)
    seen = {offer.code for offer in compiled.candidates(keys)}
    others = [offer for offer in compiled.offers if offer.code not in told | seen]
    return decided.missed + tuple([absent(offer, work) for offer in others])


def absent(offer: Offer, work: Work) -> Missed:
    """Say why a rule was not even looked at."""
    no = refusal(offer, work) or short(offer, work.pool(offer), work)
    return no or missed(offer.code, Why.NO_GOODS)
