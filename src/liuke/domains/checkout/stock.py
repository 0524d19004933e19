"""Baskets: what was rung up, joined with what the catalogue knows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liuke.domains import catalog
from liuke.domains.catalog import Item as Product
from liuke.domains.checkout.errors import PriceFromClient, UnknownItems, WeightMissing
from liuke.domains.checkout.values import Item, Sale
from liuke.domains.promotions import Line
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId

PRICING = "checkout.price"


async def find_goods(
    tx: Tx, sales: Sequence[Sale], store_id: StoreId | None = None
) -> Mapping[str, Product]:
    """Return the catalogue's word on every SKU of some sales, priced for one store now.

    Raises:
        PriceFromClient: a line brings a price and the caller may not.
        UnknownItems: a SKU is not sold here, or has no price and brings none.
        WeightMissing: a weighed line does not say its weight.
    """
    lines = [
        (f"[{number}].items[{place}]", item)
        for number, sale in enumerate(sales)
        for place, item in enumerate(sale.items)
    ]
    if not tx.actor.may(PRICING):
        for where, item in lines:
            if item.gross_minor is not None or item.cut_minor:
                raise PriceFromClient(f"{where}.gross_minor")
    goods = await goods_of(tx, sales, store_id)
    unsold = [(where, item.sku) for where, item in lines if not _sold(item, goods)]
    if unsold:
        raise UnknownItems(f"{unsold[0][0]}.sku", tuple(dict.fromkeys(sku for _, sku in unsold)))
    for where, item in lines:
        if not _weighed(item, goods[item.sku]):
            raise WeightMissing(f"{where}.grams")
    return goods


def _weighed(item: Item, product: Product) -> bool:
    """Tell whether a line has the weight its price is computed from."""
    by_weight = product.weighed and item.gross_minor is None
    return not by_weight or (item.grams > 0 and item.units == 1)


async def goods_of(
    tx: Tx, sales: Sequence[Sale], store_id: StoreId | None = None
) -> Mapping[str, Product]:
    """Return the catalogue's word on every SKU of some sales; unknown ones are missing."""
    skus = [item.sku for sale in sales for item in sale.items]
    return await catalog.find_products(tx, skus, store_id=store_id)


def _sold(item: Item, goods: Mapping[str, Product]) -> bool:
    found = goods.get(item.sku)
    return found is not None and (item.gross_minor is not None or found.price_minor is not None)


def lines(sale: Sale, goods: Mapping[str, Product]) -> tuple[Line, ...]:
    """Return the lines of a sale as the price rules take them, in basket order."""
    return tuple([_line(item, goods[item.sku]) for item in sale.items])


def _line(item: Item, product: Product) -> Line:
    return Line(
        product=product.product,
        gross_minor=_gross(item, product),
        units=item.units,
        grams=item.grams,
        cut_minor=item.cut_minor,
        sku=product.sku,
        brand=product.brand or "",
        categories=tuple(code for code in product.category_path.split("/") if code),
        tags=product.tags,
        gift=product.kind is catalog.ProductKind.GIFT,
    )


def _gross(item: Item, product: Product) -> int:
    """Return the list price of the line; a weighed product's price is per kilogram."""
    if item.gross_minor is not None:
        return item.gross_minor
    price = product.price_minor or 0
    if product.weighed:
        return (price * item.grams + 500) // 1000
    return price * item.units
