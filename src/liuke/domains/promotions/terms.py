"""Terms: a rule and a group of the programme document, as data with every field described."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta

from liuke.domains.promotions.effects import Effect, Points
from liuke.domains.promotions.scopes import Code, Codes, Count, Minor, Scope
from liuke.kernel.conditions import Condition
from liuke.kernel.values import Value

Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
Clock: TypeAlias = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$(?!\n)")]
Rank: TypeAlias = Annotated[int, Meta(ge=-(10**9), le=10**9)]
MonthDay: TypeAlias = Annotated[
    str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$(?!\n)")
]


class StageName(StrEnum):
    """The steps of the price, in this order."""

    ACTIVITY = "activity"
    MEMBER = "member"
    LIMITED = "limited"
    THRESHOLD = "threshold"
    COUPON = "coupon"
    POINTS = "points"
    SHIPPING = "shipping"
    EARNING = "earning"


class Hours(Value, frozen=True):
    """From a time of day up to, not including, another; past midnight when it ends earlier."""

    start: Annotated[Clock, Meta(description="`09:00`.")]
    end: Annotated[Clock, Meta(description="`24:00` at the latest.")]


class Window(Value, frozen=True):
    """When a rule runs, in the shop's time zone; every part given must hold."""

    starts_at: Annotated[Instant | None, Meta(description="From this instant.")] = None
    ends_at: Annotated[Instant | None, Meta(description="Before this instant.")] = None
    weekdays: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=7)], ...], Meta(description="1 is Monday.", max_length=7)
    ] = ()
    days: Annotated[
        tuple[Annotated[int, Meta(ge=-1, le=31)], ...],
        Meta(description="Days of the month (member day); -1 is the last.", max_length=31),
    ] = ()
    dates: Annotated[
        tuple[MonthDay, ...], Meta(description="Days of the year: `11-11`.", max_length=366)
    ] = ()
    hours: Annotated[tuple[Hours, ...], Meta(description="Any of these.", max_length=24)] = ()


class Counting(StrEnum):
    """What one use of a rule is: an order, a time it applied, or a unit it made cheaper."""

    ORDERS = "orders"
    TIMES = "times"
    UNITS = "units"


class Limits(Value, frozen=True):
    """How often and how much; never overrun, not even by one."""

    counting: Annotated[Counting, Meta(description="What counts as a use.")] = Counting.ORDERS
    total: Annotated[Count | None, Meta(description="Uses in all.")] = None
    per_day: Annotated[Count | None, Meta(description="Uses a business day.")] = None
    per_store: Annotated[Count | None, Meta(description="Uses a store.")] = None
    per_member: Annotated[Count | None, Meta(description="Uses a member.")] = None
    per_member_day: Annotated[Count | None, Meta(description="Uses a member and day.")] = None
    per_order: Annotated[Count | None, Meta(description="Uses an order.")] = None
    budget_minor: Annotated[Minor | None, Meta(description="Discount in all.")] = None
    points_max: Annotated[Points | None, Meta(description="Points in all.")] = None


class Minimum(Value, frozen=True):
    """What the scope must reach before the rule starts, at that step of the price."""

    amount_minor: Annotated[Minor, Meta(description="Worth at least.")] = 0
    units: Annotated[int, Meta(ge=0, description="Units at least.")] = 0


class Where(Value, frozen=True):
    """Stores, channels, tiers and public codes; every kind given must hold."""

    stores: Annotated[Codes, Meta(description="Only in these stores.")] = ()
    not_stores: Annotated[Codes, Meta(description="In none of these stores.")] = ()
    channels: Annotated[Codes, Meta(description="Only through these channels.")] = ()
    tiers: Annotated[Codes, Meta(description="Only for members standing on one of these.")] = ()
    members_only: Annotated[bool, Meta(description="Only for members.")] = False
    codes: Annotated[Codes, Meta(description="Only with one of these public codes.")] = ()


class Stacking(Value, frozen=True):
    """With what a rule may stand together."""

    label: Annotated[str, Meta(description="Class of this rule, as others name it.")] = ""
    excludes: Annotated[Codes, Meta(description="Classes it never joins; `*` is any.")] = ()
    by_unit: Annotated[bool, Meta(description="Excluded on the same unit only.")] = False


class Rule(Value, frozen=True):
    """One promotion or earning rule: when, on what, what it gives, how often, with what."""

    code: Annotated[Code, Meta(description="Unique within the programme.")]
    effects: Annotated[
        tuple[Effect, ...], Meta(description="What it gives.", min_length=1, max_length=20)
    ]
    name: Annotated[str, Meta(description="What people call it.")] = ""
    name_zh: Annotated[str, Meta(description="中文名称。")] = ""
    stage: Annotated[StageName, Meta(description="Step of the price.")] = StageName.LIMITED
    group: Annotated[str, Meta(description="Group of that step; empty is its own.")] = ""
    priority: Annotated[Rank, Meta(description="Higher goes first; ties by code.")] = 0
    window: Annotated[Window, Meta(description="When.")] = Window()
    where: Annotated[Where, Meta(description="Where and for whom.")] = Where()
    when: Annotated[Condition | None, Meta(description="Facts that must hold.")] = None
    scope: Annotated[Scope, Meta(description="On which goods.")] = Scope()
    minimum: Annotated[Minimum, Meta(description="What the scope must reach.")] = Minimum()
    limits: Annotated[Limits, Meta(description="How often and how much.")] = Limits()
    stacking: Annotated[Stacking, Meta(description="With what it may stand.")] = Stacking()


class Mode(StrEnum):
    """Which rules of a group apply."""

    ALL = "all"
    FIRST = "first"
    BEST = "best"
    LEAST = "least"


class Base(StrEnum):
    """On what the rules of a group are computed: what is left, what came in, list prices."""

    REDUCED = "reduced"
    INITIAL = "initial"
    LIST = "list"


class Group(Value, frozen=True):
    """Rules of one step that are evaluated together; groups run in `order`, then by code."""

    code: Annotated[Code, Meta(description="As the rules name it.")]
    stage: Annotated[StageName, Meta(description="Step of the price.")]
    order: Annotated[Rank, Meta(description="Lower runs first; a nameless group is 0.")] = 0
    mode: Annotated[Mode, Meta(description="Which of its rules apply.")] = Mode.ALL
    by_line: Annotated[bool, Meta(description="Choose for each line.")] = False
    base: Annotated[Base, Meta(description="On what they are computed.")] = Base.REDUCED
