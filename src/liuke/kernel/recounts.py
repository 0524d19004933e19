"""Recounts: a kept sum is counted anew from what it is the sum of, by one at a time."""

from __future__ import annotations

from typing import TypeVar

from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql

R = TypeVar("R")

TOLD_MAX = 100
# It reads everything there is, for as long as that takes; tills go on meanwhile.
ALONE = Sql[None]("""
    SELECT set_config('transaction_timeout', '0', true),
        set_config('statement_timeout', '1h', true),
        pg_advisory_xact_lock(hashtextextended($1::text || ' ' || lk_merchant()::text, 0))
""")


async def recounted(tx: Tx, name: str, mend: Sql[R], *args: object) -> list[R]:
    """Run a statement that puts a kept sum right, and return what it was wrong by.

    The statement adds the difference between what it counts and what is kept, both in its own
    snapshot; two that run at once would add it twice, so each waits for its turn.
    """
    await tx.run(ALONE, name)
    wrong = await tx.rows(mend, *args)
    if wrong:
        told = {"wrong_by": wrong[:TOLD_MAX]}
        await audit.record(tx, [audit.Act("sums.recounted", name, after=told)])
    return wrong
