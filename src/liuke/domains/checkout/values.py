"""The words of checkout: what a till asks for and what it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta, field

from liuke.domains.promotions import Decision, TenderKind
from liuke.domains.tiers import Shift
from liuke.kernel.ids import Id, MemberId
from liuke.kernel.values import Value

Text: TypeAlias = Annotated[str, Meta(max_length=120, pattern=r"^[^\x00]*$")]
# What names a thing is typed and printed: no line ends, no other control characters.
NAME = r"^[^\x00-\x1f\x7f-\x9f]*$(?!\n)"
Amount: TypeAlias = Annotated[int, Meta(ge=0, le=10**12, description="Minor units (fen).")]


class OrderId(Id):
    """One order."""

    prefix = "ord"
    __slots__ = ()


class ReturnId(Id):
    """One return of units of an order."""

    prefix = "ret"
    __slots__ = ()


class State(StrEnum):
    """Where an order is in its life; returns are counted apart, by units."""

    PAID = "paid"
    SHIPPED = "shipped"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class Item(Value, frozen=True):
    """One line as the till rings it up.

    The price comes from the catalogue. `gross_minor` (the whole line at list price) and `cut_minor`
    (what another system already took off) are for imports and connected tills with that right.
    """

    sku: Annotated[
        str,
        Meta(min_length=1, max_length=64, pattern=NAME, description="SKU code.", examples=["tee"]),
    ]
    units: Annotated[int, Meta(ge=1, le=10_000_000, description="Whole units; 1 if weighed.")] = 1
    grams: Annotated[int, Meta(ge=0, le=10**9, description="Weight of a weighed line.")] = 0
    gross_minor: Amount | None = None
    cut_minor: Amount = 0


class Tender(Value, frozen=True):
    """One part of the payment in money; external payments are records with their reference."""

    kind: TenderKind
    # As much as many lines of the dearest goods: more than one price may be, exact in JSON.
    amount_minor: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    reference: Text = ""


class Sale(Value, frozen=True):
    """A basket to be quoted or sold. Without a member it is a guest's.

    `source` and `external_id` name the sale for ever: sent again, it is counted once.
    """

    items: Annotated[tuple[Item, ...], Meta(min_length=1, max_length=2_000)]
    member_id: MemberId | None = None
    source: Annotated[str, Meta(min_length=1, max_length=60, pattern=NAME)] = "till"
    external_id: Annotated[str, Meta(max_length=120, pattern=NAME)] = ""
    store: Annotated[Text, Meta(description="Store code.")] = ""
    channel: Text = ""
    staff: Text = ""
    coupons: Annotated[tuple[str, ...], Meta(max_length=100, description="Coupon codes.")] = ()
    codes: Annotated[tuple[str, ...], Meta(max_length=50, description="Public codes.")] = ()
    spend: Annotated[
        Mapping[str, Annotated[int, Meta(ge=0)]], Meta(description="Points to pay with, by book.")
    ] = field(default_factory=dict)
    shipping_minor: Amount = 0
    tenders: Annotated[
        tuple[Tender, ...],
        Meta(max_length=20, examples=[[{"kind": "cash", "amount_minor": 9_900}]]),
    ] = ()
    placed_at: (
        Annotated[datetime, Meta(tz=True, description="When it was sold off-line.")] | None
    ) = None
    reservation: Annotated[
        OrderId | None, Meta(description="What was reserved before; it becomes the order.")
    ] = None


class Standing(Value, frozen=True):
    """How the member stands after the sale: levels by tier set, spendable points by book."""

    tiers: Mapping[str, str]
    points: Mapping[str, int]


class Receipt(Value, frozen=True):
    """A sale that was made: its price explained, and for a guest the code to claim it with.

    `tenders` are as noted: `external` is what a sale that named none was paid with elsewhere.
    """

    id: OrderId
    source: str
    external_id: str
    member_id: MemberId
    state: State
    placed_at: datetime
    decision: Decision
    claim_code: str | None = None
    standing: Standing | None = None
    tenders: tuple[Tender, ...] = ()
    replayed: bool = False


class Units(Value, frozen=True):
    """A range of units of one line, the first unit being 0."""

    line: Annotated[int, Meta(ge=0, le=2_000, examples=[0])]
    start: Annotated[int, Meta(ge=0, le=10_000_000, examples=[0])]
    count: Annotated[int, Meta(ge=1, le=10_000_000)] = 1


class Comeback(Value, frozen=True):
    """Units of an order to take back; sent again under its `external_id`, it counts once."""

    order_id: OrderId
    external_id: Annotated[str, Meta(min_length=1, max_length=120, pattern=NAME)]
    units: Annotated[tuple[Units, ...], Meta(min_length=1, max_length=2_000)]
    reason: Text = ""
    returned_at: Annotated[datetime, Meta(tz=True)] | None = None


class Refund(Value, frozen=True):
    """Money given back to one tender of the order."""

    kind: str
    amount_minor: int
    reference: str


class Undone(Value, frozen=True):
    """One thing a return undid: a discount's share, points, a coupon, a level, a gift."""

    what: Annotated[
        str, Meta(description="points.clawed_back, coupon.restored, tier.level, tier.gift …")
    ]
    subject: Annotated[str, Meta(description="the book, coupon, set, gift or order it is of")]
    amount: int
    text: str
    text_zh: str


class Returned(Value, frozen=True):
    """A return that was made: the money back and everything that hung on the units.

    `tiers` says how it moves its member in each set of levels it touches.
    """

    id: ReturnId
    order_id: OrderId
    member_id: MemberId
    external_id: str
    units: tuple[Units, ...]
    refund_minor: int
    refunds: tuple[Refund, ...]
    undone: tuple[Undone, ...]
    returned_at: datetime
    tiers: tuple[Shift, ...] = ()
    replayed: bool = False


class Stats(Value, frozen=True):
    """A member's running sums; `net_minor` is what was sold less what came back."""

    member_id: MemberId
    orders: int = 0
    units: int = 0
    net_minor: int = 0
    saved_minor: int = 0
    returned_minor: int = 0
    first_on: date | None = None
    last_on: date | None = None
    last_at: datetime | None = None
