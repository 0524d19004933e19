"""One at a time: whoever writes a merchant's lake holds a lock that ends with its connection."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql

NAME = "lake"
# A first export copies for as long as it takes; the transaction holds no row and no snapshot. The
# clock of a transaction that runs cannot be set to later, only be stopped.
PATIENCE = Sql[None]("""
    SELECT set_config('transaction_timeout', '0', true),
        set_config('statement_timeout', '1h', true),
        set_config('idle_in_transaction_session_timeout', '2h', true),
        set_config('lock_timeout', '50s', true)
""")
LOCK = Sql[None]("SELECT pg_advisory_xact_lock(hashtextextended('liuke.lake:' || $1, 0))")


@asynccontextmanager
async def turn(database: Database, merchant_id: MerchantId) -> AsyncIterator[None]:
    """Wait for the turn to write a merchant's lake, and keep it for the block.

    Raises:
        Contended: somebody else has been at it for too long.
    """
    async with patient(database, merchant_id) as tx:
        await tx.run(LOCK, str(merchant_id))
        yield


@asynccontextmanager
async def patient(database: Database, merchant_id: MerchantId) -> AsyncIterator[Tx]:
    """Open a transaction that may take its time."""
    async with begin(database, system(merchant_id, NAME)) as tx:
        await tx.run(PATIENCE)
        yield tx
