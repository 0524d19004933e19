"""Coupons on the table, as the price rules take them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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


def lay(coupons: Sequence[tuple[Coupon, CouponTemplate]]) -> tuple[CouponOffer, ...]:
    """Lay coupons on the table; one that joins no other kind excludes all those beside it."""
    classes = {_class_of(kind) for _, kind in coupons}
    return tuple([offer(coupon, kind, beside=classes) for coupon, kind in coupons])


def offer(coupon: Coupon, kind: CouponTemplate, *, beside: Collection[str] = ()) -> CouponOffer:
    """Lay one coupon on the table, `beside` those of other classes, as its template says."""
    scope = kind.scope
    return CouponOffer(
        coupon=str(coupon.id),
        template=kind.code,
        effects=(effect(kind.effect),),
        name=kind.name,
        name_zh=kind.name_zh,
        scope=_scope(kind),
        counted=_counted(kind),
        per_order=kind.per_order,
        minimum=Minimum(amount_minor=kind.threshold_minor),
        window=Window(
            weekdays=scope.weekdays, hours=tuple(Hours(h.start, h.end) for h in scope.hours)
        ),
        where=Where(stores=scope.stores, not_stores=scope.stores_excluded, channels=scope.channels),
        stacking=_stacking(kind, beside),
        uses_left=coupon.uses_left,
    )


def _scope(kind: CouponTemplate) -> promotions.Scope:
    """Return the goods it cuts: of a free item or a times card, the goods it names."""
    return _among(getattr(kind.effect, "item", None) or kind.scope.include, kind.scope.exclude)


def _counted(kind: CouponTemplate) -> promotions.Scope | None:
    """Return the goods its threshold counts, where those are not the goods it cuts."""
    if not isinstance(kind.effect, template.FreeItem | template.TimesCard):
        return None
    return _among(kind.scope.include, kind.scope.exclude)


def _among(chosen: template.Goods, without: template.Goods) -> promotions.Scope:
    match = _match(chosen)
    barred = [
        Match(**{goods_of: codes})
        for goods_of in ("products", "categories", "brands", "tags")
        if (codes := getattr(without, goods_of))
    ]
    return Scope(include=() if match == Match() else (match,), exclude=tuple(barred))


def _class_of(kind: CouponTemplate) -> str:
    return kind.stack_class or f"coupon.{kind.code}"


def _stacking(kind: CouponTemplate, beside: Collection[str]) -> Stacking:
    label = _class_of(kind)
    own = {label} if kind.stack_class else set()
    others = set() if kind.stackable else set(beside) - {label}
    return Stacking(label=label, excludes=tuple(sorted(own | others)))
