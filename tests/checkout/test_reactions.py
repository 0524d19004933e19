from __future__ import annotations

from liuke.domains import checkout, coupons, members
from liuke.domains.checkout import Comeback, Units
from liuke.domains.checkout.read import orders_of
from liuke.domains.checkout.sums import open_sums
from liuke.domains.members import Merging
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import open_shop, sell, spendable


async def bought(tx: Tx, member_id: MemberId) -> tuple[int, int, int]:
    stats = (await open_sums(tx, [member_id])).of(member_id)
    return stats.orders, stats.units, stats.net_minor


async def test_what_the_loser_bought_counts_for_the_winner_until_they_part(tx: Tx) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    receipt = await sell(tx, loser, 19800, units={"tee": 2})
    await sell(tx, winner, 4500, units={"cap": 1}, key="2")
    (merge_id,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    assert await bought(tx, winner) == (2, 3, 24300)
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    await tx.settle()
    assert await bought(tx, winner) == (2, 2, 14400)
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    assert await bought(tx, winner) == (1, 1, 4500)
    assert await bought(tx, loser) == (1, 1, 9900)


async def test_what_comes_back_in_a_chain_of_merges_leaves_each_with_their_own_sums(
    tx: Tx,
) -> None:
    third = await open_shop(tx)
    first, second = await make.members(tx, 2)
    trio = (first, second, third)
    sold = [
        await sell(tx, whose, 19800, units={"tee": 2}, key=str(place))
        for place, whose in enumerate(trio)
    ]
    made = []
    for winner, loser in ((second, third), (first, second)):
        made += await members.merge(tx, [Merging(winner, loser, "same phone")])
        await tx.settle()
    await checkout.take_back(tx, [Comeback(sold[2].id, "r1", (Units(0, 0),))])
    await tx.settle()
    assert await bought(tx, first) == (3, 5, 49500)
    for merge_id in reversed(made):
        await members.undo_merges(tx, [merge_id], reason="three people")
        await tx.settle()
    alone = [await bought(tx, one) for one in trio]
    assert alone == [(1, 2, 19800), (1, 2, 19800), (1, 1, 9900)]


async def seen(tx: Tx, member_id: MemberId) -> tuple[set[str], int, list[str], int]:
    """Return what each list says of a member: orders, events, coupons, points."""
    orders = await orders_of(tx, member_id, limit=50)
    story = await members.timeline(tx, member_id, kinds=["order.paid"])
    held = await coupons.holdings(tx, member_id)
    return (
        {page.order.external_id for page in orders},
        len(story),
        sorted(coupon.state for coupon in held),
        await spendable(tx, member_id),
    )


async def test_every_list_of_a_merged_member_agrees_until_they_part(tx: Tx) -> None:
    loser = await open_shop(tx)
    (winner,) = await make.members(tx)
    await coupons.issue(tx, [coupons.Grant(loser, "ten-off", cause) for cause in ("a", "b")])
    first, _ = await coupons.holdings(tx, loser)
    await sell(tx, loser, 8900, units={"tee": 1}, coupons=(str(first.id),))
    await sell(tx, winner, 4500, units={"cap": 1}, key="2")
    await tx.settle()
    apart = await seen(tx, winner), await seen(tx, loser)
    assert apart == (({"2"}, 1, [], 45), ({"1"}, 1, ["open", "used"], 89))
    (merge_id,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    assert await seen(tx, winner) == ({"1", "2"}, 2, ["open", "used"], 134)
    assert (await coupons.get_coupon(tx, winner, first.id)).member_id == loser
    assert len(await coupons.history(tx, winner, first.id)) == 1
    (newest,) = await orders_of(tx, winner, limit=1)
    assert newest.order.placed_at == tx.now
    await members.undo_merges(tx, [merge_id], reason="two people")
    await tx.settle()
    assert (await seen(tx, winner))[:2] == apart[0][:2]
    assert (await seen(tx, winner))[3] == 45
    orders, events, states, points = await seen(tx, loser)
    assert (orders, events, points) == ({"1"}, 1, 89)
    assert states.count("open") == 1
