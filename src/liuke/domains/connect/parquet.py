"""Parquet: the rows of a flat table as text, in a stream and within bounds.

Who opens such a file is set once at start; what may come in is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from liuke.domains.connect.cells import number_text
from liuke.domains.connect.errors import UnreadableFile

ROWS_MAX = 5_000_000
COLUMNS_MAX = 500
UNPACKED_MAX = 256 << 20
GROUP_MAX = 64 << 20
# A reader may hold some thousand rows at once: half a gigabyte at worst.
ROW_TEXT_MAX = 256 << 10
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
         "UINTEGER", "UBIGINT", "UHUGEINT")  # fmt: skip
MOMENTS = ("DATE", "TIME", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
ZONED = ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE")


@dataclass(frozen=True)
class ParquetTable:
    """A file as its reader found it: names and kinds of columns, sizes, and cells as text.

    `unpacked` and `group` are bytes of the whole and of its largest row group, `longest` of the
    longest row; kinds are named as DuckDB names them.
    """

    names: Sequence[str]
    kinds: Sequence[str]
    rows: int
    unpacked: int
    group: int
    longest: Callable[[], int]
    batches: Callable[[], Iterator[Sequence[Sequence[str | None]]]]


class ParquetReader(Protocol):
    """Opens one file, and nothing that it names."""

    def opened(self, stream: BinaryIO) -> AbstractContextManager[ParquetTable]:
        """Open a file while the block runs.

        Raises:
            UnreadableFile: it is not sound.
        """
        ...


_SEATS: list[ParquetReader] = []


def read_parquet_with(reader: ParquetReader) -> None:
    """Set who opens Parquet files in this process."""
    _SEATS[:] = [reader]


def rows_of(stream: BinaryIO) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the names of the columns as line 1, then every row that is not blank.

    Raises:
        UnreadableFile: it is no flat table, or too large; names the column that is not flat.
    """
    if not _SEATS:
        raise UnreadableFile(1, "nobody here reads Parquet", "此处不能读取 Parquet")
    with _SEATS[0].opened(stream) as table:
        _check(table)
        yield 1, tuple(table.names)
        line = 1
        read = [READ[kind] for kind in table.kinds]
        for batch in table.batches():
            for cells in batch:
                line += 1
                row = tuple(["" if c is None else of(c) for of, c in zip(read, cells, strict=True)])
                if any(cell.strip() for cell in row):
                    yield line, row


def _check(table: ParquetTable) -> None:
    """Refuse what is not flat, or too large to be gone through."""
    if len(table.kinds) > COLUMNS_MAX:
        raise UnreadableFile(1, f"more than {COLUMNS_MAX} columns", f"超过 {COLUMNS_MAX} 列")
    if table.rows > ROWS_MAX:
        raise UnreadableFile(1, f"more than {ROWS_MAX:,} rows", "行数过多")
    if table.unpacked > UNPACKED_MAX or table.group > GROUP_MAX:
        reason = "it unpacks to more than 256 MiB, or a row group to more than 64"
        raise UnreadableFile(1, reason, "解压后超过 256 MiB，或单个行组超过 64 MiB")
    for name, kind in zip(table.names, table.kinds, strict=True):
        if kind not in READ:
            raise UnreadableFile(
                1,
                f"column {name[:40]} is {kind[:40]}: only text, numbers, dates, yes and no",
                f"“{name[:40]}”列是 {kind[:40]}，只能读取文本、数字、日期和是否",
            )
    if table.longest() > ROW_TEXT_MAX:
        raise UnreadableFile(1, "its cells are too long", "有单元格过长")


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
