"""A report as a file: CSV that no spreadsheet runs, or a workbook with its method beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import field

from liuke.domains.analytics.reports.catalogue import find
from liuke.domains.analytics.reports.dimensions import DIMENSIONS
from liuke.domains.analytics.reports.given import Said
from liuke.domains.analytics.reports.metrics import METRICS
from liuke.domains.analytics.reports.run import Cell, Column, Table
from liuke.domains.analytics.reports.shown import metric_shown
from liuke.kernel.money import decimals, figure
from liuke.kernel.values import Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Language = Literal["zh", "en"]
MARK = "\ufeff"  # spreadsheets read Chinese after it
RUN = ("=", "+", "-", "@", "\t", "\r")
WIDE = {"text": 24, "store": 14, "word": 14, "money": 16, "instant": 20}
SHEET = {"zh": ("数据", "怎么算的"), "en": ("Data", "How it is computed")}
HEAD = {
    "zh": ("指标", "定义", "算式", "数据截至", "条件"),
    "en": ("Metric", "Definition", "Formula", "Data as of", "Asked with"),
}


class File(Value, frozen=True):
    """A file to be saved; its content travels as base64."""

    name: str
    media_type: str
    content: bytes


class Heading(Value, frozen=True):
    """What stands over a file: which report, as of when, asked with what, and how it is written.

    `books` says how many decimals the points of a book have.
    """

    report: str
    as_of: datetime
    parameters: dict[str, Said]
    language: Language
    currency: str
    books: dict[str, int] = field(default_factory=dict)

    def places(self, column: Column, book: str) -> int:
        """Return how many decimals the numbers of a column have where a row is of a book."""
        if column.holds == "points":
            return self.books.get(book, 0)
        return decimals(self.currency) if column.holds == "money" else 0

    @property
    def file_name(self) -> str:
        """Return the name without its ending: the report and the day of its data."""
        return f"{self.report}-{self.as_of.date().isoformat()}"


def label(column: Column, language: Language) -> str:
    """Return a column's name, money and shares with their unit."""
    return column.label_zh if language == "zh" else column.label


def csv_file(table: Table, heading: Heading) -> File:
    """Return a report as CSV: money in units of the currency, shares in per cent."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([label(column, heading.language) for column in table.columns])
    writer.writerows(_texts(table, heading))
    content = (MARK + out.getvalue()).encode()
    return File(f"{heading.file_name}.csv", "text/csv; charset=utf-8", content)


def _texts(table: Table, heading: Heading) -> Iterable[list[str]]:
    for row in table.rows:
        book = book_of(table, row)
        yield [
            text(column, value, heading.language, heading.places(column, book))
            for column, value in zip(table.columns, row, strict=True)
        ]


def book_of(table: Table, row: Sequence[Cell]) -> str:
    """Return the book of points that a row tells of; nothing in reports without books."""
    cells = zip(table.columns, row, strict=True)
    return next((str(value) for column, value in cells if column.code == "book"), "")


def text(column: Column, value: Cell, language: Language, places: int = 2) -> str:
    """Write a cell as text; money and points have so many decimals.

    >>> text(Column("sales_minor", "metric", "money", "", ""), 123450, "zh")
    '1234.50'
    >>> text(Column("sales_minor", "metric", "money", "", ""), -123450, "zh", 0)
    '-123450'
    >>> text(Column("category", "dimension", "text", "", ""), "=1+1", "zh")
    "'=1+1"
    """
    if value is None:
        return ""
    if isinstance(value, int) and column.holds in {"money", "points"}:
        return str(Decimal(value).scaleb(-places))
    if isinstance(value, int) and column.holds == "share":
        return f"{Decimal(value).scaleb(-2)}%"
    plain = worded(column.code, value, language)
    return f"'{plain}" if column.holds == "text" and plain.startswith(RUN) else plain


def worded(code: str, value: Cell, language: Language) -> str:
    """Return what people call a coded value."""
    words = DIMENSIONS[code].words if code in DIMENSIONS else ()
    found = next((word for word in words if word.code == str(value)), None)
    if found is None:
        return str(value)
    return found.label_zh if language == "zh" else found.label


def workbook_file(table: Table, heading: Heading) -> File:
    """Return a report as a workbook: the rows, and on a second sheet what they mean."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only a download needs it

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": heading.as_of.replace(tzinfo=None)})
    names = SHEET[heading.language]
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(names[0])
    forms: dict[str | int, Format] = {
        "share": book.add_format({"num_format": "0.00%"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for places in {0, decimals(heading.currency), *heading.books.values()}:
        forms[places] = book.add_format({"num_format": f"#,##{figure(0, places)}"})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, WIDE.get(column.holds, 14))
        sheet.write_string(0, place, label(column, heading.language), bold)
    for line, row in enumerate(table.rows, start=1):
        of = book_of(table, row)
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            places = heading.places(column, of)
            told = _told(column, value, places, heading.language)
            _write(sheet, (line, place), told, forms.get(column.holds, forms[places]))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    _method(book.add_worksheet(names[1]), table.columns, heading, bold)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return File(f"{heading.file_name}.xlsx", kind, out.getvalue())


def _told(
    column: Column, value: Cell, places: int, language: Language
) -> str | float | date | None:
    """Return a cell as a workbook holds it: a number in whole units, a day, or words."""
    if value is None:
        return None
    if column.holds == "date":
        return date.fromisoformat(str(value))
    if isinstance(value, str) or (column.code in DIMENSIONS and DIMENSIONS[column.code].words):
        return worded(column.code, value, language)
    return value / (10_000 if column.holds == "share" else 10**places)


def _write(
    sheet: Worksheet, at: tuple[int, int], told: str | float | date | None, form: Format
) -> None:
    if told is None:
        sheet.write_blank(*at, None)
    elif isinstance(told, str):
        sheet.write_string(*at, told)
    elif isinstance(told, date):
        sheet.write_datetime(*at, told, form)
    else:
        sheet.write_number(*at, told, form)


def _method(sheet: Worksheet, columns: Sequence[Column], heading: Heading, bold: Format) -> None:
    report, head = find(heading.report), HEAD[heading.language]
    zh = heading.language == "zh"
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 60)
    asked = ", ".join(f"{name}={value}" for name, value in sorted(heading.parameters.items()))
    lines = [
        [report.title_zh if zh else report.title, report.about_zh if zh else report.about],
        [head[3], heading.as_of.isoformat(timespec="seconds")],
        [head[4], asked],
        [],
        [*head[:3]],
    ]
    for metric in (metric_shown(column.code) for column in columns if column.code in METRICS):
        words = (metric.label_zh, metric.definition_zh) if zh else (metric.label, metric.definition)
        lines.append([*words, metric.formula])
    for line, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell, bold if line in {0, 4} else None)
