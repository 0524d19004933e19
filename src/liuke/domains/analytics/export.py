"""The export: bring every table of a merchant's lake to one moment.

The moment is a transaction number below which everything is over. A table's new rows are those
written since its cursor and below the moment; each is copied exactly once, however late or out of
order its transaction was committed. Files, cursor and run are told in transactions: a run that is
killed leaves files that do not count, and the next one goes on behind the last cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from liuke.domains.analytics import manifest
from liuke.domains.analytics.manifest import Cursor
from liuke.domains.analytics.seat import Order, Seat, seat
from liuke.domains.analytics.turn import NAME, patient, turn
from liuke.domains.analytics.values import LakeFile, LakeFileId, Moment
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.lake import TABLES, LakeTable
from liuke.kernel.lake_sql import PRUNE, PartKind, copied, copied_gone
from liuke.kernel.spool import Spool, one_by_one
from liuke.kernel.values import Value

# A first export of years comes in steps of so many transactions, and goes on behind the last one.
STEP = 1_000_000
COPY_SECONDS = 3_600.0
FORGOTTEN = "analytics_forgotten"
SPOOL = ".spool"
Say = Callable[[str, int], object]


class Exported(Value, frozen=True):
    """What a run brought: rows, and keys of rows that are gone; as of which moment."""

    moment: Moment
    rows: int


async def export(
    database: Database, merchant_id: MerchantId, *, say: Say = lambda _name, _rows: None
) -> Exported:
    """Bring the lake of a merchant to now; `say` is told of each table's rows as they are kept.

    Raises:
        Contended: somebody else has been writing this lake for too long.
        LakeUnavailable: this process has no lake.
        FolderUnwritable: its folder takes no more.
    """
    place = seat()
    async with turn(database, merchant_id):
        async with begin(database, system(merchant_id, NAME)) as tx:
            moment = await manifest.begin_run(tx)
            last, known = await manifest.last_run(tx), await manifest.cursors(tx)

        async def follow(table: LakeTable) -> int:
            step = Step(place, place.folder / str(merchant_id), moment, table)
            found = await step.follow(database, merchant_id, known.get(table.name))
            say(table.name, found)
            return found

        rows = sum(await one_by_one(follow, TABLES.values()))
        async with begin(database, system(merchant_id, NAME)) as tx:
            await manifest.move(tx, list(TABLES), moment.generation, moment.through_xid)
            if rows == 0 and last and manifest.follows(moment, last):
                await manifest.looked(tx, last, moment.as_of, moment.through_xid)
            else:
                await manifest.note(tx, moment, "export", rows)
    return Exported(moment, rows)


class Step:
    """One table of one run."""

    def __init__(self, place: Seat, folder: Path, moment: Moment, table: LakeTable) -> None:
        """Describe the step."""
        self.place = place
        self.folder = folder
        self.moment = moment
        self.table = table
        self.done = 0

    async def follow(
        self, database: Database, merchant_id: MerchantId, cursor: Cursor | None
    ) -> int:
        """Copy what was written since the cursor; return how many rows and keys."""
        fresh = cursor is None or cursor.generation != self.moment.generation
        self.done = start = 0 if fresh or cursor is None else cursor.next_xid

        async def step(bounds: tuple[int, int]) -> int:
            async with patient(database, merchant_id) as tx:
                if not (found := await self._between(tx, *bounds)):
                    return 0
                own = self.table.name, self.moment.generation
                await manifest.step(tx, *own, self.done, bounds[1])
                await tx.run(PRUNE, tx.merchant_id, self.table.name, bounds[1])
            self.done = bounds[1]
            return found

        return sum(await one_by_one(step, steps(start, self.moment.through_xid)))

    async def _between(self, tx: Tx, low: int, high: int) -> int:
        replaces = self.table.kept == "often" and low > 0
        columns = tuple(self.table.columns)
        query = copied(self.table, FORGOTTEN)
        found = await self._copy(tx, query, "changes" if replaces else "rows", columns, low, high)
        if self.table.kept != "final" and low > 0:
            query = copied_gone(self.table)
            found += await self._copy(tx, query, "gone", self.table.key, low, high)
        return found

    async def _copy(
        self, tx: Tx, query: str, kind: PartKind, columns: Sequence[str], low: int, high: int
    ) -> int:
        on = self.table.on if kind != "gone" else ""
        order = Order(self.table, columns, self.moment.number, self.folder / self.table.name, on)
        spool = Spool(self.folder / SPOOL, partial(self.place.press.press, order=order))
        bounds = (str(low), str(high)) if self.table.epochs and kind != "gone" else (low, high)
        try:
            await tx.copy(
                query, tx.merchant_id, *bounds, self.moment.generation,
                into=spool.take, seconds=COPY_SECONDS,
            )  # fmt: skip
            pressed = await spool.finish()
        finally:
            await spool.close()
        like = LakeFile(
            LakeFileId.new(), self.table.name, self.moment.generation, kind, "", "",
            tuple(columns), 0, 0,
        )  # fmt: skip
        await manifest.add(tx, self.moment, pressed, like=like, folder=self.folder)
        return sum(one.rows for one in pressed)


def steps(low: int, high: int) -> Iterator[tuple[int, int]]:
    """Give the bounds of the steps from one transaction to another.

    >>> list(steps(0, 1_500_000))
    [(0, 1000000), (1000000, 1500000)]
    """
    while low < high:
        yield low, min(low + STEP, high)
        low = min(low + STEP, high)
