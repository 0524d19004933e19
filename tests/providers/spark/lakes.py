"""One question to two engines, and whether they answer alike to the last type."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest

from liuke.domains.analytics import Answer, Lake, Stored
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import RUN, Part, type_of

NEEDS_JAVA = pytest.mark.skipif(
    shutil.which("java") is None and "JAVA_HOME" not in os.environ,
    reason="Spark runs on Java, and there is none on this machine",
)
# Small questions, thousands of them never: nothing is compiled that is asked once.
QUICK = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.memory": "600m",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


def alike(one: Answer, other: Answer) -> None:
    """Check that two answers are equal, in order, type for type."""
    assert one.columns == other.columns
    assert one.rows == other.rows
    kinds = [[type(cell) for cell in row] for row in one.rows]
    assert kinds == [[type(cell) for cell in row] for row in other.rows]


def changed_lake(folder: Path) -> Mapping[str, Stored]:
    """Lay out a table whose rows were replaced and removed by later runs."""
    table = TABLES["points_account"]
    names = ("member_id", "book", "balance", "active_on")
    rows = {n: (UUID(int=n << 64), f"book{n % 3}", n * 10, date(2026, 1, n)) for n in range(1, 21)}
    files = {
        "rows": [(*row, 1) for row in rows.values()],
        "changes": [(*rows[3][:2], 999, None, 2), (*rows[4][:2], 888, None, 2)],
        "gone": [(*rows[n][:2], 3) for n in (4, 5)],
    }
    parts = []
    with duckdb.connect() as connection:
        for kind, found in files.items():
            given = table.key if kind == "gone" else names
            columns = ", ".join(f'"{n}" {type_of(table.columns[n])}' for n in given)
            connection.execute(f"CREATE TABLE {kind} ({columns}, {RUN} BIGINT)")
            marks = ", ".join("?" for _ in range(len(given) + 1))
            connection.executemany(f"INSERT INTO {kind} VALUES ({marks})", found)  # noqa: S608 - from above
            place = folder / f"{kind}.parquet"
            connection.execute(f"COPY {kind} TO '{place}' (FORMAT parquet)")
            parts.append(Part(kind, given, (str(place),)))  # type: ignore[arg-type] # its own name
    return {table.name: Stored(table, tuple(parts))}


def asked(lake: Lake, engine: Any, sql: str, **given: Any) -> Answer:
    """Ask one engine about a lake's tables."""
    found: Answer = engine.query(lake.tables, sql, given)
    return found
