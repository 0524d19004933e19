"""What a tier set is, what moves a member through it, and where the member stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, field

from liuke.domains.programme import VersionId
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9][a-z0-9_-]*$(?!\n)")]
AtLeastZero = Annotated[int, Meta(ge=0)]


NO_VERSION = VersionId(bytes(16))


class Basis(Value, frozen=True):
    """What is counted towards the levels."""

    kind: Annotated[
        Literal["points", "spend", "orders", "referrals", "manual"],
        Meta(description="points earned in a book, net spend, purchases, referrals, or by hand"),
    ]
    book: Annotated[
        str, Meta(description="the book whose earned points count; spending never lowers them")
    ] = ""


class Window(Value, frozen=True):
    """The stretch of time in which it is counted."""

    kind: Annotated[
        Literal["all_time", "calendar", "card_year", "rolling"],
        Meta(description="card_year runs from the card date to the day before its anniversary"),
    ] = "all_time"
    calendar: Annotated[
        Literal["month", "quarter", "year"], Meta(description="which calendar period")
    ] = "year"
    days: Annotated[int, Meta(ge=1, le=1100, description="length of a rolling window")] = 365


class Deed(Value, frozen=True):
    """One action run for the member, named as in the registry of actions."""

    action: Annotated[str, Meta(description="for instance coupons.issue")]
    params: Annotated[dict[str, Any], Meta(description="parameters of the action")] = field(
        default_factory=dict
    )


class Grant(Value, frozen=True):
    """A gift of a level, given once for each of its occasions."""

    code: Annotated[
        Code, Meta(description="unique in its level; of one code there is one a period")
    ]
    when: Annotated[
        Literal["entering", "falling", "monthly", "birthday", "anniversary", "purchases"],
        Meta(description="falling: to win back who lapsed to the level; birthday: in its month"),
    ]
    deeds: Annotated[tuple[Deed, ...], Meta(description="what is done")]
    name: Annotated[str, Meta(description="English name")] = ""
    name_zh: Annotated[str, Meta(description="Chinese name")] = ""
    every: Annotated[
        int, Meta(ge=0, description="when = purchases: one gift per so many at the level")
    ] = 0
    again: Annotated[
        Literal["never", "each_period"],
        Meta(description="when = entering: once in a life, or once per period of the window"),
    ] = "never"


class Benefit(Value, frozen=True):
    """A right that comes with a level, in words."""

    code: Annotated[Code, Meta(description="unique in its level")]
    name: Annotated[str, Meta(description="English name")]
    name_zh: Annotated[str, Meta(description="Chinese name")] = ""


class Level(Value, frozen=True):
    """One step of a tier set. Any one of its ways of entry opens it."""

    code: Annotated[Code, Meta(description="unique in its set")]
    name: Annotated[str, Meta(description="English name")]
    name_zh: Annotated[str, Meta(description="Chinese name")] = ""
    colour: Annotated[str, Meta(description="shown on the card, #rrggbb")] = ""
    entry_threshold: Annotated[
        AtLeastZero | None, Meta(description="amount of the basis that opens it; null: never so")
    ] = None
    retention_threshold: Annotated[
        AtLeastZero | None,
        Meta(description="amount that keeps it at a period's end; null: as for entry"),
    ] = None
    entry_purchase_minor: Annotated[
        AtLeastZero | None, Meta(description="one purchase of this net amount opens it")
    ] = None
    entry_card: Annotated[bool, Meta(description="holding the card opens it")] = False
    never_falls: Annotated[bool, Meta(description="once reached, never left downwards")] = False
    benefits: Annotated[tuple[Benefit, ...], Meta(description="rights, in words")] = ()
    grants: Annotated[tuple[Grant, ...], Meta(description="gifts")] = ()

    @property
    def retention(self) -> int:
        """The amount of the basis that keeps this level at the end of a period."""
        own = self.retention_threshold
        return own if own is not None else (self.entry_threshold or 0)


class Rung(Value, frozen=True):
    """One rung of a ladder: reached by an amount inside one period, then claimed."""

    code: Annotated[Code, Meta(description="unique in its ladder")]
    threshold: Annotated[int, Meta(ge=1, description="amount of the basis in the period")]
    deeds: Annotated[tuple[Deed, ...], Meta(description="what claiming it does")]
    name: Annotated[str, Meta(description="English name")] = ""
    name_zh: Annotated[str, Meta(description="Chinese name")] = ""


class Ladder(Value, frozen=True):
    """Rungs bound to one period; claiming consumes nothing, an unclaimed rung lapses."""

    rungs: Annotated[tuple[Rung, ...], Meta(description="lowest first")]
    claim_days: Annotated[
        int, Meta(ge=0, le=366, description="days after the period's end in which to claim")
    ] = 0
    claim_from: Annotated[
        Literal["reached", "period_end"],
        Meta(description="claimable as soon as reached, or only after the period has ended"),
    ] = "reached"
    adds_up: Annotated[
        bool, Meta(description="true: every rung reached; false: only one rung per period")
    ] = True


class Decay(Value, frozen=True):
    """How what was counted fades: a share is lost on the first of every so many months."""

    percent: Annotated[int, Meta(ge=1, le=100, description="share lost, rounded for the member")]
    every_months: Annotated[int, Meta(ge=1, le=12, description="months between two losses")] = 1


class TierSet(Value, frozen=True):
    """A staircase of levels with one basis; several sets run side by side."""

    code: Annotated[Code, Meta(description="unique in the shop's live programmes")]
    name: Annotated[str, Meta(description="English name")]
    levels: Annotated[tuple[Level, ...], Meta(min_length=1, description="lowest first")]
    basis: Annotated[Basis, Meta(description="what is counted")]
    window: Annotated[Window, Meta(description="when it is counted")] = Window()
    name_zh: Annotated[str, Meta(description="Chinese name")] = ""
    counts_from: Annotated[
        Literal["always", "first_level"],
        Meta(description="first_level: nothing counts before some level is held"),
    ] = "always"
    requires_purchase: Annotated[
        bool, Meta(description="购买是必选项: no level by amount before a first purchase")
    ] = False
    reset_on_promotion: Annotated[
        bool, Meta(description="升级归零: counting restarts after each climb")
    ] = False
    reset_at_period_end: Annotated[
        bool, Meta(description="到期归零: counting restarts with each period")
    ] = True
    lasts: Annotated[
        Literal["next_period", "this_period"],
        Meta(description="a level reached is kept through the next period, or ends with this one"),
    ] = "next_period"
    drop: Annotated[
        Literal["deserved", "one", "never"],
        Meta(description="who fails retention falls to the level deserved, one level, or never"),
    ] = "deserved"
    grace_days: Annotated[
        int, Meta(ge=0, le=366, description="days after a period to make up what is missing")
    ] = 0
    decay: Annotated[Decay | None, Meta(description="how progress fades")] = None
    late_days: Annotated[
        int, Meta(ge=0, le=366, description="a late entry still counts so long after its period")
    ] = 31
    card_kind: Annotated[
        str, Meta(description="kind of card this set hangs on; empty: any kind")
    ] = ""
    pauses_with_card: Annotated[
        bool, Meta(description="an expired card pauses the level until it is renewed")
    ] = False
    ladder: Annotated[Ladder | None, Meta(description="rungs claimed period by period")] = None


class Amounts(Value, frozen=True):
    """What one happening is worth to every basis there is; a set takes what it counts."""

    points: Mapping[str, int] = field(default_factory=dict)  # earned, by book
    spend_minor: int = 0  # net of discounts
    orders: int = 0
    referrals: int = 0


class Entry(Value, frozen=True):
    """One input of the fold, never changed: standing is a function of these and a date."""

    member_id: MemberId
    set_code: str
    cause: str  # counted once per member and set
    at: datetime
    day: date  # business date of `at`
    amount: int = 0  # of the set's basis
    purchases: int = 0
    purchase_minor: int = 0
    level: str | None = None  # set by hand; "" takes every level away
    hold_until_on: date | None = None  # last day a level set by hand stays put
    card_on: date | None = None  # a card was issued or renewed from this day
    card_until_on: date | None = None
    undoes: str = ""  # the cause this entry takes back, in part or whole
    reason: str = ""
    version: VersionId = NO_VERSION


class Day(Value, frozen=True, array_like=True):
    """What one business day added to a rolling window."""

    on: date
    amount: int


class Standing(Value, frozen=True):
    """Where one member stands in one set, as of a business date."""

    level: str = ""  # code; "" while the member holds none
    since_on: date | None = None
    anchor_on: date | None = None  # the card date, or the day of the first level
    period_start_on: date | None = None
    period_end_on: date | None = None  # last day; None: no end
    progress: int = 0
    days: tuple[Day, ...] = ()
    purchases: int = 0
    purchases_here: int = 0  # since the present level was entered
    falls: int = 0
    grace_until_on: date | None = None
    grace_missing: int = 0
    grace_to: str = ""
    hold_until_on: date | None = None
    pinned: bool = False  # set by hand below what is deserved: no climbing
    card_until_on: date | None = None
    paused: str = ""  # the level that waits for the card's renewal
    as_of_on: date | None = None  # every boundary before this day has been dealt with
    last_at: datetime | None = None
    last_cause: str = ""
    version: VersionId = NO_VERSION
    climbed_on: date | None = None  # the last step up, unless one down came after it


class Step(Value, frozen=True):
    """One thing the fold decided: a change of level, a prolongation, a rung, a gift due."""

    kind: Literal["up", "down", "kept", "rung", "gift"]
    on: date
    cause: str
    before: str = ""
    after: str = ""  # level, or code of the rung or of the gift
    why: str = ""
    period: str = ""  # of a gift: the occasion it is given once for


class Claim(Value, frozen=True):
    """A member's wish to take one rung of a period."""

    member_id: MemberId
    set_code: str
    rung: str
    period_on: date | None = None  # any day of the period; None: the one that holds today


class LevelChange(Value, frozen=True):
    """A level given or taken by hand."""

    member_id: MemberId
    set_code: Annotated[str, Meta(examples=["card"])]
    level: Annotated[str, Meta(examples=["gold"])]  # "" takes every level away
    reason: str
    hold_until_on: date | None = None
