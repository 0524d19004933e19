"""The manifest: which files count, how far each table has come, and the runs that were whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from liuke.domains.analytics.values import LakeFile, LakeFileId, Moment, Pressed
from liuke.kernel.db import Contended, Tx
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import CUT, EPOCH
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

# How long the lake is kept as of before its files were written anew.
KEPT_FOR = timedelta(days=1)
# As long as a question that is being answered may still read files that are to go soon.
GRACE = timedelta(minutes=15)
# What is gone of these was about people: it leaves the files within a day, however little it is.
FLEETING = ("analytics_behaviour", "analytics_thread")


class Cursor(Value, frozen=True):
    """The next transaction that a table waits for."""

    name: str
    generation: int
    next_xid: int


NUMBER = Sql[int]("""
    SELECT GREATEST(
        (SELECT COALESCE(MAX(number), 0) FROM analytics_run WHERE merchant_id = $1::uuid),
        (
            SELECT COALESCE(MAX(GREATEST(from_run, until_run)), 0) FROM analytics_file
            WHERE merchant_id = $1::uuid
        )
    ) + 1
""")
CURSORS = Sql[Cursor]("""
    SELECT name, generation, next_xid FROM analytics_cursor WHERE merchant_id = $1::uuid
""")
# Only from where the copy began: whoever lost the turn to another copied in vain.
STEP = Sql[str]("""
    INSERT INTO analytics_cursor AS c (name, generation, next_xid) VALUES ($1, $2, $3)
    ON CONFLICT (merchant_id, name)
        DO UPDATE SET generation = EXCLUDED.generation, next_xid = EXCLUDED.next_xid
        WHERE c.generation < EXCLUDED.generation
            OR c.generation = EXCLUDED.generation AND c.next_xid = $4
    RETURNING name
""")
MOVE = Sql[None]("""
    INSERT INTO analytics_cursor AS c (name, generation, next_xid)
    SELECT name, $2, $3 FROM UNNEST($1::text[]) AS n (name) ORDER BY name
    ON CONFLICT (merchant_id, name)
        DO UPDATE SET generation = EXCLUDED.generation, next_xid = EXCLUDED.next_xid
        WHERE (c.generation, c.next_xid) < (EXCLUDED.generation, EXCLUDED.next_xid)
""")
ADD = Sql[None]("""
    INSERT INTO analytics_file (
        id, name, generation, kind, month, path, columns, row_count, size_bytes, from_run
    )
    SELECT id, name, generation, kind, month, path, string_to_array(columns, ','), row_count,
        size_bytes, $9
    FROM UNNEST(
        $1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::bigint[], $10::bigint[]
    ) AS f (id, name, generation, kind, month, path, columns, row_count, size_bytes)
""")
# A table of which files lack a column that it has by now, as after a change of the program.
OUTGROWN = Sql[str]("""
    SELECT DISTINCT f.name
    FROM analytics_file f
    JOIN UNNEST($3::text[], $4::text[]) AS t (name, columns) ON t.name = f.name
    WHERE f.merchant_id = $1::uuid AND f.generation = $2 AND f.until_run IS NULL
        AND f.kind <> 'gone' AND NOT f.columns @> string_to_array(t.columns, ',')
""")
LET_GO = Sql[None]("""
    UPDATE analytics_file SET until_run = $3, delete_at = $4
    WHERE merchant_id = $1::uuid AND name = ANY ($2::text[]) AND until_run IS NULL
""")
BEGIN_ANEW = Sql[None]("""
    UPDATE analytics_cursor SET next_xid = 0
    WHERE merchant_id = $1::uuid AND name = ANY ($2::text[])
""")
NOTE = Sql[None]("""
    INSERT INTO analytics_run (
        number, kind, generation, through_xid, as_of, fresh_at, ended_at, row_count
    )
    VALUES ($1, $2, $3, $4, $5, $5, lk_now(), $6)
""")
LOOKED = Sql[None]("""
    UPDATE analytics_run SET fresh_at = $3, through_xid = $4
    WHERE merchant_id = $1::uuid AND number = $2
""")
LAST = Sql[Moment]("""
    SELECT number, generation, through_xid, fresh_at AS as_of FROM analytics_run
    WHERE merchant_id = $1::uuid ORDER BY number DESC LIMIT 1
""")
RETIRE_OLDER = Sql[None]("""
    UPDATE analytics_file SET until_run = $3, delete_at = $4
    WHERE merchant_id = $1::uuid AND generation < $2 AND until_run IS NULL
""")
RETIRE = Sql[None]("""
    UPDATE analytics_file SET until_run = $3, delete_at = $4
    WHERE merchant_id = $1::uuid AND id = ANY ($2::uuid[])
""")
LIVE = Sql[LakeFile]("""
    SELECT id, name, generation, kind, month, path, columns, row_count, size_bytes
    FROM analytics_file
    WHERE merchant_id = $1::uuid AND generation = $2 AND until_run IS NULL
    ORDER BY name, kind, from_run, path
""")


HASTEN = Sql[None]("""
    UPDATE analytics_file SET delete_at = $3
    WHERE merchant_id = $1::uuid AND name = ANY ($2::text[]) AND delete_at > $3
