"""Deadlocks and lost races are run again, and never reach a client as a failure."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from liuke.domains.access import Role
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.web import post
from liuke.surfaces.app import create_app
from tests import make
from tests.conftest import Shop
from tests.surfaces.conftest import HIGH, Town

pytestmark = pytest.mark.slow

TRIES: Counter[str] = Counter()
MET: dict[str, asyncio.Barrier] = {}


class Pair(Value, frozen=True):
    first: MemberId
    second: MemberId


@post("/pairs", may="access.self", key=True)
async def lock_pair(tx: Tx, data: Pair) -> Pair:
    """Lock in the order asked for, which no capability would; meet a rival half-way at first."""
    await tx.lock([data.first])
    TRIES[str(data.first)] += 1
    if TRIES[str(data.first)] == 1:
        await MET["half-way"].wait()
    await tx.lock([data.second])
    await audit.record(tx, [audit.Act("pair.locked", str(data.first))])
    return data


@pytest.mark.inv("S5")
async def test_two_clients_in_a_forced_deadlock_are_both_served(shop: Shop) -> None:
    MET["half-way"] = asyncio.Barrier(2)
    town = Town(shop, create_app(shop.database, routes=[lock_pair], limits=HIGH))
    async with town.shop.begin() as tx:
        one, two = await make.members(tx, 2)

    async with await town.signed_in(Role.OWNER) as owner:
        answers = await asyncio.gather(
            *(
                owner.post(
                    "/v1/pairs",
                    json={"first": str(first), "second": str(second)},
                    headers={"Idempotency-Key": str(first)},
                )
                for first, second in ((one, two), (two, one))
            )
        )
    assert [answer.status_code for answer in answers] == [201, 201]
    # One of them was the victim, and was run again.
    assert sorted(TRIES.values()) == [1, 2]
