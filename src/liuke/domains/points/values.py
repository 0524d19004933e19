"""The words of points: books as they stand in a programme, movements, balances."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

from msgspec import Meta

from liuke.domains.programme import VersionId
from liuke.kernel.clock import RoundTo
from liuke.kernel.ids import Id, MemberId, StoreId
from liuke.kernel.values import Value


class OrderKey(Id):
    """The order behind an entry; points know no more about it than its id."""

    prefix = "ord"
    __slots__ = ()


class Kind(StrEnum):
    """What an entry is; the sign of its points follows from it."""

    AWARD = "award"
    REDEEM = "redeem"
    RESTORE = "restore"
    CLAW_BACK = "claw_back"
    EXPIRE = "expire"
    TRANSFER = "transfer"
    ADJUST = "adjust"


class ClawBack(StrEnum):
    """What a return does about points that are already spent."""

    DEBT = "debt"
    DEDUCT = "deduct"
    BLOCK = "block"
    WAIVE = "waive"


class Sharing(StrEnum):
    """To whom a member may transfer points."""

    NONE = "none"
    HOUSEHOLD = "household"
    ANYONE = "anyone"


BookCode = Annotated[str, Meta(description="Code of the book.", examples=["stars"])]
Days = Annotated[int, Meta(ge=0, le=36500)]
Months = Annotated[int, Meta(ge=0, le=1200)]
MonthDay = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$(?!\n)")]


class Never(Value, frozen=True, tag_field="kind", tag="never"):
    """Points that do not expire."""


class Rolling(Value, frozen=True, tag_field="kind", tag="rolling"):
    """Points that live so long from the day they become available."""

    days: Annotated[Days, Meta(description="Days of life, added to the months.")] = 0
    months: Annotated[Months, Meta(description="Months of life; a short month clamps.")] = 0
    round_to: Annotated[
        RoundTo, Meta(description="Moves the last day to the end of this period.")
    ] = RoundTo.DAY


class FixedDates(Value, frozen=True, tag_field="kind", tag="dates"):
    """Points that end on the next of some days of the year."""

    dates: Annotated[
        tuple[MonthDay, ...],
        Meta(
            min_length=1,
            max_length=20,
            description="Last usable days, as MM-DD; 02-29 is 02-28 in other years.",
        ),
    ]
    keep_days: Annotated[
        Days, Meta(description="Days a point lives at least; a nearer date is passed over.")
    ] = 0


class CardYearEnd(Value, frozen=True, tag_field="kind", tag="card_year"):
    """Points that end with the member's card year."""

    years: Annotated[int, Meta(ge=1, le=20, description="Card years a point lives.")] = 1
    grace_days: Annotated[
        Days, Meta(description="Days after the card year in which points still buy gifts.")
    ] = 0


class Inactivity(Value, frozen=True, tag_field="kind", tag="inactivity"):
    """Points that end when the member neither earns nor spends for so long."""

    days: Annotated[Days, Meta(description="Idle days, added to the months.")] = 0
    months: Annotated[Months, Meta(description="Idle months.")] = 0


Expiry = Never | Rolling | FixedDates | CardYearEnd | Inactivity


class Pending(Value, frozen=True):
    """When an award becomes usable: at once, after days, or when something has happened."""

    days: Annotated[Days, Meta(description="Days from the award to its use.")] = 0
    until: Annotated[
        str,
        Meta(max_length=60, description="Event that frees it: `order.shipped`, `order.received`."),
    ] = ""


class BookSpec(Value, frozen=True):
    """A book of points as a programme declares it: its unit, its life and its manners."""

    code: Annotated[
        str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$(?!\n)", description="Name in rules.")
    ]
    name: Annotated[str, Meta(max_length=80, description="English name.")] = ""
    name_zh: Annotated[str, Meta(max_length=80, description="Chinese name.")] = ""
    name_one: Annotated[
        str, Meta(max_length=80, description="English name of one; empty: as `name`.")
    ] = ""
    decimals: Annotated[
        int, Meta(ge=0, le=2, description="Decimals shown; amounts count the smallest unit.")
    ] = 0
    qualifying: Annotated[
        bool, Meta(description="Growth value 成长值: counts for tiers and is never spent.")
    ] = False
    payable: Annotated[
        bool,
        Meta(description="Points may be money at the till, as a rule says; else none takes them."),
    ] = False
    pay_step: Annotated[
        int, Meta(ge=1, description="Steps, in smallest units, in which points pay at the till.")
    ] = 1
    value_minor_per_1000: Annotated[
        int,
        Meta(
            ge=0,
            description="Worth of 1,000 whole points in minor units (fen), for what is owed and"
            " what a return deducts; what they pay at the till is said by the rule.",
        ),
    ] = 0
    expiry: Annotated[Expiry, Meta(description="How points end.")] = Never()
    pending: Annotated[Pending, Meta(description="When points become usable.")] = Pending()
    claw_back: Annotated[
        ClawBack, Meta(description="What a return does about points already spent.")
    ] = ClawBack.DEBT
    transfer: Annotated[Sharing, Meta(description="To whom points may be passed.")] = Sharing.NONE
    restore_days: Annotated[
        Days,
        Meta(description="Life of points given back after their end; 0 keeps the original end."),
    ] = 0
    closes_after_days: Annotated[
        Days | None,
        Meta(description="Days after its end at which a month refuses late entries; null: never."),
    ] = None


class Because(Value, frozen=True):
    """Why and when an entry happened: its order, its store, its rule, its words.

    Left out, `at` is now, `version_id` the live version of the book, and `card_on` what the book
    knows of the member's card.
    """

    at: Annotated[datetime, Meta(tz=True)] | None = None
    order_id: OrderKey | None = None
    store_id: StoreId | None = None
    rule: str = ""
    version_id: VersionId | None = None
    reason: tuple[str, ...] = ()
    card_on: date | None = None


class Movement(Value, frozen=True):
    """One movement of one member's points: above zero earns, below zero spends."""

    member_id: MemberId
    book: BookCode
    cause: Annotated[str, Meta(min_length=1, max_length=200)]
    points: int
    because: Because = Because()


class Key(NamedTuple):
    """One effect: a cause is counted once per member and book."""

    member_id: MemberId
    book: BookCode
    cause: str


class Posted(Value, frozen=True):
    """What an entry did. `fresh` is false when its cause had been counted before."""

    member_id: MemberId
    book: str
    seq: int
    kind: Kind
    points: int
    asked: int
    short: int
    balance_after: int
    cause: str
    fresh: bool = True


class Balance(Value, frozen=True):
    """One member's book at an instant, in its smallest unit."""

    member_id: MemberId
    book: str
    spendable: int
    pending: int
    held: int
    debt: int
    earned: int
    expiring: int
    expires_next_on: date | None
