from __future__ import annotations

from liuke.domains import checkout, members
from liuke.domains.checkout import Comeback, Units
from liuke.domains.checkout.sums import open_sums
from liuke.domains.members import Merging
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import open_shop, sell


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
