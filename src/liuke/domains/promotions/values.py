"""Decisions: what a basket saves, pays and earns, why, and how each part hangs on its units.

A decision is kept with its order for ever, so its JSON leaves out what is zero, empty or one unit.
"""

from __future__ import annotations

from enum import StrEnum

from liuke.domains.promotions.effects import GrantEffect, OnlyFor
from liuke.domains.promotions.terms import StageName
from liuke.kernel.values import Value


class Share(Value, frozen=True, omit_defaults=True):
    """An amount on a range of units of one line, shared by the largest remainder.

    Units are numbered from 0 within their line. Earlier effects have already put `before` on the
    range, this one raises that to `after`; `portion` tells what any units inside it bear, so that
    every partition adds up and no unit ever goes below zero.
    """

    line: int = 0
    start: int = 0
    count: int = 1
    before: int = 0
    after: int = 0

    @property
    def amount(self) -> int:
        """Return the whole amount, minor units or points."""
        return self.after - self.before


class Why(StrEnum):
    """Why a rule or a coupon did not apply, or gave less than it wanted."""

    NOT_STARTED = "not_started"
    ENDED = "ended"
    WEEKDAY = "weekday"
    DAY = "day"
    HOURS = "hours"
    STORE = "store"
    CHANNEL = "channel"
    TIER = "tier"
    MEMBERS_ONLY = "members_only"
    CODE = "code"
    CONDITION = "condition"
    LIMIT = "limit_reached"
    BUDGET = "budget_spent"
    NO_GOODS = "no_goods"
    SHORT_AMOUNT = "short_amount"
    SHORT_UNITS = "short_units"
    EXCLUDED = "excluded"
    BEATEN = "beaten"
    NOTHING_LEFT = "nothing_left"
    NOTHING_EARNED = "nothing_earned"
    TOO_LITTLE = "too_little"
    TENDER = "tender"
    USED_UP = "used_up"
    BALANCE = "balance"
    CAP = "cap"
    TOO_NEW = "too_new"
    NOT_PAYABLE = "not_payable"
    STEP = "step"


class Missed(Value, frozen=True, omit_defaults=True):
    """A rule or a coupon that did not apply: why, in a code, numbers and two languages.

    `missing` is how much is lacking (minor units or units); `other` names the rule that stood in
    the way, the condition's node, or the book whose points were to pay; `found` and `asked` are the
    values that decided. Points that no rule takes here are missed by none: `rule` is empty.
    """

    rule: str
    why: Why
    text: str
    text_zh: str
    coupon: str = ""
    missing: int = 0
    other: str = ""
    found: str = ""
    asked: str = ""


class Applied(Value, frozen=True, omit_defaults=True):
    """One effect of a rule or coupon on the price: what it wanted, what it got, on which units."""

    rule: str
    stage: StageName
    kind: str
    desired_minor: int
    applied_minor: int
    shares: tuple[Share, ...]
    times: int = 1
    reason: Why | None = None
    coupon: str = ""


class PointsSpend(Value, frozen=True, omit_defaults=True):
    """Points of a book that pay for goods, and what they are worth."""

    rule: str
    book: str
    points: int
    worth_minor: int
    shares: tuple[Share, ...]
    reason: Why | None = None


class AwardPart(Value, frozen=True, omit_defaults=True):
    """One reason of an award: `140 × 1.5 gold × 2.0 member day`."""

    rule: str
    points: int
    text: str
    text_zh: str
    factors: tuple[str, ...] = ()


class Award(Value, frozen=True, omit_defaults=True):
    """What the basket earns in one book: the sum of its parts, shared over the units."""

    book: str
    points: int
    parts: tuple[AwardPart, ...]
    shares: tuple[Share, ...]


class GiftOffer(Value, frozen=True):
    """Gift units that may still be added to the basket, of one of these products."""

    rule: str
    products: tuple[str, ...]
    units: int
    price_minor: int


class Grant(Value, frozen=True):
    """A coupon, tag, badge or right that a rule gives the member."""

    rule: str
    effect: GrantEffect


class Blocked(Value, frozen=True):
    """A line that may not be sold to this member, or not so many of it."""

    line: int
    rule: str
    effect: OnlyFor
    missed: Missed


class CouponUse(Value, frozen=True):
    """A coupon that applied: how many of its uses, and what it took off."""

    coupon: str
    template: str
    uses: int
    off_minor: int


class Use(Value, frozen=True, omit_defaults=True):
    """What the order would take from a limited rule's counters.

    `sold` are the units that a rule let be sold, whose price it left as it was.
    """

    rule: str
    uses: int
    budget_minor: int = 0
    points: int = 0
    sold: tuple[Share, ...] = ()


class LineResult(Value, frozen=True, omit_defaults=True):
    """One line after the decision; `due_minor` is what is left to pay in money.

    gross = cut + discount + points + due. A range of its units bears `portion` of each.
    """

    gross_minor: int = 0
    cut_minor: int = 0
    discount_minor: int = 0
    points_minor: int = 0
    due_minor: int = 0


class Decision(Value, frozen=True, omit_defaults=True):
    """What a basket saves, pays and earns; lines in basket order, all amounts in minor units.

    goods = gross − cut − discount; payable = goods − points + shipping − shipping off.
    """

    lines: tuple[LineResult, ...]
    gross_minor: int = 0
    cut_minor: int = 0
    discount_minor: int = 0
    points_minor: int = 0
    shipping_minor: int = 0
    shipping_off_minor: int = 0
    payable_minor: int = 0
    effects: tuple[Applied, ...] = ()
    spends: tuple[PointsSpend, ...] = ()
    awards: tuple[Award, ...] = ()
    gifts: tuple[GiftOffer, ...] = ()
    grants: tuple[Grant, ...] = ()
    coupons: tuple[CouponUse, ...] = ()
    uses: tuple[Use, ...] = ()
    missed: tuple[Missed, ...] = ()
    blocked: tuple[Blocked, ...] = ()

    @property
    def discounts(self) -> list[Share]:
        """Return what every effect took off units, the earlier effects first."""
        return [share for effect in self.effects for share in effect.shares]
