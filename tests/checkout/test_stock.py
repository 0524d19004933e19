from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from liuke.domains import catalog, checkout
from liuke.domains.checkout import Item, Sale
from liuke.domains.checkout.errors import WeightMissing
from liuke.kernel.db import Tx
from tests import make
from tests.checkout.test_commit import open_shop, sale

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def test_a_weighed_item_is_not_sold_without_its_weight(tx: Tx) -> None:
    await open_shop(tx)
    sku = catalog.Sku("plum", price_minor=2000, weighed=True)
    await catalog.stock(tx, [catalog.Product("plum", "plum", skus=(sku,))])
    for item in (Item("plum"), Item("plum", 2, 500)):
        with pytest.raises(WeightMissing):
            await checkout.quote(tx, [Sale((item,))])
    (quoted,) = await checkout.quote(tx, [Sale((Item("plum", 1, 500),))])
    assert quoted.decision.payable_minor == 1000


async def test_a_store_sells_at_its_own_price(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    store_id = await make.store(tx, "SX")
    await make.store(tx, "SY")
    await catalog.set_prices(tx, [catalog.PriceChange("tee", 5000, store_id)])
    here = replace(sale(member, "1", 5000, tee=1), store="SX")
    there = replace(sale(member, "2", 9900, tee=1), store="SY")
    receipts = await checkout.commit(tx, [here, there])
    assert [receipt.decision.payable_minor for receipt in receipts] == [5000, 9900]


@pytest.mark.inv("I3")
async def test_a_late_sale_costs_what_it_cost_when_it_was_made(tx: Tx) -> None:
    member, _ = await open_shop(tx)
    await catalog.set_prices(tx, [catalog.PriceChange("cap", 9900, None, LONG_AGO)])
    await catalog.set_prices(tx, [catalog.PriceChange("cap", 12000)])
    late = replace(sale(member, "1", 9900, cap=1), placed_at=tx.now - timedelta(days=7))
    (receipt,) = await checkout.commit(make.limited(tx, "checkout.order"), [late])
    assert receipt.decision.payable_minor == 9900
