"""The engine: one SELECT over views of the lake's files, answered by a cluster."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from importlib import import_module
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

from liuke.domains.analytics import Answer, Engine, QuestionRefused, QuestionTooLarge, Stored
from liuke.kernel.lake_sql import RUN, Part, view
from liuke.providers.spark.session import Cluster
from liuke.providers.spark.speech import spoken

CANCEL_SECONDS = 0.5
START = datetime(1970, 1, 1, tzinfo=UTC)
# How a file's column is read: a UUID is sixteen bytes, json a text.
TYPES: Mapping[str, str] = {
    "uuid": "binary", "text": "string", "json": "string", "bigint": "bigint", "integer": "int",
    "smallint": "smallint", "boolean": "boolean", "date": "date", "timestamptz": "timestamp",
    "numeric(9,6)": "decimal(9,6)",
}  # fmt: skip


class SparkEngine:
    """Answers as DuckDB does, value for value and type for type, however large the lake is."""

    def __init__(
        self, cluster: Cluster, *, seconds: float = 600.0, otherwise: Engine | None = None
    ) -> None:
        """Ask a cluster; a question may take so many seconds.

        `otherwise` answers what is not known to mean the same in Spark.
        """
        self.cluster = cluster
        self.seconds = seconds
        self.otherwise = otherwise

    def query(self, views: Mapping[str, Stored], sql: str, given: Mapping[str, Any]) -> Answer:
        """Answer one SELECT in DuckDB's dialect; `given` binds `$name`.

        Raises:
            QuestionRefused: it is not one SELECT over the views, or not known to mean the same.
            QuestionTooLarge: it takes too much time or memory.
            LakeUnavailable: the cluster cannot be reached.
        """
        try:
            text = spoken(sql, frozenset(views))
        except QuestionRefused:
            if self.otherwise is None:
                raise
            return self.otherwise.query(views, sql, given)
        with self.cluster.session() as session:
            for name in sorted(named(sql) & views.keys()):
                _offer(session, views[name])
            group, context = f"liuke-{uuid4().hex}", session.sparkContext
            context.setJobGroup(group, "a question to the lake", interruptOnCancel=True)
            over = Event()
            watch = (over, self.seconds, partial(context.cancelJobGroup, group))
            Thread(target=_end, args=watch, daemon=True).start()
            try:
                return _answer(session.sql(text, args=_bound(text, given)))
            except import_module("pyspark.errors").PySparkException as failure:
                raise self._refusal(failure, group) from failure
            except import_module("py4j.protocol").Py4JJavaError as failure:
                raise self._refusal(failure, group) from failure
            finally:
                over.set()

    def _refusal(self, failure: Exception, group: str) -> QuestionRefused | QuestionTooLarge:
        said = str(failure)
        if group in said or "cancelled" in said:
            return QuestionTooLarge(f"{self.seconds:.0f} s")
        if "OutOfMemory" in said:
            return QuestionTooLarge("memory")
        return QuestionRefused(said.strip().splitlines()[0][:300])


def _end(over: Event, seconds: float, cancel: Callable[[], None]) -> None:
    """Cancel what runs when its time is over, and what of it begins only then."""
    late = not over.wait(seconds)
    while late:
        cancel()
        late = not over.wait(CANCEL_SECONDS)


def named(sql: str) -> set[str]:
    """Return every word of a statement that could be a table's name."""
    return set(re.findall(r"\b[a-z]+_[a-z_]+\b", sql))


def _offer(session: Any, stored: Stored) -> None:
    """Make a view of a table's files under its name."""
    parts = {part: f"lk_{stored.table.name}_{n}" for n, part in enumerate(stored.parts)}
    for part, name in parts.items():
        there = dict.fromkeys(part.columns)
        if part.kind == "gone":
            there = dict.fromkeys(stored.table.key)
        kinds = {column: TYPES[stored.table.columns[column]] for column in there}
        schema = ", ".join(
            f"`{column}` {kind}" for column, kind in {**kinds, RUN: "bigint"}.items()
        )
        session.read.schema(schema).parquet(*part.files).createTempView(name)

    def scan(part: Part) -> str:
        return parts[part]

    body = spoken(view(stored.table, stored.parts, scan), frozenset(parts.values()))
    session.sql(body).createTempView(stored.table.name)


def _bound(text: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that a statement names, as Spark takes them."""
    asked = set(re.findall(r":([a-z_][a-z_0-9]*)", text))
    return {name: _value(value) for name, value in given.items() if name in asked}


def _value(value: Any) -> Any:
    functions = import_module("pyspark.sql.functions")
    if isinstance(value, UUID):
        return functions.lit(bytearray(value.bytes))
    if isinstance(value, list):
        return functions.array(*[_column(functions, one) for one in value])
    return value


def _column(functions: Any, value: Any) -> Any:
    return functions.lit(bytearray(value.bytes) if isinstance(value, UUID) else value)


def _answer(frame: Any) -> Answer:
    """Fetch every row; instants come as microseconds, so that no machine's zone counts."""
    columns = tuple(frame.columns)
    kinds = [column.dataType.typeName() for column in frame.schema.fields]
    places = [f"c{n}" for n in range(len(columns))]
    functions = import_module("pyspark.sql.functions")
    cells = [
        functions.unix_micros(place) if kind == "timestamp" else functions.col(place)
        for place, kind in zip(places, kinds, strict=True)
    ]
    rows = frame.toDF(*places).select(*cells).collect()
    return Answer(columns, [_plain(row, kinds) for row in rows])


def _plain(row: Sequence[Any], kinds: Sequence[str]) -> tuple[Any, ...]:
    return tuple(
        None if cell is None else _cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)
    )


def _cell(cell: Any, kind: str) -> Any:
    if kind == "binary":
        return bytes(cell)
    if kind == "timestamp":
        return START + timedelta(microseconds=cell)
    if isinstance(cell, Decimal) and cell.as_tuple().exponent == 0:
        return int(cell)
    return cell
