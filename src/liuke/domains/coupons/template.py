"""Coupon templates: what a coupon is worth, where, until when, and how one gets it.

A template is data in a programme document; every coupon names the version it came from.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta

from liuke.kernel.values import Value

Codes: TypeAlias = Annotated[
    tuple[str, ...], Meta(description="Codes, any of which fits; empty fits everything.")
]
Quantity: TypeAlias = Annotated[int, Meta(ge=1, le=1_000_000, description="Units of goods.")]
AmountMinor: TypeAlias = Annotated[
    int, Meta(ge=1, le=10**12, description="An amount in minor units (fen).")
]
BasisPoints: TypeAlias = Annotated[
    int, Meta(ge=1, le=10_000, description="A share in basis points; 1,000 is 10 percent.")
]


class Goods(Value, frozen=True):
    """A choice of goods; a line fits if every filled list has one of its codes."""

    products: Codes = ()
    categories: Codes = ()
    brands: Codes = ()
    tags: Codes = ()


class Pick(StrEnum):
    """Which of several units a coupon falls on."""

    CHEAPEST = "cheapest"
    DEAREST = "dearest"


class CashOff(Value, frozen=True, tag_field="kind", tag="cash"):
    """代金券: an amount off the goods in scope, never more than they cost."""

    amount_minor: AmountMinor


class PercentOff(Value, frozen=True, tag_field="kind", tag="percent"):
    """折扣券: a share off the goods in scope, with an optional cap."""

    off_bp: BasisPoints
    cap_minor: Annotated[
        AmountMinor | None, Meta(description="The most that is taken off; no limit if null.")
    ] = None


class FreeItem(Value, frozen=True, tag_field="kind", tag="free_item"):
    """兑换券: units of the named goods for nothing."""

    item: Annotated[Goods, Meta(description="The goods that may be chosen.")]
    quantity: Quantity = 1


class BuyXGetY(Value, frozen=True, tag_field="kind", tag="buy_x_get_y"):
    """买赠券: buy units in scope, get further units at a price cut."""

    buy: Quantity
    get: Quantity = 1
    off_bp: BasisPoints = 10_000
    reward: Annotated[
        Goods | None, Meta(description="The goods one gets; the goods in scope if left out.")
    ] = None
    pick: Annotated[Pick, Meta(description="Which unit is cut.")] = Pick.CHEAPEST
    times_max: Annotated[Quantity, Meta(description="How often it applies in one order.")] = 1


class Upgrade(Value, frozen=True, tag_field="kind", tag="upgrade"):
    """升杯券: the step to a larger size or a better make, sold as goods of its own in scope."""

    surcharge_minor: Annotated[
        int, Meta(ge=0, le=10**12, description="What a unit still costs, in minor units.")
    ] = 0
    quantity: Quantity = 1


class FreeShipping(Value, frozen=True, tag_field="kind", tag="free_shipping"):
    """包邮券: shipping for nothing, up to an optional amount."""

    cap_minor: Annotated[
        AmountMinor | None, Meta(description="The most of the shipping that is free; all if null.")
    ] = None


class TimesCard(Value, frozen=True, tag_field="kind", tag="times_card"):
    """计次卡: a card good for a number of uses, each one unit of the named goods."""

    uses: Annotated[int, Meta(ge=1, le=1_000, description="How often it may be used.")]
    item: Annotated[Goods, Meta(description="The goods of each use.")]


Effect: TypeAlias = CashOff | PercentOff | FreeItem | BuyXGetY | Upgrade | FreeShipping | TimesCard


class Hours(Value, frozen=True):
    """A part of the day, half open, in the merchant's time; it may pass midnight."""

    start: Annotated[
        str, Meta(pattern=r"^[0-9]{2}:[0-9]{2}$(?!\n)", description="First minute, HH:MM.")
    ]
    end: Annotated[
        str, Meta(pattern=r"^[0-9]{2}:[0-9]{2}$(?!\n)", description="First minute after.")
    ]


class Scope(Value, frozen=True):
    """On what, where and when a coupon may be used; empty lists do not restrict."""

    include: Annotated[Goods, Meta(description="Goods it counts and cuts.")] = Goods()
    exclude: Annotated[
        Goods, Meta(description="Goods left out; fitting any one of the lists is enough.")
    ] = Goods()
    stores: Annotated[Codes, Meta(description="Store codes.")] = ()
    stores_excluded: Annotated[Codes, Meta(description="Store codes left out.")] = ()
    channels: Annotated[Codes, Meta(description="Sales channels: till, web, …")] = ()
    weekdays: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=7)], ...],
        Meta(description="Days of the week, 1 is Monday."),
    ] = ()
    hours: Annotated[tuple[Hours, ...], Meta(description="Parts of the day.")] = ()


