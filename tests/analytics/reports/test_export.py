"""Reports as files in shops whose currency has other decimals than two."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest

from liuke.domains.analytics.reports.export import Heading, Language, csv_file, workbook_file
from liuke.domains.analytics.reports.run import Cell, Column, Table
from liuke.domains.analytics.reports.weekly import Week
from liuke.domains.analytics.reports.weekly_pdf import Page, told

NOW = datetime(2026, 5, 4, tzinfo=UTC)
SALES = Column("sales_minor", "metric", "money", "Sales", "销售额")
BOOK = Column("book", "dimension", "text", "Book", "账本")
GIVEN = Column("points_issued", "metric", "points", "Given", "发放")
CURRENCIES = pytest.mark.parametrize(
    ("currency", "told", "number", "form", "printed"),
    [
        ("CNY", "1234.50", "1234.5", "#,##0.00", "¥1,234.50"),
        ("JPY", "123450", "123450", "#,##0", "¥123,450"),
        ("KWD", "123.450", "123.45", "#,##0.000", "KWD 123.450"),
    ],
)


@CURRENCIES
def test_amounts_have_the_decimals_of_the_currency(
    currency: str, told: str, number: str, form: str, printed: str
) -> None:
    table = Table([SALES], [[123_450]], [])
    heading = Heading("sales", NOW, {}, "en", currency)

    assert csv_file(table, heading).content.decode("utf-8-sig").split() == ["Sales", told]
    book = zipfile.ZipFile(io.BytesIO(workbook_file(table, heading).content))
    assert f"<v>{number}</v>" in book.read("xl/worksheets/sheet1.xml").decode()
    assert f'formatCode="{form}"' in book.read("xl/styles.xml").decode()
    week = Week("", currency, date(2026, 4, 27), NOW, [], [], table, table)
    assert Page(week, "en").write("sales_minor", 123_450) == printed


def test_points_have_the_decimals_of_the_book_their_row_tells_of() -> None:
    table = Table([BOOK, GIVEN], [["sun", 1_234], ["points", 1_234], ["gone", 7]], [])
    heading = Heading("points_flow", NOW, {}, "en", "JPY", {"sun": 1, "points": 0})

    lines = csv_file(table, heading).content.decode("utf-8-sig").split()
    assert lines == ["Book,Given", "sun,123.4", "points,1234", "gone,7"]
    book = zipfile.ZipFile(io.BytesIO(workbook_file(table, heading).content))
    cells = book.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="B\d" s="(\d+)"><v>([\d.]+)</v>', cells) == [
        ("2", "123.4"), ("3", "1234"), ("3", "7"),
    ]  # fmt: skip
    assert 'formatCode="#,##0.0"' in book.read("xl/styles.xml").decode()


@pytest.mark.parametrize(
    ("language", "row"),
    [("zh", ["阳光", "2017-01", "123.4"]), ("en", ["Suns", "2017-01", "123.4"])],
)
def test_a_printed_week_calls_books_as_the_shop_does(language: Language, row: list[str]) -> None:
    table = Table([], [], [])
    week = Week(
        "", "CNY", date(2026, 4, 27), NOW, [], [], table, table,
        named={"book": {"sun": ("Suns", "阳光")}}, places={"sun": 1},
    )  # fmt: skip
    page, codes = Page(week, language), ("book", "month_no", "points_issued")
    cells: list[Cell] = ["sun", "2017-01", 1_234]
    assert [told(page, code, cell, "sun") for code, cell in zip(codes, cells, strict=True)] == row
