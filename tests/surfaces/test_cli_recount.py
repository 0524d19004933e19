"""An operator counts a sum anew that `verify` named, and the audit keeps what was wrong."""

from __future__ import annotations

import asyncio

import asyncpg

from liuke.domains import points
from liuke.domains.points import BookSpec, Movement
from tests import make
from tests.conftest import Shop
from tests.surfaces.operator import Operator

FORGE = "UPDATE points_step SET spendable = spendable + 5 WHERE merchant_id = $1"
KEPT = "SELECT after FROM kernel_audit WHERE merchant_id = $1 AND action = 'sums.recounted'"


async def earn(shop: Shop) -> None:
    async with shop.begin() as tx:
        await make.programme(tx, BookSpec(code="stars"))
        (one,) = await make.members(tx)
        await points.post(tx, [Movement(one, "stars", "a", 10)])


async def ask(operator: Operator, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(operator.server.admin_url)
    found = await connection.fetch(statement, operator.shop.actor.merchant_id)
    await connection.close()
    return list(found)


async def test_a_forged_sum_is_named_counted_anew_and_kept_in_the_audit(
    operator: Operator,
) -> None:
    await earn(operator.shop)
    shown = await asyncio.to_thread(operator.asks, *operator.of_shop("recount"))
    assert shown == {"points": [], "tiers": [], "coupons": []}
    await ask(operator, FORGE)
    broken = await asyncio.to_thread(operator.types, "verify", fails=True)
    assert "-5 spendable" in broken.stderr
    told = await asyncio.to_thread(operator.types, *operator.of_shop("recount"))
    assert '"spendable":-5' in told.stderr
    assert "已重新加总" in told.stderr
    assert len(await ask(operator, KEPT)) == 1
    proven = await asyncio.to_thread(operator.types, "verify", fails=None)
    assert "-5 spendable" not in proven.stderr
