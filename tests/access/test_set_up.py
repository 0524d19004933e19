"""A fresh installation has no password; its first owner comes in by a token shown once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from liuke.domains import access
from liuke.domains.access import TicketSpent
from liuke.kernel.actor import system
from liuke.kernel.db import Database, begin
from liuke.providers.postgres import Server
from tests.untouched import untouched

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture(loop_scope="session")
async def empty(server: Server) -> AsyncIterator[Database]:
    async with untouched(server, "liuke_fresh") as database:
        yield database


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
