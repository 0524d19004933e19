"""Effects: what a rule or a coupon gives, one frozen struct a kind, amounts in minor units.

An effect works on the units of its rule's scope. `bp` are basis points: 1000 is 10 % off (9折).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta

from liuke.domains.promotions.scopes import Code, Count, Minor, Scope
from liuke.kernel.values import Value

Bp: TypeAlias = Annotated[int, Meta(ge=0, le=10_000, description="Basis points: 1000 is 10 %.")]
Points: TypeAlias = Annotated[int, Meta(ge=0, le=10**12, description="Smallest unit of a book.")]


class Per(StrEnum):
    """What a discount is computed on before it is shared over units."""

    ACROSS = "across"
    LINE = "line"
    UNIT = "unit"


class Take(StrEnum):
    """Which of the eligible units are taken."""

    CHEAPEST = "cheapest"
    DEAREST = "dearest"


class Basis(StrEnum):
    """What a step counts."""

    AMOUNT = "amount"
    QUANTITY = "quantity"


class PercentOff(Value, frozen=True, tag="percent_off", tag_field="kind"):
    """Take a share off, up to a cap; rounded half up once per order, line or unit."""

    off_bp: Bp
    cap_minor: Annotated[Minor | None, Meta(description="At most this much per order.")] = None
    per: Annotated[Per, Meta(description="Where the share is rounded.")] = Per.ACROSS


class AmountOff(Value, frozen=True, tag="amount_off", tag_field="kind"):
    """Take an amount off: once across the scope, or off each line or unit in it."""

    off_minor: Minor
    per: Annotated[Per, Meta(description="Once, or from each line or unit.")] = Per.ACROSS


class FixedPrice(Value, frozen=True, tag="fixed_price", tag_field="kind"):
    """Sell each unit (a weighed line: each kilogram) at a price, never above today's."""

    price_minor: Minor


class PriceList(Value, frozen=True, tag="price_list", tag_field="kind"):
    """Sell the SKUs or products listed at their price, never above today's."""

    prices: Annotated[dict[str, Minor], Meta(description="SKU or product code → unit price.")]


class UnitsOff(Value, frozen=True, tag="units_off", tag_field="kind"):
    """Take a share off a few units: a free item, an exchange, a size upgrade, the cheapest."""

    units: Annotated[Count, Meta(description="How many units.")] = 1
    take: Annotated[Take, Meta(description="Which of them.")] = Take.CHEAPEST
    off_bp: Bp = 10_000
    cap_minor: Annotated[Minor | None, Meta(description="At most this much a unit.")] = None
    keep_minor: Annotated[Minor, Meta(description="Left to pay a unit at least.")] = 0


class Step(Value, frozen=True):
    """One rung: from `at`, take an amount or a share off, or sell the scope at a price."""

    at: Annotated[int, Meta(ge=1, description="Minor units or units that reach the rung.")]
    off_minor: Minor = 0
    off_bp: Bp = 0
    price_minor: Annotated[Minor | None, Meta(description="Price of all `at` units.")] = None


class ThresholdOff(Value, frozen=True, tag="threshold_off", tag_field="kind"):
    """Spend or buy so much, pay less 满减/满折: the highest rung, or every full `at` 每满减."""

    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=50, description="Rungs.")]
    basis: Annotated[Basis, Meta(description="What `at` counts.")] = Basis.AMOUNT
    every: Annotated[bool, Meta(description="Again for every full `at` of the rung.")] = False
    times_max: Annotated[Count | None, Meta(description="At most so often an order.")] = None
    cap_minor: Annotated[Minor | None, Meta(description="At most this much an order.")] = None


class BuyGet(Value, frozen=True, tag="buy_get", tag_field="kind"):
    """Buy some, get some: of the same scope or of another, free, cheaper or at a price 加价购.

    Counted are the dearest units; got are the cheapest (or dearest) of those counted. A unit that
    was bought or got here is not counted by another such rule.
    """

    buy: Annotated[Count, Meta(description="Units to buy.")]
    get: Annotated[Count, Meta(description="Units got for them.")] = 1
    get_scope: Annotated[Scope | None, Meta(description="What is got, if not the same.")] = None
    take: Annotated[Take, Meta(description="Which units are got.")] = Take.CHEAPEST
    off_bp: Bp = 10_000
    price_minor: Annotated[Minor | None, Meta(description="Price of each unit got.")] = None
    times_max: Annotated[Count | None, Meta(description="At most so often an order.")] = None
    same_product: Annotated[bool, Meta(description="Count each product by itself.")] = False


class BundlePart(Value, frozen=True):
    """So many units of a scope that a bundle needs."""

    scope: Annotated[Scope, Meta(description="Of these goods.")]
    units: Annotated[Count, Meta(description="So many units.")] = 1


class Bundle(Value, frozen=True, tag="bundle", tag_field="kind"):
    """Sell units that belong together at one price, or with an amount or a share off."""

    parts: Annotated[
        tuple[BundlePart, ...], Meta(min_length=1, max_length=20, description="What it needs.")
    ]
    price_minor: Annotated[Minor | None, Meta(description="Price of one set.")] = None
    off_minor: Minor = 0
    off_bp: Bp = 0
    times_max: Annotated[Count | None, Meta(description="At most so often an order.")] = None


class Gift(Value, frozen=True, tag="gift", tag_field="kind"):
    """Add a gift of the member's choice: free a gift line of the basket, or offer one."""

    products: Annotated[
        tuple[Code, ...], Meta(min_length=1, max_length=50, description="One of these.")
    ]
    units: Annotated[Count, Meta(description="How many units.")] = 1
    price_minor: Annotated[Minor, Meta(description="What each gift unit costs.")] = 0
    every_minor: Annotated[Minor, Meta(description="Again for every full amount; 0: once.")] = 0


