from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.domains import catalog
from liuke.domains.catalog import PriceChange, Product, Sku
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField
from tests import make

TEA = Product("tea", "茶", skus=(Sku("tea", price_minor=1000),))


async def test_a_store_may_ask_its_own_price(tx: Tx) -> None:
    near, far = await make.store(tx, "near"), await make.store(tx, "far")
    await catalog.stock(tx, [TEA])
    await catalog.set_prices(tx, [PriceChange("tea", 900, near)])
    assert (await catalog.find_products(tx, ["tea"], store_id=near))["tea"].price_minor == 900
    assert (await catalog.find_products(tx, ["tea"], store_id=far))["tea"].price_minor == 1000
    await catalog.set_prices(tx, [PriceChange("tea", None, near)])
    assert (await catalog.find_products(tx, ["tea"], store_id=near))["tea"].price_minor == 1000


async def test_a_price_of_tomorrow_does_not_count_today(tx: Tx) -> None:
    await catalog.stock(tx, [TEA])
    await catalog.set_prices(tx, [PriceChange("tea", 500, starts_at=tx.now + timedelta(days=1))])
    assert (await catalog.find_products(tx, ["tea"]))["tea"].price_minor == 1000


async def test_no_shop_is_left_without_any_price(tx: Tx) -> None:
    await catalog.stock(tx, [TEA])
    with pytest.raises(InvalidField) as refusal:
        await catalog.set_prices(tx, [PriceChange("tea", 900), PriceChange("tea", None)])
    assert refusal.value.field == "[1].price_minor"


async def test_history_holds_changes_only(tx: Tx) -> None:
    await catalog.stock(tx, [TEA])
    await catalog.stock(tx, [TEA])
    await catalog.set_prices(tx, [PriceChange("tea", 1000), PriceChange("tea", 1000)])
    assert [point.price_minor for point in await catalog.price_history(tx, ["tea"])] == [1000]


async def test_the_lowest_price_of_the_last_days_is_known_per_store(tx: Tx) -> None:
    near = await make.store(tx, "near")
    long_ago = tx.now - timedelta(days=30)
    await catalog.stock(tx, [Product("tea", "茶", skus=(Sku("tea"),))])
    await catalog.set_prices(
        tx,
        [
            PriceChange("tea", 300, starts_at=long_ago),
            PriceChange("tea", 1000, starts_at=tx.now - timedelta(days=10)),
            PriceChange("tea", 800, near, tx.now - timedelta(days=5)),
            PriceChange("tea", 950, near, tx.now - timedelta(days=2)),
        ],
    )
    assert await catalog.lowest_prices(tx, ["tea"], store_id=near) == {"tea": 800}
    assert await catalog.lowest_prices(tx, ["tea"], store_id=near, days=1) == {"tea": 950}
    asked = await catalog.lowest_prices(tx, ["tea", "new"], store_id=near, until=long_ago)
    assert asked == {"tea": None, "new": None}


async def test_prices_of_unknown_skus_are_refused_by_name(tx: Tx) -> None:
    with pytest.raises(catalog.UnknownCatalogCodes) as refusal:
        await catalog.set_prices(tx, [PriceChange("nothing", 1)])
    assert refusal.value.codes == ("nothing",)
