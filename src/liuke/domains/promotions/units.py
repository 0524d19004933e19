"""Units: lines held as ranges of equal units, split only where a rule needs it.

A range bears its list price and everything taken so far as totals. Unit i of n bears
`(total + n − 1 − i) // n` of a total, which never falls when the total grows: so each effect is
the difference of two totals, no unit goes below zero, and any partition adds up exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from liuke.domains.promotions.basket import Line
from liuke.domains.promotions.effects import Take
from liuke.domains.promotions.terms import Base
from liuke.domains.promotions.values import Share
from liuke.kernel.money import allocate


def first(total: int, count: int, units: int) -> int:
    """Return what the first `units` of `count` bear of `total`, earlier units taking the rest.

    >>> [first(100, 3, n) for n in range(4)]
    [0, 34, 67, 100]
    """
    each, rest = divmod(total, count)
    return units * each + min(units, rest)


def portion(share: Share, start: int, count: int) -> int:
    """Return what the units from `start` on bear of a share; units outside it bear nothing.

    >>> third = Share(line=0, start=0, count=3, before=1, after=3)
    >>> [portion(third, unit, 1) for unit in range(3)]
    [0, 1, 1]
    """
    low = min(max(start - share.start, 0), share.count)
    high = min(max(start + count - share.start, 0), share.count)
    after = first(share.after, share.count, high) - first(share.after, share.count, low)
    before = first(share.before, share.count, high) - first(share.before, share.count, low)
    return after - before


class Goods:
    """One line as the rules see it: its place, its unit price and the keys it is found by."""

    __slots__ = ("index", "keys", "line", "price_minor")

    def __init__(self, index: int, line: Line) -> None:
        """Prepare a line of the basket."""
        self.index = index
        self.line = line
        self.price_minor = line.gross_minor // line.units
        self.keys = keys(line.product, line.sku, line.brand, line.categories, line.tags)


@lru_cache(maxsize=50_000)
def keys(
    product: str, sku: str, brand: str, categories: tuple[str, ...], tags: tuple[str, ...]
) -> frozenset[str]:
    """Return the keys goods are found by; the same for every line of a product.

    >>> sorted(keys("tea", "tea-100", "leaf", ("drinks",), ()))
    ['b:leaf', 'c:drinks', 'p:tea', 's:tea-100']
    """
    paths = [f"c:{code}" for code in categories]
    labels = [f"t:{tag}" for tag in tags]
    return frozenset([f"p:{product}", f"s:{sku}", f"b:{brand}", *paths, *labels])


class Slice:
    """A range of equal units of one line and what has been taken off it so far.

    `touch` is the offer that took from it last, so that a split keeps knowing it.
    """

    __slots__ = (
        *("bars", "count", "discounted", "entry", "goods"),
        *("gross", "labels", "start", "taken", "touch", "used"),
    )

    def __init__(self, goods: Goods) -> None:
        """Hold all units of a line; what the source system cut is already taken."""
        line = goods.line
        self.goods = goods
        self.start = 0
        self.count = line.units
        self.gross = line.gross_minor
        self.taken = self.entry = self.discounted = min(line.cut_minor, line.gross_minor)
        self.used = False
        self.touch: object = None
        self.labels: tuple[str, ...] = ()
        self.bars: tuple[str, ...] = ()

    def copy(self) -> Slice:
        """Return a slice that can change without changing this one."""
        twin = Slice.__new__(Slice)
        twin.goods, twin.start, twin.count = self.goods, self.start, self.count
        twin.gross, twin.taken = self.gross, self.taken
        twin.entry, twin.discounted = self.entry, self.discounted
        twin.used, twin.touch = self.used, self.touch
        twin.labels, twin.bars = self.labels, self.bars
        return twin

    @property
    def value(self) -> int:
        """Return what is left to pay for the range."""
        return self.gross - self.taken

    @property
    def unit_value(self) -> int:
        """Return what is left a unit, in millionths, to order ranges by."""
        return (self.gross - self.taken) * 1_000_000 // self.count

    def worth(self, base: Base) -> int:
        """Return the amount that discounts of a group are computed on."""
        if base is Base.REDUCED:
            return self.gross - self.taken
        return self.gross - self.entry if base is Base.INITIAL else self.gross

    def head(self, units: int) -> Slice:
        """Cut the first `units` off as their own range; this one keeps the rest."""
        part = self.copy()
        count = self.count
        part.count = units
        part.gross = first(self.gross, count, units)
        part.taken = first(self.taken, count, units)
        part.entry = first(self.entry, count, units)
        part.discounted = first(self.discounted, count, units)
        self.start += units
        self.count -= units
        self.gross -= part.gross
        self.taken -= part.taken
        self.entry -= part.entry
        self.discounted -= part.discounted
        return part

    def take(self, amount: int) -> Share:
        """Take an amount off the range and say on which units it hangs."""
        before = self.taken
        self.taken += amount
        assert self.taken <= self.gross, "a range fell below zero"
        return Share(self.goods.index, self.start, self.count, before, self.taken)


def units_of(slices: Sequence[Slice]) -> int:
    """Count units."""
    return sum([s.count for s in slices])


def by_price(slices: Sequence[Slice], take: Take) -> list[Slice]:
    """Order ranges by what a unit costs now; equals keep their place."""
    return sorted(slices, key=lambda s: s.unit_value, reverse=take is Take.DEAREST)


def pick(pool: list[Slice], slices: Sequence[Slice], units: int) -> list[Slice]:
    """Take the first `units` out of ordered ranges, splitting the last one inside its pool."""
    picked: list[Slice] = []
    for piece in slices:
        if units <= 0:
            break
        if piece.count > units:
            part = piece.head(units)
            pool.insert(pool.index(piece), part)
            picked.append(part)
            break
        picked.append(piece)
        units -= piece.count
    return picked


def spread(amount: int, slices: Sequence[Slice]) -> list[tuple[Slice, int]]:
    """Share an amount over ranges by what is left of them, never more than that."""
    values = [s.gross - s.taken for s in slices]
    amount = min(amount, sum(values))
    if amount <= 0:
        return []
    return list(zip(slices, allocate(amount, values), strict=True))
