"""Seals: closed blocks of the event log and of audit, hashed in order and chained.

A block ends behind every transaction still open, so that nothing can be committed into it later;
whoever edits, removes or slips in a row afterwards no longer fits the seal. The heads of the
chains are kept outside the database too, with the anchors, which shows seals cut off at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liuke.kernel.actor import system
from liuke.kernel.db import Contended, Database, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.reader import Reader
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

BLOCK_ROWS = 10_000
MARK_BYTES = 4

# The hash of a row is written out here: whoever replaces rows could replace a function as well.
EVENTS = """
    SELECT merchant_id, epoch, xid, id, sha256(convert_to(CONCAT(
        id, '|', epoch, '|', xid, '|', kind, '|', member_id, '|',
        (EXTRACT(EPOCH FROM at) * 1000000)::bigint, '|', char_length(actor), '|', actor, '|',
        body::text
    ), 'UTF8')) AS hash
    FROM kernel_event
"""
ACTS = """
    SELECT merchant_id, epoch, xid, id, sha256(convert_to(CONCAT(
        id, '|', epoch, '|', xid, '|', (EXTRACT(EPOCH FROM at) * 1000000)::bigint, '|',
        char_length(actor), '|', actor, '|', char_length(action), '|', action, '|',
        char_length(subject), '|', subject, '|', char_length(reason), '|', reason, '|',
        char_length(before::text), '|', before::text, '|', after::text
    ), 'UTF8')) AS hash
    FROM kernel_audit
"""
SEAL = """
    WITH past AS (
        SELECT number, through_epoch, through_xid, link FROM kernel_seal
        WHERE merchant_id = $1::uuid AND log = '{log}' ORDER BY number DESC LIMIT 1
    ), start AS (
        SELECT COALESCE(MAX(through_epoch), 0) AS epoch, COALESCE(MAX(through_xid), '0') AS xid
        FROM past
    ), cut AS (
        SELECT w.epoch, w.xid FROM (
            SELECT e.epoch, e.xid FROM kernel_{log} e, start s
            WHERE e.merchant_id = $1::uuid AND (e.epoch, e.xid) > (s.epoch, s.xid)
                AND (e.xid < pg_snapshot_xmin(pg_current_snapshot())
                    OR e.epoch < (SELECT MAX(l.epoch) FROM kernel_{log} l))
            ORDER BY e.epoch, e.xid, e.id
            LIMIT $2
        ) w ORDER BY w.epoch DESC, w.xid DESC LIMIT 1
    ), block AS (
        SELECT COUNT(*) AS size,
            sha256(STRING_AGG(r.hash, ''::bytea ORDER BY r.epoch, r.xid, r.id)) AS digest,
            STRING_AGG(substr(r.hash, 1, 4), ''::bytea ORDER BY r.epoch, r.xid, r.id) AS marks
        FROM ({rows}) r, start s, cut c
        WHERE r.merchant_id = $1::uuid
            AND (r.epoch, r.xid) > (s.epoch, s.xid) AND (r.epoch, r.xid) <= (c.epoch, c.xid)
    )
    INSERT INTO kernel_seal (
        log, number, through_epoch, through_xid, rows_sealed, link, marks, sealed_at
    )
    SELECT '{log}', COALESCE((SELECT number FROM past), 0) + 1, c.epoch, c.xid, b.size,
        sha256(COALESCE((SELECT link FROM past), uuid_send($1::uuid)) || b.digest), b.marks,
        lk_now()
    FROM block b, cut c
    RETURNING rows_sealed
