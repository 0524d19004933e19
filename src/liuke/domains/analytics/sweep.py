"""Sweeping: files that nobody can be reading any more, and what killed runs left, are deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from liuke.domains.analytics.seat import seat
from liuke.domains.analytics.turn import NAME
from liuke.kernel.actor import system
from liuke.kernel.db import Database, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.spool import unwritable
from liuke.kernel.values import Value

# A run that is still going has files that nobody has told of.
ORPHAN_AFTER = timedelta(hours=3)


class Swept(Value, frozen=True):
    """A file that counts no longer, and the run it ended with."""

    path: str
    until_run: int


OVER = Sql[Swept]("""
    DELETE FROM analytics_file WHERE merchant_id = $1::uuid AND delete_at < $2
    RETURNING path, until_run
""")
# A run whose files are not all there any more cannot be opened again.
FORGET_RUNS = Sql[None]("""
    DELETE FROM analytics_run WHERE merchant_id = $1::uuid AND number < LEAST(
        $2, (SELECT MAX(number) FROM analytics_run WHERE merchant_id = $1::uuid)
    )
""")
COUNTED = Sql[str]("SELECT path FROM analytics_file WHERE merchant_id = $1::uuid")


async def sweep(database: Database, merchant_id: MerchantId) -> int:
    """Delete what is no longer needed; return how many files.

    Raises:
        FolderUnwritable: the folder is not ours.
        LakeUnavailable: this process has no lake.
    """
    folder = seat().folder / str(merchant_id)
    async with begin(database, system(merchant_id, NAME)) as tx:
        over = await tx.rows(OVER, tx.merchant_id, tx.now)
        if over:
            await tx.run(FORGET_RUNS, tx.merchant_id, max(one.until_run for one in over))
        counted, now = await tx.rows(COUNTED, tx.merchant_id), tx.now
    # Only once it is committed: a file that is told of is there.
    return await asyncio.to_thread(_delete, folder, [one.path for one in over], counted, now)


def _delete(folder: Path, over: Iterable[str], counted: Iterable[str], now: datetime) -> int:
    known, old = {folder / path for path in counted}, now - ORPHAN_AFTER
    with unwritable():
        orphans = [
            path
            for path in folder.rglob("*")
            if path.is_file() and path not in known and _written(path) < old
        ]
        gone = [folder / path for path in over] + orphans
        for path in gone:
            path.unlink(missing_ok=True)
    return len(gone)


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