""")
STALE = Sql[str]("""
    SELECT DISTINCT f.name
    FROM analytics_file f
    LEFT JOIN analytics_run r ON r.merchant_id = f.merchant_id AND r.number = f.from_run
    WHERE f.merchant_id = $1::uuid AND f.until_run IS NULL AND f.kind = 'gone'
        AND f.name = ANY ($2::text[]) AND COALESCE(r.as_of < $3, true)
""")


async def begin_run(tx: Tx) -> Moment:
    """Return the moment a new run brings the lake to."""
    number = await tx.row(NUMBER, tx.merchant_id)
    generation, cut = await tx.row(EPOCH), await tx.row(CUT)
    assert number is not None, "an aggregate has a row"
    assert generation is not None, "the event log has an epoch"
    assert cut is not None, "there is a snapshot"
    return Moment(number, generation, cut, tx.now)


async def cursors(tx: Tx) -> dict[str, Cursor]:
    """Return how far each table has come."""
    return {one.name: one for one in await tx.rows(CURSORS, tx.merchant_id)}


async def outgrown(tx: Tx, generation: int) -> list[str]:
    """Return the tables that have a column which some of their files were written without."""
    declared = [(name, ",".join(table.columns)) for name, table in TABLES.items()]
    names, told = map(list, zip(*declared, strict=True))
    return await tx.rows(OUTGROWN, tx.merchant_id, generation, names, told)


async def begin_anew(tx: Tx, names: Sequence[str], moment: Moment) -> None:
    """Let tables be copied from their first row on; until a run is whole readers have the files.

    A run that is broken off goes on where it was: what the next one copies is new.
    """
    await tx.run(LET_GO, tx.merchant_id, list(names), moment.number, tx.now + KEPT_FOR)
    await tx.run(BEGIN_ANEW, tx.merchant_id, list(names))


async def last_run(tx: Tx) -> Moment | None:
    """Return the last run that was whole, as of when nothing newer was found."""
    return await tx.row(LAST, tx.merchant_id)


async def live_files(tx: Tx, generation: int) -> list[LakeFile]:
    """Return the files that count now."""
    return await tx.rows(LIVE, tx.merchant_id, generation)


async def add(
    tx: Tx, moment: Moment, pressed: Sequence[Pressed], *, like: LakeFile, folder: Path
) -> None:
    """Let files count from a run on; `like` says of which table, kind and columns they are."""
    rows = [
        LakeFile(
            LakeFileId.new(), like.name, moment.generation, like.kind, one.month,
            str(one.path.relative_to(folder)), like.columns, one.rows, one.size_bytes,
        )
        for one in pressed
    ]  # fmt: skip
    if not rows:
        return
    (ids, names, generations, kinds, months, paths, _, counts, sizes) = columns(LakeFile, rows)
    joined = [",".join(row.columns) for row in rows]
    await tx.run(
        ADD, ids, names, generations, kinds, months, paths, joined, counts, moment.number, sizes
    )


async def step(tx: Tx, name: str, generation: int, low: int, high: int) -> None:
    """Let a table that waited for one transaction wait for a later one.

    Raises:
        Contended: somebody else has copied from there meanwhile.
    """
    if not await tx.rows(STEP, name, generation, high, low):
        raise Contended


async def move(tx: Tx, names: Sequence[str], generation: int, xid: int) -> None:
    """Let tables, none of which has anything earlier, wait for a transaction."""
    await tx.run(MOVE, list(names), generation, xid)


async def note(tx: Tx, moment: Moment, kind: str, rows: int) -> None:
    """Write down a whole run: readers see it from now on, and no file of earlier generations."""
    await tx.run(
        NOTE, moment.number, kind, moment.generation, moment.through_xid, moment.as_of, rows
    )
    gone_at = tx.now + KEPT_FOR
    await tx.run(RETIRE_OLDER, tx.merchant_id, moment.generation, moment.number, gone_at)


def follows(moment: Moment, last: Moment | None) -> bool:
    """Tell whether a run comes right after the last whole one: none was broken off between."""
    return (
        last is not None
        and moment.generation == last.generation
        and moment.number == last.number + 1
    )


async def looked(tx: Tx, last: Moment, now: datetime, through_xid: int) -> None:
    """Write down that nothing was newer than the last run."""
    await tx.run(LOOKED, tx.merchant_id, last.number, now, through_xid)


async def retire(tx: Tx, files: Sequence[LakeFile], moment: Moment) -> None:
    """Let files count no longer from a run on; for a day they still answer as of before."""
    ids = [file.id for file in files]
    await tx.run(RETIRE, tx.merchant_id, ids, moment.number, tx.now + KEPT_FOR)


async def hasten(tx: Tx, names: Sequence[str]) -> None:
    """Let files of some tables that count no longer go as soon as nobody can be reading them."""
    await tx.run(HASTEN, tx.merchant_id, list(names), tx.now + GRACE)


async def stale(tx: Tx) -> list[str]:
    """Return the tables about people of which rows were gone a day ago that files still hold."""
    return await tx.rows(STALE, tx.merchant_id, list(FLEETING), tx.now - KEPT_FOR)
