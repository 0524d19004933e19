"""Applying: run one offer over the basket, record what it took, or why it did not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from liuke.domains.promotions.checks import Bounds, bounds, refusal, short
from liuke.domains.promotions.cuts import Cut, Room, at_most
from liuke.domains.promotions.effects import (
    AmountOff,
    Bundle,
    BuyGet,
    FixedPrice,
    Gift,
    PercentOff,
    PriceEffect,
    PriceList,
    ShippingOff,
    Take,
    ThresholdOff,
    UnitsOff,
)
from liuke.domains.promotions.gifts import gift, still_open
from liuke.domains.promotions.offers import Offer
from liuke.domains.promotions.reasons import missed
from liuke.domains.promotions.reductions import (
    amount_off,
    fixed_price,
    percent_off,
    price_list,
    threshold_off,
    units_off,
)
from liuke.domains.promotions.sets import bundle, buy_get
from liuke.domains.promotions.terms import Counting
from liuke.domains.promotions.units import Slice, by_price, pick, units_of
from liuke.domains.promotions.values import Applied, Grant, Missed, Why
from liuke.domains.promotions.work import Work
from liuke.kernel.money import half_up

# Each function takes only the effect it is filed under; the pair is checked by the tests.
REDUCERS: dict[type, Callable[[Any, Room], Cut]] = {
    PercentOff: percent_off,
    AmountOff: amount_off,
    FixedPrice: fixed_price,
    PriceList: price_list,
    UnitsOff: units_off,
    ThresholdOff: threshold_off,
    BuyGet: buy_get,
    Bundle: bundle,
    Gift: gift,
}


def apply(offer: Offer, work: Work) -> bool:
    """Run an offer's prices, shipping and grants; say whether it gave anything."""
    no = refusal(offer, work)
    pool: list[Slice] = []
    if no is None:
        pool = work.pool(offer)
        # Of a line won from others, a trial on all the goods has shown that they suffice.
        no = short(offer, pool, work) if work.only is None else None
    if no is not None:
        work.found.missed.append(no)
        return False
    times, why = reduce_prices(offer, pool, work)
    touched = [piece for piece in work.slices if piece.touch is offer]
    shipped = bool(offer.shippings) and (work.only is None or -1 in work.only) and ship(offer, work)
    if times == 0 and not shipped:
        work.found.missed.append(why or missed(offer.code, Why.NOTHING_LEFT))
        return False
    if touched or shipped:
        count_use(offer, touched, max(times, 1), work)
    work.found.grants += [Grant(offer.code, effect) for effect in offer.grants]
    remember(offer, touched, work)
    return True


def reduce_prices(offer: Offer, pool: list[Slice], work: Work) -> tuple[int, Missed | None]:
    """Run every price effect; return how many times it applied, and the last reason."""
    limits = bounds(offer, work)
    times = 0
    why: Missed | None = None
    for place, effect in enumerate(offer.prices):
        if place:
            pool = work.pool(offer)
        if limits.units is None:
            room = Room(pool, work.slices, work.base, limits)
        else:
            room = bounded(offer, effect, pool, limits, work)
        cut = REDUCERS[type(effect)](effect, room)
        cut = at_most(cut, limits.off_minor, limits.why)
        if not given(effect, cut):
            coupon = offer.key[1]
            reason = cut.why or Why.NOTHING_LEFT
            why = missed(
                offer.code,
                reason,
                coupon=coupon,
                missing=max(cut.missing, 0),
                currency=work.basket.currency,
            )
            continue
        commit(offer, effect, cut, work)
        if limits.off_minor is not None:
            limits.off_minor -= cut.applied
        times = max(times, cut.times)
    return times, why


