from __future__ import annotations

import pytest

from liuke.domains import checkout
from liuke.domains.checkout.values import State
from liuke.kernel.db import Tx
from tests.checkout.test_take_back import open_shop, sell, spendable


async def test_an_order_is_shipped_then_received(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 9900, units={"tee": 1})
    await checkout.ship(tx, [receipt.id])
    await checkout.receive(tx, [receipt.id])
    (page,) = await checkout.get_orders(tx, [receipt.id])
    assert page.order.state is State.RECEIVED


async def test_a_cancelled_order_gives_everything_back_with_the_shipping(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 10900, units={"tee": 1}, shipping_minor=1000)
    (returned,) = await checkout.cancel(tx, [receipt.id])
    assert returned.refund_minor == 10900
    assert await spendable(tx, member) == 0


async def test_what_has_left_is_not_called_off(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 9900, units={"tee": 1})
    await checkout.ship(tx, [receipt.id])
    with pytest.raises(checkout.WrongState):
        await checkout.cancel(tx, [receipt.id])
