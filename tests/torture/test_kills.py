"""kill -9 of anything, at any instant, under load: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from statistics import median

import pytest

from tests.torture.figures import Figure
from tests.torture.rig import Rig, any_of

RECOVERY_SECONDS_MAX = 10
# Answers this close behind a kill were on their way before it.
UNDER_WAY_SECONDS = 0.05


async def endure(rig: Rig, choose: Callable[[Rig], Callable[[], None]], kills: int) -> list[float]:
    """Kill what is chosen, again and again at random instants; time the way back, and prove."""
    await rig.answered_after(time.monotonic())
    waits = []
    for _ in range(kills):
        await asyncio.sleep(random.uniform(0.3, 1.5))  # noqa: S311 -- load
        choose(rig)()
        instant = time.monotonic()
        waits.append(UNDER_WAY_SECONDS + await rig.answered_after(instant + UNDER_WAY_SECONDS))
        await rig.prove_once_up()
    return waits


async def conclude(rig: Rig, waits: list[float], figure: Figure) -> None:
    """Settle, compare, prove, and publish."""
    await rig.settle()
    answers = await rig.judge()
    jobs = await rig.jobs_done()
    figure(
        "kills",
        kills=len(waits),
        acknowledged=answers.total(),
        orders=rig.orders,
        lost=0,
        doubled=0,
        unanswered_then_settled=rig.unanswered,
        jobs_done_once=jobs,
        recovery_seconds_median=round(median(waits), 2),
        recovery_seconds_max=round(max(waits), 2),
    )
    assert max(waits) < RECOVERY_SECONDS_MAX


@pytest.mark.slow
@pytest.mark.inv("S1", "M6")
async def test_three_kills_of_the_database_lose_nothing(rig: Rig, figure: Figure) -> None:
    waits = await endure(rig, lambda rig: rig.kill_database, 3)
    await conclude(rig, waits, figure)


@pytest.mark.torture
@pytest.mark.inv("S1", "M6", "I2")
async def test_a_hundred_kills_of_anything_lose_nothing(rig: Rig, figure: Figure) -> None:
    await conclude(rig, await endure(rig, any_of, 100), figure)