def bounded(
    offer: Offer, effect: PriceEffect, pool: list[Slice], limits: Bounds, work: Work
) -> Room:
    """Return the room of an effect that only so many units may be made cheaper by.

    Of sets the units that are given count; those bought for them, which cost the same, do not.
    """
    assert limits.units is not None, "no limit of units"
    touched = [piece for piece in work.slices if piece.touch is offer]
    if isinstance(effect, BuyGet | Gift):
        size = effect.get if isinstance(effect, BuyGet) else effect.units
        sets = max(limits.units - units_of(touched), 0) // size
        return Room(pool, work.slices, work.base, replace(limits, times=sets))
    left = limits.units - units_of([piece for piece in touched if piece not in pool])
    if units_of(pool) > left:
        # What the rule has touched goes first, so that its effects meet on the same units.
        pool = by_price(pool, Take.DEAREST)
        pool.sort(key=lambda piece: piece.touch is not offer)
        pool = pick(work.slices, pool, left)
    return Room(pool, work.slices, work.base, limits)


def given(effect: PriceEffect, cut: Cut) -> bool:
    """Say whether a cut gave anything: money, or a gift yet to be chosen."""
    return bool(cut.amounts) or (isinstance(effect, Gift) and cut.times > 0)


def commit(offer: Offer, effect: PriceEffect, cut: Cut, work: Work) -> None:
    """Take a cut off its ranges and record it."""
    shares = tuple([piece.take(amount) for piece, amount in cut.amounts])
    for piece in cut.consumed:
        piece.used = True
    for piece in cut.consumed if isinstance(effect, Gift) else [s for s, _ in cut.amounts]:
        piece.touch = offer
    if shares:
        applied = sum([share.amount for share in shares])
        work.found.effects.append(
            Applied(
                rule=offer.code,
                stage=offer.stage,
                kind=str(effect.__struct_config__.tag),
                desired_minor=cut.desired,
                applied_minor=applied,
                shares=shares,
                times=cut.times,
                reason=cut.why,
                coupon=offer.key[1],
            )
        )
        work.spent(offer).off_minor += applied
    if isinstance(effect, Gift) and (gift_left := still_open(offer.code, effect, cut)):
        work.found.gifts.append(gift_left)


def ship(offer: Offer, work: Work) -> bool:
    """Take an offer's part off shipping; say whether there was anything to take."""
    before = work.shipping_left
    for effect in offer.shippings:
        desired, limits = shipping_off(effect, work), bounds(offer, work)
        applied = min(desired, work.shipping_left)
        reason = None if applied == desired else Why.NOTHING_LEFT
        if limits.off_minor is not None and applied > limits.off_minor:
            applied, reason = limits.off_minor, limits.why
        if applied <= 0:
            continue
        work.shipping_left -= applied
        work.spent(offer).off_minor += applied
        work.found.effects.append(
            Applied(
                rule=offer.code,
                stage=offer.stage,
                kind="shipping_off",
                desired_minor=desired,
                applied_minor=applied,
                shares=(),
                reason=reason,
                coupon=offer.key[1],
            )
        )
    return work.shipping_left < before


def shipping_off(effect: ShippingOff, work: Work) -> int:
    """Return what an effect wants off shipping, under its cap."""
    if effect.off_minor is not None:
        desired = effect.off_minor
    else:
        desired = half_up(work.basket.shipping_minor * effect.off_bp, 10_000)
    return desired if effect.cap_minor is None else min(desired, effect.cap_minor)


def count_use(offer: Offer, touched: list[Slice], times: int, work: Work) -> None:
    """Count the use; a gift that is only offered is none."""
    spent = work.spent(offer)
    if offer.coupon is not None:  # one that gives several sets at once is used once
        times = min(times, offer.coupon.uses_left)
    counting = offer.limits.counting if offer.limits else Counting.TIMES
    if counting is Counting.UNITS:
        spent.uses += units_of(touched)
    else:
        spent.uses += 1 if counting is Counting.ORDERS else times


def remember(offer: Offer, touched: list[Slice], work: Work) -> None:
    """Remember with what an offer that took something may stand, in the order and by unit.

    A rule that only lowers the shipping stands with everything; a coupon is one whatever it lowers.
    """
    if not touched and offer.coupon is None:
        return
    found = work.found
    for label in offer.labels:
        found.labels.setdefault(label, offer.code)
    for piece in touched:
        piece.labels = (*piece.labels, *offer.labels)
    for bar in offer.order_excludes:
        found.bars.setdefault(bar, offer.code)
    if offer.unit_excludes:
        found.unit_bars = True
        for piece in touched:
            piece.bars = (*piece.bars, *offer.unit_excludes)
