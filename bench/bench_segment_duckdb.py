"""Segments over everybody: ten questions from simple to nasty over the lake, on DuckDB.

The limit of each is a query for the same people as somebody would write it by hand; both must find
the same ones. Value and ratio are those of the worst of the ten. The aim, each below 3 s, is for
`LIUKE_BENCH_MEMBERS=1000000 LIUKE_BENCH_LINES=100000000`.
"""

# ruff: noqa: S608 - made of constants
from __future__ import annotations

import sys
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import Any

import duckdb
import msgspec

from bench.figures import Figure
from bench.lake_ground import MEMBERS, UNTIL, ground
from liuke.bootstrap import load_parts
from liuke.kernel.census import compiled
from liuke.kernel.conditions import Condition
from liuke.kernel.lake_sql import type_of
from liuke.kernel.windows import When
from liuke.providers.duckdb.engine import answer

ROUNDS = 5
WHEN = When(UNTIL, datetime(2025, 12, 31, 12, tzinfo=UTC), "UTC")
LAST_90 = {"kind": "days", "last": 90}
LAST_365 = {"kind": "days", "last": 365}


def did(event: str, **more: Any) -> dict[str, Any]:
    """Write a question about deeds."""
    return {"kind": "did", "event": event, **more}


def where(field: str, value: Any, op: str = "=") -> dict[str, Any]:
    """Write what deeds must fit."""
    return {"field": field, "op": op, "value": value}


def no(tree: dict[str, Any]) -> dict[str, Any]:
    """Turn a tree round."""
    return {"kind": "not", "of": tree}


def every(*trees: dict[str, Any]) -> dict[str, Any]:
    """Ask for all of some trees."""
    return {"kind": "all", "of": list(trees)}


def some(*trees: dict[str, Any]) -> dict[str, Any]:
    """Ask for one of some trees."""
    return {"kind": "any", "of": list(trees)}


OFTEN = did("order", op=">=", value=5, window=LAST_90)
DRINKS = did(
    "line", where=[where("category", "SOFT DRINKS")], agg="sum", field="due_minor", op=">=",
    value=2_000, window=LAST_365,
)  # fmt: skip
CHEESE = did("line", where=[where("category", "CHEESE")], window=LAST_365)
NEAR_80 = did("order", agg="avg", field="net_minor", op="between", value=[2_500, 3_000])
KINDS = did("line", agg="distinct", field="category", op=">=", value=8, window=LAST_90)
DORMANT = every(did("order", window=LAST_365), no(did("order", window=LAST_90)))
THEN = {
    "kind": "sequence", "within": {"days": 30},
    "first": {"event": "line", "where": [where("category", "CHEESE")]},
    "then": {"event": "line", "where": [where("category", "BEEF")]},
}  # fmt: skip
NEW = {"kind": "fact", "name": "joined.on", "op": ">=", "value": "2025-10-01"}
TREES: dict[str, dict[str, Any]] = {
    "joined": NEW,
    "often": OFTEN,
    "drinks": DRINKS,
    "dormant": DORMANT,
    "near_80": NEAR_80,
    "kinds": KINDS,
    "last": did("order", agg="last", op="<", value="2025-11-01"),
    "then": THEN,
    "mixed": every(DRINKS, CHEESE, no(KINDS), some(OFTEN, NEAR_80)),
    "nasty": some(
        every(did("line", agg="max", field="due_minor", op=">", value=5_000), no(DRINKS)),
        every(NEW, did("line", where=[where("store", "S7")], agg="count", op=">=", value=5)),
        every(DORMANT, no(CHEESE)),
    ),
}
GOOD = """
    SELECT m.id FROM members_member m
    WHERE NOT m.anonymous AND m.state NOT IN ('merged', 'erased')
"""
# Folded once it is small: who did what by their own id, brought home.
HOME = "JOIN members_member k ON k.id = d.member_id"
ORDERS_90 = "d.state <> 'cancelled' AND d.business_on > DATE '2025-10-02'"
YEAR = "d.state <> 'cancelled' AND d.business_on > DATE '2024-12-31'"
BY_HAND: dict[str, str] = {
    "joined": GOOD + " AND m.joined_on >= DATE '2025-10-01'",
    "often": f"""
        WITH d AS (SELECT d.member_id, COUNT(*) AS n FROM checkout_order d
            WHERE {ORDERS_90} GROUP BY 1),
        h AS (SELECT k.home_id FROM d {HOME} GROUP BY 1 HAVING SUM(d.n) >= 5)
        {GOOD} AND m.id IN (SELECT home_id FROM h)""",
    "drinks": f"""
        WITH d AS (SELECT d.member_id, SUM(d.due_minor) AS n FROM checkout_line d
            WHERE {YEAR} AND d.category = 'SOFT DRINKS' GROUP BY 1),
        h AS (SELECT k.home_id FROM d {HOME} GROUP BY 1 HAVING SUM(d.n) >= 2000)
        {GOOD} AND m.id IN (SELECT home_id FROM h)""",
    "dormant": f"""
        WITH d AS (SELECT d.member_id, MAX(d.business_on) AS last FROM checkout_order d
            WHERE {YEAR} AND d.business_on <= DATE '2025-12-31' GROUP BY 1),
        h AS (SELECT k.home_id FROM d {HOME} GROUP BY 1
            HAVING MAX(d.last) <= DATE '2025-10-02')
        {GOOD} AND m.id IN (SELECT home_id FROM h)""",
    "near_80": f"""
        WITH d AS (SELECT d.member_id, SUM(d.payable_minor) AS s, COUNT(*) AS n
            FROM checkout_order d WHERE d.state <> 'cancelled' GROUP BY 1),
        h AS (SELECT k.home_id FROM d {HOME} GROUP BY 1
            HAVING SUM(d.s) // SUM(d.n) BETWEEN 2500 AND 3000)
        {GOOD} AND m.id IN (SELECT home_id FROM h)""",
    "kinds": f"""
        WITH d AS (SELECT DISTINCT d.member_id, d.category FROM checkout_line d
            WHERE {ORDERS_90}),
        h AS (SELECT k.home_id FROM d {HOME} GROUP BY 1 HAVING COUNT(DISTINCT d.category) >= 8)
        {GOOD} AND m.id IN (SELECT home_id FROM h)""",
    "last": f"""
        WITH d AS (SELECT d.member_id, MAX(d.business_on) AS last FROM checkout_order d
            WHERE d.state <> 'cancelled' GROUP BY 1),
        h AS (SELECT k.home_id FROM d {HOME} GROUP BY 1 HAVING MAX(d.last) < DATE '2025-11-01')
        {GOOD} AND m.id IN (SELECT home_id FROM h)""",
    "then": f"""
        WITH d AS (SELECT DISTINCT k.home_id, d.placed_at AS at, d.category = 'BEEF' AS second
            FROM checkout_line d {HOME}
            WHERE d.state <> 'cancelled' AND d.category IN ('CHEESE', 'BEEF')),
        h AS (SELECT DISTINCT a.home_id FROM d a ASOF JOIN d b
            ON a.home_id = b.home_id AND b.second AND b.at > a.at
            WHERE NOT a.second AND b.at <= a.at + INTERVAL 720 HOUR)
        {GOOD} AND m.id IN (SELECT home_id FROM h)""",
}  # fmt: skip


