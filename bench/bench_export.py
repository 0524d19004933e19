"""The lake's export: rows a second from PostgreSQL to Parquet, a first export of a year's sales.

The limit copies the same tables with the driver's own COPY into a file and lets DuckDB write one
Parquet file of each: no months, no order's columns on its lines, no manifest, no merchant's fence.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
import duckdb

from bench.figures import Figure, against
from bench.ground import database
from liuke.domains import analytics
from liuke.domains.analytics import Seat
from liuke.kernel.db import Database
from liuke.kernel.ids import MerchantId
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import type_of
from liuke.providers.duckdb import DuckEngine, DuckPress

# Nine lines each: a million lines unless the environment says otherwise.
ORDERS = int(os.environ.get("LIUKE_BENCH_ORDERS", "110000"))
MEMBERS, LINES_EACH = 20_000, 9
ROUNDS = 3
COPIED = ("members_member", "checkout_order", "checkout_line", "points_entry")
MERCHANT = "INSERT INTO stores_merchant (name) VALUES ('bench')"
ACT_AS = "SELECT set_config('liuke.merchant_id', $1, false)"
ENROL = """
    INSERT INTO members_member (id, joined_on)
    SELECT md5('m' || n)::uuid, $2::date - n % 900 FROM generate_series(1, $1::integer) n
"""
SELL = """
    INSERT INTO checkout_order (
        member_id, id, source, external_id, store, state, placed_at, business_on, weekday,
        gross_minor, cut_minor, discount_minor, points_minor, shipping_minor, payable_minor, units,
        guest, versions, decision, birth, decided
    )
    SELECT md5('m' || n % $2::integer + 1)::uuid, md5('o' || n)::uuid, 'bench', n::text,
        'S' || n % 40, 'paid', $3::date - n % 365 + INTERVAL '9 hours', $3::date - n % 365,
        EXTRACT(isodow FROM $3::date - n % 365), 9000, 900, 0, 0, 0, 8100, 9, false,
        '{}', '{}', '', ''
    FROM generate_series(1, $1::integer) n
"""
LINE = """
    INSERT INTO checkout_line (
        member_id, order_id, line, product, sku, name, category, units, gross_minor, cut_minor,
        discount_minor, points_minor, due_minor
    )
    SELECT o.member_id, o.id, n, 'p' || n * 37 % 4000, 's' || n * 37 % 4000, '酸奶 原味 200g',
        'c' || n % 60, 1, 1000, 100, 0, 0, 900
    FROM checkout_order o CROSS JOIN generate_series(1, $1::integer) n
"""
EARN = """
    INSERT INTO points_entry (
        member_id, book, seq, kind, points, asked, short, balance_after, cause, happened_at,
        business_on, counts_on, order_id, rule, version_id, reason, posted_at, link
    )
    SELECT member_id, 'points', ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY id), 'award',
        81, 81, 0, 81, 'order:' || external_id, placed_at, business_on, business_on, id, 'earn',
        md5('v')::uuid, '[]', placed_at, '\\x00'
    FROM checkout_order o
"""
AGAIN = "TRUNCATE analytics_run, analytics_cursor, analytics_file"


class Exporting:
    """A year of sales, exported again and again into a new folder."""

    def __init__(self, opened: Database, admin_url: str) -> None:
        self.opened = opened
        self.admin_url = admin_url
        self.merchant_id = MerchantId.new()
        self.rows = 0

    async def sell(self) -> None:
        """Write the year, as an administrator: nobody else may take so long."""
        connection = await asyncpg.connect(self.admin_url)
        merchant = str(UUID(bytes=self.merchant_id.bytes))
        await connection.execute(ACT_AS, merchant)
        today = await connection.fetchval("SELECT current_date")
        await connection.execute(MERCHANT)
        await connection.execute(ENROL, MEMBERS, today)
        await connection.execute(SELL, ORDERS, MEMBERS, today)
        await connection.execute(LINE, LINES_EACH)
        await connection.execute(EARN)
        await connection.execute("VACUUM (ANALYZE)")
        await connection.close()

    async def ours(self) -> float:
        """Export everything anew and return rows per second."""
        await self.run_as_admin(AGAIN)
        folder = Path(mkdtemp(prefix="lk-lake-"))
        analytics.furnish(Seat(folder, DuckEngine(), DuckPress(), self.opened))
        start = perf_counter()
        exported = await analytics.export(self.opened, self.merchant_id)
        seconds = perf_counter() - start
        rmtree(folder)
        self.rows = exported.rows
        return exported.rows / seconds

    async def bare(self) -> float:
        """Copy the same tables and return rows per second."""
        folder = Path(mkdtemp(prefix="lk-bare-"))
        connection = await asyncpg.connect(self.admin_url)
        rows, start = 0, perf_counter()
        for name in COPIED:
            rows += await self.copy(connection, name, folder)
        seconds = perf_counter() - start
        await connection.close()
        rmtree(folder)
        return rows / seconds

    async def copy(self, connection: Any, name: str, folder: Path) -> int:
        """Copy one table."""
        table = TABLES[name]
        own = [column for column in table.columns if column not in table.taken]
        spool, place = folder / f"{name}.csv", folder / f"{name}.parquet"
        listed = ", ".join(f'"{column}"' for column in own)
        query = f"SELECT {listed} FROM {name}"  # noqa: S608 - declared names
        await connection.copy_from_query(query, output=str(spool), format="csv", null="\\N")
        kinds = {column: type_of(table.columns[column]) for column in own}
        return await asyncio.to_thread(partial(write, spool, place, kinds))

    async def run_as_admin(self, statement: str) -> None:
        """Run a statement that no role of the product may."""
        connection = await asyncpg.connect(self.admin_url)
        await connection.execute(statement)
        await connection.close()


def write(spool: Path, place: Path, kinds: dict[str, str]) -> int:
    """Turn a file of rows into one of Parquet and return how many rows."""
    with duckdb.connect() as connection:
        (written,) = connection.execute(
            f"COPY (SELECT * FROM read_csv('{spool}', columns = {kinds}, header = false, "  # noqa: S608 - declared names
            "auto_detect = false, nullstr = '\\N', quote = '\"', escape = '\"')) "
            f"TO '{place}' (FORMAT parquet, COMPRESSION zstd)"
        ).fetchone() or (0,)
    return int(written)


async def run() -> AsyncIterator[Figure]:
    """Measure rows a second against the bare copy."""
    async with database() as (server, opened):
        exporting = Exporting(opened, server.admin_url)
        await exporting.sell()
        yield await against("export", "rows/s", exporting.ours, exporting.bare, rounds=ROUNDS)
        analytics.furnish(None)
