from __future__ import annotations

import asyncio

import pytest

from liuke.domains import analytics
from liuke.domains.analytics import Seat
from tests.analytics.lakes import ANYWHERE, assert_same
from tests.analytics.writers import Crowd
from tests.conftest import Shop

RUNS = 8
ENOUGH = 40
MOST = 1_000  # by then an export that moves nothing is broken


@ANYWHERE
@pytest.mark.slow
async def test_late_writers_beside_the_exporter_leave_no_gap_and_nothing_twice(
    shop: Shop, seat: Seat
) -> None:
    merchant_id = shop.actor.merchant_id
    crowd = Crowd(shop)
    writing = asyncio.create_task(crowd.write(6))
    moved = 0
    while (moved < RUNS or crowd.done["committed"] < ENOUGH) and not writing.done():
        exported = await analytics.export(shop.database, merchant_id)
        moved += exported.rows > 0
        if exported.rows and moved % 4 == 0:
            await analytics.compact(shop.database, merchant_id, whole=True)
        assert moved >= RUNS or crowd.done["committed"] < MOST
    crowd.stopping = True
    await writing
    await analytics.export(shop.database, merchant_id)
    counts = await assert_same(shop)
    assert min(counts[name] for name in ("members_tag", "checkout_line", "kernel_event")) > 0
    await analytics.compact(shop.database, merchant_id, whole=True)
    assert await assert_same(shop) == counts
    assert seat.database is shop.database
