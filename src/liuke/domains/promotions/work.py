"""Work: the state of one decision while it is being made, and what it has found so far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from liuke.domains.promotions.basket import Basket, Line, Used, View
from liuke.domains.promotions.facts import BasketFacts
from liuke.domains.promotions.index import Compiled
from liuke.domains.promotions.moments import Moment
from liuke.domains.promotions.offers import Fits, Offer
from liuke.domains.promotions.terms import Base
from liuke.domains.promotions.units import Goods, Slice
from liuke.domains.promotions.values import Applied, Blocked, GiftOffer, Grant, Missed, Share

UNUSED = Used()


def canonical(entry: tuple[int, Line]) -> tuple[object, ...]:
    """Order lines by what they are, so that their order in the basket cannot matter."""
    line = entry[1]
    return (
        *(line.product, line.sku, line.gross_minor, line.units, line.grams, line.cut_minor),
        *(line.brand, line.categories, line.tags, line.gift),
    )


@dataclass(slots=True)
class Spent:
    """What an offer has taken so far in this order."""

    uses: int = 0
    off_minor: int = 0
    points: int = 0
    sold: tuple[Share, ...] = ()


@dataclass(slots=True)
class Found:
    """The results so far, in the order they were found."""

    effects: list[Applied] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    gifts: list[GiftOffer] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    spent: dict[tuple[str, str], Spent] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    bars: dict[str, str] = field(default_factory=dict)
    unit_bars: bool = False

    def copy(self) -> Found:
        """Return results that can grow without changing these."""
        twin = Found(list(self.effects), list(self.missed), list(self.gifts), list(self.grants))
        twin.blocked = list(self.blocked)
        twin.spent = {key: Spent(s.uses, s.off_minor, s.points) for key, s in self.spent.items()}
        twin.labels, twin.bars, twin.unit_bars = dict(self.labels), dict(self.bars), self.unit_bars
        return twin


class Work:
    """The basket as ranges of units, the facts, and the results while rules run over them."""

    __slots__ = (
        *("base", "basket", "compiled", "excluded", "facts", "found", "gifts"),
        *("goods", "moment", "only", "shipping_left", "slices", "view"),
    )

    def __init__(
        self, compiled: Compiled, view: View, basket: Basket, moment: Moment,
        excluded: Collection[str],
    ) -> None:  # fmt: skip
        """Lay the basket out in canonical order."""
        self.compiled, self.view, self.basket, self.moment = compiled, view, basket, moment
        self.excluded = excluded
        entries = sorted(enumerate(basket.lines), key=canonical)
        self.goods = [Goods(index, line) for index, line in entries]
        self.slices = [Slice(goods) for goods in self.goods]
        self.gifts = any(line.gift for line in basket.lines)
        self.facts = BasketFacts(basket, view, moment, self.slices)
        self.found = Found()
        self.shipping_left = basket.shipping_minor
        self.base = Base.REDUCED
        self.only: frozenset[int] | None = None

    def pool(self, offer: Offer) -> list[Slice]:
        """Return the ranges an offer may work on now: its goods, without gifts and exclusions."""
        return self.among(offer, offer.fits)

    def counted(self, offer: Offer) -> list[Slice]:
        """Return the ranges that the minimum of an offer counts."""
        return self.among(offer, offer.counts)

    def among(self, offer: Offer, fits: Fits | None) -> list[Slice]:
        """Return the ranges that fit, without gifts and what an offer may not join."""
        only = self.only
        pool = self.slices[:]
        if self.gifts:
            pool = [s for s in pool if not s.goods.line.gift]
        if fits is not None:
            pool = [s for s in pool if fits(s.goods)]
        if only is not None:
            pool = [s for s in pool if s.goods.index in only]
        if offer.unit_excludes or self.found.unit_bars:
            return [s for s in pool if not barred(offer, s)]
        return pool

    def spent(self, offer: Offer) -> Spent:
        """Return what an offer has taken so far."""
        spent = self.found.spent
        found = spent.get(offer.key)
        if found is None:
            found = spent[offer.key] = Spent()
        return found

    def taken_of(self, template: str) -> int:
        """Return how many uses of a coupon template this order takes so far."""
        return sum([one.uses for (code, _), one in self.found.spent.items() if code == template])

    def used(self, offer: Offer) -> Used:
        """Return what the counters of an offer's limits say."""
        return self.view.used.get(offer.code, UNUSED)

    def save(self) -> tuple[list[Slice], Found, int]:
        """Remember this state."""
        return [s.copy() for s in self.slices], self.found.copy(), self.shipping_left

    def restore(self, saved: tuple[list[Slice], Found, int]) -> None:
        """Go back to a remembered state, which is used up by it."""
        self.slices[:], self.found, self.shipping_left = saved


def barred(offer: Offer, piece: Slice) -> bool:
    """Say whether a range was touched by a rule that this offer may not join there."""
    return conflict(offer.unit_excludes, piece.labels) or (
        bool(piece.bars) and conflict(offer.reach(piece.bars), offer.labels)
    )


def conflict(excludes: Collection[str], labels: Collection[str]) -> bool:
    """Say whether one of the labels is excluded; `*` excludes any.

    >>> conflict({"*"}, ["sale"]), conflict({"*"}, []), conflict({"vip"}, ["sale"])
    (True, False, False)
    """
    if not excludes or not labels:
        return False
    return "*" in excludes or any(label in excludes for label in labels)
