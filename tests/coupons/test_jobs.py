"""The steps of sums are made few by every worker, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liuke.domains import coupons
from liuke.domains.coupons import jobs
from liuke.kernel.jobs.declared import DECLARED
from tests import make
from tests.coupons.templates import cash, given, publish
from tests.coupons.test_sums import STEPS

if TYPE_CHECKING:
    from tests.conftest import Shop


async def test_a_worker_makes_the_steps_of_a_template_one(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash())
        crowd = await make.members(tx, 2)
    for member_id in crowd:
        async with shop.begin() as tx:
            await given(tx, member_id, "ten")
    await jobs.fold_steps(shop.database, shop.actor.merchant_id)
    async with shop.begin() as tx:
        assert await tx.rows(STEPS, "ten") == [1]
        assert [tally.open for tally in await coupons.tallies(tx, ["ten"])] == [2]
    assert "coupons.sums" in DECLARED.regulars
