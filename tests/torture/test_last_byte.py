"""Twenty-four sockets, one moment: nothing is given out more often than there is of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from liuke.providers.postgres import Server
from tests.torture.arena import Arena, arena
from tests.torture.contests import CONTESTS, Contest
from tests.torture.figures import Figure

NAMES = [contest.__name__ for contest in CONTESTS]
# Fifty rounds in all: every kind of limit has its own; passwords take a second to hash.
FEW = {"limit_of_a_rule": 9, "one_time_token": 1}
# Of a thousand rounds, those of each contest.
EACH = -(-1_000 // len(CONTESTS))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(server: Server) -> AsyncIterator[Arena]:
    """Open one arena for every contest."""
    async with arena(server) as shop:
        yield shop


async def fight(shop: Arena, contest: Contest, rounds: int) -> Counter[str]:
    """Let the crowd fight, round by round: each a clerk of their own, then all as one clerk."""
    score: Counter[str] = Counter()
    for number in range(rounds):
        bout = await contest(shop)
        heard = await shop.fire(bout.shots, together=number % 2 == 1)
        gained = sum(map(bout.gained, heard))
        score["rounds"] += 1
        score["overruns"] += gained > bout.most
        score["short"] += gained < bout.most
        score["busy"] += sum(one.status in {429, 503} for one in heard)
        score["faults"] += sum(one.status >= 500 and one.status != 503 for one in heard)
        score["requests"] += len(heard)
    return score


def judge(score: Counter[str]) -> None:
    """See that exactly what there was went to somebody, whoever came first."""
    assert (score["overruns"], score["faults"]) == (0, 0)
    # Who is told to come back may have been the one to win.
    assert score["short"] <= score["busy"]


@pytest.mark.slow
@pytest.mark.inv("C1")
@pytest.mark.parametrize("contest", CONTESTS, ids=NAMES)
async def test_rivals_released_together_overrun_nothing(shop: Arena, contest: Contest) -> None:
    judge(await fight(shop, contest, FEW.get(contest.__name__, 4)))
    await shop.prove()


@pytest.mark.torture
@pytest.mark.inv("C1")
async def test_a_thousand_rounds_overrun_nothing(shop: Arena, figure: Figure) -> None:
    total: Counter[str] = Counter()
    for contest in CONTESTS:
        began = time.monotonic()
        score = await fight(shop, contest, EACH)
        seconds = round(time.monotonic() - began, 1)
        figure(f"races.{contest.__name__}", seconds=seconds, **score)
        judge(score)
        total += score
    await shop.prove()
    figure("races", **{name: total[name] for name in ("rounds", "requests", "overruns", "faults")})
