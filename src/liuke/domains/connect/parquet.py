"""Parquet: the rows of a flat table as text, a batch at a time.

Its reader comes with `pip install liuke[parquet]`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from numbers import Real
from typing import Any, BinaryIO

from liuke.domains.connect.cells import number_text
from liuke.domains.connect.errors import UnreadableFile

BATCH = 1_000
ROWS_MAX = 5_000_000
COLUMNS_MAX = 500
UNPACKED_MAX = 256 << 20
GROUP_MAX = 64 << 20


def rows_of(stream: BinaryIO) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the names of the columns as line 1, then every row that is not blank.

    Raises:
        UnreadableFile: its reader is not installed, it is no flat table, or too large.
    """
    arrow, parquet = _reader("pyarrow"), _reader("pyarrow.parquet")
    stream.seek(0)
    try:
        file = parquet.ParquetFile(stream)
        _check_sizes(file.metadata)
        yield 1, tuple(file.schema_arrow.names)
        line = 1
        for batch in file.iter_batches(batch_size=BATCH):
            for cells in zip(*[column.to_pylist() for column in batch.columns], strict=True):
                line += 1
                row = tuple([_text(cell, line) for cell in cells])
                if any(cell.strip() for cell in row):
                    yield line, row
    except (arrow.ArrowException, OSError, ValueError, UnicodeError) as broken:
        raise UnreadableFile(1, "not a sound Parquet file", "Parquet 文件已损坏") from broken


def _reader(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise UnreadableFile(
            1, "a Parquet file: pip install liuke[parquet]", "需要先安装 liuke[parquet]"
        ) from missing


def _check_sizes(about: Any) -> None:
    groups = [about.row_group(number).total_byte_size for number in range(about.num_row_groups)]
    if about.num_columns > COLUMNS_MAX:
        raise UnreadableFile(1, f"more than {COLUMNS_MAX} columns", f"超过 {COLUMNS_MAX} 列")
    if about.num_rows > ROWS_MAX:
        raise UnreadableFile(1, f"more than {ROWS_MAX:,} rows", "行数过多")
    if sum(groups) > UNPACKED_MAX or max(groups, default=0) > GROUP_MAX:
        reason = "it unpacks to more than 256 MiB, or a row group to more than 64"
        raise UnreadableFile(1, reason, "解压后超过 256 MiB，或单个行组超过 64 MiB")


def _text(cell: object, line: int) -> str:
    """Write a cell as the text that a CSV file would hold.

    Raises:
        UnreadableFile: it holds a list, a map or bytes.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal | str | int):
        return str(cell)
    if isinstance(cell, Real):
        return number_text(repr(cell)) if cell == cell else ""  # noqa: PLR0124 - NaN is not
    raise UnreadableFile(line, "a cell holds more than one value", "单元格含有多个值")
