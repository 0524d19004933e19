"""The steps of sums are made few by every worker, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuke.domains import points
from liuke.domains.points import BookSpec, Movement, jobs
from liuke.kernel.jobs.declared import DECLARED
from tests import make
from tests.points.test_sums import steps

if TYPE_CHECKING:
    from tests.conftest import Shop


async def test_a_worker_makes_the_steps_of_a_book_one(shop: Shop) -> None:
    async with shop.begin() as tx:
        await make.programme(tx, BookSpec(code="stars"))
        one, two = await make.members(tx, 2)
    for member_id in (one, two):
        async with shop.begin() as tx:
            await points.post(tx, [Movement(member_id, "stars", "a", 10)])
    await jobs.fold_steps(shop.database, shop.actor.merchant_id)
    async with shop.begin() as tx:
        assert await steps(tx, "stars") == 1
        assert [owed.points for owed in await points.outstanding(tx)] == [20]
    assert "points.sums" in DECLARED.regulars
