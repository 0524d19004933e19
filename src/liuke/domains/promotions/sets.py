"""Sets: buy some, get some, and bundles; a unit counted once is consumed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from liuke.domains.promotions.cuts import Cut, Room, cut_to, shared
from liuke.domains.promotions.effects import Bundle, BuyGet, Take
from liuke.domains.promotions.offers import fits
from liuke.domains.promotions.scopes import Scope
from liuke.domains.promotions.terms import Base
from liuke.domains.promotions.units import Slice, by_price, pick, units_of
from liuke.domains.promotions.values import Why
from liuke.kernel.money import half_up


def fresh(slices: Sequence[Slice]) -> list[Slice]:
    """Return the ranges that no other set has consumed."""
    return [s for s in slices if not s.used]


def buy_get(effect: BuyGet, room: Room) -> Cut:
    """Give units of the same scope, of each product by itself, or of another scope."""
    if effect.get_scope is not None:
        return from_other(effect, effect.get_scope, room)
    pool = fresh(room.pool)
    if not effect.same_product:
        return from_same(effect, pool, room)
    ordered = sorted(pool, key=lambda s: s.goods.line.product)
    cut = Cut(times=0, why=Why.SHORT_UNITS, missing=effect.buy + effect.get)
    for _, pieces in groupby(ordered, key=lambda s: s.goods.line.product):
        cut = joined(cut, from_same(effect, list(pieces), room, done=cut.times))
    return cut


def joined(cut: Cut, other: Cut) -> Cut:
    """Add what one product gives to what the others gave."""
    if not other.amounts:
        cut.missing = min(cut.missing, other.missing)
        cut.why = other.why if other.why is Why.LIMIT else cut.why
        return cut
    return Cut(
        desired=cut.desired + other.desired,
        amounts=cut.amounts + other.amounts,
        times=cut.times + other.times,
        consumed=cut.consumed + other.consumed,
    )


def from_same(effect: BuyGet, pool: list[Slice], room: Room, *, done: int = 0) -> Cut:
    """Count full sets of the dearest units; of those, the cheapest or dearest are got."""
    size, have = effect.buy + effect.get, units_of(pool)
    sets = least(have // size, effect.times_max, room.bounds.times, done=done)
    if sets <= 0 and have >= size:
        return Cut(why=Why.LIMIT, times=0)
    if sets <= 0:
        return Cut(why=Why.SHORT_UNITS, missing=size - have)
    counted = pick(room.slices, by_price(pool, Take.DEAREST), sets * size)
    got = pick_inside(counted, effect.take, sets * effect.get, room)
    return got_off(effect, got, counted, sets)


def pick_inside(counted: list[Slice], take: Take, units: int, room: Room) -> list[Slice]:
    """Pick among ranges and keep what a split left over in their list."""
    before = len(room.slices)
    got = pick(room.slices, by_price(counted, take), units)
    if len(room.slices) > before:
        counted.append(got[-1])
    return got


def from_other(effect: BuyGet, scope: Scope, room: Room) -> Cut:
    """Give units of another scope for those bought; no unit is bought and got at once."""
    wanted = fits(scope)
    others = fresh([s for s in room.slices if not s.goods.line.gift])
    gettable = by_price([s for s in others if wanted is None or wanted(s.goods)], effect.take)
    buyable = fresh(room.pool)
    most = least(units_of(buyable) // effect.buy, effect.times_max, room.bounds.times)
    sets = largest(most, lambda n: enough(effect, gettable, buyable, n))
    if most <= 0 and units_of(buyable) >= effect.buy:
        return Cut(why=Why.LIMIT, times=0)
    if sets <= 0:
        lacking = effect.buy - units_of(buyable)
        return Cut(why=Why.SHORT_UNITS, missing=lacking if lacking > 0 else effect.get)
    got = pick(room.slices, gettable, sets * effect.get)
    bought = by_price(remaining(buyable, got, room), Take.DEAREST)
    counted = got + pick(room.slices, bought, sets * effect.buy)
    return got_off(effect, got, counted, sets)


def enough(effect: BuyGet, gettable: list[Slice], buyable: list[Slice], sets: int) -> bool:
    """Say whether so many sets leave enough units to be bought and at least one to get in each."""
    left, overlap = sets * effect.get, 0
    for piece in gettable:
        count = min(piece.count, left)
        left -= count
        overlap += count if piece in buyable else 0
    fully = left < effect.get
    return fully and units_of(buyable) - overlap >= sets * effect.buy


def remaining(buyable: list[Slice], got: list[Slice], room: Room) -> list[Slice]:
    """Return the ranges that may still be bought once some of them are got."""
    return [s for s in room.slices if s in buyable and s not in got]


def largest(most: int, holds: Callable[[int], bool]) -> int:
    """Return the largest number up to `most` for which a falling property holds.

    >>> largest(10, lambda n: n <= 4)
    4
    """
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def least(sets: int, *bounds: int | None, done: int = 0) -> int:
    """Return the number of sets under every bound, less those already made."""
    return min([sets, *[bound - done for bound in bounds if bound is not None]])


def got_off(effect: BuyGet, got: list[Slice], counted: list[Slice], sets: int) -> Cut:
    """Take the share off, or the amount above the price, of the units that are got."""
    if effect.price_minor is None:
        wanted = [half_up(s.value * effect.off_bp, 10_000) for s in got]
    else:
        wanted = [max(s.value - effect.price_minor * s.count, 0) for s in got]
    cut = cut_to(sum(wanted), list(zip(got, wanted, strict=True)))
    cut.times, cut.consumed = sets, counted
    return cut


def bundle(effect: Bundle, room: Room) -> Cut:
    """Sell complete sets of the parts, dearest units first, at the bundle's price."""
    pool = by_price(fresh(room.pool), Take.DEAREST)
    most = min([units_of(of_part(part.scope, pool)) // part.units for part in effect.parts])
    sets = least(most, effect.times_max, room.bounds.times)
    sets = largest(max(sets, 0), lambda n: bool(gathered(effect, pool, n)))
    if sets <= 0:
        return Cut(why=Why.SHORT_UNITS, missing=lacking(effect, pool))
    taken = gathered(effect, pool, sets)
    members = [pick(room.slices, [piece], count)[0] for piece, count in taken.items()]
    value = sum([s.value for s in members])
    if effect.price_minor is not None:
        desired = max(value - effect.price_minor * sets, 0)
    else:
        desired = effect.off_minor * sets + half_up(value * effect.off_bp, 10_000)
    cut = shared(desired, members, Base.REDUCED)
    cut.times, cut.consumed = sets, members
    return cut


def gathered(effect: Bundle, pool: list[Slice], sets: int) -> dict[Slice, int]:
    """Return how many units of each range so many sets take; nothing when they do not suffice.

    The part with the fewest units to choose from goes first, so that wider ones leave it its own.
    """
    taken: dict[Slice, int] = {}
    choices = [(part.units * sets, of_part(part.scope, pool)) for part in effect.parts]
    for need, pieces in sorted(choices, key=lambda choice: units_of(choice[1])):
        left = need
        for piece in pieces:
            count = min(piece.count - taken.get(piece, 0), left)
            if count > 0:
                taken[piece] = taken.get(piece, 0) + count
                left -= count
        if left > 0:
            return {}
    return taken


def of_part(scope: Scope, pool: Sequence[Slice]) -> list[Slice]:
    """Return the ranges that a part may use."""
    wanted = fits(scope)
    return [s for s in pool if wanted is None or wanted(s.goods)]


def lacking(effect: Bundle, pool: Sequence[Slice]) -> int:
    """Count the units that the first bundle lacks, at least one."""
    short = [part.units - units_of(of_part(part.scope, pool)) for part in effect.parts]
    return max(sum([n for n in short if n > 0]), 1)
