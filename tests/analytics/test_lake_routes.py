from __future__ import annotations

import asyncio

import pytest

from liuke.domains import analytics
from liuke.domains.analytics import Seat
from liuke.kernel.jobs.declared import DECLARED
from tests import make
from tests.conftest import Shop


async def test_the_state_of_the_lake_is_told_table_by_table(shop: Shop, seat: Seat) -> None:
    async with shop.begin() as tx:
        empty = await analytics.state(tx)
        await make.store(tx)
    assert (empty.as_of, empty.lag_seconds, empty.rows) == (None, None, 0)
    await analytics.freshen(shop.actor.merchant_id)
    async with shop.begin() as tx:
        state = await analytics.state(tx)
        assert state.as_of is not None
        assert state.as_of <= tx.now
    stores = next(table for table in state.tables if table.name == "stores_store")
    assert (stores.rows, stores.files) == (1, 1)
    on_disk = sum(path.stat().st_size for path in seat.folder.rglob("*.parquet"))
    assert state.size_bytes == on_disk
    lakes = await analytics.lakes(shop.database)
    assert lakes is not None
    assert lakes.size_bytes >= on_disk


@pytest.mark.usefixtures("seat")
async def test_questions_at_once_share_a_run(shop: Shop) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
    await asyncio.gather(*[analytics.freshen(shop.actor.merchant_id) for _ in range(6)])
    async with shop.begin() as tx:
        state = await analytics.state(tx)
    assert state.run == 1
    assert state.rows == 1


async def test_without_a_lake_the_process_says_so(shop: Shop) -> None:
    with pytest.raises(analytics.LakeUnavailable):
        await analytics.freshen(shop.actor.merchant_id)


async def test_a_worker_keeps_the_lake_by_itself(shop: Shop, seat: Seat) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
    job = DECLARED.regulars["analytics.lake"]
    await job.handler(shop.database, shop.actor.merchant_id)
    assert len(list(seat.folder.rglob("*.parquet"))) == 1
