"""What members have right now, to the instant, whatever the nightly work has not reached yet."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.domains.points.values import Balance
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

BALANCES = Sql[Balance]("""
    SELECT a.member_id, a.book, l.spendable, l.pending, l.held, a.debt, a.earned,
        COALESCE(n.points, 0)::bigint AS expiring, n.expires_on AS expires_next_on
    FROM points_account a
    CROSS JOIN LATERAL (
        SELECT
            COALESCE(SUM(remaining - held) FILTER (WHERE usable AND NOT ended), 0)::bigint
                AS spendable,
            COALESCE(SUM(remaining) FILTER (WHERE NOT usable), 0)::bigint AS pending,
            COALESCE(SUM(held), 0)::bigint AS held,
            MIN(expires_on) FILTER (WHERE usable AND NOT ended AND remaining > held)
                AS expires_next_on
        FROM (
            SELECT remaining, held, LEAST(expires_on, a.lapses_on) AS expires_on,
                NOT pending OR COALESCE(available_at <= $4::timestamptz, false) AS usable,
                COALESCE(LEAST(expires_on, a.lapses_on) < $3::date, false) AS ended
            FROM points_lot
            WHERE merchant_id = $1::uuid AND member_id = a.member_id AND book = a.book
                AND remaining > 0
        ) o
    ) l
    LEFT JOIN LATERAL (
        SELECT l.expires_next_on AS expires_on, SUM(remaining - held) AS points
        FROM points_lot
        WHERE merchant_id = $1::uuid AND member_id = a.member_id AND book = a.book
            AND remaining > 0 AND LEAST(expires_on, a.lapses_on) = l.expires_next_on
            AND (NOT pending OR available_at <= $4::timestamptz)
    ) n ON l.expires_next_on IS NOT NULL
    WHERE a.merchant_id = $1::uuid AND a.member_id = ANY ($2::uuid[])
    ORDER BY a.member_id, a.book
""")


async def balances(tx: Tx, member_ids: Sequence[MemberId]) -> list[Balance]:
    """Return every book of some members by member and book; one never touched is absent."""
    return await tx.rows(BALANCES, tx.merchant_id, list(member_ids), tx.today, tx.now)
