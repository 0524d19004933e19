"""The chain of the audit log as a page shows it: the newest sealed blocks, proved within bounds."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.seals import ACTS
from liuke.kernel.values import Value

# A page waits for this; `liuke verify` proves everything.
BLOCKS_MAX = 500
ROWS_MAX = 20_000
UNSEALED_MAX = 1_000

NEWEST = """
    WITH newest AS (
        SELECT merchant_id, number, through_epoch, through_xid, rows_sealed, link, sealed_at,
            SUM(rows_sealed) OVER (ORDER BY number DESC) - rows_sealed AS newer
        FROM (
            SELECT * FROM kernel_seal
            WHERE merchant_id = lk_merchant() AND log = 'audit' ORDER BY number DESC LIMIT $1
        ) last
    )
    SELECT s.number AS block, s.rows_sealed AS acts, s.sealed_at,
        s.number = COALESCE(p.number, 0) + 1 AS follows,
        b.size = s.rows_sealed
            AND s.link IS NOT DISTINCT FROM
                sha256(COALESCE(p.link, uuid_send(s.merchant_id)) || b.digest) AS fits
    FROM newest s
    LEFT JOIN LATERAL (
        SELECT number, through_epoch, through_xid, link FROM kernel_seal
        WHERE merchant_id = s.merchant_id AND log = 'audit' AND number < s.number
        ORDER BY number DESC LIMIT 1
    ) p ON true
    LEFT JOIN LATERAL (
        SELECT COUNT(*) AS size,
            sha256(STRING_AGG(r.hash, ''::bytea ORDER BY r.epoch, r.xid, r.id)) AS digest
        FROM ({rows}) r
        WHERE r.merchant_id = s.merchant_id
            AND (r.epoch, r.xid) >
                (COALESCE(p.through_epoch, 0), COALESCE(p.through_xid, '0'::xid8))
            AND (r.epoch, r.xid) <= (s.through_epoch, s.through_xid)
    ) b ON true
    WHERE s.newer < $2
    ORDER BY s.number
"""


class Link(Value, frozen=True):
    """One sealed block: whether it follows the one before, and whether its acts fit it."""

    block: int
    acts: int
    sealed_at: datetime
    follows: bool
    fits: bool


class Faulty(Value, frozen=True):
    """The first block that does not hold: one before it is missing, or its acts were changed."""

    block: int
    sealed_at: datetime
    missing_before: bool


class ChainProof(Value, frozen=True):
    """What was proved just now: acts in blocks, through when, what waits, and the first fault.

    `whole` says that the blocks reach back to the first act; `unsealed` counts up to 1,000.
    """

    blocks: int
    acts: int
    whole: bool
    sealed_at: datetime | None
    unsealed: int
    faulty: Faulty | None
    as_of: datetime


LINKS = Sql[Link](NEWEST.format(rows=ACTS))
UNSEALED = Sql[int]("""
    SELECT COUNT(*) FROM (
        SELECT 1 FROM kernel_audit a
        WHERE a.merchant_id = lk_merchant() AND (a.epoch, a.xid) > (
            SELECT COALESCE(MAX(s.through_epoch), 0), COALESCE(MAX(s.through_xid), '0'::xid8)
            FROM (
                SELECT through_epoch, through_xid FROM kernel_seal
                WHERE merchant_id = lk_merchant() AND log = 'audit'
                ORDER BY number DESC LIMIT 1
            ) s
        )
        LIMIT $1
    ) w
""")


async def prove_chain(tx: Tx) -> ChainProof:
    """Prove the newest sealed blocks of the merchant's audit log, a bounded number of acts."""
    links = await tx.rows(LINKS, BLOCKS_MAX, ROWS_MAX)
    bad = next((link for link in links if not (link.follows and link.fits)), None)
    return ChainProof(
        blocks=len(links),
        acts=sum(link.acts for link in links),
        whole=not links or links[0].block == 1,
        sealed_at=links[-1].sealed_at if links else None,
        unsealed=await tx.row(UNSEALED, UNSEALED_MAX) or 0,
        faulty=Faulty(bad.block, bad.sealed_at, not bad.follows) if bad else None,
        as_of=tx.now,
    )
