"""Parquet: the rows of a flat table as text, in a stream and within bounds.

Its reader is the library of the lake, opened on one copy of the file and on nothing else; it is
loaded with the first such file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from liuke.domains.connect.cells import number_text
from liuke.domains.connect.errors import UnreadableFile

BATCH = 500
ROWS_MAX = 5_000_000
COLUMNS_MAX = 500
UNPACKED_MAX = 256 << 20
GROUP_MAX = 64 << 20
# The engine hands over 2,048 rows at once: half a gigabyte at worst.
ROW_TEXT_MAX = 256 << 10
CONFIG = {
    "threads": 1,
    "memory_limit": "512MB",
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
CLOSED = ("SET TimeZone = 'UTC'", "SET enable_external_access = false",
          "SET lock_configuration = true")  # fmt: skip
AS_TEXT = "CAST(COLUMNS(*) AS VARCHAR)"
LONGEST = f"max(strlen({AS_TEXT}))"
ROWS, NAMES = "num_rows", "name, num_children"
SIZES = "coalesce(sum(total_uncompressed_size), 0), coalesce(max(row_group_bytes), 0)"
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
         "UINTEGER", "UBIGINT", "UHUGEINT")  # fmt: skip
MOMENTS = ("DATE", "TIME", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
ZONED = ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE")


def rows_of(stream: BinaryIO) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the names of the columns as line 1, then every row that is not blank.

    Raises:
        UnreadableFile: it is no flat table, or too large; names the column that is not flat.
    """
    library = import_module("duckdb")
    stream.seek(0)
    try:
        with _opened(stream, library) as (connection, path):
            yield from _rows(connection, path)
    except (library.Error, OSError, ValueError, UnicodeError) as broken:
        raise UnreadableFile(1, "not a sound Parquet file", "Parquet 文件已损坏") from broken


@contextmanager
def _opened(stream: BinaryIO, library: Any) -> Iterator[tuple[Any, str]]:
    """Open the engine on a copy under a name of ours: a path of theirs could name other files."""
    with NamedTemporaryFile(prefix="lk-", suffix=".parquet") as copy:
        copyfileobj(stream, copy)
        copy.flush()
        connection = library.connect(":memory:", config=CONFIG)
        try:
            connection.execute("SET allowed_paths = $paths", {"paths": [copy.name]})
            for statement in CLOSED:
                connection.execute(statement)
            yield connection, copy.name
        finally:
            connection.close()


def _rows(connection: Any, path: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    _check_sizes(connection, path)
    table = connection.read_parquet(path, hive_partitioning=False)
    names, read = _columns(connection, path, table)
    if sum(size or 0 for size in table.aggregate(LONGEST).fetchall()[0]) > ROW_TEXT_MAX:
        raise UnreadableFile(1, "its cells are too long", "有单元格过长")
    yield 1, names
    line = 1
    found = connection.execute(table.project(AS_TEXT).sql_query())
    while batch := found.fetchmany(BATCH):
        for cells in batch:
            line += 1
            row = tuple(["" if c is None else of(c) for of, c in zip(read, cells, strict=True)])
            if any(cell.strip() for cell in row):
                yield line, row


def _check_sizes(connection: Any, path: str) -> None:
    def asked(function: str, what: str) -> Any:
        return connection.table_function(function, [path]).aggregate(what).fetchall()[0]

    (rows,) = asked("parquet_file_metadata", f"sum({ROWS})")
    unpacked, group = asked("parquet_metadata", SIZES)
    if rows > ROWS_MAX:
        raise UnreadableFile(1, f"more than {ROWS_MAX:,} rows", "行数过多")
    if unpacked > UNPACKED_MAX or group > GROUP_MAX:
        reason = "it unpacks to more than 256 MiB, or a row group to more than 64"
        raise UnreadableFile(1, reason, "解压后超过 256 MiB，或单个行组超过 64 MiB")


def _columns(
    connection: Any, path: str, table: Any
) -> tuple[tuple[str, ...], list[Callable[[str], str]]]:
    """Return the names of the columns as the file has them, and how the cells of each are written.

    Raises:
        UnreadableFile: one holds lists, structs, maps or bytes, or there are too many.
    """
    kinds = [str(kind).partition("(")[0] for kind in table.types]
    if len(kinds) > COLUMNS_MAX:
        raise UnreadableFile(1, f"more than {COLUMNS_MAX} columns", f"超过 {COLUMNS_MAX} 列")
    for name, kind in zip(table.columns, kinds, strict=True):
        if kind not in READ:
            raise UnreadableFile(
                1,
                f"column {name[:40]} is {kind[:40]}: only text, numbers, dates, yes and no",
                f"“{name[:40]}”列是 {kind[:40]}，只能读取文本、数字、日期和是否",
            )
    schema = connection.table_function("parquet_schema", [path]).project(NAMES).fetchall()
    # The engine renames the second of two columns of one name; whoever reads it must see both.
    names = tuple([str(name) for name, children in schema if not children])
    return names, [READ[kind] for kind in kinds]


def _yes_no(text: str) -> str:
    return "yes" if text == "true" else "no"


def _number(text: str) -> str:
    """Write a number as a spreadsheet shows it; what is none is empty."""
    try:
        return "" if text == "nan" else number_text(text)
    except ValueError:
        return text


def _zoned(text: str) -> str:
    """Write an instant with minutes in its offset, `+00:00`."""
    return f"{text}:00" if text[-3:-2] in {"+", "-"} else text


READ: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("VARCHAR", "JSON", "UUID", "DECIMAL", *WHOLE, *MOMENTS), str),
    **dict.fromkeys(ZONED, _zoned),
    "BOOLEAN": _yes_no,
    "FLOAT": _number,
    "DOUBLE": _number,
}
