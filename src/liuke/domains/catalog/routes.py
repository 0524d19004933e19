"""The catalog over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from liuke.domains.catalog.classify import brands, categories, classify, name_brands
from liuke.domains.catalog.find import find_products
from liuke.domains.catalog.groups import GoodsGroup, Grouping, list_groups, search_groups
from liuke.domains.catalog.listing import get_products, search_products
from liuke.domains.catalog.look_up import NamedGoods, Sought, look_up
from liuke.domains.catalog.price import lowest_prices, price_page, set_prices
from liuke.domains.catalog.relate import relate, related, unrelate
from liuke.domains.catalog.search import search_items
from liuke.domains.catalog.stock import stock
from liuke.domains.catalog.values import (
    Brand,
    Category,
    Item,
    PriceChange,
    PriceLine,
    Product,
    Relation,
    RelationKind,
)
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.web import Limit, Page, Repeat, get, onward, place, position, post, put

Asked = Annotated[str, Meta(min_length=1, max_length=100, description="What is typed or scanned.")]
Text = Annotated[str, Meta(max_length=100, description="What is typed; all when it is empty.")]
Days = Annotated[int, Meta(ge=1, le=366, description="How many days back.")]


@get("/products", may="catalog.read")
async def list_products(
    tx: Tx,
    category: str | None = None,
    tag: str | None = None,
    limit: Limit = 50,
    after: str | None = None,
) -> Page[Product]:
    """List products in code order, of a category and all below it if one is named."""
    start = place(after, str) or ""
    found = await search_products(tx, category=category, tag=tag, after=start, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.code,)))


@put("/products", may="catalog.edit")
async def put_products(tx: Tx, data: list[Product], if_match: str = "") -> None:
    """Stock products with their SKUs, tags and prices, or change those that exist.

    `If-Match` names what `GET` of one product showed, which is then sent alone.
    """
    await stock(tx, data, revision=if_match)


@post("/products/lookups", may="catalog.read", status=200)
async def look_up_goods(tx: Tx, data: Sought) -> list[NamedGoods]:
    """Return what codes of products, SKUs and tags stand for; unknown ones are missing."""
    return await look_up(tx, data)


@get("/products/{code}", may="catalog.read")
async def show_product(tx: Tx, code: str) -> Product:
    """Return one product."""
    (product,) = await get_products(tx, [code])
    return product


@get("/products/{code}/related", may="catalog.read")
async def list_related(tx: Tx, code: str, kind: RelationKind) -> list[str]:
    """List what goes with a product, or what is the better one (`upgrade_of`)."""
    return (await related(tx, [code], kind))[code]


@post("/products/relations", may="catalog.edit", repeat=Repeat.HONOURED)
async def post_relations(tx: Tx, data: list[Relation]) -> None:
    """Relate products."""
    await relate(tx, data)


@post("/products/partings", may="catalog.edit", repeat=Repeat.HONOURED)
async def post_partings(tx: Tx, data: list[Relation]) -> None:
    """Take relations back."""
    await unrelate(tx, data)


@get("/items", may="catalog.read")
async def list_items(
    tx: Tx, text: Asked, store_id: StoreId | None = None, limit: Limit = 20
) -> list[Item]:
    """Find what is sold by the beginning of a code, a barcode, a name or its sound; best first."""
    return await search_items(tx, text, store_id=store_id, limit=limit)


@get("/items/{code}", may="catalog.read")
async def show_item(tx: Tx, code: str, store_id: StoreId | None = None) -> Item | None:
    """Return what is sold under a SKU code or barcode, priced now for a store."""
    return (await find_products(tx, [code], store_id=store_id)).get(code)


@put("/prices", may="catalog.edit")
async def put_prices(tx: Tx, data: list[PriceChange]) -> None:
    """Set prices per SKU, store and instant; the history is never edited."""
    await set_prices(tx, data)


@get("/items/{code}/prices", may="catalog.read")
async def list_prices(
    tx: Tx,
    code: str,
    store_id: StoreId | None = None,
    limit: Limit = 50,
    after: str | None = None,
) -> Page[PriceLine]:
    """Return a SKU's price history, oldest first."""
    start = position(after, datetime, int)
    found = await price_page(tx, code, store_id=store_id, after=start, limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.starts_at, last.id)))


@get("/items/{code}/prices/lowest", may="catalog.read")
async def show_lowest(tx: Tx, code: str, store_id: StoreId, days: Days = 7) -> int | None:
    """Return the lowest price asked in a store in the last days: the law's yardstick."""
    return (await lowest_prices(tx, [code], store_id=store_id, days=days))[code]


@get("/categories", may="catalog.read")
async def list_categories(tx: Tx) -> list[Category]:
    """List categories, each after the one it lies in."""
    return await categories(tx)


@put("/categories", may="catalog.edit")
async def put_categories(tx: Tx, data: list[Category], if_match: str = "") -> None:
    """Make or change categories; moving one moves everything inside it.

    `If-Match` names the list that was edited.
    """
    await classify(tx, data, revision=if_match)


@get("/brands", may="catalog.read")
async def list_brands(tx: Tx) -> list[Brand]:
    """List brands of goods."""
    return await brands(tx)


@put("/brands", may="catalog.edit")
async def put_brands(tx: Tx, data: list[Brand], if_match: str = "") -> None:
    """Make or rename brands of goods; `If-Match` names the list that was edited."""
    await name_brands(tx, data, revision=if_match)


@get("/groupings", may="catalog.read")
async def list_groupings(
    tx: Tx, by: Grouping, text: Text = "", limit: Limit = 50, after: str | None = None
) -> Page[GoodsGroup]:
    """List categories, brands or tags of goods in code order, or those a text finds, best first."""
    if text.strip():
        return Page(await search_groups(tx, by, text, limit=limit))
    found = await list_groups(tx, by, after=place(after, str) or "", limit=limit)
    return Page(found, onward(found, limit, lambda last: (last.code,)))


ROUTES = [
    list_items,
    list_products,
    put_products,
    look_up_goods,
    show_product,
    list_related,
    post_relations,
    post_partings,
    show_item,
    put_prices,
    list_prices,
    show_lowest,
    list_categories,
    put_categories,
    list_brands,
    put_brands,
    list_groupings,
]
