"""A real worker evaluates what was made, and everything every day."""

from __future__ import annotations

import pytest

from liuke.domains import segments
from liuke.domains.segments.jobs import ask_all
from liuke.kernel.actor import system
from liuke.kernel.db import Tx
from liuke.kernel.ids import MerchantId
from liuke.kernel.jobs.declared import DECLARED
from tests import make
from tests.conftest import Shop
from tests.kernel.jobs.conftest import Plant, plant, site, until
from tests.segments.crowd import NEITHER, VIP, inside, live, people

pytestmark = pytest.mark.slow

__all__ = ["plant", "site"]


async def test_a_worker_finishes_what_was_asked(plant: Plant) -> None:
    shop = Shop(plant.database, system(MerchantId.new(), "test"))
    async with shop.begin() as tx:
        await make.merchant(tx)
        crowd = await people(tx, *["vip", "", "new"] * 4)
        await live(tx, "gold", VIP)
        await live(tx, "rest", NEITHER)

    async def done() -> bool:
        async with shop.begin() as tx:
            found = await segments.segments(tx)
            return not any(one.fresh.stale or one.fresh.running for one in found)

    async with plant.worker(DECLARED):
        await until(done, seconds=180)
    async with shop.begin() as tx:
        assert await inside(tx, "gold") == set(crowd[0::3])
        assert await inside(tx, "rest") == set(crowd[1::3])


async def test_every_day_what_is_live_is_asked_and_what_is_put_away_is_not(tx: Tx) -> None:
    await live(tx, "gold", VIP)
    await live(tx, "old", VIP)
    await segments.archive(tx, "old", archived=True)
    await segments.make(tx, segments.Wish("list", "List", "名单"))
    before = len(tx.events)
    await ask_all(tx)
    asked = [one for one in tx.events[before:] if isinstance(one, segments.SegmentAsked)]
    assert [one.segment for one in asked] == ["gold"]
