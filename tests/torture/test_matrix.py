"""Any two endpoints raced on one order, coupon and member leave a legal state."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import combinations_with_replacement

import pytest

from liuke.domains import coupons, points
from liuke.kernel.crypto import Keys
from liuke.kernel.db import connect
from liuke.kernel.jobs.lag import lag
from liuke.kernel.jobs.queue import Pace
from liuke.kernel.jobs.worker import Worker
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from tests.torture.arena import Arena, arena
from tests.torture.figures import Figure
from tests.torture.last_byte import Heard
from tests.torture.moves import EXPIRE, MOVES, ONCE, ONE_OF, Scene, scene

PAIRS = list(combinations_with_replacement([*MOVES, EXPIRE], 2))
ROUNDS = 3
SAMPLE = 24
PACE = Pace(poll_seconds=0.1)
WORK_SECONDS_MAX = 120
# Whoever is part of somebody is part of one who stands.
ASTRAY = Sql[int]("""
    SELECT COUNT(*) FROM members_member AS m
    JOIN members_member AS w ON w.merchant_id = m.merchant_id AND w.id = m.merged_into
    WHERE w.state IN ('merged', 'erased')
""")


@asynccontextmanager
async def working(server: Server) -> AsyncIterator[None]:
    """Let a worker react to what happens meanwhile, and finish what it has at the end."""
    database = await connect(server.worker_url, Keys.for_tests(), size=4)
    worker = Worker(database, server.worker_url, pace=PACE)
    task = asyncio.create_task(worker.run())
    try:
        yield
        async with asyncio.timeout(WORK_SECONDS_MAX):
            while await left(server):  # noqa: ASYNC110 -- other tasks do it
                await asyncio.sleep(0.2)
    finally:
        worker.stop()
        await task
        await database.close()


async def left(server: Server) -> int:
    """Return how much is left to do; nothing was set aside."""
    behind = await lag(server.verify_url)
    assert behind.held_jobs == 0
    return behind.unread_events + behind.waiting_jobs


async def expire(shop: Arena, at: Scene) -> None:
    """Do the night's work for Ann, some moment of the race."""
    await asyncio.sleep(random.uniform(0, 0.05))  # noqa: S311 -- load
    async with shop.begin() as tx:
        await coupons.expire(tx, [at.ann])
        await points.expire(tx, [at.ann])


async def clash(shop: Arena, pair: Sequence[str]) -> list[tuple[str, Heard]]:
    """Race two moves, each twice, in any order, on a fresh scene."""
    at = await scene(shop)
    names = [*pair, *pair]
    random.shuffle(names)
    asked = [name for name in names if name != EXPIRE]
    shots = [
        MOVES[name](at, f"move{asked[:number].count(name)}") for number, name in enumerate(asked)
    ]
    async with asyncio.TaskGroup() as group:
        for _ in range(len(names) - len(asked)):
            group.create_task(expire(shop, at))
        heard = await shop.fire(shots)
    return list(zip(asked, heard, strict=True))


def judge(said: Iterable[tuple[str, Heard]], pair: Sequence[str]) -> Counter[str]:
    """See that every answer is a success or a refusal, and that nothing was done too often."""
    score: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for name, heard in said:
        assert heard.status < 500 or heard.status == 503, (pair, name, heard.body)
        score[f"answers_{heard.status // 100}xx"] += 1
        done[name] += heard.won
    assert all(done[name] <= 1 for name in ONCE), (pair, done)
    assert all(sum(done[name] > 0 for name in names) <= 1 for names in ONE_OF), (pair, done)
    return score


async def settle(shop: Arena, figure: Figure, score: Counter[str]) -> None:
    """Prove all ledgers, and that everybody is part of one who stands."""
    entries = await shop.prove()
    async with shop.begin() as tx:
        assert await tx.rows(ASTRAY) == [0]
    figure("matrix", ledger_rows_proved=entries, **score)


async def race(shop: Arena, pairs: Iterable[Sequence[str]]) -> Counter[str]:
    """Race pair after pair."""
    score: Counter[str] = Counter()
    for pair in pairs:
        score += judge(await clash(shop, pair), pair)
        score["clashes"] += 1
    return score


@pytest.mark.slow
@pytest.mark.inv("C2")
async def test_some_pairs_of_endpoints_leave_a_legal_state(victim: Server, figure: Figure) -> None:
    async with arena(victim) as shop:
        async with working(victim):
            score = await race(shop, random.sample(PAIRS, SAMPLE))
        await settle(shop, figure, score)


@pytest.mark.torture
@pytest.mark.inv("C2")
async def test_every_pair_of_endpoints_leaves_a_legal_state(victim: Server, figure: Figure) -> None:
    pairs = PAIRS * ROUNDS
    random.shuffle(pairs)
    async with arena(victim) as shop:
        async with working(victim):
            score = await race(shop, pairs)
        await settle(shop, figure, score)
