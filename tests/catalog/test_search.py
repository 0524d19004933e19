from __future__ import annotations

import pytest

from liuke.domains import catalog
from liuke.domains.catalog import Product, ProductState, Sku
from liuke.kernel.db import Tx
from tests import make

GOODS = [
    Product("tea", "冰红茶", skus=(Sku("T-500", "500 ml", "6901234567892", 500), Sku("T-1000"))),
    Product("latte", "冰拿铁咖啡", skus=(Sku("L-1", price_minor=2800),)),
    Product("Latte Beans", "Latte beans", skus=(Sku("B-1"),)),
    Product("old", "冰沙", state=ProductState.RETIRED, skus=(Sku("O-1"),)),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6901234567892", ["T-500"]),
        ("690123", ["T-500"]),
        ("t-5", ["T-500"]),
        ("冰", ["T-1000", "T-500", "L-1"]),
        ("红茶", ["T-1000", "T-500"]),
        ("红茶 500", ["T-500"]),
        ("bht", []),
        ("bhc", ["T-1000", "T-500"]),
        ("hongc", ["T-1000", "T-500"]),
        ("natie", ["L-1"]),
        ("latte", ["B-1"]),
        ("冰沙", []),
        ("  ", []),
        ("%", []),
    ],
)
async def test_an_item_is_found_by_what_a_till_types(tx: Tx, text: str, found: list[str]) -> None:
    await catalog.stock(tx, GOODS)
    assert [item.sku for item in await catalog.search_items(tx, text)] == found


async def test_a_new_name_finds_and_the_old_one_does_not(tx: Tx) -> None:
    await catalog.stock(tx, GOODS)
    await catalog.stock(tx, [Product("latte", "热美式")])
    assert [item.sku for item in await catalog.search_items(tx, "rms")] == ["L-1"]
    assert await catalog.search_items(tx, "拿铁") == []


async def test_an_item_is_priced_for_the_store_that_asks(tx: Tx) -> None:
    store_id = await make.store(tx)
    await catalog.stock(tx, GOODS)
    await catalog.set_prices(tx, [catalog.PriceChange("L-1", 2500, store_id)])
    (item,) = await catalog.search_items(tx, "拿铁", store_id=store_id)
    assert item.price_minor == 2500
