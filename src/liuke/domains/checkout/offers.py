"""Coupons on the table, as the price rules take them."""

from __future__ import annotations

from functools import singledispatch

from liuke.domains import promotions
from liuke.domains.coupons import Coupon, CouponTemplate, template
from liuke.domains.promotions import (
    AmountOff,
    BuyGet,
    CouponOffer,
    Hours,
    Match,
    Minimum,
    PercentOff,
    PriceEffect,
    Scope,
    ShippingOff,
    Stacking,
    Take,
    UnitsOff,
    Where,
    Window,
)

EVERYTHING = "*"


@singledispatch
def effect(given: object) -> PriceEffect | ShippingOff:
    """Turn what a coupon is worth into the price effect that does it."""
    raise AssertionError(f"no price effect for {given!r}")


@effect.register
def _cash(given: template.CashOff) -> PriceEffect:
    return AmountOff(off_minor=given.amount_minor)


@effect.register
def _percent(given: template.PercentOff) -> PriceEffect:
    return PercentOff(off_bp=given.off_bp, cap_minor=given.cap_minor)


@effect.register
def _free_item(given: template.FreeItem) -> PriceEffect:
    return UnitsOff(units=given.quantity)


@effect.register
def _upgrade(given: template.Upgrade) -> PriceEffect:
    return UnitsOff(units=given.quantity, take=Take.CHEAPEST, keep_minor=given.surcharge_minor)


@effect.register(template.TimesCard)
def _times_card(_given: object) -> PriceEffect:
    return UnitsOff(units=1)


@effect.register
def _buy_get(given: template.BuyXGetY) -> PriceEffect:
    return BuyGet(
        buy=given.buy,
        get=given.get,
        get_scope=None if given.reward is None else goods(given.reward),
        take=Take.CHEAPEST if given.pick is template.Pick.CHEAPEST else Take.DEAREST,
        off_bp=given.off_bp,
        times_max=given.times_max,
    )


@effect.register
def _shipping(given: template.FreeShipping) -> ShippingOff:
    return ShippingOff(cap_minor=given.cap_minor)


def goods(chosen: template.Goods) -> Scope:
    """Turn a choice of goods into a scope."""
    match = _match(chosen)
    return Scope(include=() if match == Match() else (match,))


def _match(chosen: template.Goods) -> Match:
    return Match(
        products=chosen.products,
        categories=chosen.categories,
        brands=chosen.brands,
        tags=chosen.tags,
    )


def offer(coupon: Coupon, kind: CouponTemplate) -> CouponOffer:
    """Lay one coupon on the table, as its template of that version says."""
    scope = kind.scope
    return CouponOffer(
        coupon=str(coupon.id),
        template=kind.code,
        effects=(effect(kind.effect),),
        name=kind.name,
        name_zh=kind.name_zh,
        scope=_scope(kind),
        minimum=Minimum(amount_minor=kind.threshold_minor),
        window=Window(
            weekdays=scope.weekdays, hours=tuple(Hours(h.start, h.end) for h in scope.hours)
        ),
        where=Where(stores=scope.stores, not_stores=scope.stores_excluded, channels=scope.channels),
        stacking=_stacking(kind),
        uses_left=min(coupon.uses_left, kind.per_order),
    )


def _scope(kind: CouponTemplate) -> promotions.Scope:
    """Return the goods it cuts: of a free item or a times card, the goods it names."""
    named = getattr(kind.effect, "item", None) or kind.scope.include
    match = _match(named)
    barred = [
        Match(**{goods_of: codes})
        for goods_of in ("products", "categories", "brands", "tags")
        if (codes := getattr(kind.scope.exclude, goods_of))
    ]
    return Scope(include=() if match == Match() else (match,), exclude=tuple(barred))


def _stacking(kind: CouponTemplate) -> Stacking:
    label = kind.stack_class or f"coupon.{kind.code}"
    own = (label,) if kind.stack_class else ()
    return Stacking(label=label, excludes=own if kind.stackable else (EVERYTHING,))
