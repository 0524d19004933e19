"""A lake in a folder of its own, and what tests compare it with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from liuke.domains.analytics import HERE, Depot, Lake, Seat, furnish, opened
from liuke.kernel.db import Database, administer
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import copied
from liuke.providers.duckdb import DuckEngine, DuckPress
from liuke.providers.postgres import Server
from liuke.providers.s3 import S3Depot
from tests.conftest import Shop

EVERYTHING = 1 << 62
EPOCHS = 1_000  # above all of them
EPOCH = "ALTER TABLE kernel_event ALTER COLUMN epoch SET DEFAULT {}"


# The same promises, wherever the files are.
ANYWHERE = pytest.mark.parametrize("seat", ["folder", "s3"], indirect=True)


@contextmanager
def furnished(folder: Path, database: Database, depot: Depot = HERE) -> Iterator[Seat]:
    """Keep lakes below a folder, or in a depot, while the block runs."""
    engine = DuckEngine(memory_mb=512, depot=depot)
    place = Seat(folder, engine, DuckPress(memory_mb=512, depot=depot), database, depot)
    furnish(place)
    try:
        yield place
    finally:
        furnish(None)


@asynccontextmanager
async def epoch(server: Server, number: int) -> AsyncIterator[None]:
    """Let the event log be in an epoch, as after a restore, while the block runs."""
    async with administer(server.admin_url) as owner:
        await owner.execute(EPOCH.format(number))
        try:
            yield
        finally:
            await owner.execute(EPOCH.format(1))


def kept(seat: Seat) -> dict[str, bytes]:
    """Return every file of the lake, by its name: those of the folder, or those of the bucket."""
    if isinstance(seat.depot, S3Depot):
        bucket = seat.depot.bucket
        return {found.name: b"".join(bucket.pieces(found.name)) for found in bucket.listed("")}
    return {
        str(path.relative_to(seat.folder)): path.read_bytes()
        for path in seat.folder.rglob("*")
        if path.is_file()
    }


async def open_lake(shop: Shop) -> Lake:
    """Open a shop's lake as of its last run."""
    async with shop.begin() as tx:
        return await opened(tx)


async def in_lake(lake: Lake, name: str) -> list[tuple[str, ...]]:
    """Return a table's rows in the lake as text, in order."""
    return (await all_in_lake(lake, [name]))[name]


async def all_in_lake(lake: Lake, names: Collection[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of tables in the lake as text, in order; one question asks of them all."""
    asked = [f"SELECT '{name}', {_cells(name)} FROM {name}" for name in names]  # noqa: S608 - declared names
    answer = await lake.ask(" UNION ALL ".join(asked))
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in names}
    for name, cells in answer.rows:
        rows[name].append(_textual(cells))
    return {name: sorted(found) for name, found in rows.items()}


async def all_in_tables(shop: Shop) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of every table in PostgreSQL as text, in order."""
    rows = {}
    async with shop.begin() as tx:
        for name, table in TABLES.items():
            low, high = ("0", str(EVERYTHING)) if table.epochs else (0, EVERYTHING)
            query = f"SELECT {_cells(name)} FROM ({copied(table, 'analytics_forgotten')}) t"  # noqa: S608 - declared names
            found = await tx._connection.fetch(query, tx.merchant_id, low, high, EPOCHS)  # noqa: SLF001 - what the product streams
            rows[name] = sorted(_textual(cells) for (cells,) in found)
    return rows


async def assert_same(shop: Shop) -> dict[str, int]:
    """Assert that the lake holds every table's rows, each once; return how many."""
    there = await all_in_lake(await open_lake(shop), TABLES)
    here = await all_in_tables(shop)
    for name in TABLES:
        assert there[name] == here[name], name
    return {name: len(rows) for name, rows in there.items()}


def _cells(name: str) -> str:
    """Return an expression for a row's cells as a list of texts, the same on both sides."""
    cells = [_comparable(column, kind) for column, kind in TABLES[name].columns.items()]
    return f"ARRAY[{', '.join(cells)}]"


def _comparable(column: str, kind: str) -> str:
    if kind == "timestamptz":
        return f'CAST(CAST(EXTRACT(EPOCH FROM "{column}") * 1000000 AS BIGINT) AS TEXT)'
    return f'CAST("{column}" AS TEXT)'


def _textual(cells: Sequence[Any]) -> tuple[str, ...]:
    return tuple([str(cell) for cell in cells])