"""
UNFIT = """
    SELECT s.merchant_id, '{log}' AS log, s.number AS block, s.number = s.before + 1 AS follows,
        s.marks, s.from_epoch, s.from_xid::text::bigint AS from_xid,
        s.through_epoch, s.through_xid::text::bigint AS through_xid
    FROM (
        SELECT merchant_id, number, through_epoch, through_xid, rows_sealed, link, marks,
            LAG(number, 1, 0::bigint) OVER w AS before,
            LAG(through_epoch, 1, 0) OVER w AS from_epoch,
            LAG(through_xid, 1, '0'::xid8) OVER w AS from_xid,
            COALESCE(LAG(link) OVER w, uuid_send(merchant_id)) AS before_link
        FROM kernel_seal WHERE log = '{log}'
        WINDOW w AS (PARTITION BY merchant_id ORDER BY number)
    ) s
    LEFT JOIN LATERAL (
        SELECT COUNT(*) AS size,
            sha256(STRING_AGG(r.hash, ''::bytea ORDER BY r.epoch, r.xid, r.id)) AS digest
        FROM ({rows}) r
        WHERE r.merchant_id = s.merchant_id
            AND (r.epoch, r.xid) > (s.from_epoch, s.from_xid)
            AND (r.epoch, r.xid) <= (s.through_epoch, s.through_xid)
    ) b ON true
    WHERE s.number <> s.before + 1 OR b.size <> s.rows_sealed
        OR s.link IS DISTINCT FROM sha256(s.before_link || b.digest)
    ORDER BY s.merchant_id, s.number
    LIMIT 100
"""
BLOCK = """
    SELECT r.id::text AS id, substr(r.hash, 1, 4) AS mark
    FROM ({rows}) r
    WHERE r.merchant_id = $1::uuid
        AND (r.epoch, r.xid) > ($2, $3::text::xid8) AND (r.epoch, r.xid) <= ($4, $5::text::xid8)
    ORDER BY r.epoch, r.xid, r.id
"""


class Broken(Value, frozen=True):
    """A sealed block that does not fit: which log and block, the first row, and how."""

    promise: str
    merchant_id: MerchantId
    log: str
    block: int
    row: str
    found: str


class Proven(Value, frozen=True):
    """What was looked at, and what is wrong with it."""

    blocks: int
    rows: int
    broken: list[Broken]


class Unfit(Value, frozen=True):
    """A seal that its rows, or the seal before it, do not fit."""

    merchant_id: MerchantId
    log: str
    block: int
    follows: bool
    marks: bytes
    from_epoch: int
    from_xid: int
    through_epoch: int
    through_xid: int


class Marked(Value, frozen=True):
    """A row of a block as it is found now."""

    id: str
    mark: bytes


class Count(Value, frozen=True):
    """How much is sealed."""

    blocks: int
    rows: int


class Head(Value, frozen=True):
    """The last seal of one log."""

    merchant_id: MerchantId
    log: str
    block: int
    link: bytes


SEAL_EVENTS = Sql[int](SEAL.format(log="event", rows=EVENTS))
SEAL_ACTS = Sql[int](SEAL.format(log="audit", rows=ACTS))
UNFIT_EVENTS = Sql[Unfit](UNFIT.format(log="event", rows=EVENTS))
UNFIT_ACTS = Sql[Unfit](UNFIT.format(log="audit", rows=ACTS))
BLOCK_OF_EVENTS = Sql[Marked](BLOCK.format(rows=EVENTS))
BLOCK_OF_ACTS = Sql[Marked](BLOCK.format(rows=ACTS))
MERCHANTS = "SELECT merchant_id FROM kernel_merchants()"
COUNT = Sql[Count]("""
    SELECT COUNT(*) AS blocks, COALESCE(SUM(rows_sealed), 0)::bigint AS rows FROM kernel_seal
""")
HEADS = Sql[Head]("""
    SELECT DISTINCT ON (merchant_id, log) merchant_id, log, number AS block, link
    FROM kernel_seal
    ORDER BY merchant_id, log, number DESC
""")
KNOWN = Sql[Head]("""
    SELECT s.merchant_id, s.log, s.number AS block, s.link
    FROM kernel_seal s
    JOIN UNNEST($1::uuid[], $2::text[], $3::bigint[]) a (merchant_id, log, number)
        ON a.merchant_id = s.merchant_id AND a.log = s.log AND a.number = s.number
