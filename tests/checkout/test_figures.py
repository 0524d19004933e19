"""Sums over sales are those of the rows, and know nothing of what was called off."""

from __future__ import annotations

from datetime import timedelta

from liuke.domains import checkout, members
from liuke.domains.checkout import Comeback, Units
from liuke.kernel import facts
from liuke.kernel.conditions import Did, FactIs, Op
from liuke.kernel.db import Tx
from liuke.kernel.did import Agg
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
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


BOUGHT = ("orders.count", "orders.net", "orders.returned", "orders.first_on", "orders.last_on")


async def bought(tx: Tx, member_id: MemberId) -> list[object]:
    (known,) = (await facts.read(tx, list(BOUGHT), [member_id])).values()
    return [known.get(name) for name in BOUGHT]


async def test_what_came_back_before_its_order_was_called_off_was_never_brought_back(
    tx: Tx,
) -> None:
    member = await open_shop(tx)
    before = await bought(tx, member)
    gone = await sell(tx, member, 19800, units={"tee": 2})
    await checkout.take_back(tx, [Comeback(gone.id, "r", (Units(0, 0),))])
    assert await bought(tx, member) == [1, 9900, 9900, tx.today, tx.today]
    await checkout.cancel(tx, [gone.id])
    assert await bought(tx, member) == before


async def test_what_came_back_of_a_guest_is_the_members_who_claims_the_receipt(tx: Tx) -> None:
    member = await open_shop(tx)
    claimed = await sell(tx, None, 19800, units={"tee": 2})
    await checkout.take_back(tx, [Comeback(claimed.id, "r", (Units(0, 0),))])
    await checkout.claim(tx, [checkout.ReceiptClaim(member, claimed.claim_code or "")])
    await live(tx, "once", Did("return", agg=Agg.SUM, field="refund_minor", op=Op.EQ, value=9900))
    await evaluate(tx, "once")
    assert await inside(tx, "once") == {member}
    assert await bought(tx, member) == [1, 9900, 9900, tx.today, tx.today]
    await checkout.cancel(tx, [claimed.id])
    assert (await bought(tx, member))[:3] == [0, 0, 0]


async def test_an_order_called_off_is_nobodys_first_or_last_purchase(tx: Tx) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    days = [tx.now - timedelta(days=back) for back in (9, 5, 0)]
    first, _, last = [
        await sell(tx, loser, 9900, units={"tee": 1}, key=str(at), placed_at=at) for at in days
    ]
    (union,) = await members.merge(tx, [members.Merging(winner, loser, "same phone")])
    await tx.settle()
    await checkout.cancel(tx, [first.id, last.id])
    middle = tx.today - timedelta(days=5)
    assert await bought(tx, winner) == [1, 9900, 0, middle, middle]
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    assert await bought(tx, loser) == [1, 9900, 0, middle, middle]
    assert await bought(tx, winner) == [0, 0, 0, None, None]
