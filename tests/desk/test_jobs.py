"""A real worker counts what is sold and carries batches on, step by step."""

from __future__ import annotations

import pytest

from liuke.domains import checkout, desk, members, segments
from liuke.domains.desk import batch
from liuke.domains.desk.batch import BatchWish
from liuke.domains.desk.listing import ListAsked
from liuke.domains.segments import Wish
from liuke.kernel.actions import Deed
from liuke.kernel.actor import system
from liuke.kernel.conditions import FactIs, Op
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.jobs.declared import DECLARED
from tests import make
from tests.checkout.test_commit import open_shop
from tests.checkout.test_commit import sale as sold
from tests.conftest import Shop
from tests.kernel.jobs.conftest import Plant, plant, site, until

pytestmark = pytest.mark.slow

__all__ = ["plant", "site"]

FIRST = MemberId(bytes(16))


async def test_a_worker_counts_sales_and_finishes_a_batch(plant: Plant) -> None:
    shop = Shop(plant.database, system(MerchantId.new(), "test"))
    async with shop.begin() as tx:
        await make.merchant(tx)
        first, _ = await open_shop(tx)
        await members.enrol(
            tx, [members.Enrolment(source="crm", external_id=str(n)) for n in range(1_500)]
        )
    async with shop.begin() as tx:
        await checkout.commit(tx, [sold(first, "1", 9900, tee=1), sold(None, "2", 4500, cap=1)])
        bought = FactIs("orders.count", Op.GE, 1)
        await segments.make(tx, Wish("buyers", "Buyers", "买过的人", bought))
        deed = Deed("members.tag", {"tag": "vip"})
        shown = await batch.preview(tx, BatchWish(deed, "回馈会员", ListAsked()))
        await batch.start(tx, shown.batch.id, None)

    async def counted() -> bool:
        async with shop.begin() as tx:
            return (await desk.home(tx, desk.Period.TODAY)).now.sales_minor == 14_400

    async def done() -> bool:
        async with shop.begin() as tx:
            return (await batch.show(tx, shown.batch.id)).batch.state == "done"

    async def decided() -> bool:
        async with shop.begin() as tx:
            return await segments.members_in(tx, "buyers", above=FIRST, limit=9) == [first]

    async with plant.worker(DECLARED):
        await until(decided, seconds=180)
        await until(counted, seconds=180)
        await until(done, seconds=180)
    async with shop.begin() as tx:
        told = await batch.show(tx, shown.batch.id)
        assert await members.tags_known(tx) == ["vip"]
    assert [(one.outcome, one.members) for one in told.tallies] == [("done", 1_502)]