def parts(*names: str) -> str:
    """Return hand-written segments as common tables, to be put together."""
    return ", ".join(f"s_{name} AS ({BY_HAND[name]})" for name in names)


BY_HAND["cheese"] = f"""
    {GOOD} AND m.id IN (SELECT k.home_id FROM (SELECT DISTINCT d.member_id FROM checkout_line d
        WHERE {YEAR} AND d.category = 'CHEESE') d {HOME})"""
BY_HAND["dear"] = f"""
    {GOOD} AND m.id IN (SELECT k.home_id FROM (SELECT DISTINCT d.member_id FROM checkout_line d
        WHERE d.state <> 'cancelled' AND d.due_minor > 5000) d {HOME})"""
BY_HAND["seven"] = f"""
    WITH d AS (SELECT d.member_id, COUNT(*) AS n FROM checkout_line d
        WHERE d.state <> 'cancelled' AND d.store = 'S7' GROUP BY 1),
    h AS (SELECT k.home_id FROM d {HOME} GROUP BY 1 HAVING SUM(d.n) >= 5)
    {GOOD} AND m.id IN (SELECT home_id FROM h)"""
BY_HAND["mixed"] = f"""
    WITH {parts("drinks", "cheese", "kinds", "often", "near_80")}
    SELECT id FROM s_drinks WHERE id IN (SELECT id FROM s_cheese)
        AND id NOT IN (SELECT id FROM s_kinds)
        AND (id IN (SELECT id FROM s_often) OR id IN (SELECT id FROM s_near_80))"""
BY_HAND["nasty"] = f"""
    WITH {parts("dear", "drinks", "joined", "seven", "dormant", "cheese")}
    SELECT id FROM s_dear WHERE id NOT IN (SELECT id FROM s_drinks)
    UNION SELECT id FROM s_joined WHERE id IN (SELECT id FROM s_seven)
    UNION SELECT id FROM s_dormant WHERE id NOT IN (SELECT id FROM s_cheese)"""


def opened() -> duckdb.DuckDBPyConnection:
    """Open the ground's lake: a view for each table, empty where there are no rows."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for name, stored in ground().tables.items():
        files = [file for part in stored.parts for file in part.files]
        nulls = (f'CAST(NULL AS {type_of(k)}) AS "{c}"' for c, k in stored.table.columns.items())
        rows = f"SELECT * FROM read_parquet({files})"
        none = f"SELECT {', '.join(nulls)} WHERE false"
        connection.execute(f"CREATE VIEW {name} AS {rows if files else none}")
    return connection


def asked(connection: Any, sql: str, given: Any) -> tuple[float, frozenset[Any]]:
    """Return how long a question takes, fetched as the engine does, and whom it finds."""
    start = perf_counter()
    found = answer(connection, sql, given)
    seconds = perf_counter() - start
    return seconds, frozenset(row[0] for row in found.rows)


async def run() -> list[Figure]:
    """Ask each of the ten both ways in turn; the worst comes last."""
    load_parts()
    connection = opened()
    figures = []
    for name, tree in TREES.items():
        condition = msgspec.convert(tree, Condition)
        ours = compiled(condition, "duckdb", WHEN)
        times: list[tuple[float, float]] = []
        found: frozenset[Any] = frozenset()
        for _ in range(ROUNDS):
            mine, found = asked(connection, ours.sql, ours.given)
            limit, wanted = asked(connection, BY_HAND[name], {})
            assert found == wanted, f"{name}: {len(found)} and by hand {len(wanted)}"
            times.append((mine, limit))
        value, least = median(t[0] for t in times), median(t[1] for t in times)
        figures.append(
            Figure(
                f"segment_duckdb/{name}",
                round(value, 3),
                "s",
                round(least, 3),
                round(value / least, 3),
                ROUNDS,
            )
        )
        print(f"segment_duckdb: {name} finds {len(found)} of {MEMBERS}", file=sys.stderr)
    slowest, worst = max(f.value for f in figures), max(f.ratio or 0 for f in figures)
    figures.append(Figure("segment_duckdb", slowest, "s", ratio=worst, rounds=ROUNDS))
    return figures
