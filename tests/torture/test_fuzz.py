"""A hundred thousand requests at random: nothing breaks, no nonsense is taken, all is as told."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import Counter
from collections.abc import Callable

import pytest
import pytest_asyncio

from liuke.domains.access import POLICY
from liuke.kernel.actor import Actor, system
from liuke.kernel.db import Database
from liuke.kernel.ids import MerchantId
from liuke.providers.postgres import Server
from liuke.surfaces.app import create_app
from tests import make
from tests.conftest import Shop
from tests.surfaces.conformance import operations
from tests.surfaces.conftest import HIGH, Town
from tests.torture.asked import Asker
from tests.torture.figures import Figure
from tests.torture.walk import Walk

CALLS = 100_000
# A walk ends in a shop where much is forbidden or gone; then it goes on in a new one.
EACH_SHOP = 4_000
LOOSE = {**HIGH, "member": 10**9, "browser": 10**9, "miss": 10**9}
Open = Callable[[int], "Walk"]


@pytest_asyncio.fixture(loop_scope="session")
async def opened(database: Database, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return how to open a shop for a walk, whose key may do everything."""
    merchants: dict[str, MerchantId] = {}

    async def by_key(_database: object, text: str) -> Actor | None:
        await asyncio.sleep(0)
        merchant = merchants.get(text)
        every = frozenset(POLICY)
        return None if merchant is None else Actor(merchant, "key", "key_" + "0" * 32, every)

    monkeypatch.setattr("liuke.domains.access.by_key", by_key)
    app = create_app(database, limits=LOOSE)

    def walk(seed: int) -> Walk:
        shop, bearer = Shop(database, system(MerchantId.new(), "walk")), secrets.token_hex(8)
        merchants[bearer] = shop.actor.merchant_id
        return Walk(Town(shop, app), Asker(seed), f"Bearer {bearer}")

    return walk


async def wander(walk: Walk, server: Server, calls: int) -> None:
    """Let one walk ask every route in turn, in any order, until it has asked so often."""
    async with walk.town.shop.begin() as tx:
        await make.merchant(tx)
    await walk.begin()
    labels: list[str] = []
    while walk.score["calls"] < calls:
        if not labels:
            labels = list(operations())
            walk.asker.chance.shuffle(labels)
        await walk.step(labels.pop())
    await walk.end(server)


@pytest.mark.inv("C7")
@pytest.mark.inv("A16")
async def test_a_short_walk_is_answered_as_described(opened: Open, server: Server) -> None:
    walk = opened(20_261_122)
    await wander(walk, server, 300)
    assert walk.faults == {}


@pytest.mark.torture
@pytest.mark.inv("C7")
@pytest.mark.inv("A16")
async def test_a_hundred_thousand_requests_break_nothing(
    opened: Open, server: Server, figure: Figure
) -> None:
    seed = random.SystemRandom().getrandbits(32)
    total, faults, slowest = Counter[str](), dict[str, str](), (0.0, "")
    while total["calls"] < CALLS:
        walk = opened(seed + total["shops"])
        await wander(walk, server, min(EACH_SHOP, CALLS - total["calls"]))
        total += walk.score
        total["shops"] += 1
        faults |= walk.faults
        slowest = max(slowest, walk.slowest)
        figure("fuzz", seed=seed, faults=len(faults), **total)
    figure("fuzz.slowest", seconds=round(slowest[0], 2), route=slowest[1])
    assert faults == {}, "\n".join(f"{name}\n    {told}" for name, told in faults.items())
