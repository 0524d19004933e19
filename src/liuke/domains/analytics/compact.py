"""Compaction: many small files become few, and rows that were replaced are left out for good."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from liuke.domains.analytics import manifest
from liuke.domains.analytics.opened import stored
from liuke.domains.analytics.rules import Doing, looks, plan
from liuke.domains.analytics.seat import Order, Seat, seat
from liuke.domains.analytics.turn import NAME, patient, turn
from liuke.domains.analytics.values import LakeFile, LakeFileId, Moment, Stored
from liuke.kernel.actor import system
from liuke.kernel.db import Database, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.lake import TABLES
from liuke.kernel.spool import one_by_one, unwritable


async def compact(database: Database, merchant_id: MerchantId, *, whole: bool = False) -> int:
    """Write anew what has become slow to read, `whole` whatever can be; return how many tables.

    Raises:
        Contended: somebody else has been writing this lake for too long.
        FolderUnwritable: its folder takes no more.
        LakeUnavailable: this process has no lake.
    """
    place = seat()
    async with turn(database, merchant_id):
        async with begin(database, system(merchant_id, NAME)) as tx:
            new, last = await manifest.begin_run(tx), await manifest.last_run(tx)
            files, stale = await manifest.live_files(tx, new.generation), await manifest.stale(tx)
            # What was never copied would look as if it were: the next export begins them anew.
            left = {*await manifest.outgrown(tx, new.generation)}
        plans = {
            name: plan(own, whole=whole, stale=name in stale)
            for name, own in by_table(files).items()
        }
        if last is None or not any(plans.values()):
            return 0
        moment = replace(last, number=new.number, generation=new.generation)
        rewriting = Rewriting(place, database, merchant_id, moment)

        async def rewrite(name: str) -> int:
            return await rewriting.rewrite(by_table(files)[name], plans[name])

        wanted = [name for name, doing in plans.items() if doing and name in TABLES.keys() - left]
        rows = sum(await one_by_one(rewrite, wanted))
        async with begin(database, system(merchant_id, NAME)) as tx:
            await manifest.note(tx, moment, "compact", rows)
            await manifest.hasten(tx, stale)
    return len(wanted)


def by_table(files: Sequence[LakeFile]) -> Mapping[str, list[LakeFile]]:
    """Return files by the table they are of."""
    found: dict[str, list[LakeFile]] = defaultdict(list)
    for file in files:
        found[file.name].append(file)
    return found


class Rewriting:
    """One run that writes tables anew."""

    def __init__(
        self, place: Seat, database: Database, merchant_id: MerchantId, moment: Moment
    ) -> None:
        """Describe the run."""
        self.press = place.press
        self.folder = place.folder / str(merchant_id)
        self.database = database
        self.merchant_id = merchant_id
        self.moment = moment

    async def rewrite(self, files: Sequence[LakeFile], doing: Doing) -> int:
        """Write months of one table anew; return how many rows."""
        months = set(doing.months)
        if doing.fold:
            replaced = await self.replaced(files)
            months |= {f.month for f in files if self.path(f) in replaced or f.kind == "changes"}
        marks = [file for file in files if file.kind == "gone"]

        async def month(name: str) -> int:
            own = [file for file in files if file.month == name and file.kind != "gone"]
            return await self.replace(own, self.of([*own, *marks]))

        rows = sum(await one_by_one(month, sorted(months)))
        if doing.fold and marks:
            async with patient(self.database, self.merchant_id) as tx:
                await manifest.retire(tx, marks, self.moment)
        return rows

    async def replaced(self, files: Sequence[LakeFile]) -> set[str]:
        """Return the files that hold rows which later ones replaced or removed."""
        marks = [file for file in files if file.kind != "rows"]

        async def look(some: list[LakeFile]) -> set[str]:
            return await asyncio.to_thread(self.press.files_replaced, self.of([*some, *marks]))

        found = await one_by_one(look, looks([file for file in files if file.kind == "rows"]))
        return set[str]().union(*found)

    async def replace(self, files: Sequence[LakeFile], read: Stored) -> int:
        """Put one set of files in the place of another; return how many rows they hold."""
        first, table = files[0], TABLES[files[0].name]
        order = Order(
            table, tuple(table.columns), self.moment.number, self.folder / table.name, table.on
        )
        async with patient(self.database, self.merchant_id) as tx:
            with unwritable():
                pressed = await asyncio.to_thread(self.press.merge, read, order)
            like = replace(first, id=LakeFileId.new(), kind="rows", columns=tuple(table.columns))
            await manifest.retire(tx, files, self.moment)
            await manifest.add(tx, self.moment, pressed, like=like, folder=self.folder)
        return sum(one.rows for one in pressed)

    def of(self, files: Sequence[LakeFile]) -> Stored:
        """Return files of one table as an engine reads them."""
        return stored([(file, self.path(file)) for file in files])[files[0].name]

    def path(self, file: LakeFile) -> str:
        """Return where a file is."""
        return str(Path(self.folder) / file.path)
