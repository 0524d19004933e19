"""Baskets: what was rung up, joined with what the catalogue knows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from msgspec.structs import replace

from liuke.domains import catalog
from liuke.domains.catalog import Item as Product
from liuke.domains.catalog import SkuId
from liuke.domains.checkout.baskets import Placed
from liuke.domains.checkout.errors import (
    NotWeighed,
    PriceFromClient,
    RetiredItems,
    UnknownItems,
    WeightMissing,
)
from liuke.domains.checkout.values import Item
from liuke.domains.promotions import Line
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.problems import InvalidField

PRICING = "checkout.price"
GROSS_MOST = 10**12  # of a line, as of one that brings its price
TOO_MUCH = ("this line comes to more than can be counted", "这一行金额过大，无法计算")


Asked = tuple[SkuId, StoreId | None, datetime]
Where = tuple[int, int]  # which sale, which of its lines


@dataclass(frozen=True)
class Goods:
    """The catalogue's word on the SKUs of a batch, and what each costs where and when."""

    products: Mapping[str, Product]
    prices: Mapping[Asked, int | None]

    def find(self, item: Item, placed: Placed) -> Product | None:
        """Return a product at the price of the sale's store and instant.

        One that had no price yet then costs what it does now.
        """
        found = self.products.get(item.sku)
        if found is None or item.gross_minor is not None:
            return found
        price = self.prices.get((found.sku_id, placed.store_id, placed.at))
        return found if price is None else replace(found, price_minor=price)

    def lines(self, placed: Placed) -> tuple[Line, ...]:
        """Return the lines of a sale as the price rules take them, in basket order."""
        found = [(item, self.find(item, placed)) for item in placed.sale.items]
        return tuple([_line(item, product) for item, product in found if product is not None])


async def find_goods(
    tx: Tx, baskets: Sequence[Placed], places: Sequence[int] | None = None
) -> Goods:
    """Return the catalogue's word on every SKU of some sales, priced where and when they were made.

    Refusals name a sale by its place in what the caller sent, its own order unless told.

    Raises:
        PriceFromClient: a line brings a price and the caller may not.
        RetiredItems: a product was taken off sale before.
        UnknownItems: a SKU is not sold here, or has no price and brings none.
        WeightMissing: a weighed line does not say its weight.
        NotWeighed: another line says one.
        InvalidField: a line comes to more than can be counted.
    """
    lines = [
        ((number, place), item, placed)
        for number, placed in zip(places or range(len(baskets)), baskets, strict=True)
        for place, item in enumerate(placed.sale.items)
    ]
    if not tx.actor.may(PRICING):
        for where, item, _ in lines:
            if item.gross_minor is not None or item.cut_minor:
                raise PriceFromClient(_path(where, "gross_minor"))
    goods = await goods_of(tx, baskets)
    sold = [(where, item, goods.find(item, placed)) for where, item, placed in lines]
    unsold = [(where, item.sku) for where, item, product in sold if not _sold(item, product)]
    if unsold:
        skus = tuple(dict.fromkeys(sku for _, sku in unsold))
        raise UnknownItems(_path(unsold[0][0], "sku"), skus)
    if any(product.retired_at for product in goods.products.values()):
        _require_on_sale(tx, lines, goods)
    for where, item, product in sold:
        if product is not None and item.gross_minor is None:
            _require_measured(where, item, product)
    return goods


def _require_measured(where: Where, item: Item, product: Product) -> None:
    """Refuse what the catalogue cannot price: by weight or by the piece, within bounds.

    A weight on what is sold by the piece would have its rules take a price for a kilogram's.

    Raises:
        WeightMissing: a weighed line does not say its weight.
        NotWeighed: another line says one.
        InvalidField: a line comes to more than can be counted.
    """
    if product.weighed and (item.grams == 0 or item.units > 1):
        raise WeightMissing(_path(where, "grams"))
    if item.grams and not product.weighed:
        raise NotWeighed(_path(where, "grams"))
    if _gross(item, product) > GROSS_MOST:
        raise InvalidField(_path(where, "grams" if product.weighed else "units"), *TOO_MUCH)


def _path(where: Where, name: str) -> str:
    """Return how a refusal names a field of a line."""
    number, place = where
    return f"[{number}].items[{place}].{name}"


def _require_on_sale(tx: Tx, lines: Sequence[tuple[Where, Item, Placed]], goods: Goods) -> None:
    """Refuse what had been retired when it was rung up.

    A connected source that tells price and time of a line tells what has happened, not what may.

    Raises:
        RetiredItems: names the first place, and the SKUs.
    """
    trusted = tx.actor.may(PRICING)
    gone = [
        (where, item.sku, found.retired_at)
        for where, item, placed in lines
        if (found := goods.products[item.sku]).retired_at and found.retired_at <= placed.at
        if not (trusted and placed.sale.placed_at and item.gross_minor is not None)
    ]
    if gone:
        where, _, since = gone[0]
        raise RetiredItems(_path(where, "sku"), tuple(dict.fromkeys(s for _, s, _ in gone)), since)


async def goods_of(tx: Tx, baskets: Sequence[Placed]) -> Goods:
    """Return the catalogue's word on every SKU of some sales; unknown ones are missing.

    Sales of one store made now, as a till's are, need one statement; others one more.
    """
    skus = [item.sku for placed in baskets for item in placed.sale.items]
    where = {placed.store_id for placed in baskets}
    products = await catalog.find_products(
        tx, skus, store_id=next(iter(where)) if len(where) == 1 else None
    )
    if len(where) == 1 and all(placed.at == tx.now for placed in baskets):
        return Goods(products, {})
    asked: list[Asked] = [
        (products[item.sku].sku_id, placed.store_id, placed.at)
        for placed in baskets
        for item in placed.sale.items
        if item.gross_minor is None and item.sku in products
    ]
    prices = await catalog.prices_at(tx, asked)
    return Goods(products, dict(zip(asked, prices, strict=True)))


def _sold(item: Item, product: Product | None) -> bool:
    return product is not None and (item.gross_minor is not None or product.price_minor is not None)


def _line(item: Item, product: Product) -> Line:
    return Line(
        product=product.product,
        gross_minor=_gross(item, product),
        units=item.units,
        grams=item.grams,
        cut_minor=item.cut_minor,
        sku=product.sku,
        brand=product.brand or "",
        categories=_categories(product.category_path),
        tags=product.tags,
        gift=product.kind is catalog.ProductKind.GIFT,
    )


@lru_cache(maxsize=10_000)
def _categories(path: str) -> tuple[str, ...]:
    """Return the codes along a path, the widest first; the same for every line of a category."""
    return tuple([code for code in path.split("/") if code])


def _gross(item: Item, product: Product) -> int:
    """Return the list price of the line; a weighed product's price is per kilogram."""
    if item.gross_minor is not None:
        return item.gross_minor
    price = product.price_minor or 0
    if product.weighed:
        return (price * item.grams + 500) // 1000
    return price * item.units
