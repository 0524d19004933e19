from __future__ import annotations

import pytest

from liuke.domains import catalog, checkout
from liuke.domains.checkout import Item, Sale
from liuke.domains.checkout.errors import WeightMissing
from liuke.kernel.db import Tx
from tests.checkout.test_commit import open_shop


async def test_a_weighed_item_is_not_sold_without_its_weight(tx: Tx) -> None:
    await open_shop(tx)
    sku = catalog.Sku("plum", price_minor=2000, weighed=True)
    await catalog.stock(tx, [catalog.Product("plum", "plum", skus=(sku,))])
    for item in (Item("plum"), Item("plum", 2, 500)):
        with pytest.raises(WeightMissing):
            await checkout.quote(tx, [Sale((item,))])
    (quoted,) = await checkout.quote(tx, [Sale((Item("plum", 1, 500),))])
    assert quoted.decision.payable_minor == 1000
