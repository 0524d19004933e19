"""Of a workbook with several sheets the one that is named is read, else the first with rows."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

import pytest

from liuke.domains.connect import UnknownWorksheet, UnreadableFile, records, survey, worksheets
from liuke.domains.connect.values import Worksheet
from tests.connect.test_workbook import packed

NOTHING = "<row r='1'/><row r='3'><c t='inlineStr'><is><t> </t></is></c></row>"


def rows(*lines: str) -> str:
    """Return the rows of a sheet, a cell for each word."""
    cells = [
        "".join(f"<c t='inlineStr'><is><t>{word}</t></is></c>" for word in line.split())
        for line in lines
    ]
    return "".join(f"<row>{one}</row>" for one in cells)


def book(*sheets: tuple[str, str], hidden: Sequence[str] = (), most: int = 2_000) -> bytes:
    """Return a workbook of sheets by name and rows."""
    listed, links = [], []
    parts: dict[str, str | bytes] = {}
    for at, (name, body) in enumerate(sheets):
        state = " state='veryHidden'" if name in hidden else ""
        place = f"worksheets/s{min(at, most)}.xml"
        listed.append(f"<sheet name={quoteattr(name)}{state} r:id='r{at}'/>")
        links.append(f"<Relationship Id='r{at}' Target='{place}'/>")
        parts[f"xl/{place}"] = f"<worksheet><sheetData>{body}</sheetData></worksheet>"
    parts["xl/workbook.xml"] = (
        f"<workbook xmlns:r='r'><sheets>{''.join(listed)}</sheets></workbook>"
    )
    parts["xl/_rels/workbook.xml.rels"] = f"<Relationships>{''.join(links)}</Relationships>"
    return packed("", parts)


def read(raw: bytes, worksheet: str = "") -> tuple[str, list[tuple[str, ...]]]:
    stream = io.BytesIO(raw)
    found = survey(stream, worksheet=worksheet)
    return found.worksheet, [row.cells for row in records(stream, found)]


def refused(raw: bytes, worksheet: str) -> UnknownWorksheet:
    with pytest.raises(UnknownWorksheet) as refusal:
        read(raw, worksheet)
    return refusal.value


TWO = book(("一月", rows("sku", "a1", "a2")), ("二月", rows("sku", "b1")))


def test_the_sheet_that_is_named_is_read_and_the_first_without_a_name() -> None:
    assert read(TWO) == ("一月", [("a1",), ("a2",)])
    assert read(TWO, "二月") == ("二月", [("b1",)])


def test_sheets_are_listed_with_the_rows_below_their_header() -> None:
    assert worksheets(io.BytesIO(TWO)) == (Worksheet("一月", 2), Worksheet("二月", 1))
    assert worksheets(io.BytesIO(b"a,b\n1,2\n")) == ()


def test_a_name_is_found_whatever_its_case_and_the_blanks_around_it() -> None:
    raw = book(("Data", rows("a", "1")), ("data ", rows("a", "2")))
    assert read(raw, "data ")[1] == [("2",)]
    assert read(raw, "DATA")[1] == [("1",)]


def test_an_unknown_sheet_is_refused_with_those_there_are() -> None:
    refusal = refused(TWO, "三月")
    assert (refusal.worksheet, refusal.known) == ("三月", ("一月", "二月"))
    assert refused(b"a,b\n1,2\n", "一月").known == ()


def test_what_is_hidden_is_neither_listed_nor_read() -> None:
    raw = book(("算", rows("a", "1")), ("表", rows("a", "2")), hidden=["算"])
    assert read(raw) == ("表", [("2",)])
    assert refused(raw, "算").known == ("表",)
    assert [one.name for one in worksheets(io.BytesIO(raw))] == ["表"]


def test_sheets_without_a_row_are_passed_over() -> None:
    raw = book(("封面", NOTHING), ("数据", rows("a", "1")))
    assert read(raw)[0] == "数据"
    assert worksheets(io.BytesIO(raw)) == (Worksheet("封面", 0), Worksheet("数据", 1))
    with pytest.raises(UnreadableFile, match="empty"):
        read(book(("封面", NOTHING), ("又一页", "")))
    with pytest.raises(UnreadableFile, match="empty"):
        read(raw, "封面")


@pytest.mark.parametrize("name", ["'[x]'!", "a/b", "<b>&amp;", "../../x", "😀 ", "=1+1", "x" * 255])
def test_odd_names_are_names(name: str) -> None:
    raw = book(("first", rows("a", "1")), (name, rows("a", "2")))
    assert read(raw, name) == (name, [("2",)])


@pytest.mark.inv("I7")
def test_thousands_of_sheets_cost_no_more_than_their_parts() -> None:
    many = [(f"第{n}页", rows("a", str(n))) for n in range(1_000)]
    raw = book(*many)
    assert len(worksheets(io.BytesIO(raw))) == 200
    assert read(raw, "第999页")[1] == [("999",)]
    assert len(refused(raw, "none").known) == 200


@pytest.mark.inv("I7")
def test_one_part_under_many_names_is_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    alike = [(f"s{n}", NOTHING) for n in range(1_000)]
    gone: list[str] = []
    monkeypatch.setattr(
        "liuke.domains.connect.workbook.Counting.through", lambda _, __, part: through(part, gone)
    )
    with pytest.raises(UnreadableFile, match="empty"):
        read(book(*alike, most=3))
    assert len(gone) == 4


def through(part: str, gone: list[str]) -> Iterator[int]:
    gone.append(part)
    yield 0


@pytest.mark.inv("I7")
def test_a_sheet_that_cannot_be_counted_is_listed_without_a_figure() -> None:
    raw = book(("好", rows("a", "1")), ("坏", "<row>"))
    assert worksheets(io.BytesIO(raw)) == (Worksheet("好", 1), Worksheet("坏", None))
    with pytest.raises(UnreadableFile, match="name is too long"):
        worksheets(io.BytesIO(book(("x" * 256, ""))))
