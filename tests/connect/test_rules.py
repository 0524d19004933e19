"""Cells as people write them, and cells as a spreadsheet gives them back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from liuke.domains.connect import Column, ColumnsDoubled, ColumnsMissing, Kind, UnknownColumns
from liuke.domains.connect.errors import CellUnfit, HeaderUnknown
from liuke.domains.connect.rules import FORMULA, bare, escaped, matched, read_cell, write_cell

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAME = Column("name", "Name", "姓名")
PHONE = Column("phone", "Phone", "手机号", required=True, aliases=("手机", "mobile"))


def column(kind: Kind) -> Column:
    return Column("x", "X", "项", kind)


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        (Kind.WHOLE, "1,234", 1234),
        (Kind.WHOLE, "１２", 12),
        (Kind.MONEY, "￥ 12.5", 1250),
        (Kind.MONEY, "1,234,567.89", 123456789),
        (Kind.YES_NO, "是", True),
        (Kind.WORDS, "a|b;a", ("a", "b")),
        (Kind.TEXT, "  ", None),
        (Kind.INSTANT, "2026/3/8", datetime(2026, 3, 8, tzinfo=SHANGHAI)),
        (Kind.INSTANT, "2026-03-08T01:30:05Z", datetime(2026, 3, 8, 1, 30, 5, tzinfo=UTC)),
        (Kind.INSTANT, "2026年3月8日 9:30", datetime(2026, 3, 8, 9, 30, tzinfo=SHANGHAI)),
    ],
)
def test_a_cell_means_what_people_mean(kind: Kind, text: str, meant: object) -> None:
    assert read_cell(column(kind), text, SHANGHAI) == meant


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.WHOLE, "12.5"),
        (Kind.WHOLE, "1,2,3"),
        (Kind.WHOLE, "9" * 16),
        (Kind.WHOLE, "١٢"),
        (Kind.MONEY, "12.345"),
        (Kind.MONEY, "1e5"),
        (Kind.DATE, "2026-02-30"),
        (Kind.DATE, "0001-01-01"),
        (Kind.INSTANT, "2026-03-08 25:00"),
        (Kind.YES_NO, "maybe"),
        (Kind.TEXT, "a\x07b"),
        (Kind.TEXT, "x" * 4_001),
        (Kind.TEXT, "1.38E+10"),
        (Kind.WORDS, "13800138000;1.38E+10"),
        (Kind.WHOLE, "1E+05"),
        (Kind.MONEY, "1.2e+04"),
        (Kind.DATE, "45291"),
        (Kind.INSTANT, "45291.5"),
    ],
)
def test_a_cell_that_does_not_fit_says_why_in_both_languages(kind: Kind, text: str) -> None:
    with pytest.raises(CellUnfit) as unfit:
        read_cell(column(kind), text, SHANGHAI)
    assert unfit.value.reason
    assert unfit.value.reason_zh


def test_what_a_spreadsheet_made_of_a_number_is_said_by_name() -> None:
    with pytest.raises(CellUnfit) as phone:
        read_cell(column(Kind.WORDS), "1.38E+10", SHANGHAI)
    assert "科学计数法" in phone.value.reason_zh
    with pytest.raises(CellUnfit) as day:
        read_cell(column(Kind.DATE), "45291", SHANGHAI)
    assert "日期序号" in day.value.reason_zh


@pytest.mark.parametrize("text", ["1E5", "E+10", "5E+2", "1.38E+10 ml", "X1.38E+10"])
def test_a_code_that_only_looks_like_it_is_left_alone(text: str) -> None:
    assert read_cell(column(Kind.TEXT), text, SHANGHAI) == text


@pytest.mark.inv("A6")
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=50))
def test_no_spreadsheet_runs_what_we_write_and_it_reads_back_the_same(text: str) -> None:
    plain = bare(text)
    again = escaped(plain)
    assert not again.startswith(FORMULA)
    assert bare(again) == plain or not plain


@pytest.mark.inv("A6")
@given(st.sampled_from(FORMULA), st.text(max_size=10))
@example("＝", "1+1")
@example("\n", "=1+1")
def test_what_begins_like_a_formula_is_written_as_text(mark: str, rest: str) -> None:
    assert write_cell(NAME, mark + rest, SHANGHAI) == f"'{mark}{rest}"


@pytest.mark.inv("I7")
@given(st.sampled_from(Kind), st.text(max_size=60))
def test_any_text_is_read_or_refused(kind: Kind, text: str) -> None:
    try:
        read_cell(column(kind), text, SHANGHAI)
    except CellUnfit:
        return


@given(st.integers(-(10**12), 10**12), st.sampled_from((0, 2, 3)))
def test_money_reads_back_to_its_smallest_unit(minor: int, places: int) -> None:
    written = write_cell(column(Kind.MONEY), minor, SHANGHAI, places)
    assert read_cell(column(Kind.MONEY), written, SHANGHAI, places) == minor


@pytest.mark.parametrize(
    ("text", "places", "meant"),
    [
        ("1200", 0, 1200),
        ("¥1,200", 0, 1200),
        ("1,200.00", 0, 1200),
        ("1.2", 3, 1200),
        ("1,234.567", 3, 1_234_567),
        ("12.50000", 2, 1250),
    ],
)
def test_an_amount_is_of_the_currency_of_the_shop(text: str, places: int, meant: int) -> None:
    assert read_cell(column(Kind.MONEY), text, SHANGHAI, places) == meant


@pytest.mark.parametrize(
    ("text", "places", "example"), [("12.5", 0, "1250"), ("1.2345", 3, "1.250"), ("x", 2, "12.50")]
)
def test_an_amount_of_too_many_decimals_is_refused_with_one_that_fits(
    text: str, places: int, example: str
) -> None:
    with pytest.raises(CellUnfit) as unfit:
        read_cell(column(Kind.MONEY), text, SHANGHAI, places)
    assert unfit.value.reason == f"not an amount like {example}"


def test_columns_are_found_by_any_of_their_names() -> None:
    assert matched([NAME, PHONE], ["备注", "手 机", "NAME "], {}) == {"phone": 1, "name": 2}


def test_a_mapping_goes_before_a_name() -> None:
    assert matched([NAME, PHONE], ["phone", "联系方式"], {"联系方式": "phone"}) == {"phone": 1}


def test_a_header_that_cannot_be_matched_says_what_is_wrong() -> None:
    with pytest.raises(ColumnsMissing) as missing:
        matched([NAME, PHONE], ["姓名"], {})
    assert missing.value.missing == ("phone",)
    with pytest.raises(ColumnsDoubled) as doubled:
        matched([NAME, PHONE], ["手机", "手机号"], {})
    assert (doubled.value.columns, doubled.value.header) == (("phone",), ("手机", "手机号"))
    assert matched([NAME, PHONE], ["手机", "手机号"], {"手机": "phone"}) == {"phone": 0}
    with pytest.raises(UnknownColumns) as unknown:
        matched([NAME, PHONE], ["手机"], {"手机": "fax", "邮编": "name"})
    assert unknown.value.columns == ("邮编", "fax")
    with pytest.raises(HeaderUnknown) as title:
        matched([NAME], ["会员表", ""], {}, worksheet="一月")
    assert (title.value.header, title.value.worksheet) == (("会员表", ""), "一月")
