"""Doors: the few look-ups that come before the merchant is known.

Each is one call of a SECURITY DEFINER function listed in the migrations; it is found by a secret
or a sign-in name, and gives the merchant and the least that is needed to go on.
"""

from __future__ import annotations

from typing import Any, TypeVar

from liuke.kernel.db import AWAY, LOST, Database, away
from liuke.kernel.rows import Sql

R = TypeVar("R")


async def ask(database: Database, sql: Sql[R], *args: Any) -> R | None:
    """Run one statement outside any merchant and return its first row.

    Raises:
        DatabaseAway: the connection is gone.
    """
    try:
        record = await database.pool.fetchrow(sql.text, *args, timeout=10)
    except (*LOST, *AWAY, TimeoutError) as lost:
        raise away(lost) from lost
    return None if record is None or record[0] is None else sql.read(record)