class Dates(Value, frozen=True, tag_field="kind", tag="dates"):
    """The same days for everybody; without an end it never expires."""

    starts_on: Annotated[date | None, Meta(description="First usable day.")] = None
    ends_on: Annotated[date | None, Meta(description="Last usable day.")] = None


class DaysAfter(Value, frozen=True, tag_field="kind", tag="days_after"):
    """A number of days from the day one gets it."""

    days: Annotated[
        int, Meta(ge=0, le=3_660, description="Days from the first to the last usable day.")
    ]
    wait_days: Annotated[
        int, Meta(ge=0, le=3_660, description="Days to wait before the first usable day.")
    ] = 0


class BirthdayMonth(Value, frozen=True, tag_field="kind", tag="birthday_month"):
    """The member's birthday month: this one, or the next to come."""


class CardYear(Value, frozen=True, tag_field="kind", tag="card_year"):
    """Up to the day before the card's next anniversary."""


Validity: TypeAlias = Dates | DaysAfter | BirthdayMonth | CardYear


class Got(StrEnum):
    """How a member comes by a coupon."""

    GRANTED = "granted"
    CLAIMED = "claimed"
    PUBLIC_CODE = "public_code"


class OnReturn(StrEnum):
    """What becomes of a used coupon when its order is returned."""

    RESTORE = "restore"
    VOID = "void"


Limit: TypeAlias = Annotated[int, Meta(ge=1, le=10**12)]
PublicCode: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z0-9]{3,32}$(?!\n)")]
Days: TypeAlias = Annotated[int, Meta(ge=0, le=3_660)]


class CouponTemplate(Value, frozen=True):
    """One kind of coupon, as a programme declares it."""

    code: Annotated[
        str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$(?!\n)", description="Its name in rules.")
    ]
    name: Annotated[str, Meta(min_length=1, max_length=120, description="Name, English.")]
    name_zh: Annotated[str, Meta(min_length=1, max_length=120, description="Name, Chinese.")]
    effect: Annotated[Effect, Meta(description="What it is worth, by `kind`.")]
    validity: Annotated[Validity, Meta(description="When it may be used, by `kind`.")]
    scope: Annotated[Scope, Meta(description="On what, where and when it applies.")] = Scope()
    threshold_minor: Annotated[
        int, Meta(ge=0, description="Least sum of the goods in scope, in minor units.")
    ] = 0
    got: Annotated[Got, Meta(description="How a member comes by it.")] = Got.GRANTED
    public_code: Annotated[
        PublicCode | None, Meta(description="The one code everybody may use.")
    ] = None
    claim_from_on: Annotated[date | None, Meta(description="First day to claim it.")] = None
    claim_until_on: Annotated[date | None, Meta(description="Last day to claim it.")] = None
    claim_days: Annotated[
        Days | None, Meta(description="Days to claim a granted one, or it lapses.")
    ] = None
    stock: Annotated[Limit | None, Meta(description="How many there are in all.")] = None
    per_day: Annotated[Limit | None, Meta(description="How many are given per business day.")] = (
        None
    )
    per_member: Annotated[Limit | None, Meta(description="How many one member may get.")] = None
    per_member_day: Annotated[
        Limit | None, Meta(description="How many one member may get per business day.")
    ] = None
    per_order: Annotated[
        int, Meta(ge=1, le=1_000, description="How many of it one order may use.")
    ] = 1
    budget_minor: Annotated[
        Limit | None, Meta(description="Money it may give away in all, in minor units.")
    ] = None
    transferable: Annotated[bool, Meta(description="May be passed to another member.")] = False
    stack_class: Annotated[
        str, Meta(max_length=64, description="Coupons of one class exclude each other.")
    ] = ""
    stackable: Annotated[bool, Meta(description="May be used beside coupons of other classes.")] = (
        True
    )
    on_return: Annotated[
        OnReturn, Meta(description="What becomes of it when its order is returned.")
    ] = OnReturn.RESTORE

    @property
    def uses(self) -> int:
        """How often one coupon of this kind may be used."""
        return self.effect.uses if isinstance(self.effect, TimesCard) else 1