class ShippingOff(Value, frozen=True, tag="shipping_off", tag_field="kind"):
    """Take an amount or a share off shipping; free 包邮 unless something else is said."""

    off_bp: Bp = 10_000
    off_minor: Annotated[Minor | None, Meta(description="An amount instead of a share.")] = None
    cap_minor: Annotated[Minor | None, Meta(description="At most this much.")] = None


class PayWithPoints(Value, frozen=True, tag="pay_with_points", tag_field="kind"):
    """Let points be money: `points` are worth `worth_minor`, within bounds."""

    book: Annotated[Code, Meta(description="Book of the points.")]
    points: Annotated[int, Meta(ge=1, description="So many points …")] = 1
    worth_minor: Annotated[int, Meta(ge=1, description="… are worth so much.")] = 1
    step_points: Annotated[
        int, Meta(ge=1, description="Spent in whole steps: 1, or a multiple of the book's own.")
    ] = 1
    share_bp_max: Annotated[Bp, Meta(description="Most of the goods paid so.")] = 10_000
    keep_minor: Annotated[Minor, Meta(description="Left to pay in money at least.")] = 0


class EarnOn(StrEnum):
    """What earns: list prices, what is left after discounts, or what is paid in money."""

    GROSS = "gross"
    NET = "net"
    PAID = "paid"


TenderKind: TypeAlias = Annotated[
    str, Meta(pattern=r"^[a-z_]{2,30}$(?!\n)", description="cash, card, wechat, wallet …")
]


class Rounding(StrEnum):
    """How a part of an award becomes whole points, once per part and order."""

    FLOOR = "floor"
    HALF_UP = "half_up"
    CEIL = "ceil"


class Stage(Value, frozen=True):
    """From `start` of the measure, this many points, or this many per so much money."""

    start: Annotated[int, Meta(ge=0, description="Where the stage begins.")]
    points: Points
    per_minor: Annotated[int, Meta(ge=0, description="0: fixed points, else per amount.")] = 0


class Earn(Value, frozen=True, tag="earn", tag_field="kind"):
    """Earn by a curve: fixed, proportional, staged-fixed or staged-proportional 分阶段.

    Without stages: `points`, or `points` per `per_minor` when that is above zero. With stages: the
    stage reached by the measure, which is the amount itself or a fact such as `points.balance`;
    `marginal` lets every stage earn its own slice of the amount instead.
    """

    book: Annotated[Code, Meta(description="Book that earns.")] = "points"
    points: Points = 0
    per_minor: Annotated[int, Meta(ge=0, description="Points per so much; 0: fixed.")] = 0
    full_only: Annotated[bool, Meta(description="Count only full `per_minor`.")] = False
    stages: Annotated[tuple[Stage, ...], Meta(max_length=50, description="分阶段.")] = ()
    measure: Annotated[str, Meta(description="`amount`, or the address of a fact.")] = "amount"
    marginal: Annotated[bool, Meta(description="Each stage earns on its own slice.")] = False
    base: Annotated[EarnOn, Meta(description="What earns.")] = EarnOn.PAID
    not_tenders: Annotated[
        tuple[TenderKind, ...],
        Meta(max_length=20, description="What is paid so earns nothing: `wallet` 储值不算."),
    ] = ()
    rounding: Annotated[Rounding, Meta(description="Once an order.")] = Rounding.FLOOR
    multiplied: Annotated[bool, Meta(description="Multipliers apply to it.")] = True


class Multiply(Value, frozen=True, tag="multiply", tag_field="kind"):
    """Multiply what the units of the scope earn in a book: 15000 is × 1.5."""

    factor_bp: Annotated[int, Meta(ge=0, le=1_000_000, description="20000 is × 2.")]
    book: Annotated[Code, Meta(description="Book that is multiplied.")] = "points"


class IssueCoupon(Value, frozen=True, tag="issue_coupon", tag_field="kind"):
    """Give coupons of a template for the next visit."""

    template: Annotated[Code, Meta(description="Coupon template.")]
    count: Annotated[Count, Meta(description="How many.")] = 1


class GiveTag(Value, frozen=True, tag="give_tag", tag_field="kind"):
    """Tag the member, for some days or for good."""

    tag: Annotated[Code, Meta(description="The tag.")]
    days: Annotated[Count | None, Meta(description="For so long; for good unless given.")] = None


class GiveBadge(Value, frozen=True, tag="give_badge", tag_field="kind"):
    """Give the member a badge."""

    badge: Annotated[Code, Meta(description="The badge.")]


class GrantRight(Value, frozen=True, tag="grant_right", tag_field="kind"):
    """Give the member a right for some days: to buy early, to buy what others may not."""

    right: Annotated[Code, Meta(description="The right.")]
    days: Annotated[Count | None, Meta(description="For so long; for good unless given.")] = None


class OnlyFor(Value, frozen=True, tag="only_for", tag_field="kind"):
    """Sell the scope only where the rule's conditions hold: member-only goods, early purchase."""

    units_max: Annotated[Count | None, Meta(description="And at most so many units.")] = None


PriceEffect: TypeAlias = (
    PercentOff
    | AmountOff
    | FixedPrice
    | PriceList
    | UnitsOff
    | ThresholdOff
    | BuyGet
    | Bundle
    | Gift
)
GrantEffect: TypeAlias = IssueCoupon | GiveTag | GiveBadge | GrantRight
Effect: TypeAlias = (
    PriceEffect | ShippingOff | PayWithPoints | Earn | Multiply | GrantEffect | OnlyFor
)
