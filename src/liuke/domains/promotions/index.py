"""Index: the rules of a programme compiled once, and the few a basket has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from liuke.domains.promotions.basket import Basket, View
from liuke.domains.promotions.facts import own
from liuke.domains.promotions.moments import Moment
from liuke.domains.promotions.offers import Offer, from_rule, kinds_of
from liuke.domains.promotions.terms import Group, Rule, StageName
from liuke.domains.promotions.units import Goods
from liuke.kernel.conditions import AllOf, Bucket, Condition, FactIs, InSegment, Op, walk

SINGLE = {"store": "@store", "channel": "@channel", "tier": "@tier", "now.weekday": "@day"}
LISTED = {
    "basket.products": "p",
    "basket.brands": "b",
    "basket.categories": "c",
    "basket.tags": "t",
    "basket.codes": "@code",
}
COUPONS = Group("coupons", StageName.COUPON)
UNTOLD: Mapping[str, int] = {}


class Compiled:
    """Rules ready to decide, found by the keys of a basket.

    `facts` is what they ask of a member, `limits` the limits of those that have some, `places`
    the decimals of each book and `pay_steps` the steps it pays in, 0 where it never does.

    Every rule hangs under one kind of key only, the most selective it has: a public code, goods,
    store, tier, channel, weekday, or what its condition plainly requires; the rest are looked at
    by every basket.
    """

    __slots__ = (
        *("always", "by_key", "coupons", "facts", "limits", "offers"),
        *("pay_steps", "places"),
    )

    def __init__(
        self,
        offers: Sequence[Offer],
        coupons: Group,
        places: Mapping[str, int],
        pay_steps: Mapping[str, int],
    ) -> None:
        """Index offers that are already in the order of evaluation."""
        self.offers = offers
        self.coupons = coupons
        self.places = places
        self.pay_steps = pay_steps
        self.always: list[int] = []
        self.by_key: dict[str, list[int]] = {}
        self.facts = frozenset(address for offer in offers for address in asked(offer))
        self.limits = {offer.code: offer.limits for offer in offers if offer.limits is not None}
        for place, offer in enumerate(offers):
            offer.place = place
            self.file(place, keys_of(offer))

    def file(self, place: int, keys: Iterable[str] | None) -> None:
        """Put an offer under its keys, or where every basket sees it."""
        if keys is None:
            self.always.append(place)
            return
        for key in dict.fromkeys(keys):
            self.by_key.setdefault(key, []).append(place)

    def candidates(self, keys: Iterable[str]) -> list[Offer]:
        """Return the offers that may concern a basket with these keys, in order."""
        places = set(self.always)
        by_key = self.by_key
        for key in keys:
            if key in by_key:
                places.update(by_key[key])
        return [self.offers[place] for place in sorted(places)]


def compile_rules(
    rules: Iterable[Rule],
    groups: Iterable[Group] = (),
    *,
    places: Mapping[str, int] = UNTOLD,
    pay_steps: Mapping[str, int] = UNTOLD,
) -> Compiled:
    """Compile and index rules once per programme version, with what is known of books by code.

    `places` are their decimals; a book without any of `pay_steps` pays in steps of one.

    >>> compile_rules([]).facts
    frozenset()
    """
    known = {group.code: group for group in groups}
    offers = sorted([from_rule(rule, known) for rule in rules], key=lambda offer: offer.order)
    coupons = next((g for g in known.values() if g.stage is StageName.COUPON), COUPONS)
    return Compiled(offers, coupons, places, pay_steps)


def asked(offer: Offer) -> Iterable[str]:
    """Yield the addresses of the member's facts that an offer asks."""
    if offer.when is not None:
        for _, _, node in walk(offer.when):
            if isinstance(node, FactIs | Bucket | InSegment) and not own(node.key):
                yield node.key
    for effect in offer.earns:
        if effect.measure != "amount" and not own(effect.measure):
            yield effect.measure


def keys_of(offer: Offer) -> list[str] | None:
    """Return the keys an offer is found by, or None when every basket must look at it."""
    where = offer.where
    if where is not None and where.codes:
        return [f"@code:{code}" for code in where.codes]
    goods = goods_keys(offer)
    if goods is not None or offer.only_for is not None:
        return goods
    if where is not None:
        for kind, codes in (
            ("store", where.stores),
            ("tier", where.tiers),
            ("channel", where.channels),
        ):
            if codes:
                return [f"@{kind}:{code}" for code in codes]
    if offer.window is not None and offer.window.weekdays:
        return [f"@day:{day}" for day in offer.window.weekdays]
    return None if offer.when is None else condition_keys(offer.when)


def condition_keys(tree: Condition) -> list[str] | None:
    """Return keys one of which a basket must have for a condition to hold, if that can be told."""
    if isinstance(tree, AllOf):
        found = [keys for part in tree.of if (keys := condition_keys(part)) is not None]
        return min(found, key=len) if found else None
    if not isinstance(tree, FactIs) or tree.op not in (Op.EQ, Op.IN, Op.HAS, Op.HAS_ANY):
        return None
    listed = tree.op in (Op.HAS, Op.HAS_ANY)
    kind = (LISTED if listed else SINGLE).get(tree.name)
    values = tree.value if isinstance(tree.value, tuple) else (tree.value,)
    return None if kind is None else [f"{kind}:{value}" for value in values]


def goods_keys(offer: Offer) -> list[str] | None:
    """Return the keys of the goods one of which a basket must hold, or None for any goods."""
    keys: list[str] = []
    for match in offer.scope.include:
        kinds = kinds_of(match)
        if not kinds:
            return None
        keys.extend(next(iter(kinds.values())))
    return keys or None


def keys_of_basket(basket: Basket, goods: Iterable[Goods], view: View, moment: Moment) -> set[str]:
    """Return every key a basket is found by."""
    keys = {f"@store:{basket.store}", f"@channel:{basket.channel}", f"@day:{moment.weekday}"}
    keys.update([f"@tier:{level}" for level in view.tiers.values()])
    keys.update([f"@code:{code}" for code in basket.codes])
    return keys.union(*[line.keys for line in goods])
