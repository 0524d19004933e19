"""How many members stand on each level."""

from __future__ import annotations

from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Census(Value, frozen=True):
    """Members on one level of one set; level "" is none."""

    set_code: str
    level: str
    members: int


CENSUS = Sql[Census]("""
    SELECT set_code, level, COUNT(*) AS members
    FROM tiers_standing
    GROUP BY set_code, level
    ORDER BY set_code, members DESC, level
""")


async def census(tx: Tx) -> list[Census]:
    """Return the distribution over the levels of every set, as last computed."""
    return await tx.rows(CENSUS)
