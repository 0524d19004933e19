"""Parquet files that somebody hands in: opened on one copy of the file, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from liuke.domains.connect import ParquetTable, UnreadableFile
from liuke.providers.duckdb.opening import opened

BATCH = 500
AS_TEXT = "CAST(COLUMNS(*) AS VARCHAR)"
LONGEST = f"max(strlen({AS_TEXT}))"
SIZES = "coalesce(sum(total_uncompressed_size), 0), coalesce(max(row_group_bytes), 0)"


class DuckReader:
    """Reads Parquet on one thread, within its memory."""

    def __init__(self, *, memory_mb: int = 512) -> None:
        """Set what one file may use."""
        self.memory_mb = memory_mb

    @contextmanager
    def opened(self, stream: BinaryIO) -> Iterator[ParquetTable]:
        """Open a file under a name of ours: a name of theirs could mean other files.

        Raises:
            UnreadableFile: it is not sound.
        """
        stream.seek(0)
        try:
            with NamedTemporaryFile(prefix="lk-", suffix=".parquet") as copy:
                copyfileobj(stream, copy)
                copy.flush()
                with opened(memory_mb=self.memory_mb, threads=1, paths=[copy.name]) as connection:
                    yield table_of(connection, copy.name)
        except (import_module("duckdb").Error, OSError, ValueError) as broken:
            raise UnreadableFile(1, "not a sound Parquet file", "Parquet 文件已损坏") from broken


def table_of(connection: Any, path: str) -> ParquetTable:
    """Return what a file holds; its rows are read when they are asked for.

    Raises:
        UnreadableFile: a column's name is no text.
    """

    def asked(function: str, what: str) -> Any:
        return connection.table_function(function, [path]).aggregate(what).fetchall()[0]

    try:
        rows = connection.read_parquet(path, hive_partitioning=False)
    except RuntimeError as unread:  # what the driver says of bytes that it cannot decode
        raise UnreadableFile(1, "a column's name is not text", "有一列的列名不是文字") from unread
    unpacked, group = asked("parquet_metadata", SIZES)

    def longest() -> int:
        return sum(size or 0 for size in rows.aggregate(LONGEST).fetchall()[0])

    def batches() -> Iterator[Sequence[Sequence[str | None]]]:
        found = connection.execute(rows.project(AS_TEXT).sql_query())
        while batch := found.fetchmany(BATCH):
            yield batch

    return ParquetTable(
        names=names_of(connection, path, rows.columns),
        kinds=[str(kind).partition("(")[0] for kind in rows.types],
        rows=asked("parquet_file_metadata", "sum(num_rows)")[0],
        unpacked=unpacked,
        group=group,
        longest=longest,
        batches=batches,
    )


def names_of(connection: Any, path: str, shown: Sequence[str]) -> Sequence[str]:
    """Return the columns as the file names them: the second of two alike is renamed when read."""
    _, *columns = connection.table_function("parquet_schema", [path]).project("name").fetchall()
    return [str(name) for (name,) in columns] if len(columns) == len(shown) else shown