""")


async def seal_everything(pool: Any, database: Database) -> int:
    """Seal what every merchant's logs hold behind open transactions; return how many rows.

    `pool` asks who there is; each merchant is sealed in transactions of its own.
    """
    return sum([await seal(database, merchant) for merchant in await merchants(pool)])


async def merchants(pool: Any) -> list[MerchantId]:
    """Return every merchant there is, asked as a worker."""
    return [MerchantId(row[0].bytes) for row in await pool.fetch(MERCHANTS)]


async def seal(database: Database, merchant_id: MerchantId, *, rows_max: int = BLOCK_ROWS) -> int:
    """Seal one merchant's logs block by block; return how many rows.

    A block ends with a transaction and so can be longer than `rows_max`. Where another worker
    seals the same, its seals stand.
    """
    sealed = 0
    for sql in (SEAL_EVENTS, SEAL_ACTS):
        while rows := await _seal_block(database, merchant_id, sql, rows_max):
            sealed += rows
    return sealed


async def _seal_block(
    database: Database, merchant_id: MerchantId, sql: Sql[int], rows_max: int
) -> int:
    try:
        async with begin(database, system(merchant_id, "seals")) as tx:
            return await tx.row(sql, merchant_id, rows_max) or 0
    except Contended:
        return 0


async def verify(reader: Reader) -> Proven:
    """Prove every sealed block that `reader` may see; name the first row of one that differs."""
    broken = []
    for unfit in [*await reader.rows(UNFIT_EVENTS), *await reader.rows(UNFIT_ACTS)]:
        block = BLOCK_OF_EVENTS if unfit.log == "event" else BLOCK_OF_ACTS
        found = await reader.rows(
            block,
            unfit.merchant_id,
            unfit.from_epoch,
            str(unfit.from_xid),
            unfit.through_epoch,
            str(unfit.through_xid),
        )
        broken.append(_named(unfit, found))
    (count,) = await reader.rows(COUNT)
    return Proven(count.blocks, count.rows, broken)


def _named(unfit: Unfit, found: Sequence[Marked]) -> Broken:
    """Say which row of a block is the first that differs from what was sealed."""
    marks = [unfit.marks[at : at + MARK_BYTES] for at in range(0, len(unfit.marks), MARK_BYTES)]
    pairs = zip(marks, found, strict=False)
    place = next((at for at, (mark, row) in enumerate(pairs) if mark != row.mark), None)
    row = ""
    if not unfit.follows:
        told = "the seal before it is missing"
    elif place is not None:
        row, told = found[place].id, f"row {place + 1} of {len(marks)} is not the one sealed"
        if marks[place + 1 : place + 2] == [found[place].mark]:
            told = f"row {place + 1} of {len(marks)}, before this one, is missing"
    elif len(found) < len(marks):
        row = found[-1].id if found else ""
        told = f"{len(marks) - len(found)} of {len(marks)} rows are missing after this one"
    elif len(found) > len(marks):
        row, told = found[len(marks)].id, "a row that was not there when it was sealed"
    else:
        told = "its rows fit, but its seal does not follow from the one before"
    return Broken("L10", unfit.merchant_id, unfit.log, unfit.block, row, told)


async def heads(reader: Reader) -> list[Head]:
    """Return the last seal of every log, to be kept outside the database."""
    return await reader.rows(HEADS)


async def cut_off(reader: Reader, kept: Sequence[Head]) -> list[Head]:
    """Return those of the heads kept outside that are not in the database as they were."""
    here = await reader.rows(
        KNOWN,
        [head.merchant_id for head in kept],
        [head.log for head in kept],
        [head.block for head in kept],
    )
    links = {(head.merchant_id, head.log, head.block): head.link for head in here}
    return [h for h in kept if links.get((h.merchant_id, h.log, h.block)) != h.link]
