"""Forgetting: files are written anew without what erased members were known by."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from liuke.domains.analytics import manifest
from liuke.domains.analytics.compact import Rewriting, by_table
from liuke.domains.analytics.rules import looks
from liuke.domains.analytics.seat import Order, seat
from liuke.domains.analytics.turn import NAME, patient, turn
from liuke.domains.analytics.values import LakeFile, LakeFileId
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import SILENCE
from liuke.kernel.rows import Sql
from liuke.kernel.spool import one_by_one, unwritable

ASK = Sql[None]("""
    INSERT INTO analytics_forgotten (member_id)
    SELECT member_id FROM UNNEST($1::uuid[]) AS m (member_id) ORDER BY member_id
    ON CONFLICT (merchant_id, member_id) DO UPDATE SET asked_xid = lk_xid(), done_run = NULL
""")
# Only whose erasure the lake has caught up with: nothing of theirs comes after.
ASKED = Sql[MemberId]("""
    SELECT member_id FROM analytics_forgotten
    WHERE merchant_id = $1::uuid AND done_run IS NULL AND asked_xid < $2
    ORDER BY member_id
""")
DONE = Sql[None]("""
    UPDATE analytics_forgotten SET done_run = $3
    WHERE merchant_id = $1::uuid AND member_id = ANY ($2::uuid[])
""")


async def forget_in_lake(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Ask that the lake forget members; it does after its next run."""
    await tx.run(ASK, list(member_ids))
    named = [t.name for t in TABLES.values() if t.vanish and t.key[0] == t.whose]
    keys = [str(UUID(bytes=member_id.bytes)) for member_id in member_ids]
    await tx.run(SILENCE, tx.merchant_id, named, keys)


async def forget(database: Database, merchant_id: MerchantId) -> int:
    """Write anew every file that still knows an erased member; return how many members.

    Raises:
        Contended: somebody else has been writing this lake for too long.
        FolderUnwritable: its folder takes no more.
        LakeUnavailable: this process has no lake.
    """
    place = seat()
    async with turn(database, merchant_id):
        async with begin(database, system(merchant_id, NAME)) as tx:
            new, last = await manifest.begin_run(tx), await manifest.last_run(tx)
            through = last.through_xid if last else 0
            erased = await tx.rows(ASKED, tx.merchant_id, through)
            files = await manifest.live_files(tx, new.generation)
        if last is None or not erased:
            return 0
        moment = replace(last, number=new.number, generation=new.generation)
        blanking = Blanking(place, database, merchant_id, moment)
        personal = [t.name for t in TABLES.values() if t.whose and (t.vanish or t.forget)]

        async def blank(name: str) -> int:
            return await blanking.blank(by_table(files)[name], erased)

        rows = sum(await one_by_one(blank, [name for name in personal if by_table(files)[name]]))
        async with begin(database, system(merchant_id, NAME)) as tx:
            await manifest.note(tx, moment, "forget", rows)
            await manifest.hasten(tx, personal)
            await tx.run(DONE, tx.merchant_id, erased, moment.number)
    return len(erased)


class Blanking(Rewriting):
    """One run that forgets members."""

    async def blank(self, files: Sequence[LakeFile], erased: Sequence[MemberId]) -> int:
        """Write the files of one table that know members anew; return how many rows."""

        async def look(some: list[LakeFile]) -> set[str]:
            return await asyncio.to_thread(self.press.files_with, self.of(some), erased)

        known = set[str]().union(*await one_by_one(look, looks(files)))

        async def one(file: LakeFile) -> int:
            table = TABLES[file.name]
            on = table.on if file.kind != "gone" else ""
            order = Order(table, file.columns, self.moment.number, self.folder / table.name, on)
            async with patient(self.database, self.merchant_id) as tx:
                with unwritable():
                    pressed = await asyncio.to_thread(
                        self.press.forget, self.of([file]), order, erased
                    )
                await manifest.retire(tx, [file], self.moment)
                like = replace(file, id=LakeFileId.new())
                await manifest.add(tx, self.moment, pressed, like=like, folder=self.folder)
            return sum(written.rows for written in pressed)

        return sum(await one_by_one(one, [file for file in files if self.path(file) in known]))
