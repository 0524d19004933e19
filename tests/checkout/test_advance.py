from __future__ import annotations

import pytest

from liuke.domains import checkout
from liuke.domains.checkout import Comeback, Units
from liuke.domains.checkout.values import State
from liuke.kernel.db import Tx
from tests import make
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


async def test_a_tills_return_called_cancelled_does_not_stand_for_the_cancellation(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, member, 20800, units={"tee": 2}, shipping_minor=1000)
    await checkout.take_back(tx, [Comeback(receipt.id, "cancelled", (Units(0, 0),))])
    (returned,) = await checkout.cancel(tx, [receipt.id])
    assert returned.refund_minor == 9900 + 1000
    assert await spendable(tx, member) == 0


async def test_a_line_of_millions_is_called_off_as_one_range(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.products(tx, grain=1)
    receipt = await sell(tx, member, 9_000_000, units={"grain": 9_000_000})
    (returned,) = await checkout.cancel(tx, [receipt.id])
    assert (returned.units, returned.refund_minor) == ((Units(0, 0, 9_000_000),), 9_000_000)
