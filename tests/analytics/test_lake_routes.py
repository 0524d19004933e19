from __future__ import annotations

import asyncio

import pytest

from liuke.domains import analytics
from liuke.domains.access import Role
from liuke.domains.analytics import Seat, lake_routes, manifest
from liuke.kernel.jobs.declared import DECLARED
from liuke.kernel.lake import TABLES
from tests import make
from tests.conftest import Shop
from tests.surfaces.conftest import Town, app, quiet, town

pytestmark = pytest.mark.slow

__all__ = ["app", "quiet", "town"]


async def test_the_state_of_the_lake_is_told_table_by_table(shop: Shop, seat: Seat) -> None:
    async with shop.begin() as tx:
        empty = await analytics.state(tx)
        await make.store(tx)
    assert (empty.as_of, empty.lag_seconds, empty.rows) == (None, None, 0)
    assert (empty.behind, empty.runs, empty.waste.files, empty.here) == ([], [], 0, True)
    await analytics.freshen(shop.actor.merchant_id)
    async with shop.begin() as tx:
        state = await analytics.state(tx)
        assert state.as_of is not None
        assert state.as_of <= tx.now
    stores = next(table for table in state.tables if table.name == "stores_store")
    assert (stores.rows, stores.files) == (1, 1)
    on_disk = sum(path.stat().st_size for path in seat.folder.rglob("*.parquet"))
    assert state.size_bytes == on_disk
    assert [(run.kind, run.row_count) for run in state.runs] == [("export", state.rows)]
    lakes = await analytics.lakes(shop.database)
    assert lakes is not None
    assert lakes.size_bytes >= on_disk


@pytest.mark.usefixtures("seat")
@pytest.mark.usefixtures("seat")
async def test_what_takes_too_long_is_left_to_the_worker(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake_routes, "WAIT_SECONDS", 0)
    async with await town.signed_in(Role.OWNER) as owner:
        left = await owner.post("/v1/lake/exports")
        assert (left.status_code, left.json()["as_of"]) == (200, None)
        monkeypatch.undo()
        brought = await owner.post("/v1/lake/exports")
        assert brought.json()["as_of"] is not None


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
    async with shop.begin() as tx:
        assert not (await analytics.state(tx)).here


@pytest.mark.usefixtures("seat")
async def test_a_table_that_did_not_come_as_far_as_the_others_is_behind(shop: Shop) -> None:
    await analytics.freshen(shop.actor.merchant_id)
    async with shop.begin() as tx:
        assert (await analytics.state(tx)).behind == []
        cursor = (await manifest.cursors(tx))["stores_store"]
        xid = cursor.next_xid
        await manifest.step(tx, "stores_store", cursor.generation, xid, xid + 1)
        behind = (await analytics.state(tx)).behind
    assert len(behind) == len(TABLES) - 1
    assert "stores_store" not in behind


@pytest.mark.usefixtures("seat")
async def test_files_that_count_no_longer_wait_to_be_deleted(shop: Shop) -> None:
    for _ in range(2):
        async with shop.begin() as tx:
            await make.members(tx)
        await analytics.freshen(shop.actor.merchant_id)
    await analytics.compact(shop.database, shop.actor.merchant_id, whole=True)
    async with shop.begin() as tx:
        state = await analytics.state(tx)
        assert state.waste.delete_at is not None
        assert state.waste.delete_at > tx.now
    assert {run.kind for run in state.runs} == {"compact", "export"}
    assert state.waste.files >= 2


@pytest.mark.usefixtures("seat")
async def test_the_lake_is_brought_to_now_by_who_may(town: Town) -> None:
    async with town.shop.begin() as tx:
        await make.store(tx)
    async with await town.signed_in(Role.OPERATIONS) as person:
        before = (await person.get("/v1/lake")).json()
        brought = await person.post("/v1/lake/exports")
    assert (before["as_of"], before["rows"]) == (None, 0)
    assert brought.status_code == 200, brought.text
    assert (brought.json()["rows"] > 0, brought.json()["lag_seconds"]) == (True, 0)
    async with await town.signed_in(Role.AUDITOR) as auditor:
        assert (await auditor.get("/v1/lake")).status_code == 200
        assert (await auditor.post("/v1/lake/exports")).json()["code"] == "not_permitted"


async def test_a_worker_keeps_the_lake_by_itself(shop: Shop, seat: Seat) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
    job = DECLARED.regulars["analytics.lake"]
    await job.handler(shop.database, shop.actor.merchant_id)
    assert len(list(seat.folder.rglob("*.parquet"))) == 1
