"""Baskets and views: what a decision is told about the goods, the coupons and the member."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, field

from liuke.domains.promotions.effects import GrantEffect, PriceEffect, ShippingOff, TenderKind
from liuke.domains.promotions.scopes import Scope
from liuke.domains.promotions.terms import Minimum, Stacking, Where, Window
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.verdicts import FactValue

UNITS_MAX = 10_000_000


class Line(Value, frozen=True):
    """One line of a basket: whole units of one SKU, or one weighed unit.

    `gross_minor` is the list price of all its units together (of the weighed piece), so that
    receipts whose unit price is no whole number stay exact. `cut_minor` is what the source system
    already took off. `categories` holds the codes of the whole path.
    """

    product: str
    gross_minor: Annotated[int, Meta(ge=0, le=10**12)]
    units: Annotated[int, Meta(ge=1, le=UNITS_MAX)] = 1
    grams: Annotated[int, Meta(ge=0, le=10**9)] = 0
    cut_minor: Annotated[int, Meta(ge=0, le=10**12)] = 0
    sku: str = ""
    brand: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    gift: bool = False


class CouponOffer(Value, frozen=True):
    """A coupon laid on the table: what its template gives, as it stands for this member.

    `counted` is what the minimum counts, where that is not `scope`; `per_order` is how many uses of
    its template one order may take.
    """

    coupon: str
    template: str
    effects: tuple[PriceEffect | ShippingOff | GrantEffect, ...]
    name: str = ""
    name_zh: str = ""
    scope: Scope = Scope()
    minimum: Minimum = Minimum()
    window: Window = Window()
    where: Where = Where()
    stacking: Stacking = Stacking()
    priority: int = 0
    counted: Scope | None = None
    per_order: Annotated[int, Meta(ge=1)] | None = None
    uses_left: Annotated[int, Meta(ge=0)] = 1
    value_left_minor: Annotated[int, Meta(ge=0)] | None = None


class Basket(Value, frozen=True):
    """What someone wants to buy, where, and what they lay on the table.

    `spend` names the points to pay with, by book; `tenders` how much money is paid, by kind, which
    is asked only where a rule does not earn on some kinds: stored value, gift cards, vouchers.
    """

    lines: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=2_000)]
    store: str = ""
    channel: str = ""
    shipping_minor: Annotated[int, Meta(ge=0, le=10**12)] = 0
    coupons: Annotated[tuple[CouponOffer, ...], Meta(max_length=100)] = ()
    codes: Annotated[tuple[str, ...], Meta(max_length=50)] = ()
    spend: Mapping[str, int] = field(default_factory=dict)
    tenders: Mapping[TenderKind, Annotated[int, Meta(ge=0)]] = field(default_factory=dict)
    currency: Annotated[str, Meta(description="In which amounts are told: the shop's.")] = "CNY"


class Used(Value, frozen=True):
    """What a limited rule has already given, as the counters stand."""

    total: int = 0
    day: int = 0
    store: int = 0
    member: int = 0
    member_day: int = 0
    budget_minor: int = 0
    points: int = 0


class View(Value, frozen=True):
    """The member as a decision sees them; the empty view is an anonymous guest.

    `tiers` maps a tier set to the level stood on; `balances` a book to the points that may be
    spent; `facts` the addresses of `Compiled.facts` to their values; `used` a rule to its counters.
    One who joined and is not confirmed yet earns, and may not pay with points.
    """

    member_id: MemberId | None = None
    tiers: Mapping[str, str] = field(default_factory=dict)
    balances: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    used: Mapping[str, Used] = field(default_factory=dict)
    may_spend: bool = True
