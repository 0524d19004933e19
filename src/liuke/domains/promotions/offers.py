"""Offers: rules and coupons compiled to one shape that a decision can run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from liuke.domains.promotions.basket import CouponOffer
from liuke.domains.promotions.effects import (
    Earn,
    Effect,
    GrantEffect,
    Multiply,
    OnlyFor,
    PayWithPoints,
    PriceEffect,
    ShippingOff,
)
from liuke.domains.promotions.scopes import Match, Scope
from liuke.domains.promotions.terms import (
    Group,
    Limits,
    Minimum,
    Rule,
    Stacking,
    StageName,
    Where,
    Window,
)
from liuke.domains.promotions.units import Goods
from liuke.kernel.conditions import Condition, identified
from liuke.kernel.verdicts import Test, compiled

Fits: TypeAlias = Callable[[Goods], bool]

STAGES = {stage: place for place, stage in enumerate(StageName)}
ANYWHERE = Where()
ALWAYS = Window()
UNLIMITED = Limits()
ALONE = Stacking()
NO_MINIMUM = Minimum()
COUPON = "coupon"  # the class that every coupon belongs to, beside its own
LATE = frozenset({StageName.POINTS, StageName.SHIPPING, StageName.EARNING})


class Offer:
    """A rule, or a coupon on the table, taken apart by what it does."""

    __slots__ = (
        *(
            "code",
            "counts",
            "coupon",
            "earns",
            "fits",
            "grants",
            "group",
            "key",
            "labels",
            "limits",
            "minimum",
        ),
        *("multiplies", "name", "name_zh", "only_for", "order", "order_excludes", "pays"),
        *("place", "prices", "priority", "rule", "scope", "shippings", "stacking", "stage"),
        *("test", "unit_excludes", "when", "where", "window"),
    )

    def __init__(self, terms: Rule | CouponOffer, *, group: Group, stage: StageName) -> None:
        """Compile what a rule and a coupon have in common."""
        self.code = self.name = self.name_zh = ""
        self.key = ("", "")
        self.order: tuple[int, int, str, int, str] = (0, 0, "", 0, "")
        self.coupon: CouponOffer | None = None
        self.rule: Rule | None = None
        self.when: Condition | None = None
        self.test: Test | None = None
        self.limits: Limits | None = None
        self.group, self.stage = group, stage
        self.priority = terms.priority
        self.scope = terms.scope
        self.fits = self.counts = fits(terms.scope)
        self.window = None if terms.window == ALWAYS else terms.window
        self.where = None if terms.where == ANYWHERE else terms.where
        self.minimum = None if terms.minimum == NO_MINIMUM else terms.minimum
        self.stacking = terms.stacking
        self.labels: tuple[str, ...] = (terms.stacking.label or "-",)
        # Sorted, so that the rule named as the reason is the same in every process.
        excludes = tuple(sorted(terms.stacking.excludes))
        self.unit_excludes = excludes if terms.stacking.by_unit else ()
        self.order_excludes = () if terms.stacking.by_unit else excludes
        self.place = 0
        self.sort(terms.effects)

    def sort(self, effects: tuple[Effect, ...]) -> None:
        """Put the effects where the pipeline looks for them."""
        self.prices = [e for e in effects if isinstance(e, PriceEffect)]
        self.shippings = [e for e in effects if isinstance(e, ShippingOff)]
        self.pays = [e for e in effects if isinstance(e, PayWithPoints)]
        self.earns = [e for e in effects if isinstance(e, Earn)]
        self.multiplies = [e for e in effects if isinstance(e, Multiply)]
        self.grants = [e for e in effects if isinstance(e, GrantEffect)]
        self.only_for = next((e for e in effects if isinstance(e, OnlyFor)), None)

    def reach(self, bars: Collection[str]) -> Collection[str]:
        """Return the bars that concern this offer: `*` bars prices, never shipping or earning."""
        return bars if self.prices else [bar for bar in bars if bar != "*"]


def from_rule(rule: Rule, groups: Mapping[str, Group]) -> Offer:
    """Compile a rule; effects decide its stage where the price is not what it changes."""
    stage = stage_of(rule)
    group = groups.get(rule.group) or Group(rule.group or "-", stage)
    offer = Offer(rule, group=group, stage=stage)
    offer.rule = rule
    offer.code, offer.name = rule.code, rule.name or rule.code
    offer.name_zh, offer.key = rule.name_zh or offer.name, (rule.code, "")
    offer.limits = None if rule.limits == UNLIMITED else rule.limits
    offer.order = (STAGES[stage], group.order, group.code, -rule.priority, rule.code)
    if rule.when is not None:
        offer.when = identified(rule.when)
        offer.test = compiled(offer.when)
    return offer


def stage_of(rule: Rule) -> StageName:
    """Return the step at which a rule is evaluated."""
    kinds = [type(effect) for effect in rule.effects]
    if any(issubclass(kind, PriceEffect) for kind in kinds):
        return StageName.THRESHOLD if rule.stage in LATE else rule.stage
    if ShippingOff in kinds:
        return StageName.SHIPPING
    return StageName.POINTS if PayWithPoints in kinds else StageName.EARNING


def earns(rule: Rule) -> bool:
    """Say whether a rule earns or multiplies, and leaves the price as it is."""
    if stage_of(rule) is not StageName.EARNING:
        return False
    return any(isinstance(effect, Earn | Multiply) for effect in rule.effects)


def from_coupon(coupon: CouponOffer, group: Group) -> Offer:
    """Compile a coupon on the table; it runs with the coupons, by priority, then its code."""
    offer = Offer(coupon, group=group, stage=StageName.COUPON)
    offer.coupon = coupon
    offer.labels = (*offer.labels, COUPON)
    if coupon.counted is not None:
        offer.counts = fits(coupon.counted)
    offer.code, offer.name = coupon.template, coupon.name or coupon.template
    offer.name_zh = coupon.name_zh or offer.name
    offer.key = (coupon.template, coupon.coupon)
    key = f"{coupon.template}/{coupon.coupon}"
    offer.order = (STAGES[StageName.COUPON], group.order, group.code, -coupon.priority, key)
    return offer


def fits(scope: Scope) -> Fits | None:
    """Turn a scope into a function of one line's goods; None when everything fits."""
    include = [fitting(match) for match in scope.include]
    exclude = [fitting(match) for match in scope.exclude]
    if not include and not exclude:
        return None
    if not exclude:
        return include[0] if len(include) == 1 else lambda goods: any(f(goods) for f in include)
    return lambda goods: (
        (not include or any(f(goods) for f in include)) and not any(f(goods) for f in exclude)
    )


def fitting(match: Match) -> Fits:
    """Turn one alternative of a scope into a function."""
    kinds = [frozenset(keys) for keys in kinds_of(match).values()]
    low = match.price_from_minor or 0
    high = match.price_to_minor
    if len(kinds) == 1 and not low and high is None:
        only = kinds[0]
        return lambda goods: not only.isdisjoint(goods.keys)

    def fit(goods: Goods) -> bool:
        if goods.price_minor < low or (high is not None and goods.price_minor > high):
            return False
        return not any(kind.isdisjoint(goods.keys) for kind in kinds)

    return fit


def kinds_of(match: Match) -> dict[str, list[str]]:
    """Return the index keys of an alternative by kind, the most selective kind first."""
    kinds = {
        "p": match.products,
        "s": match.skus,
        "b": match.brands,
        "c": match.categories,
        "t": match.tags,
    }
    return {kind: [f"{kind}:{code}" for code in codes] for kind, codes in kinds.items() if codes}
