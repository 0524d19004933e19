"""Workers are killed, terminated, deafened: nothing is lost, nothing done twice."""

from __future__ import annotations

import asyncio
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from liuke.kernel.db import Database
from liuke.kernel.ids import MerchantId
from liuke.kernel.jobs import Declared, after, regular
from tests.kernel.jobs.conftest import PACE, Plant, until
from tests.kernel.jobs.parts import BellRung, Shop, answer
from tests.torture.faulty import Fault, Proxy
from tests.torture.figures import Figure

pytestmark = pytest.mark.slow

GRACE_SECONDS = 5
# Beside other tests a new process alone may take as long; how soon it is, fifty kills measure.
BUSY_SECONDS = 60


async def kill_while_ringing(plant: Plant, shop: Shop, *, kills: int) -> list[float]:
    """Kill one of two workers again and again at random instants under load; time the resumes."""
    numbers, waits = 0, []
    workers = [await plant.process("slow"), await plant.process("slow")]
    for _ in range(kills):
        for _ in range(5):
            numbers += 1
            await shop.ring(numbers)
            await asyncio.sleep(random.uniform(0.01, 0.15))  # noqa: S311 -- load
        victim = workers.pop(0)
        victim.send_signal(random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))  # noqa: S311 -- load
        began, wanted = time.monotonic(), numbers
        another = asyncio.create_task(plant.process("slow"))

        async def done(wanted: int = wanted) -> bool:
            return len(await shop.answers()) == wanted

        await until(done, seconds=180)
        waits.append(time.monotonic() - began)
        workers.append(await another)
    answers = await shop.answers()
    assert set(answers.values()) == {1}
    assert len(answers) == numbers
    return waits


@pytest.mark.inv("M2")
async def test_what_a_killed_worker_held_is_resumed_in_time(plant: Plant) -> None:
    shop = await plant.shop()
    waits = await kill_while_ringing(plant, shop, kills=5)
    assert await shop.open_jobs() == 0
    assert max(waits) < PACE.heartbeat_seconds + BUSY_SECONDS


@pytest.mark.inv("M2")
async def test_a_terminated_worker_finishes_what_it_has(plant: Plant) -> None:
    shop = await plant.shop()
    worker = await plant.process("slow")
    await shop.ring(1)
    await until(shop.open_jobs)
    await asyncio.sleep(0.1)
    worker.terminate()
    assert await asyncio.to_thread(worker.wait, 60) == 0
    await plant.process("plain")

    async def done() -> bool:
        return await shop.answers() == {"1": 1}

    await until(done)


@pytest.mark.inv("M3")
async def test_a_slow_living_job_is_done_once(plant: Plant) -> None:
    """It takes three times the heartbeat's time-out, and a second worker waits for it to die."""
    shop = await plant.shop()
    await plant.process("patient")
    await plant.process("patient")
    await shop.ring(1)
    await until(shop.answers)
    await asyncio.sleep(PACE.heartbeat_seconds)
    assert await shop.answers() == {"1": 1}
    assert await shop.answers("bell.begun") == {}


@pytest.mark.inv("M3")
async def test_of_two_that_hold_a_deaf_ones_job_one_effect_is_kept(plant: Plant) -> None:
    shop = await plant.shop()
    await plant.process("deaf")
    await shop.ring(1)
    await asyncio.sleep(PACE.heartbeat_seconds)
    await plant.process("plain")
    await until(shop.answers)
    # The deaf one wakes, finds its claim taken, and undoes its own.
    await asyncio.sleep(PACE.heartbeat_seconds * 3)
    assert await shop.answers() == {"1": 1}
    assert await shop.open_jobs() == 0


@pytest.mark.inv("M4")
async def test_a_job_that_kills_its_worker_is_set_aside_after_five_attempts(plant: Plant) -> None:
    shop = await plant.shop()
    await shop.ring(1)
    deaths = 0
    while not await shop.held():
        worker = await plant.process("deadly")

        async def over(worker: subprocess.Popen[bytes] = worker) -> bool:
            return worker.poll() is not None or bool(await shop.held())

        await until(over, seconds=120)
        deaths += worker.poll() is not None
    assert deaths == 5
    # The others of its kind go on.
    await shop.ring(2)
    plant.end()
    await plant.process("plain")

    async def done() -> bool:
        return await shop.answers() == {"2": 1}

    await until(done)
    assert await shop.held() == 1


@pytest.mark.torture
@pytest.mark.inv("M2")
async def test_fifty_kills_leave_no_stuck_job(plant: Plant, figure: Figure) -> None:
    shop = await plant.shop()
    waits = await kill_while_ringing(plant, shop, kills=50)
    stuck = await shop.open_jobs()
    figure("jobs.kills", kills=50, stuck=stuck, resume_seconds_max=round(max(waits), 2))
    assert stuck == 0
    assert max(waits) < PACE.heartbeat_seconds + GRACE_SECONDS


async def test_what_is_regular_is_done_for_each_merchant_again_and_again(plant: Plant) -> None:
    shop, other = await plant.shop(), await plant.shop()
    declared, rounds = Declared(), Counter[MerchantId]()

    @regular("bells.polished", seconds=0.05, declared=declared)
    async def polish(database: Database, merchant_id: MerchantId) -> None:
        rounds[merchant_id] += 1
        assert database.pool.get_size() > 0
        if rounds[merchant_id] == 1 and merchant_id == other.merchant_id:
            raise RuntimeError("once")

    async def done() -> bool:
        return min(rounds[shop.merchant_id], rounds[other.merchant_id]) > 2

    async with plant.worker(declared):
        await until(done, seconds=120)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder whose path is short enough for a socket."""
    made = Path(tempfile.mkdtemp(prefix="lk-away-"))
    yield made
    shutil.rmtree(made)


@pytest.mark.inv("S3")
async def test_a_worker_that_finds_no_database_waits_for_one(plant: Plant, folder: Path) -> None:
    shop, declared = await plant.shop(), Declared()
    after(BellRung, name="bells.answer", declared=declared)(answer)
    socket = str(plant.server.folders.socket)
    proxy = Proxy(str(folder / ".s.PGSQL.5432"), f"{socket}/.s.PGSQL.5432")
    async with proxy.open():
        proxy.strike(Fault.AWAY)
        async with plant.worker(declared, through=folder) as worker:
            await until(has_been(lambda: proxy.struck > 0))
            proxy.strike(Fault.NONE)
            await shop.ring(1)
            await until(shop.answers)
            assert not worker.runner.stopping.is_set()


def has_been(true: Callable[[], bool]) -> Callable[[], Coroutine[Any, Any, bool]]:
    async def look() -> bool:
        await asyncio.sleep(0)
        return true()

    return look
