"""Tries at names that nobody has, counted like any others: the door tells which to nobody."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.access.challenge import NOBODY
from liuke.domains.access.sessions import ATTEMPT_WINDOW, refuse_many
from liuke.kernel.actor import system
from liuke.kernel.db import Database, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql

LOCK = Sql[None]("""
    SELECT pg_advisory_xact_lock(hashtextextended('stranger ' || encode($1::bytea, 'hex'), 0))
""")
TRIED = Sql[datetime]("""
    SELECT tried_at FROM access_stranger WHERE name = $1 AND tried_at > $2 ORDER BY tried_at
""")
TRY = Sql[None]("INSERT INTO access_stranger (name, tried_at) VALUES ($1, $2)")
FORGET = Sql[None]("DELETE FROM access_stranger WHERE tried_at <= $1")


async def attempt_stranger(
    database: Database, sign_in: str, merchant_id: MerchantId | None = None
) -> None:
    """Count a try at a name that nobody has, as long as one at somebody's takes.

    Raises:
        TooManyAttempts: ten tries in a quarter of an hour were too many.
    """
    async with begin(database, system(NOBODY, "sign-in")) as tx:
        name = tx.keys.blind(NOBODY, "access_stranger.name", f"{merchant_id} {sign_in}")
        since = tx.now - ATTEMPT_WINDOW
        await tx.run(LOCK, name)
        refuse_many(await tx.rows(TRIED, name, since), tx.now)
        await tx.run(TRY, name, tx.now)
        await tx.run(FORGET, since)
