"""How the lake is: as of when, how much, in how many files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

from liuke.domains.analytics.manifest import Cursor, cursors, last_run, live_files
from liuke.domains.analytics.seat import furnished, seat
from liuke.kernel.db import Database, Tx
from liuke.kernel.doors import ask
from liuke.kernel.lake import TABLES
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class TableState(Value, frozen=True):
    """One table: rows in its files, and how many of them only say what was replaced or removed."""

    name: str
    rows: int
    marks: int
    files: int
    size_bytes: int


class LakeRun(Value, frozen=True):
    """The last run of a kind: `export` brings, `compact` merges, `forget` blanks erased members."""

    kind: str
    ended_at: datetime
    row_count: int


class Waste(Value, frozen=True):
    """Files that count no longer and wait to be deleted, the first of them from an instant on."""

    files: int
    size_bytes: int
    delete_at: datetime | None


class LakeState(Value, frozen=True):
    """The lake as of its last run; `lag_seconds` is how long ago that was.

    `behind` are the tables that have not come as far as the others: a run was broken off, or they
    are new. `here` tells whether this process can bring the lake to now.
    """

    as_of: datetime | None
    lag_seconds: int | None
    generation: int
    run: int
    rows: int
    files: int
    size_bytes: int
    tables: list[TableState]
    behind: list[str]
    runs: list[LakeRun]
    waste: Waste
    here: bool


class Lakes(Value, frozen=True):
    """Every merchant's lake together."""

    age_ms: int
    size_bytes: int


RUNS = Sql[LakeRun]("""
    SELECT DISTINCT ON (kind) kind, ended_at, row_count FROM analytics_run
    WHERE merchant_id = $1::uuid
    ORDER BY kind, number DESC
""")
WASTE = Sql[Waste]("""
    SELECT COUNT(*) AS files, COALESCE(SUM(size_bytes), 0)::bigint AS size_bytes,
        MIN(delete_at) AS delete_at
    FROM analytics_file WHERE merchant_id = $1::uuid AND until_run IS NOT NULL
""")
LAKES = Sql[Lakes]("SELECT age_ms, size_bytes FROM analytics_lakes()")


async def lakes(database: Database) -> Lakes | None:
    """Return how far the lake that is furthest behind is, and how large all are."""
    return await ask(database, LAKES)


async def storage() -> str:
    """Try all that a run needs, and say where the lake is.

    Raises:
        FolderUnwritable: its folder takes no more.
        LakeUnavailable: this process has no lake, or its storage is away.
    """
    place = seat()
    return await asyncio.to_thread(place.depot.look, place.folder)


async def state(tx: Tx) -> LakeState:
    """Return how the merchant's lake is, table by table."""
    last = await last_run(tx)
    files = await live_files(tx, last.generation) if last else []
    tables = []
    for name in sorted(TABLES):
        own = [file for file in files if file.name == name]
        tables.append(
            TableState(
                name,
                sum(file.row_count for file in own if file.kind != "gone"),
                sum(file.row_count for file in own if file.kind == "gone"),
                len(own),
                sum(file.size_bytes for file in own),
            )
        )
    return LakeState(
        last.as_of if last else None,
        max(0, int((tx.now - last.as_of).total_seconds())) if last else None,
        last.generation if last else 0,
        last.number if last else 0,
        sum(table.rows for table in tables),
        len(files),
        sum(table.size_bytes for table in tables),
        tables,
        behind(await cursors(tx)),
        await tx.rows(RUNS, tx.merchant_id),
        await tx.row(WASTE, tx.merchant_id) or Waste(0, 0, None),
        furnished(),
    )


def behind(known: Mapping[str, Cursor]) -> list[str]:
    """Return the tables that wait for an earlier transaction than the foremost one."""
    places = {name: (one.generation, one.next_xid) for name, one in known.items()}
    foremost = max(places.values(), default=None)
    return [name for name in sorted(TABLES) if foremost and places.get(name) != foremost]
