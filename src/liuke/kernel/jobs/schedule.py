"""The scheduler: the hour makes a daily run, once per merchant, job and business day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from liuke.kernel.jobs.declared import Declared
from liuke.kernel.jobs.dispatch import put

OPEN_RUNS = """
    SELECT merchant_id, id, name
    FROM kernel_open_runs($1::text[], $2::time[], COALESCE($3, lk_now()))
"""


async def schedule(pool: Any, declared: Declared, instant: datetime | None = None) -> int:
    """Open the daily runs that are due, by the database's clock; return how many."""
    dailies = declared.dailies.values()
    names, clocks = [daily.name for daily in dailies], [daily.clock for daily in dailies]
    return await put(pool, OPEN_RUNS, names, clocks, instant)
