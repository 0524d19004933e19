"""Gifts: free the gift lines a basket already holds, offer the rest to be added."""

from __future__ import annotations

from liuke.domains.promotions.cuts import Cut, Room, cut_to
from liuke.domains.promotions.effects import Gift, Take
from liuke.domains.promotions.units import Slice, by_price, pick, units_of
from liuke.domains.promotions.values import GiftOffer, Why


def gift(effect: Gift, room: Room) -> Cut:
    """Lower the basket's gift units to the gift's price; none held is no refusal."""
    units = gift_units(effect, room)
    if units == 0 and room.bounds.times == 0:
        return Cut(why=Why.LIMIT, times=0)
    if units == 0:
        have = sum([s.value for s in room.pool])
        return Cut(why=Why.SHORT_AMOUNT, missing=effect.every_minor - have, times=0)
    pool = [s for s in room.slices if is_gift(s, effect) and not s.used]
    picked = pick(room.slices, by_price(pool, Take.DEAREST), units)
    wanted = [max(s.value - effect.price_minor * s.count, 0) for s in picked]
    cut = cut_to(sum(wanted), list(zip(picked, wanted, strict=True)))
    cut.consumed, cut.times = picked, units // effect.units
    return cut


def gift_units(effect: Gift, room: Room) -> int:
    """Return how many gift units the basket deserves."""
    times = room.bounds.repeat
    if effect.every_minor:
        times = sum([s.value for s in room.pool]) // effect.every_minor
    bounds = [bound for bound in (times, room.bounds.times) if bound is not None]
    return min(bounds) * effect.units


def is_gift(piece: Slice, effect: Gift) -> bool:
    """Say whether a range is a gift line of one of the gift's products."""
    line = piece.goods.line
    return line.gift and (line.product in effect.products or line.sku in effect.products)


def still_open(rule: str, effect: Gift, cut: Cut) -> GiftOffer | None:
    """Return the gift units that may still be added to the basket."""
    units = cut.times * effect.units - units_of(cut.consumed)
    if units <= 0:
        return None
    return GiftOffer(rule, effect.products, units, effect.price_minor)
