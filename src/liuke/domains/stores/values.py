"""Values of stores: what a merchant is made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from liuke.kernel.ids import Id, MerchantId, StoreId
from liuke.kernel.values import Value

Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^/\x00]+$")]
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
Text = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")]
Clock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)|^24:00$(?!\n)")]


class BrandId(Id):
    """One brand of a merchant."""

    prefix = "brd"
    __slots__ = ()


class RegionId(Id):
    """One region of a merchant."""

    prefix = "reg"
    __slots__ = ()


class EntityId(Id):
    """One legal entity of a merchant."""

    prefix = "ent"
    __slots__ = ()


class StoreState(StrEnum):
    """Whether a store trades."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Merchant(Value, frozen=True):
    """A tenant; zone and currency are fixed once it has traded."""

    id: MerchantId
    name: str
    time_zone: str
    currency: str


class Brand(Value, frozen=True):
    """A brand: cards, points, wallet and coupons are valid in every store of it."""

    code: Code
    name: Name


class Region(Value, frozen=True):
    """A region inside another one, or at the top; named by codes."""

    code: Code
    name: Name
    parent: Code | None = None


class Entity(Value, frozen=True):
    """A legal entity: whose receipts a store writes."""

    code: Code
    name: Name
    registration: Text = ""


class Hours(Value, frozen=True):
    """Opening hours of some weekdays (1 is Monday); closing before opening is after midnight."""

    weekdays: tuple[Annotated[int, Meta(ge=1, le=7)], ...]
    opens: Clock
    closes: Clock


class Week(Value, frozen=True):
    """Opening hours of a week; none said means always open."""

    hours: tuple[Hours, ...] = ()


class Span(Value, frozen=True):
    """One stretch of opening hours of one day."""

    opens: Clock
    closes: Clock


class Spans(Value, frozen=True):
    """Opening hours of one day; none means closed."""

    spans: tuple[Span, ...] = ()


class Opening(Value, frozen=True):
    """A store as it is opened or changed; brand, region and entity are named by code."""

    code: Code
    name: Name
    brand: Code | None = None
    region: Code | None = None
    entity: Code | None = None
    state: StoreState = StoreState.OPEN
    address: Text = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    week: Week = Week()


class Placed(Value, frozen=True):
    """A store's code and identity."""

    code: str
    id: StoreId


class Store(Value, frozen=True):
    """A store as it stands."""

    id: StoreId
    code: str
    name: str
    brand: str | None
    region: str | None
    region_path: str | None
    entity: str | None
    state: StoreState
    address: str
    latitude: Decimal | None
    longitude: Decimal | None
    week: Week


class Day(Value, frozen=True):
    """A day on which a store's hours differ from its week."""

    store_id: StoreId
    day_on: date
    hours: Spans = Spans()
    note: Text = ""
