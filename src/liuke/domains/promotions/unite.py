"""Count what two members used of limited rules together, when they become one, and apart again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

Pair: TypeAlias = tuple[MemberId, MemberId]  # the winner, then the loser

UNITE = Sql[None]("""
    INSERT INTO promotions_member_use AS u (member_id, rule, period, uses)
    SELECT w.winner_id, l.rule, l.period, SUM(l.uses)::bigint
    FROM UNNEST($1::uuid[], $2::uuid[]) AS w (winner_id, loser_id)
    JOIN promotions_member_use l ON l.member_id = w.loser_id
    GROUP BY w.winner_id, l.rule, l.period
    ORDER BY w.winner_id, l.rule, l.period
    ON CONFLICT (merchant_id, member_id, rule, period) DO UPDATE SET uses = u.uses + EXCLUDED.uses
""")
PART = Sql[None]("""
    UPDATE promotions_member_use u SET uses = GREATEST(0, u.uses - gone.uses)
    FROM (
        SELECT w.winner_id, l.rule, l.period, SUM(l.uses)::bigint AS uses
        FROM UNNEST($1::uuid[], $2::uuid[]) AS w (winner_id, loser_id)
        JOIN promotions_member_use l ON l.member_id = w.loser_id
        GROUP BY w.winner_id, l.rule, l.period
    ) gone
    WHERE u.member_id = gone.winner_id AND u.rule = gone.rule AND u.period = gone.period
""")


async def unite(tx: Tx, pairs: Sequence[Pair]) -> None:
    """Count the losers' uses for their winners too; the losers' own stay, for the undoing."""
    await tx.run(UNITE, [winner for winner, _ in pairs], [loser for _, loser in pairs])


async def part(tx: Tx, pairs: Sequence[Pair]) -> None:
    """Take the losers' uses off the winners again, as far as no return has."""
    await tx.run(PART, [winner for winner, _ in pairs], [loser for _, loser in pairs])
