"""How many members stand on each level, kept by steps: who came and who left, added up.

Whoever moves adds a row for the level left and one for the level reached, so that no till waits
for another at a count; the sum of the few rows there are is the census at that very instant. Who
was merged stands on as somebody else, and who was erased is nobody: neither is counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.recounts import recounted
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

FOLDED_MAX = 50_000


class Census(Value, frozen=True):
    """Members on one level of one set; level "" is none."""

    set_code: str
    level: str
    members: int


class Moved(Value, frozen=True):
    """A member who came to a level of one set, or left it."""

    member_id: MemberId
    set_code: str
    level: str
    members: int  # 1 or -1


CENSUS = Sql[Census]("""
    SELECT set_code, level, SUM(members)::bigint AS members
    FROM tiers_step
    WHERE merchant_id = $1::uuid
    GROUP BY set_code, level
    HAVING SUM(members) <> 0
    ORDER BY set_code, members DESC, level
""")
# Rows are only exchanged for their sum, so that a level's count is the same in every snapshot.
FOLD = Sql[None]("""
    WITH many AS (
        SELECT set_code, level FROM tiers_step WHERE merchant_id = $1::uuid
        GROUP BY set_code, level HAVING COUNT(*) > 1
    ), old AS MATERIALIZED (
        SELECT id FROM tiers_step
        WHERE merchant_id = $1::uuid
            AND (set_code, level) IN (SELECT set_code, level FROM many)
        ORDER BY id
        LIMIT $2
        FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM tiers_step s USING old
        WHERE s.merchant_id = $1::uuid AND s.id = old.id
        RETURNING s.set_code, s.level, s.members
    )
    INSERT INTO tiers_step (set_code, level, members)
    SELECT set_code, level, SUM(members) FROM gone
    GROUP BY set_code, level HAVING SUM(members) <> 0
""")
# One snapshot sees standings and steps; who moves meanwhile brings a step of their own.
RECOUNT = Sql[Census]("""
    INSERT INTO tiers_step (set_code, level, members)
    SELECT set_code, level, SUM(members)
    FROM (
        SELECT set_code, level, COUNT(*) AS members FROM tiers_standing s
        WHERE merchant_id = $1::uuid AND NOT EXISTS (
            SELECT FROM tiers_gone g
            WHERE g.merchant_id = s.merchant_id AND g.member_id = s.member_id
        )
        GROUP BY set_code, level
        UNION ALL
        SELECT set_code, level, -members FROM tiers_step WHERE merchant_id = $1::uuid
    ) one
    GROUP BY set_code, level
    HAVING SUM(members) <> 0
    ORDER BY set_code, level
    RETURNING set_code, level, members
""")

LEAVE = Sql[None]("""
    WITH gone AS (
        INSERT INTO tiers_gone (member_id) SELECT DISTINCT member_id
        FROM UNNEST($1::uuid[]) AS left_by (member_id)
        ORDER BY member_id
        ON CONFLICT DO NOTHING
        RETURNING member_id
    )
    INSERT INTO tiers_step (set_code, level, members)
    SELECT s.set_code, s.level, -COUNT(*)
    FROM gone g JOIN tiers_standing s ON s.member_id = g.member_id
    GROUP BY s.set_code, s.level
    ORDER BY s.set_code, s.level
""")
COME_BACK = Sql[None]("""
    WITH back AS (
        DELETE FROM tiers_gone WHERE member_id = ANY ($1::uuid[]) RETURNING member_id
    )
    INSERT INTO tiers_step (set_code, level, members)
    SELECT s.set_code, s.level, COUNT(*)
    FROM back b JOIN tiers_standing s ON s.member_id = b.member_id
    GROUP BY s.set_code, s.level
    ORDER BY s.set_code, s.level
""")


async def census(tx: Tx) -> list[Census]:
    """Return the distribution over the levels of every set, as last computed."""
    return await tx.rows(CENSUS, tx.merchant_id)


async def leave(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Count members no longer, who were merged or erased; whoever left before stays so."""
    await tx.run(LEAVE, list(member_ids))


async def come_back(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Count members again, where they stand now: their merge was undone."""
    await tx.run(COME_BACK, list(member_ids))


async def fold_census(tx: Tx) -> None:
    """Make the many steps of a level one; any number of folds and moves may go on meanwhile."""
    await tx.run(FOLD, tx.merchant_id, FOLDED_MAX)


async def recount(tx: Tx) -> list[Census]:
    """Count every level anew, and return what the kept counts were wrong by, now put right.

    Who moves meanwhile is counted once, by their own step.
    """
    return await recounted(tx, "tiers.census", RECOUNT, tx.merchant_id)
