from __future__ import annotations

import pytest

from liuke.domains import checkout, points
from liuke.domains.checkout import Comeback, ReceiptClaim, Units
from liuke.domains.checkout.values import State
from liuke.domains.points import BookSpec
from liuke.domains.points.values import Pending
from liuke.domains.programme import FaultyProgramme
from liuke.kernel import facts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
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


async def test_an_order_all_of_which_came_back_is_called_off_without_counting_it_twice(
    tx: Tx,
) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 9900, units={"tee": 1}, key="kept")
    receipt = await sell(tx, member, 10900, units={"tee": 1}, shipping_minor=1000)
    await checkout.take_back(tx, [Comeback(receipt.id, "r", (Units(0, 0),))])
    (returned,) = await checkout.cancel(tx, [receipt.id])
    assert returned.refund_minor == 1000
    asked = ["orders.count", "orders.first"]
    assert await facts.read(tx, asked, [member]) == {
        member: {"orders.count": 1, "orders.first": False}
    }


def waiting(until: str) -> BookSpec:
    return BookSpec(
        code="stars", payable=True, value_minor_per_1000=10_000, pending=Pending(until=until)
    )


async def waits(tx: Tx, member_id: MemberId) -> tuple[int, int]:
    (balance,) = await points.balances(tx, [member_id])
    return balance.spendable, balance.pending


async def test_points_that_wait_for_the_arrival_are_usable_when_the_order_has_come(tx: Tx) -> None:
    member = await open_shop(tx, waiting("order.received"))
    receipt = await sell(tx, member, 9900, units={"tee": 1})
    await checkout.ship(tx, [receipt.id])
    assert await waits(tx, member) == (0, 99)
    await checkout.receive(tx, [receipt.id])
    assert await waits(tx, member) == (99, 0)


async def test_what_arrived_has_left_whoever_forgot_to_note_it(tx: Tx) -> None:
    member = await open_shop(tx, waiting("order.shipped"))
    receipt = await sell(tx, member, 9900, units={"tee": 1})
    await checkout.receive(tx, [receipt.id])
    assert await waits(tx, member) == (99, 0)


async def test_a_receipt_claimed_after_the_arrival_waits_for_nothing(tx: Tx) -> None:
    member = await open_shop(tx, waiting("order.received"))
    receipt = await sell(tx, None, 9900, units={"tee": 1})
    await checkout.receive(tx, [receipt.id])
    await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code or "")])
    assert await waits(tx, member) == (99, 0)


async def test_points_cannot_be_told_to_wait_for_what_frees_none(tx: Tx) -> None:
    with pytest.raises(FaultyProgramme) as refusal:
        await make.programme(tx, waiting("order.sent"))
    (fault,) = refusal.value.faults
    assert fault.path == "$.books[0].pending.until"
    assert "order.received" in fault.reason
