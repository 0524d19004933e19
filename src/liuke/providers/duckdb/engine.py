"""The engine: one SELECT over views of the lake's files, within time and memory."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from threading import BoundedSemaphore, Timer
from typing import Any

from liuke.domains.analytics import (
    HERE,
    Answer,
    Depot,
    LakeMovedOn,
    QuestionRefused,
    QuestionTooLarge,
    Stored,
)
from liuke.kernel.lake_sql import view
from liuke.providers.duckdb.kept import Kept
from liuke.providers.duckdb.opening import scan

START = datetime(1970, 1, 1, tzinfo=UTC)
ZONED = "TIMESTAMP WITH TIME ZONE"
FETCHED = {ZONED: "epoch_us({})", "UUID": "CAST({} AS BLOB)"}
AT_ONCE = 2
# Faults whose words quote what was read: the kind is told, and nobody's data.
QUOTING = frozenset({
    "ConversionException", "InvalidInputException", "OutOfRangeException", "TypeMismatchException",
})  # fmt: skip
UNREADABLE = "A value that was read is not of the type the question asks it as."


class DuckEngine:
    """Answers on threads of this process; two questions at a time, the others wait."""

    dialect = "duckdb"

    def __init__(
        self,
        *,
        memory_mb: int = 1_024,
        seconds: float = 60.0,
        threads: int = 0,
        depot: Depot = HERE,
    ) -> None:
        """Set what one question may use; 0 threads are as many as there are cores."""
        self.memory_mb = memory_mb
        self.seconds = seconds
        self.depot = depot
        self._free = BoundedSemaphore(AT_ONCE)
        self._kept = Kept(memory_mb=memory_mb, threads=threads or os.cpu_count() or 1, most=AT_ONCE)

    def query(self, views: Mapping[str, Stored], sql: str, given: Mapping[str, Any]) -> Answer:
        """Answer one SELECT; `given` binds `$name`, and what it does not name is left out.

        Raises:
            LakeMovedOn: a file was deleted since the lake was opened.
            QuestionRefused: it is not one SELECT over the views.
            QuestionTooLarge: it takes too much time or memory.
            LakeUnavailable: the storage of the files is away.
        """
        asked = {name: views[name] for name in sorted(named(sql) & views.keys())}
        paths = files(asked)
        with (
            self.depot.reading(paths),
            self._free,
            self._kept.lent(frozenset(files(views))) as connection,
        ):
            timer = Timer(self.seconds, connection.interrupt)
            timer.start()
            try:
                for name, one in asked.items():
                    body = view(one.table, one.parts, scan)
                    connection.execute(f'CREATE TEMP VIEW "{name}" AS {body}')
                return answer(connection, sql, given)
            except import_module("duckdb").Error as failure:
                raise self._refusal(failure, paths) from failure
            finally:
                timer.cancel()

    def _refusal(
        self, failure: Exception, paths: Sequence[str]
    ) -> LakeMovedOn | QuestionRefused | QuestionTooLarge:
        kind = type(failure).__name__
        if kind == "InterruptException":
            return QuestionTooLarge(f"{self.seconds:.0f} s")
        if not all(Path(path).exists() for path in paths):
            return LakeMovedOn()
        if kind == "OutOfMemoryException":
            return QuestionTooLarge(f"{self.memory_mb} MB")
        if kind in QUOTING:
            return QuestionRefused(UNREADABLE)
        return QuestionRefused(str(failure).splitlines()[0])


def files(tables: Mapping[str, Stored]) -> list[str]:
    """Return every file of some tables."""
    return [file for one in tables.values() for part in one.parts for file in part.files]


def named(sql: str) -> set[str]:
    """Return every word of a statement that could be a table's name."""
    return set(re.findall(r"\b[a-z]+_[a-z_]+\b", sql))


def answer(connection: Any, sql: str, given: Mapping[str, Any]) -> Answer:
    """Run one SELECT, and fetch as bytes and numbers what the library would make objects of.

    Instants come as microseconds, so that no time zones are needed; ids as their sixteen bytes,
    which takes a tenth of the time.

    Raises:
        QuestionRefused: it is not one SELECT.
    """
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type.name != "SELECT":
        raise QuestionRefused("not one SELECT")
    bound = {name: given[name] for name in statements[0].named_parameters if name in given}
    described = connection.execute(f"DESCRIBE {sql}", bound).fetchall()
    columns = tuple(row[0] for row in described)
    kinds = [row[1] for row in described]
    if FETCHED.keys().isdisjoint(kinds):
        return Answer(columns, connection.execute(sql, bound).fetchall())
    cells = ", ".join(FETCHED.get(kind, "{}").format(f'a."c{n}"') for n, kind in enumerate(kinds))
    names = ", ".join(f'"c{n}"' for n in range(len(columns)))
    rows = connection.execute(f"SELECT {cells} FROM ({sql}) AS a ({names})", bound).fetchall()  # noqa: S608 - wraps what was asked
    zoned = [place for place, kind in enumerate(kinds) if kind == ZONED]
    return Answer(columns, [_with_instants(row, zoned) for row in rows] if zoned else rows)


def _with_instants(row: Sequence[Any], zoned: Sequence[int]) -> tuple[Any, ...]:
    cells = list(row)
    for place in zoned:
        if cells[place] is not None:
            cells[place] = START + timedelta(microseconds=cells[place])
    return tuple(cells)
