"""Reports: every one of them on the lake of `lake_ground`, each a figure in seconds.

The limit is a bare scan: every column that the report's statement names, read and counted whole,
over the days it asks for. It reads what the report reads and computes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any

from sqlglot import exp
from sqlglot.optimizer.qualify import qualify

from bench.figures import Figure, against, timed
from bench.lake_ground import LINES, UNTIL, ground
from liuke.bootstrap import load_parts
from liuke.domains.analytics import Lake
from liuke.domains.analytics.reports.catalogue import reports
from liuke.domains.analytics.reports.given import resolve
from liuke.domains.analytics.reports.plan import tree
from liuke.domains.analytics.reports.run import Asked, answer
from liuke.kernel.lake import TABLES


def scans(code: str, asked: Asked) -> list[str]:
    """Return a statement for each table that a report reads: its columns, counted."""
    schema: dict[str, object] = {
        name: dict.fromkeys(table.columns, "text") for name, table in TABLES.items()
    }
    read: dict[str, set[str]] = defaultdict(set)
    whole = qualify(tree(code).copy(), schema=schema, dialect="duckdb", quote_identifiers=False)
    for select in whole.find_all(exp.Select):
        names = {t.alias_or_name: t.name for t in select.find_all(exp.Table) if t.name in TABLES}
        for column in select.find_all(exp.Column):
            if (table := names.get(column.table)) and column.name in TABLES[table].columns:
                read[table].add(column.name)
    return [_scan(table, sorted(columns), asked) for table, columns in sorted(read.items())]


def _scan(table: str, columns: list[str], asked: Asked) -> str:
    counted = ", ".join(f'COUNT("{column}")' for column in columns)
    since, until = asked.parameters.get("since_on"), asked.parameters.get("until_on")
    days = ""
    if table.startswith("checkout_") and isinstance(since, date):
        days = f" WHERE business_on BETWEEN DATE '{since}' AND DATE '{until}'"
    return f"SELECT {counted} FROM {table}{days}"  # noqa: S608 - declared names and dates


async def measured(lake: Lake, code: str) -> Figure:
    """Measure one report beside its scan."""
    asked = Asked(resolve(reports()[code], {}, UNTIL), None, UNTIL, "Asia/Shanghai")
    statements = scans(code, asked)

    async def ask(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return (await lake.ask(sql, given)).rows

    async def report() -> None:
        table = await answer(ask, code, asked)
        assert table.rows, f"{code} says nothing"

    async def bare() -> None:
        for statement in statements:
            await lake.ask(statement)

    return await against(
        f"reports/{code}/{LINES}", "s", lambda: timed(report), lambda: timed(bare), rounds=3
    )


async def run() -> AsyncIterator[Figure]:
    """Measure every report."""
    load_parts()
    lake = ground()
    for code in reports():
        yield await measured(lake, code)
