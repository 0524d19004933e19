"""The exporter is killed at random beside many writers: the lake is the tables, nothing twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import pytest

from liuke.domains import analytics
from liuke.domains.analytics import HERE, Depot
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import connect
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from liuke.providers.s3 import S3Depot
from tests import make
from tests.analytics.lakes import assert_same, furnished, kept
from tests.analytics.writers import Crowd
from tests.conftest import Shop
from tests.s3_storage import storage
from tests.torture.figures import Figure

__all__ = ["storage"]

SCRIPT = Path(__file__).parent / "lake_script.py"
KILLS = int(os.environ.get("LIUKE_TORTURE_KILLS", "40"))
WRITERS = 12
RUNS = Sql[int]("SELECT COUNT(*) FROM analytics_run WHERE kind = $1")
NUMBER = Sql[int]("SELECT MAX(number) FROM analytics_run")


def started(server: Server, folder: Path, shop: Shop, depot: Depot) -> subprocess.Popen[bytes]:
    merchant = str(shop.actor.merchant_id)
    words = [sys.executable, str(SCRIPT), server.worker_url, str(folder), merchant]
    if isinstance(depot, S3Depot):
        words += [depot.bucket.url, *astuple(depot.bucket.account)]
    return subprocess.Popen(words, stdout=subprocess.PIPE)


@pytest.mark.torture
@pytest.mark.parametrize("where", ["folder", "s3"])
async def test_an_exporter_killed_at_random_leaves_no_gap_and_nothing_twice(
    victim: Server, tmp_path: Path, figure: Figure, where: str, request: pytest.FixtureRequest
) -> None:
    depot: Depot = HERE
    if where == "s3":
        depot = request.getfixturevalue("storage").depot(tmp_path)
    database = await connect(victim.app_url, Keys.for_tests(), size=WRITERS + 4)
    shop = Shop(database, system(MerchantId.new(), "test"))
    async with shop.begin() as tx:
        await make.merchant(tx)
    crowd = Crowd(shop, late_seconds=0.4)
    writing = asyncio.create_task(crowd.write(WRITERS))
    for _ in range(KILLS):
        with started(victim, tmp_path, shop, depot) as process:
            assert process.stdout is not None
            await asyncio.to_thread(process.stdout.readline)
            await asyncio.sleep(random.uniform(0, 12))  # noqa: S311 - load
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL, "it had fallen by itself"
    crowd.stopping = True
    await writing
    with furnished(tmp_path, database, depot) as seat:
        left = len(kept(seat))
        await analytics.export(database, shop.actor.merchant_id)
        counts = await assert_same(shop)
        await analytics.compact(database, shop.actor.merchant_id, whole=True)
        assert await assert_same(shop) == counts
    async with shop.begin() as tx:
        whole, last = await tx.row(RUNS, "export") or 0, await tx.row(NUMBER) or 0
        merged = await tx.row(RUNS, "compact") or 0
    await database.close()
    assert last > whole + merged, "some kills fell into a run"
    figure(
        "lake_killed", where=where, kills=KILLS, writers=WRITERS, committed=crowd.done["committed"],
        undone=crowd.done["undone"], exports=whole, compactions=merged,
        broken_off=last - whole - merged, files_left=left, rows=sum(counts.values()),
    )  # fmt: skip
