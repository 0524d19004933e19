"""Sums over sales are those of the rows, and know nothing of what was called off."""

from __future__ import annotations

from liuke.domains import checkout
from liuke.domains.checkout import Comeback, Units
from liuke.kernel import facts
from liuke.kernel.conditions import Did, FactIs, Op
from liuke.kernel.db import Tx
from liuke.kernel.did import Agg
from liuke.kernel.rows import Sql
from tests.checkout.test_take_back import open_shop, sell
from tests.segments.crowd import evaluate, inside, live

# Every row as it lies there, told apart by its order's state here and not in a statement of ours.
STATES = Sql[tuple[str, str]]("SELECT id::text, state FROM checkout_order")
LINES = Sql[tuple[str, int]]("SELECT order_id::text, due_minor FROM checkout_line")
RETURNS = Sql[tuple[str, int]]("SELECT order_id::text, refund_minor FROM checkout_return")


async def test_an_order_called_off_counts_in_no_sum(tx: Tx) -> None:
    member = await open_shop(tx)
    kept = await sell(tx, member, 14400, units={"tee": 1, "cap": 1}, key="kept")
    part = await sell(tx, member, 14400, units={"tee": 1, "cap": 1}, key="part")
    await checkout.take_back(tx, [Comeback(kept.id, "r", (Units(1, 0),))])
    await checkout.take_back(tx, [Comeback(part.id, "r", (Units(1, 0),))])
    await checkout.cancel(tx, [part.id])

    found = await checkout.figures(tx)

    states = dict(await tx.records(STATES))
    sold = [due for order, due in await tx.records(LINES) if states[order] == "paid"]
    back = [refund for order, refund in await tx.records(RETURNS) if states[order] == "paid"]
    assert sorted(states.values()) == ["cancelled", "paid"]
    assert (found.orders, found.lines, found.paid_minor) == (1, len(sold), sum(sold))
    assert found.returned_minor == sum(back) == 4500


async def test_what_was_called_off_was_neither_bought_nor_brought_back(tx: Tx) -> None:
    member = await open_shop(tx)
    kept = await sell(tx, member, 9900, units={"tee": 1}, key="kept")
    gone = await sell(tx, member, 9900, units={"tee": 1}, key="gone")
    await checkout.take_back(tx, [Comeback(kept.id, "r", (Units(0, 0),))])
    await checkout.cancel(tx, [gone.id])

    (known,) = (await facts.read(tx, ["orders.returned", "orders.net"], [member])).values()
    await live(tx, "once", Did("return", agg=Agg.SUM, field="refund_minor", op=Op.EQ, value=9900))
    await live(tx, "fact", FactIs("orders.returned", Op.EQ, 9900))
    await evaluate(tx, "once", "fact")

    assert known == {"orders.returned": 9900, "orders.net": 0}
    assert await inside(tx, "once") == await inside(tx, "fact") == {member}
