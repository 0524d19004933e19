"""The press: rows as CSV become Parquet, a file a month; files become fewer, or forget."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID, uuid4

from liuke.domains.analytics import HERE, Depot, Order, Pressed, Stored
from liuke.kernel.ids import MemberId
from liuke.kernel.lake import LakeTable
from liuke.kernel.lake_sql import RUN, Part, type_of, view
from liuke.providers.duckdb.opening import listed, opened, scan, scan_named

WHOLE = "all"
WRITE = """
    COPY ({rows}) TO '{folder}' (
        FORMAT parquet, COMPRESSION zstd, PARTITION_BY (lake_month), FILENAME_PATTERN '{{uuid}}',
        OVERWRITE_OR_IGNORE true, RETURN_STATS true
    )
"""


class DuckPress:
    """Writes files into a folder aside, and has the depot keep them."""

    def __init__(self, *, memory_mb: int = 1_024, threads: int = 0, depot: Depot = HERE) -> None:
        """Set what one piece of work may use."""
        self.memory_mb = memory_mb
        self.threads = threads or os.cpu_count() or 1
        self.depot = depot

    def press(self, spool: Path, *, order: Order) -> list[Pressed]:
        """Turn rows as CSV into files."""
        kinds = ", ".join(
            f"'{name}': '{type_of(order.table.columns[name])}'" for name in order.columns
        )
        cells = ", ".join(f'"{name}"' for name in order.columns)
        source = (
            f"read_csv({listed([str(spool)])}, columns = {{{kinds}}}, header = false, "
            f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '\\N', "
            f"allow_quoted_nulls = false)"
        )
        rows = f"SELECT {cells}, {order.run}::BIGINT AS {RUN}, {month(order)} FROM {source}"  # noqa: S608 - declared names
        return self._written(rows, order, [str(spool)])

    def merge(self, stored: Stored, order: Order) -> list[Pressed]:
        """Write the rows that count anew, in the order of days and members."""
        body = view(stored.table, stored.parts, scan, run=True)
        sort = [name for name in (order.on, stored.table.whose) if name]
        by = f" ORDER BY {', '.join(quoted(sort))}" if sort else ""
        rows = f"SELECT *, {month(order)} FROM ({body}) b{by}"  # noqa: S608 - as above
        with self.depot.reading(files_of(stored)):
            return self._written(rows, order, files_of(stored))

    def forget(self, stored: Stored, order: Order, member_ids: Sequence[MemberId]) -> list[Pressed]:
        """Write one part anew without what members are to be forgotten by."""
        (part,) = stored.parts
        rows = f"SELECT *, {month(order)} FROM ({without(stored.table, part)}) b"  # noqa: S608 - as above
        with self.depot.reading(files_of(stored)):
            return self._written(rows, order, files_of(stored), {"forgotten": uuids(member_ids)})

    def files_with(self, stored: Stored, member_ids: Sequence[MemberId]) -> set[str]:
        """Return the files that hold rows of members."""
        whose = stored.table.whose
        parts = [part for part in stored.parts if whose in part.columns]
        if not parts:
            return set()
        asked = " UNION ALL ".join(
            f'SELECT filename FROM {scan_named(part)} WHERE list_contains($forgotten, "{whose}")'  # noqa: S608 - as above
            for part in parts
        )
        return self._files(asked, stored, {"forgotten": uuids(member_ids)})

    def files_replaced(self, stored: Stored) -> set[str]:
        """Return the files that hold rows which later ones replaced or removed."""
        table = stored.table
        rows = [part for part in stored.parts if part.kind != "gone"]
        marks = [part for part in stored.parts if part.kind != "rows"]
        if not rows or not marks:
            return set()
        keys = ", ".join(quoted(table.key))
        every = " UNION ALL ".join(f"SELECT {keys}, {RUN} FROM {scan(p)}" for p in marks)  # noqa: S608 - as above
        held = " UNION ALL ".join(
            f"SELECT {keys}, {RUN}, filename FROM {scan_named(part)}"  # noqa: S608 - as above
            for part in rows
        )
        asked = (
            f"SELECT r.filename FROM ({held}) r JOIN ({every}) d USING ({keys}) "  # noqa: S608 - as above
            f"WHERE d.{RUN} > r.{RUN}"
        )
        return self._files(asked, stored, {})

    def _files(self, sql: str, stored: Stored, given: Mapping[str, Any]) -> set[str]:
        files = files_of(stored)
        with self.depot.reading(files), self._opened(files) as connection:
            found = connection.execute(f"SELECT DISTINCT filename FROM ({sql}) f", given)  # noqa: S608 - as above
            return {row[0] for row in found.fetchall()}

    def _written(
        self, rows: str, order: Order, paths: Sequence[str], given: Mapping[str, Any] | None = None
    ) -> list[Pressed]:
        order.folder.mkdir(parents=True, exist_ok=True)
        aside = Path(mkdtemp(prefix=".aside-", dir=order.folder))
        try:
            with self._opened(paths, order.folder) as connection:
                written = connection.execute(
                    WRITE.format(rows=rows, folder=str(aside).replace("'", "''")), dict(given or {})
                ).fetchall()
            pressed = [placed(Path(row[0]), row[5], row[1], order) for row in written]
            asides = [Path(row[0]) for row in written]
            self.depot.keep(list(zip(asides, [one.path for one in pressed], strict=True)))
            return pressed
        finally:
            emptied(aside)

    @contextmanager
    def _opened(self, paths: Sequence[str], folder: Path | None = None) -> Iterator[Any]:
        with opened(
            memory_mb=self.memory_mb, threads=self.threads, paths=paths, folder=folder
        ) as connection:
            try:
                yield connection
            except import_module("duckdb").IOException as failure:
                raise OSError(str(failure).splitlines()[0]) from failure


def month(order: Order) -> str:
    """Return the expression of the month a row's file is for."""
    return f"strftime(\"{order.on}\", '%Y-%m') AS lake_month" if order.on else (
        f"'{WHOLE}' AS lake_month"
    )  # fmt: skip


def without(table: LakeTable, part: Part) -> str:
    """Return the query of a part's rows as they are, apart from what is to be forgotten."""
    theirs = f'list_contains($forgotten, "{table.whose}")'
    cells = ", ".join(
        f'CASE WHEN {theirs} THEN NULL ELSE "{name}" END AS "{name}"'
        if name in table.forget else f'"{name}"'
        for name in [*part.columns, RUN]
    )  # fmt: skip
    kept = f" WHERE ({theirs}) IS NOT TRUE" if table.vanish else ""
    return f"SELECT {cells} FROM {scan(part)}{kept}"  # noqa: S608 - declared names


def placed(written: Path, partition: Mapping[str, str], rows: int, order: Order) -> Pressed:
    """Name the place of a file, for good: whoever fetches it knows how many bytes it has."""
    found, size = partition["lake_month"] or WHOLE, written.stat().st_size
    name = f"{found}-{order.run:08d}-{uuid4().hex[:12]}-{size}.parquet"
    return Pressed(order.folder / name, found, rows, size)


def emptied(folder: Path) -> None:
    """Remove a folder that was written aside, and what is left in it."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def files_of(stored: Stored) -> list[str]:
    """Return every file of a table."""
    return [file for part in stored.parts for file in part.files]


def uuids(member_ids: Sequence[MemberId]) -> list[UUID]:
    """Return members as the library binds them."""
    return [UUID(bytes=member_id.bytes) for member_id in member_ids]


def quoted(names: Sequence[str]) -> list[str]:
    """Return names as identifiers."""
    return [f'"{name}"' for name in names]
