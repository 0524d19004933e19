"""Export a sheet page by page, as CSV that reads back the same and that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from liuke.domains.connect.rules import write_cell
from liuke.domains.connect.sheet import Sheet
from liuke.domains.connect.values import Column, Leaf, Wish
from liuke.kernel.db import Tx
from liuke.kernel.money import decimals
from liuke.kernel.values import Value

BOM = "\ufeff"


async def export_page(tx: Tx, sheet: Sheet, wish: Wish) -> Leaf:
    """Return one page of a sheet; what names people is masked unless the wish reveals it."""
    return await sheet.page(tx, wish)


def head(columns: Sequence[Column]) -> str:
    """Return the first line of a file; the mark before it lets spreadsheets read Chinese."""
    return BOM + _text([[column.name for column in columns]])


def body(
    columns: Sequence[Column], rows: Iterable[Value], zone: ZoneInfo, currency: str = "CNY"
) -> str:
    """Return the lines of some rows, times in a zone and amounts in a currency."""
    places = decimals(currency)
    return _text(
        [[write_cell(c, _cell(row, c.name), zone, places) for c in columns] for row in rows]
    )


def _cell(row: Value, name: str) -> object:
    outer, dot, inner = name.partition(".")
    value = getattr(row, outer)
    return value.get(inner) if dot else value


def _text(lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue()
