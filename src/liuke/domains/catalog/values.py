"""Values of the catalog: what is sold, and what a basket line needs to know of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from liuke.kernel.ids import Id, StoreId
from liuke.kernel.values import Value

Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^/\x00]+$")]
Name = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]
Tag = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[^\x00]+$")]
Price = Annotated[int, Meta(ge=0, le=10**12)]


class ProductId(Id):
    """One product."""

    prefix = "prd"
    __slots__ = ()


class SkuId(Id):
    """One sellable variant of a product."""

    prefix = "sku"
    __slots__ = ()


class CategoryId(Id):
    """One category."""

    prefix = "cat"
    __slots__ = ()


class BrandId(Id):
    """One brand of goods."""

    prefix = "gbr"
    __slots__ = ()


class ProductKind(StrEnum):
    """What a product is: goods, a service (benefits too), or an item given but not sold."""

    GOODS = "goods"
    SERVICE = "service"
    GIFT = "gift"


class ProductState(StrEnum):
    """Whether a product is still sold."""

    ACTIVE = "active"
    RETIRED = "retired"


class RelationKind(StrEnum):
    """How one product points at another."""

    GOES_WITH = "goes_with"
    UPGRADE_OF = "upgrade_of"


class Category(Value, frozen=True):
    """A category inside another one, or at the top; named by codes."""

    code: Code
    name: Name
    parent: Code | None = None


class Brand(Value, frozen=True):
    """A brand of goods."""

    code: Code
    name: Name


class Sku(Value, frozen=True):
    """A sellable variant; `price_minor` becomes the price in every store from now on."""

    code: Code
    name: Name = ""
    barcode: Code | None = None
    price_minor: Price | None = None
    weighed: bool = False


class Product(Value, frozen=True):
    """A product as it is stocked; category and brand are named by code."""

    code: Code
    name: Name
    category: Code | None = None
    brand: Code | None = None
    kind: ProductKind = ProductKind.GOODS
    state: ProductState = ProductState.ACTIVE
    tags: tuple[Tag, ...] = ()
    skus: tuple[Sku, ...] = ()


class Item(Value, frozen=True):
    """What a basket line needs to know of a SKU, priced for one store at one instant.

    `asked` is the SKU code or barcode it was found by; `category_path` is `/food/dairy/`.
    """

    asked: str
    sku_id: SkuId
    sku: str
    product: str
    name: str
    kind: ProductKind
    state: ProductState
    retired_at: datetime | None
    weighed: bool
    category: str | None
    category_path: str
    brand: str | None
    tags: tuple[str, ...]
    price_minor: int | None


class PriceChange(Value, frozen=True):
    """A price of a SKU from an instant on, in one store or in all that have none of their own.

    No price ends the store's own price; no instant means now.
    """

    sku: Annotated[Code, Meta(examples=["tee"])]
    price_minor: Price | None
    store_id: StoreId | None = None
    starts_at: Annotated[datetime, Meta(tz=True)] | None = None


class PricePoint(Value, frozen=True):
    """One line of a SKU's price history."""

    sku: str
    store_id: StoreId | None
    price_minor: int | None
    starts_at: datetime


class PriceLine(PricePoint, frozen=True):
    """One line of a SKU's price history, and its place among those of one instant."""

    id: int


class Relation(Value, frozen=True):
    """One product points at another, by code: milk goes with cereal."""

    product: Annotated[Code, Meta(examples=["tee"])]
    kind: RelationKind
    other: Annotated[Code, Meta(examples=["cap"])]
