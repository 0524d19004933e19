"""Sweeping: files that nobody can be reading any more, and what killed runs left, are deleted."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from liuke.domains.analytics.manifest import GRACE
from liuke.domains.analytics.seat import seat
from liuke.domains.analytics.turn import NAME
from liuke.kernel.actor import system
from liuke.kernel.db import Database, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.rows import Sql
from liuke.kernel.spool import one_by_one
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
        LakeUnavailable: this process has no lake, or its storage is away.
    """
    place = seat()
    folder = place.folder / str(merchant_id)
    async with begin(database, system(merchant_id, NAME)) as tx:
        over = await tx.rows(OVER, tx.merchant_id, tx.now)
        if over:
            await tx.run(FORGET_RUNS, tx.merchant_id, max(one.until_run for one in over))
        counted, now = await tx.rows(COUNTED, tx.merchant_id), tx.now
    known = {folder / path for path in counted}
    # Only once it is committed: a file that is told of is there.
    old = await asyncio.to_thread(place.depot.older, folder, now - ORPHAN_AFTER)
    gone = {folder / one.path for one in over} | {path for path in old if path not in known}
    await asyncio.to_thread(place.depot.drop, sorted(gone))
    return len(gone)


async def shed(database: Database) -> int:
    """Delete this machine's copies of files that count no longer; return how many.

    An erased member is so on every machine that has ever read the lake.

    Raises:
        FolderUnwritable: the folder is not ours.
        LakeUnavailable: this process has no lake.
    """
    place = seat()

    async def one(folder: Path) -> int:
        async with begin(database, system(MerchantId.parse(folder.name), NAME)) as tx:
            counted, now = await tx.rows(COUNTED, tx.merchant_id), tx.now
        known = {folder / path for path in counted}
        return await asyncio.to_thread(place.depot.shed, folder, known, now - GRACE)

    return sum(await one_by_one(one, await asyncio.to_thread(place.depot.copied)))
