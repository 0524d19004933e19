"""Replay: real receipts of a grocer through the function the till calls, as the demo does.

Two lanes side by side, a transaction for each thousand receipts. The limit writes the rows of the
same receipts for a twin merchant, two lanes side by side, one statement each.
`LIUKE_BENCH_BASKETS` shortens the history.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from functools import partial
from statistics import median
from typing import Any

from bench.bare import ALL_TABLES, Bare, clone
from bench.figures import ROUNDS, Figure, timed
from bench.ground import database
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, administer
from liuke.kernel.ids import MerchantId
from liuke.kernel.settings import Settings
from liuke.providers.postgres import Server
from liuke.surfaces import memory
from liuke.surfaces.cli import grocer
from liuke.surfaces.cli.ports import Addresses, Running
from liuke.surfaces.cli.replay import LANES, Till
from liuke.surfaces.cli.shop import Shop, open_shop

BASKETS = int(os.environ.get("LIUKE_BENCH_BASKETS", "24000"))
# The first part of the history warms both sides and is not counted.
BATCH = BASKETS // (ROUNDS + 1)


async def open_till(server: Server, opened: Database, sold: Sequence[grocer.Basket]) -> Till:
    """Open the demo's shop as it stood before its first receipt."""
    urls = Addresses(server.app_url, server.worker_url, server.verify_url, "", embedded=True)
    merchant_id = MerchantId.new()
    actor = system(merchant_id, "bench")
    shop = Shop(Running(Settings(), urls, Keys.for_tests(), opened, 0), merchant_id, actor)
    vouchers, _ = grocer.redeem(sold)
    return Till(opened, actor, await open_shop(shop, sold, vouchers))


async def write_lanes(bare: Bare, twin: MerchantId, lanes: Sequence[list[Any]]) -> None:
    """Write what the lanes wrote, side by side."""
    await asyncio.gather(*(bare.write(twin, lane) for lane in lanes))


async def run() -> list[Figure]:
    """Ring a batch, write its rows again for the twin, and so on; compare the medians."""
    sold = grocer.baskets()[:BASKETS]
    async with database(LANES) as (server, opened), administer(server.admin_url) as admin:
        till = await open_till(server, opened, sold)
        merchant, twin = till.actor.merchant_id, MerchantId.new()
        await clone(admin, merchant, twin)
        await admin.execute("VACUUM ANALYZE")
        memory.settle()
        bare = await Bare.of(opened, ALL_TABLES)
        before = await bare.rows(admin, merchant)
        ours, limits = [], []
        for start in range(0, BATCH * (ROUNDS + 1), BATCH):
            ours.append(BATCH / await timed(partial(till.ring, sold[start : start + BATCH])))
            after = await bare.rows(admin, merchant)
            groups = list(bare.fresh(before, after).values())
            lanes = [bare.arguments(groups[lane::LANES]) for lane in range(LANES)]
            limits.append(BATCH / await timed(partial(write_lanes, bare, twin, lanes)))
            before = after
        value, limit = median(ours[1:]), median(limits[1:])
        return [
            Figure(
                "replay", round(value, 1), "baskets/s", round(limit, 1),
                round(value / limit, 3), ROUNDS,
            )
        ]  # fmt: skip
