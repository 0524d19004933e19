"""Reductions: percent, amounts, prices and thresholds, computed on ranges of units."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from liuke.domains.promotions.cuts import Cut, Room, at_most, cut_to, in_full, shared
from liuke.domains.promotions.effects import (
    AmountOff,
    Basis,
    FixedPrice,
    Per,
    PercentOff,
    PriceList,
    Step,
    Take,
    ThresholdOff,
    UnitsOff,
)
from liuke.domains.promotions.units import Slice, by_price, pick, units_of
from liuke.domains.promotions.values import Why
from liuke.kernel.money import half_up


def percent_off(effect: PercentOff, room: Room) -> Cut:
    """Take a share off, rounded half up once across, per line or per unit."""
    if effect.per is Per.UNIT:
        cut = each(room, [unit_share(s, effect.off_bp, room) for s in room.pool])
    elif effect.per is Per.LINE:
        cut = per_line(room, lambda worth: half_up(worth * effect.off_bp, 10_000))
    else:
        total = sum([s.worth(room.base) for s in room.pool])
        cut = shared(half_up(total * effect.off_bp, 10_000), room.pool, room.base)
    return at_most(cut, effect.cap_minor)


def amount_off(effect: AmountOff, room: Room) -> Cut:
    """Take an amount off across the scope, from each line, or from each unit."""
    if effect.per is Per.UNIT:
        return each(room, [effect.off_minor * s.count for s in room.pool])
    if effect.per is Per.LINE:
        return per_line(room, lambda _: effect.off_minor)
    return in_full(effect.off_minor, room.pool, room.base)


def each(room: Room, wanted: list[int]) -> Cut:
    """Take its own amount off each range."""
    return cut_to(sum(wanted), list(zip(room.pool, wanted, strict=True)))


def per_line(room: Room, wanted: Callable[[int], int]) -> Cut:
    """Take an amount off each line, shared over its ranges."""
    desired, amounts = 0, []
    for _, ranges in groupby(room.pool, key=lambda s: s.goods.index):
        pieces = list(ranges)
        amount = wanted(sum([s.worth(room.base) for s in pieces]))
        desired += amount
        amounts.extend(shared(amount, pieces, room.base).amounts)
    return cut_to(desired, amounts)


def unit_share(piece: Slice, off_bp: int, room: Room) -> int:
    """Return a share taken off every unit of a range, each rounded half up."""
    low, dearer = divmod(piece.worth(room.base), piece.count)
    dear = half_up((low + 1) * off_bp, 10_000) * dearer
    return dear + half_up(low * off_bp, 10_000) * (piece.count - dearer)


def fixed_price(effect: FixedPrice, room: Room) -> Cut:
    """Lower every unit to a price."""
    return each(room, [above(s, effect.price_minor) for s in room.pool])


def price_list(effect: PriceList, room: Room) -> Cut:
    """Lower every unit to the price listed for its SKU, else for its product."""
    prices = effect.prices
    wanted = []
    for piece in room.pool:
        line = piece.goods.line
        price = prices.get(line.sku, prices.get(line.product))
        wanted.append(0 if price is None else above(piece, price))
    return each(room, wanted)


def above(piece: Slice, price_minor: int) -> int:
    """Return by how much a range costs more than a unit price (a kilogram's, when weighed)."""
    grams = piece.goods.line.grams
    price = half_up(price_minor * grams, 1000) if grams else price_minor * piece.count
    return max(piece.value - price, 0)


def units_off(effect: UnitsOff, room: Room) -> Cut:
    """Take a share off the cheapest or dearest units; a coupon of several uses may repeat.

    What costs nothing already is not among them.
    """
    pool = [s for s in room.pool if s.value]
    times = min(room.bounds.repeat, -(-units_of(pool) // effect.units))
    picked = pick(room.slices, by_price(pool, effect.take), effect.units * times)
    wanted = [half_up(s.worth(room.base) * effect.off_bp, 10_000) for s in picked]
    if effect.cap_minor is not None:
        wanted = [min(w, effect.cap_minor * s.count) for w, s in zip(wanted, picked, strict=True)]
    if keep := effect.keep_minor:
        wanted = [
            min(w, max(s.value - keep * s.count, 0)) for w, s in zip(wanted, picked, strict=True)
        ]
    cut = cut_to(sum(wanted), list(zip(picked, wanted, strict=True)))
    cut.times = times
    return cut


def threshold_off(effect: ThresholdOff, room: Room) -> Cut:
    """Apply the highest rung that is reached, or every full rung again."""
    by_amount = effect.basis is Basis.AMOUNT
    have = sum([s.worth(room.base) for s in room.pool]) if by_amount else units_of(room.pool)
    rungs = sorted(effect.steps, key=lambda step: -step.at)
    reached = climb(rungs, have, effect, most=room.bounds.times)
    if not reached:
        why = Why.SHORT_AMOUNT if by_amount else Why.SHORT_UNITS
        return Cut(why=why, missing=rungs[-1].at - have)
    share = shared if any(step.off_bp for step, _ in reached) else in_full
    cut = share(sum([reward(step, n, room) for step, n in reached]), room.pool, room.base)
    cut.times = sum([n for _, n in reached])
    return at_most(cut, effect.cap_minor)


def climb(
    rungs: list[Step], have: int, effect: ThresholdOff, *, most: int | None
) -> list[tuple[Step, int]]:
    """Return the rungs reached and how often, highest first.

    >>> effect = ThresholdOff((Step(100, 10), Step(300, 50)), every=True)
    >>> [(s.at, n) for s, n in climb([Step(300, 50), Step(100, 10)], 750, effect, most=None)]
    [(300, 2), (100, 1)]
    """
    if not effect.every:
        return [(step, 1) for step in rungs if step.at <= have][:1]
    bounds = [bound for bound in (most, effect.times_max) if bound is not None]
    left = min(bounds) if bounds else have
    reached: list[tuple[Step, int]] = []
    for step in rungs:
        times = min(have // step.at, left)
        if times > 0:
            reached.append((step, times))
            have -= times * step.at
            left -= times
    return reached


def reward(step: Step, times: int, room: Room) -> int:
    """Return what a rung takes off when it is reached so many times."""
    off = step.off_minor * times
    if step.off_bp:
        total = sum([s.worth(room.base) for s in room.pool])
        off += half_up(total * step.off_bp, 10_000)
    if step.price_minor is not None:
        off += max(dearest(room.pool, step.at * times) - step.price_minor * times, 0)
    return off


def dearest(pool: list[Slice], units: int) -> int:
    """Return what the dearest so many units cost now."""
    total = 0
    for piece in by_price(pool, Take.DEAREST):
        count = min(piece.count, units)
        total += piece.value * count // piece.count
        units -= count
    return total
