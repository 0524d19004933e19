"""The page of the audit log proves what is sealed, and says what no longer fits."""

from __future__ import annotations

import asyncpg
import pytest

from liuke.kernel import chain, seals
from liuke.kernel.chain import ChainProof, prove_chain
from liuke.kernel.db import Database
from liuke.providers.postgres import Server
from tests.conftest import Shop
from tests.kernel.test_seals import REPLICA, rung

REASON = """
    UPDATE kernel_audit SET reason = '{reason}'
    WHERE merchant_id = '{merchant}' AND action = 'bell.rung' AND subject = '1'
"""
MOVE = """
    UPDATE kernel_seal SET number = {to}
    WHERE merchant_id = '{merchant}' AND log = 'audit' AND number = {number}
"""


async def proof(shop: Shop) -> ChainProof:
    async with shop.begin() as tx:
        return await prove_chain(tx)


async def forge(server: Server, shop: Shop, statement: str, **words: object) -> None:
    """Write as the database's own administrator would, past every fence."""
    connection = await asyncpg.connect(server.admin_url)
    merchant = shop.actor.merchant_id.bytes.hex()
    async with connection.transaction():
        await connection.execute(REPLICA)
        await connection.execute(statement.format(merchant=merchant, **words))
    await connection.close()


@pytest.mark.inv("L10")
async def test_what_is_sealed_is_proved_and_what_waits_is_counted(
    database: Database, shop: Shop
) -> None:
    assert (await proof(shop)).sealed_at is None
    await rung(shop, 1, 2)
    await rung(shop, 3)
    await seals.seal(database, shop.actor.merchant_id, rows_max=2)
    await rung(shop, 4)
    found = await proof(shop)
    assert (found.blocks, found.acts, found.unsealed) == (2, 3, 1)
    assert found.whole
    assert found.faulty is None


@pytest.mark.inv("L10")
async def test_an_act_that_was_changed_and_a_seal_that_is_gone_are_told_by_block(
    server: Server, database: Database, shop: Shop
) -> None:
    for number in range(1, 4):
        await rung(shop, number)
    await seals.seal(database, shop.actor.merchant_id, rows_max=1)
    await forge(server, shop, REASON, reason="another")
    changed = (await proof(shop)).faulty
    await forge(server, shop, REASON, reason="")
    await forge(server, shop, MOVE, number=2, to=9)
    gone = (await proof(shop)).faulty
    await forge(server, shop, MOVE, number=9, to=2)
    assert changed is not None
    assert (changed.block, changed.missing_before) == (1, False)
    assert gone is not None
    assert (gone.block, gone.missing_before) == (3, True)
    assert (await proof(shop)).faulty is None


async def test_only_the_newest_are_proved_on_a_page(
    database: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 5):
        await rung(shop, number)
    await seals.seal(database, shop.actor.merchant_id, rows_max=1)
    monkeypatch.setattr(chain, "ROWS_MAX", 2)
    found = await proof(shop)
    assert (found.blocks, found.acts, found.whole) == (2, 2, False)
    assert found.faulty is None
