"""A transaction of a merchant of its own for each example; nothing of it stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MerchantId
from tests import make


class Undo(BaseException):
    """Leaves a transaction without keeping anything."""


@asynccontextmanager
async def undone(database: Database) -> AsyncIterator[Tx]:
    """Open a transaction, short enough to be let live, and undo it."""
    with suppress(Undo):
        async with begin(database, system(MerchantId.new(), "test")) as tx:
            await make.merchant(tx)
            yield tx
            await tx.settle()
            raise Undo
