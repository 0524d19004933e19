"""The same made-up people in PostgreSQL, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

from liuke.kernel.census import compiled
from liuke.kernel.conditions import Condition
from liuke.kernel.db import Tx
from liuke.kernel.lake import TABLES
from liuke.kernel.windows import When
from tests.kernel.people import NOW, World

# What PostgreSQL's tables need beside the lake's columns, and which of those they lack.
FILLED: dict[str, dict[str, Any]] = {
    "checkout_order": {
        "external_id": "", "versions": [], "decision": {}, "birth": b"", "decided": b"",
    },
    "checkout_return": {"external_id": "", "units": [], "outcome": {}, "birth": b""},
    "points_account": {"seq": 0, "lots": 0, "uses": 0, "link": b""},
    "points_entry": {
        "short": 0, "balance_after": 0, "version_id": UUID(int=1), "reason": "[]", "link": b"",
        "posted_at": NOW,
    },
    "tiers_standing": {
        "days": {}, "purchases": 0, "purchases_here": 0, "falls": 0, "grace_missing": 0,
        "grace_to": "", "pinned": False, "paused": "", "last_cause": "", "version": UUID(int=1),
        "seq": 0, "link": b"",
    },
    "tiers_movement": {"why": "", "version": UUID(int=1)},
    "coupons_coupon": {"version": UUID(int=1), "issued_by": "", "cause": "", "birth": b""},
    "coupons_entry": {"cause": "", "uses": 0, "actor": "", "link": b""},
    "members_tag": {"source": "manual"},
    "members_consent": {"method": "", "actor": ""},
    "members_child": {"guardian_consent_at": NOW},
    "analytics_behaviour": {"properties": {}, "received_at": NOW},
    "analytics_score": {"scored_at": NOW},
}  # fmt: skip
FIRST = (
    "stores_region", "stores_store", "catalog_category", "catalog_brand", "members_member",
    "checkout_order",
)  # fmt: skip
OF_ORDER = ("placed_at", "business_on", "weekday", "store", "channel", "state", "guest", "staff")
MADE = {
    "members_member": ("home_id", "seed"),
    "members_profile": ("month_day",),
    "members_consent": ("id",),
    "checkout_line": OF_ORDER,
    "checkout_return": ("store", "channel"),
    "coupons_entry": ("template",),
    "analytics_behaviour": ("weekday",),
    "analytics_score": (
        "pick_again", "pick_again_2", "pick_again_3", "pick_along", "pick_along_2",
        "pick_along_3", "pick_upgrade", "pick_upgrade_2",
    ),
}  # fmt: skip
DEFINED = """
    INSERT INTO segments_segment
        (code, name, name_zh, kind, tree, made_by, made_at, changed_by, changed_at)
    VALUES ($1, $1, $1, 'live', $2, '', $3, '', $3)
"""


async def fill(tx: Tx, world: World) -> None:
    """Write the rows into PostgreSQL, those that others point at first."""
    for table in (*FIRST, *(name for name in world.tables if name not in FIRST)):
        rows = [postgres_row(table, row) for row in world.rows(table)]
        if not rows:
            continue
        if table == "coupons_coupon":
            rows = [row | {"code": row["id"].bytes[:8]} for row in rows]
        columns = list(rows[0])
        places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of this file
        await tx._connection.executemany(sql, [tuple(row.values()) for row in rows])  # noqa: SLF001 - raw rows


async def define(tx: Tx, segments: Mapping[str, Condition]) -> None:
    """Write the definitions of live segments into PostgreSQL."""
    rows = [(code, tree, NOW) for code, tree in segments.items()]
    await tx._connection.executemany(DEFINED, rows)  # noqa: SLF001 - raw rows


def postgres_row(table: str, row: dict[str, Any]) -> dict[str, Any]:
    made = MADE.get(table, ())
    return {k: v for k, v in row.items() if k not in made} | FILLED.get(table, {})


def lake_rows(world: World) -> Iterator[tuple[str, dict[str, str], list[list[Any]]]]:
    """Give every table of the lake: its name, columns with types, and rows."""
    for name, table in TABLES.items():
        kinds = {k: "text" if v == "json" else str(v) for k, v in table.columns.items()}
        rows = [[row.get(column) for column in kinds] for row in world.rows(name)]
        yield name, kinds, rows


def duck(world: World) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB in memory that holds the lake."""
    connection = duckdb.connect()
    for name, kinds, rows in lake_rows(world):
        listed = ", ".join(f'"{column}" {kind}' for column, kind in kinds.items())
        connection.execute(f"CREATE TABLE {name} ({listed})")
        if rows:
            places = ", ".join([f"({', '.join('?' * len(kinds))})"] * len(rows))
            cells = [cell for row in rows for cell in row]
            connection.execute(f"INSERT INTO {name} VALUES {places}", cells)  # noqa: S608 - names of this file
    return connection


SPARK_KINDS = {
    "uuid": "string", "text": "string", "timestamptz": "timestamp", "integer": "int",
    "numeric(9,6)": "decimal(9,6)",
}  # fmt: skip


def spark_views(session: Any, world: World, folder: Path) -> None:
    """Lay the lake out as files and make its tables views of a Spark session; ids are texts there.

    Rows handed over by Python would come through a process of Python in every question.
    """
    lake = duck(world)
    for name, table in TABLES.items():
        kinds = {c: "text" if kind == "json" else str(kind) for c, kind in table.columns.items()}
        cells = [f'"{c}"' + "::text" * (kind == "uuid") + f' AS "{c}"' for c, kind in kinds.items()]
        file = folder / f"{name}.parquet"
        lake.execute(f"COPY (SELECT {', '.join(cells)} FROM {name}) TO '{file}' (FORMAT parquet)")  # noqa: S608 - names of this file
        schema = ", ".join(f"`{c}` {SPARK_KINDS.get(kind, kind)}" for c, kind in kinds.items())
        session.read.schema(schema).parquet(str(file)).coalesce(1).createOrReplaceTempView(name)


def spark_found(session: Any, trees: Sequence[Condition], when: When) -> list[set[UUID]]:
    """Return whom Spark finds for each tree: all of them are asked in one statement."""
    asked = [
        f"SELECT {number} AS tree, q.member_id FROM ({compiled(tree, 'spark', when).sql}) q"  # noqa: S608 - our own SQL
        for number, tree in enumerate(trees)
    ]
    found: list[set[UUID]] = [set() for _ in trees]
    for number, member in session.sql(" UNION ALL ".join(asked)).collect():
        found[number].add(UUID(member))
    return found
