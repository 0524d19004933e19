"""Before the merchant is known nothing of any merchant is there, whoever had the connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, begin, connect
from liuke.kernel.doors import ask
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from tests import make

SETTING = Sql[str]("SELECT 'is ' || COALESCE(current_setting('liuke.merchant_id', true), '')")
SEEN = Sql[int]("SELECT count(*) FROM stores_merchant")
SLEEP = Sql[str]("SELECT pg_sleep(5)::text")
FAIL = Sql[int]("SELECT 1 / 0")


@pytest_asyncio.fixture(loop_scope="session")
async def narrow(server: Server) -> AsyncIterator[Database]:
    """Open a pool of one connection, which everybody shares in turn."""
    database = await connect(server.app_url, Keys.for_tests(), size=1)
    yield database
    await database.close()


async def leave(database: Database, how: str) -> None:
    async with begin(database, system(MerchantId.new(), "test")) as tx:
        await make.merchant(tx)
        if how == "sleep":
            await tx.rows(SLEEP)
        if how == "fail":
            await tx.rows(FAIL)
        if how == "raise":
            raise LookupError


@pytest.mark.inv("A3")
@pytest.mark.parametrize("how", ["commit", "raise", "fail", "sleep", "time out"])
async def test_the_merchant_never_outlives_its_transaction(narrow: Database, how: str) -> None:
    for _ in range(3):
        task = asyncio.create_task(leave(narrow, "sleep" if how == "time out" else how))
        if how == "sleep":
            await asyncio.sleep(0.05)
            task.cancel()
        limit = 0.05 if how == "time out" else 60
        outcomes = await asyncio.gather(asyncio.wait_for(task, limit), return_exceptions=True)
        assert (outcomes[0] is None) is (how == "commit")
        assert await ask(narrow, SETTING) in {"is ", None}
        assert await ask(narrow, SEEN) == 0
        async with begin(narrow, system(MerchantId.new(), "test")) as tx:
            assert await tx.row(SEEN) == 0
