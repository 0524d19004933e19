"""Run an import chunk by chunk; one that broke off goes on where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.domains.connect.errors import MovedOn, UnknownImport
from liuke.domains.connect.events import ImportFinished
from liuke.domains.connect.plan import Group, Plan
from liuke.domains.connect.take import Taken, take
from liuke.domains.connect.values import Fault, ImportId, Progress
from liuke.kernel import audit
from liuke.kernel.clock import END_OF_TIME
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

BEGIN = Sql[Progress]("""
    INSERT INTO connect_import AS i (
        id, sheet, file, worksheet, digest, rows, started_by, started_at
    )
    VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (merchant_id, sheet, digest) DO UPDATE SET file = EXCLUDED.file
    RETURNING id, sheet, file, worksheet, rows, position, taken, refused, started_by, started_at,
        finished_at
""")
AGAIN = Sql[Progress]("""
    UPDATE connect_import SET position = 0, taken = 0, refused = 0, finished_at = NULL
    WHERE id = $1::uuid
    RETURNING id, sheet, file, worksheet, rows, position, taken, refused, started_by, started_at,
        finished_at
""")
FORGET = Sql[None]("DELETE FROM connect_fault WHERE import_id = $1::uuid")
MOVE = Sql[Progress]("""
    UPDATE connect_import
    SET position = position + $3, taken = taken + $4, refused = refused + $5,
        finished_at = CASE WHEN position + $3 >= rows THEN $6::timestamptz END
    WHERE id = $1::uuid AND position = $2
    RETURNING id, sheet, file, worksheet, rows, position, taken, refused, started_by, started_at,
        finished_at
""")
FAULTS = Sql[None]("""
    INSERT INTO connect_fault (import_id, line, column_name, reason, reason_zh, code)
    SELECT $1::uuid, f.line, f.column_name, f.reason, f.reason_zh, f.code
    FROM UNNEST($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])
        AS f (line, column_name, reason, reason_zh, code)
    ON CONFLICT DO NOTHING
""")
SHOW = Sql[Progress]("""
    SELECT id, sheet, file, worksheet, rows, position, taken, refused, started_by, started_at,
        finished_at
    FROM connect_import
    WHERE id = $1::uuid
""")
LATEST = Sql[Progress]("""
    SELECT id, sheet, file, worksheet, rows, position, taken, refused, started_by, started_at,
        finished_at
    FROM connect_import
    WHERE (started_at, id) < ($1::timestamptz, $2::uuid)
    ORDER BY started_at DESC, id DESC
    LIMIT $3
""")
FAULTS_OF = Sql[Fault]("""
    SELECT line, column_name AS column, reason, reason_zh, code
    FROM connect_fault
    WHERE import_id = $1::uuid AND (line, column_name) > ($2, $3)
    ORDER BY line, column_name
    LIMIT $4
""")


async def begin_import(
    tx: Tx, plan: Plan, *, file: str, rows: int, again: bool = False
) -> Progress:
    """Begin an import, or find the one of the same file and columns where it stopped.

    `again` goes through a file from its first row once more; rows that were taken stay as they are.
    """
    what = (plan.sheet.name, file, plan.worksheet, plan.digest, rows)
    found = await tx.row(BEGIN, ImportId.new(), *what, tx.actor.name, tx.now)
    assert found is not None, "an upsert always returns its row"
    if again and found.position:
        await tx.run(FORGET, found.id)
        found = await tx.row(AGAIN, found.id) or found
    return found


async def go_on(
    tx: Tx, plan: Plan, progress: Progress, chunk: Sequence[Group]
) -> tuple[Progress, Taken]:
    """Take the next chunk and note how far the file has come, in one transaction.

    Raises:
        MovedOn: somebody else took these rows meanwhile.
    """
    made = await take(tx, plan, chunk)
    moved = await tx.row(
        MOVE, progress.id, progress.position, made.rows, made.taken, made.refused, tx.now
    )
    if moved is None:
        raise MovedOn(progress.id, progress.position)
    await tx.run(FAULTS, progress.id, *columns(Fault, made.faults))
    if moved.finished_at is not None:
        tx.emit(ImportFinished(moved.id, moved.sheet, moved.taken, moved.refused))
        await audit.record(tx, [audit.Act("connect.imported", str(moved.id), after=moved)])
    return moved, made


async def get_import(tx: Tx, import_id: ImportId) -> Progress:
    """Return how far an import has come.

    Raises:
        UnknownImport: there is no such import.
    """
    found = await tx.row(SHOW, import_id)
    if found is None:
        raise UnknownImport(import_id)
    return found


async def imports(
    tx: Tx, *, before: tuple[datetime, ImportId] | None = None, limit: int = 50
) -> list[Progress]:
    """Page through imports, newest first."""
    return await tx.rows(LATEST, *(before or (END_OF_TIME, ImportId.last())), limit)


async def faults_of(
    tx: Tx, import_id: ImportId, *, after: tuple[int, str] = (0, ""), limit: int = 1_000
) -> list[Fault]:
    """Page through what was wrong with rows, in the order of the file."""
    return await tx.rows(FAULTS_OF, import_id, *after, limit)
