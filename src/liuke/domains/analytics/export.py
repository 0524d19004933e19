"""The export: bring every table of a merchant's lake to one moment.

The moment is a transaction number below which everything is over. A table's new rows are those
written since its cursor and below the moment; each is copied exactly once, however late or out of
order its transaction was committed. Files, cursor and run are told in transactions: a run that is
killed leaves files that do not count, and the next one goes on behind the last cursor. A table
that has got a column is copied anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from liuke.kernel.lake_sql import NOTED, PRUNE, PartKind, copied, copied_back, copied_gone
from liuke.kernel.spool import Spool, until_none, until_one
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
            outgrown = await manifest.outgrown(tx, moment.generation)
            await manifest.begin_anew(tx, outgrown, moment)
            last, known = await manifest.last_run(tx), await manifest.cursors(tx)
            noted = frozenset(await tx.rows(NOTED, tx.merchant_id, moment.through_xid))
        following = Following(place, place.folder / str(merchant_id), moment, noted)
        pending = [step for table in TABLES.values() for step in following.steps(table, known)]
        left = iter(pending)

        async def some() -> int | None:
            # Where nothing is new a table costs one statement; what is new is committed at once.
            async with patient(database, merchant_id) as tx:
                return await until_one(partial(following.follow, tx, say), left)

        rows = sum(await until_none(some))
        async with begin(database, system(merchant_id, NAME)) as tx:
            await manifest.move(tx, list(TABLES), moment.generation, moment.through_xid)
            if rows == 0 and last and not outgrown and manifest.follows(moment, last):
                await manifest.looked(tx, last, moment.as_of, moment.through_xid)
            else:
                await manifest.note(tx, moment, "export", rows)
    return Exported(moment, rows)


@dataclass(frozen=True)
class Step:
    """What one table wrote between two transactions."""

    table: LakeTable
    low: int
    high: int


class Following:
    """One run, table by table."""

    def __init__(self, place: Seat, folder: Path, moment: Moment, noted: frozenset[str]) -> None:
        """Describe the run; `noted` are the tables that noted rows that are gone."""
        self.place = place
        self.folder = folder
        self.moment = moment
        self.noted = noted
        self.done: dict[str, int] = {}

    def steps(self, table: LakeTable, known: Mapping[str, Cursor]) -> Iterator[Step]:
        """Give what is to be copied of a table since its cursor."""
        cursor = known.get(table.name)
        fresh = cursor is None or cursor.generation != self.moment.generation
        start = self.done[table.name] = 0 if fresh or cursor is None else cursor.next_xid
        return (Step(table, *bounds) for bounds in steps(start, self.moment.through_xid))

    async def follow(self, tx: Tx, say: Say, step: Step) -> int:
        """Copy one step; return how many rows and keys.

        Raises:
            Contended: somebody else has copied from there meanwhile.
        """
        name, low = step.table.name, step.low
        kind: PartKind = "changes" if step.table.kept == "often" and low > 0 else "rows"
        columns = tuple(step.table.columns)
        found = await self._copy(tx, copied(step.table, FORGOTTEN), kind, columns, step)
        if name in self.noted and low > 0:
            found += await self._copy(tx, copied_gone(step.table), "gone", step.table.key, step)
            back = copied_back(step.table, FORGOTTEN)
            found += await self._copy(tx, back, kind, columns, step)
        if found:
            await manifest.step(tx, name, self.moment.generation, self.done[name], step.high)
            await tx.run(PRUNE, tx.merchant_id, name, step.high)
            self.done[name] = step.high
            say(name, found)
        return found

    async def _copy(
        self, tx: Tx, query: str, kind: PartKind, columns: Sequence[str], step: Step
    ) -> int:
        on = step.table.on if kind != "gone" else ""
        name, number = step.table.name, self.moment.number
        order = Order(step.table, columns, number, self.folder / name, on)
        spool = Spool(self.folder / SPOOL, partial(self.place.press.press, order=order))
        bounds: tuple[object, ...] = (step.low, step.high)
        if step.table.epochs and kind != "gone":
            bounds = tuple(map(str, bounds))
        try:
            await tx.copy(
                query, tx.merchant_id, *bounds, self.moment.generation,
                into=spool.take, seconds=COPY_SECONDS,
            )  # fmt: skip
            pressed = await spool.finish()
        finally:
            await spool.close()
        like = LakeFile(
            LakeFileId.new(), name, self.moment.generation, kind, "", "", tuple(columns), 0, 0
        )
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
