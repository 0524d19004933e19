"""How the lake is: as of when, how much, in how many files."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.analytics.manifest import last_run, live_files
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


class LakeState(Value, frozen=True):
    """The lake as of its last run; `lag_seconds` is how long ago that was."""

    as_of: datetime | None
    lag_seconds: int | None
    generation: int
    run: int
    rows: int
    files: int
    size_bytes: int
    tables: list[TableState]


class Lakes(Value, frozen=True):
    """Every merchant's lake together."""

    age_ms: int
    size_bytes: int


LAKES = Sql[Lakes]("SELECT age_ms, size_bytes FROM analytics_lakes()")


async def lakes(database: Database) -> Lakes | None:
    """Return how far the lake that is furthest behind is, and how large all are."""
    return await ask(database, LAKES)


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
    )
