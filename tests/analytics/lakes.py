"""A lake in a folder of its own, and what tests compare it with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
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


async def in_lake(lake: Lake, name: str) -> list[tuple[Any, ...]]:
    """Return a table's rows in the lake as text, in order."""
    columns = TABLES[name].columns
    cells = ", ".join(_comparable(column, kind) for column, kind in columns.items())
    answer = await lake.ask(f"SELECT {cells} FROM {name} ORDER BY ALL")  # noqa: S608 - declared names
    return sorted(map(_textual, answer.rows))


async def in_tables(shop: Shop, name: str) -> list[tuple[Any, ...]]:
    """Return a table's rows in PostgreSQL as text, in order."""
    table = TABLES[name]
    low, high = ("0", str(EVERYTHING)) if table.epochs else (0, EVERYTHING)
    cells = ", ".join(_comparable(column, kind) for column, kind in table.columns.items())
    query = f"SELECT {cells} FROM ({copied(table, 'analytics_forgotten')}) t"  # noqa: S608 - declared names
    async with shop.begin() as tx:
        rows = await tx._connection.fetch(query, tx.merchant_id, low, high, EPOCHS)  # noqa: SLF001 - what the product streams
    return sorted(map(_textual, rows))


async def assert_same(shop: Shop) -> dict[str, int]:
    """Assert that the lake holds every table's rows, each once; return how many."""
    lake, counts = await open_lake(shop), {}
    for name in TABLES:
        there, here = await in_lake(lake, name), await in_tables(shop, name)
        assert there == here, name
        counts[name] = len(there)
    return counts


def _comparable(column: str, kind: str) -> str:
    if kind == "timestamptz":
        return f'CAST(EXTRACT(EPOCH FROM "{column}") * 1000000 AS BIGINT)'
    if kind in {"json", "uuid"}:
        return f'CAST("{column}" AS TEXT)'
    return f'"{column}"'


def _textual(row: Any) -> tuple[str, ...]:
    return tuple([str(cell) for cell in row])
