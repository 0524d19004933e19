"""Facts of a basket, counted when a condition asks: `basket.amount(category:dairy)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from liuke.domains.promotions.basket import Basket, View
from liuke.domains.promotions.moments import Moment
from liuke.domains.promotions.own_facts import OWN_FACTS
from liuke.domains.promotions.units import Slice
from liuke.kernel.conditions import bucket_of
from liuke.kernel.verdicts import Facts, FactValue

OWN_NAMES = ("now.", "basket.", "tier(", "bucket(")
PLAIN = {fact.name: fact.kind for fact in OWN_FACTS if not fact.args}
COUNTED = {fact.name: fact.kind for fact in OWN_FACTS if fact.args}
KINDS = {"product": "p", "sku": "s", "brand": "b", "category": "c", "tag": "t"}


def own(address: str) -> bool:
    """Say whether a fact is the basket's or the clock's rather than the member's.

    >>> own("basket.amount(category:tea)"), own("points.balance(stars)")
    (True, False)
    """
    return address in PLAIN or address.startswith(OWN_NAMES)


def own_kind(name: str, args: Sequence[str]) -> str | None:
    """Return the kind of a fact of the basket, the clock or the view; None when there is none.

    >>> own_kind("basket.amount", ["category:tea"]), own_kind("basket.amount", ["colour:red"])
    ('money', None)
    """
    if name == "tier":
        return "text" if len(args) == 1 else None
    if name in COUNTED:
        known = len(args) <= 1 and all(arg.partition(":")[0] in KINDS for arg in args)
        return COUNTED[name] if known else None
    return None if args else PLAIN.get(name)


class BasketFacts(Facts):
    """What conditions may ask: the member's facts, the clock's, and the basket's as it stands."""

    __slots__ = ("basket", "member", "slices")

    def __init__(self, basket: Basket, view: View, moment: Moment, slices: list[Slice]) -> None:
        """Gather what is known; the basket's own figures wait until asked."""
        super().__init__(view.facts)
        self.update(moment.facts())
        for tier_set, level in view.tiers.items():
            self[f"tier({tier_set})"] = level
        self["store"], self["channel"] = basket.store, basket.channel
        self["member"] = view.member_id is not None
        self.member = None if view.member_id is None else view.member_id.bytes
        self.basket = basket
        self.slices = slices

    def __missing__(self, key: str) -> FactValue:
        name, _, args = key.partition("(")
        if name == "bucket":
            return None if self.member is None else bucket_of(args.removesuffix(")"), self.member)
        count = COUNTS.get(name)
        if count is not None:
            return count(self.chosen(args))
        listed = LISTS.get(name)
        return None if listed is None else listed(self.basket)

    def chosen(self, args: str) -> Sequence[Slice]:
        """Return the ranges of the goods an argument such as `category:dairy)` names."""
        if not args:
            return [s for s in self.slices if not s.goods.line.gift]
        kind, _, code = args.removesuffix(")").partition(":")
        key = f"{KINDS.get(kind, kind)}:{code}"
        return [s for s in self.slices if key in s.goods.keys and not s.goods.line.gift]


COUNTS: dict[str, Callable[[Sequence[Slice]], int]] = {
    "basket.amount": lambda slices: sum([s.gross - s.taken for s in slices]),
    "basket.gross": lambda slices: sum([s.gross for s in slices]),
    "basket.quantity": lambda slices: sum([s.count for s in slices]),
    "basket.lines": lambda slices: len({s.goods.index for s in slices}),
    "basket.products_count": lambda slices: len({s.goods.line.product for s in slices}),
    "basket.grams": lambda slices: sum({s.goods: s.goods.line.grams for s in slices}.values()),
}
LISTS: dict[str, Callable[[Basket], FactValue]] = {
    "basket.products": lambda basket: tuple([line.product for line in basket.lines]),
    "basket.brands": lambda basket: tuple([line.brand for line in basket.lines]),
    "basket.categories": lambda basket: tuple([c for one in basket.lines for c in one.categories]),
    "basket.tags": lambda basket: tuple([tag for line in basket.lines for tag in line.tags]),
    "basket.codes": lambda basket: basket.codes,
    "basket.coupons": lambda basket: tuple([coupon.template for coupon in basket.coupons]),
    "basket.shipping": lambda basket: basket.shipping_minor,
}
