"""A fresh installation has no password; its first owner comes in by a token shown once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from liuke.domains import access
from liuke.domains.access import TicketSpent
from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, administer, begin, connect
from liuke.kernel.migrate import migrate
from liuke.providers.postgres import Server

MAKE = "CREATE DATABASE liuke_fresh OWNER liuke_owner"
DROP = "DROP DATABASE IF EXISTS liuke_fresh WITH (FORCE)"


def fresh(url: str) -> str:
    """Name the fresh database of the same server."""
    return url.replace("/liuke?", "/liuke_fresh?")


@pytest_asyncio.fixture(loop_scope="session")
async def empty(server: Server) -> AsyncIterator[Database]:
    async with administer(server.admin_url) as connection:
        await connection.execute(DROP)
        await connection.execute(MAKE)
    await migrate(fresh(server.admin_url))
    database = await connect(fresh(server.app_url), Keys.for_tests(), size=4)
    yield database
    await database.close()
    async with administer(server.admin_url) as connection:
        await connection.execute(DROP)


@pytest.mark.inv("A15")
async def test_set_up_is_offered_until_an_owner_came_in(empty: Database) -> None:
    assert not await access.is_set_up(empty)
    offers = await asyncio.gather(*(access.offer_set_up(empty) for _ in range(3)))
    assert len({offer.staff_id for offer in offers if offer}) == 1
    last = await access.offer_set_up(empty)
    assert last is not None
    for older in offers:
        assert older is not None
        assert await access.find_ticket(empty, older.token) is None
    merchant_id = await access.find_ticket(empty, last.token)
    assert merchant_id is not None
    async with begin(empty, system(merchant_id, "test")) as tx:
        staff_id = await access.spend_ticket(tx, last.token)
        await access.set_password(tx, staff_id, "$argon2id$elsewhere")
    assert await access.is_set_up(empty)
    assert await access.offer_set_up(empty) is None
    with pytest.raises(TicketSpent):
        async with begin(empty, system(merchant_id, "test")) as tx:
            await access.spend_ticket(tx, last.token)
