"""The owner's hand: what forges rows that nobody may change, and takes it back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import pytest_asyncio

from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Tx, begin, connect
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value
from liuke.providers.postgres import Server
from tests import make

Fault = TypeVar("Fault")

# Until it forges, the hand is the application's: it sees one merchant and passes no fence.
GUEST = Sql[None]("SET LOCAL ROLE liuke_app")
# The append-only trigger is off for this transaction only.
OWNER = Sql[None]("""
    SELECT set_config('role', 'none', true), set_config('session_replication_role', 'replica', true)
""")
# How a value of a type becomes another one that its column takes.
EDITS = {
    "int4": "COALESCE({0}, 0) + 1", "int8": "COALESCE({0}, 0) + 1",
    "text": "COALESCE({0}, '') || 'x'", "uuid": "uuidv7()",
    "bytea": "COALESCE(substring(sha256({0}) FOR octet_length({0})), sha256('x'))",
    "date": "COALESCE({0}, '2020-01-01') + 1",
    "timestamptz": "COALESCE({0}, '2020-01-01Z') + INTERVAL '1 microsecond'",
}  # fmt: skip
# Others' rows, forged along, would fill the hundred faults that are told.
OF_ONE = " AND member_id = $1::uuid"


class Column(Value, frozen=True):
    """A column of the catalogue and its type."""

    name: str
    kind: str

    def edited(self) -> str:
        """Return what makes another value of it that its column takes."""
        return f"{self.name} = {EDITS[self.kind].format(self.name)}"


COLUMNS = Sql[Column]("""
    SELECT a.attname::text, t.typname::text
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
""")


class Undo(BaseException):
    """Leaves a savepoint without keeping anything."""


@pytest_asyncio.fixture(loop_scope="session")
async def owner_tx(server: Server) -> AsyncIterator[Tx]:
    """Open a transaction of a new merchant that `OWNER` takes past every fence; nothing stays."""
    database = await connect(server.admin_url, Keys.for_tests(), size=1)
    with suppress(Undo):
        async with begin(database, system(MerchantId.new(), "test")) as tx:
            await tx.run(GUEST)
            await make.merchant(tx)
            yield tx
            raise Undo
    await database.close()


async def tampered(
    tx: Tx, one: MemberId, forgery: str, prove: Callable[[Tx], Awaitable[list[Fault]]]
) -> list[Fault]:
    """Return what is found after a forgery of one member's rows, and undo it."""
    found: list[Fault] = []
    with suppress(Undo):
        async with tx.savepoint():
            await tx.run(Sql[None](forgery + OF_ONE), one)
            found = await prove(tx)
            raise Undo
    return found
