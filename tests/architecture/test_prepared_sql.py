"""Every statement is prepared against the migrated schema, as the role that will run it."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Union, get_args, get_origin

import asyncpg
import msgspec
import pytest

from liuke.kernel.db import Database
from liuke.kernel.facts import FACTS, statement
from liuke.kernel.ids import Id
from liuke.kernel.rows import Sql, field_kinds
from tests.architecture.modules import Named, statements

ACCEPTS: Mapping[type, set[str]] = {
    bool: {"bool"},
    int: {"int2", "int4", "int8", "oid"},
    str: {"text", "varchar", "name", "bpchar"},
    bytes: {"bytea"},
    date: {"date"},
    datetime: {"timestamptz"},
    time: {"time"},
    timedelta: {"interval"},
    Decimal: {"numeric"},
}
FACT_KINDS = {
    "int": ACCEPTS[int],
    "money": {"int8"},
    "text": {"text"},
    "date": {"date"},
    "bool": {"bool"},
    "texts": {"text[]"},
}


def solid(kind: Any) -> Any:
    """Strip `Annotated` and `| None`."""
    if get_origin(kind) is Annotated:
        return solid(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        parts = [part for part in get_args(kind) if part is not type(None)]
        return solid(parts[0]) if len(parts) == 1 else kind
    return kind


def accepts(kind: Any, column: str) -> bool:
    """Whether a column of this PostgreSQL type can become `kind`."""
    kind = solid(kind)
    if column in {"json", "jsonb"}:
        return kind not in ACCEPTS
    if column.endswith("[]"):
        origin, items = get_origin(kind), get_args(kind)
        return origin in (list, tuple, frozenset) and accepts(items[0], column.removesuffix("[]"))
    if not isinstance(kind, type):
        return kind is Any or get_origin(kind) is not None
    if issubclass(kind, Id):
        # An id that is not a UUID, as a coupon's code, says so by reading its own column.
        return column == ("bytea" if "of" in vars(kind) else "uuid")
    if issubclass(kind, Enum):
        return column in (ACCEPTS[int] if issubclass(kind, IntEnum) else ACCEPTS[str])
    return kind not in ACCEPTS or column in ACCEPTS[kind]


def faults(sql: Sql[Any], columns: list[tuple[str, str]]) -> list[str]:
    """Compare columns with the row type: names, order, types."""
    row: Any = sql.row
    if row is type(None) or row is Any or get_origin(row) is tuple:
        return []
    if isinstance(row, type) and issubclass(row, msgspec.Struct):
        kinds = field_kinds(row)
        if list(kinds) != [name for name, _ in columns]:
            return [f"columns {[name for name, _ in columns]} are not fields {list(kinds)}"]
        pairs = list(zip(kinds.items(), columns, strict=True))
        return [
            f"{name}: {kind} is not {column}"
            for (name, kind), (_, column) in pairs
            if not accepts(kind, column)
        ]
    if len(columns) != 1:
        return [f"one value asked for, {len(columns)} columns given"]
    return [] if accepts(row, columns[0][1]) else [f"{row} is not {columns[0][1]}"]


async def judge(connection: Any, named: Named) -> list[str]:
    """Prepare a statement, plan it with its rights checked, compare its columns."""
    try:
        async with connection.transaction():
            prepared = await connection.prepare(named.sql.text)
            columns = [(a.name, a.type.name) for a in prepared.get_attributes()]
            if prepared.get_query().split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
                await connection.execute(f"EXPLAIN (GENERIC_PLAN) {named.sql.text}")
    except asyncpg.PostgresError as refused:
        return [f"{named.place}: {refused}"]
    return [f"{named.place}: {fault}" for fault in faults(named.sql, columns)]


@pytest.mark.slow
async def test_every_statement_fits_the_schema_and_its_row(database: Database) -> None:
    async with database.pool.acquire() as connection:
        wrong = [fault for named in statements() for fault in await judge(connection, named)]
    assert wrong == []


async def test_every_fact_answers_in_its_kind(database: Database) -> None:
    wrong = []
    async with database.pool.acquire() as connection:
        for fact in FACTS.values():
            args = f"({', '.join('1' for _ in fact.args)})" if fact.args else ""
            sql, _ = statement((f"{fact.name}{args}",))
            prepared = await connection.prepare(sql.text)
            column = prepared.get_attributes()[1].type.name
            if column not in FACT_KINDS[fact.kind]:
                wrong.append(f"{fact.name}: {fact.kind} is answered as {column}")
    assert wrong == []


def test_the_comparison_notices_a_wrong_column() -> None:
    class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
        points: int
        at: datetime | None

    sql = Sql[Row]("SELECT 1")
    assert faults(sql, [("points", "int8"), ("at", "timestamptz")]) == []
    assert faults(sql, [("at", "timestamptz"), ("points", "int8")])
    assert faults(sql, [("points", "numeric"), ("at", "timestamptz")])
    assert faults(sql, [("points", "int8"), ("at", "timestamp")])
