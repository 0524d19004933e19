"""Workbooks are read as the text they show, within bounds, or refused by sheet, row and column."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.domains.connect import UnreadableFile
from tests.connect.files import read, refusal

BOOK = """<workbook xmlns:r="r"><workbookPr{era}/><sheets>
<sheet name="hidden" state="hidden" r:id="r0"/><sheet name="会员" r:id="r1"/></sheets></workbook>"""
LINKS = """<Relationships><Relationship Id="r0" Target="worksheets/none.xml"/>
<Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"""
STRINGS = """<sst><si><t>编号</t></si><si><r><t>王</t></r><r><t>小明</t></r>
<rPh><t>wang</t></rPh></si></sst>"""
STYLES = """<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m"/>
<numFmt numFmtId="171" formatCode="[Red]0.00&quot;days&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>
</styleSheet>"""
HEADER = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
)
LONG = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(1_200_000))


def packed(rows: str, others: Mapping[str, str | bytes] | None = None, *, era: str = "") -> bytes:
    """Return a workbook whose sheet has these rows; `others` replaces parts by name."""
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": BOOK.format(era=era),
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/sharedStrings.xml": STRINGS,
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{HEADER}{rows}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (parts | dict(others or {})).items():
            book.writestr(name, text)
    return out.getvalue()


def test_cells_are_the_text_they_show() -> None:
    rows = """
        <row r="3"><c r="A3" t="s"><v>1</v></c><c r="C3"><v>0.30000000000000004</v></c></row>
        <row r="4"><c r="A4"><v>13800138000</v></c><c r="B4" t="b"><v>1</v></c></row>
        <row r="5"><c r="A5" s="1"><v>46000</v></c><c r="B5" s="2"><v>46000.5</v></c>
            <c r="C5" s="3"><v>1.5</v></c></row>
        <row><c t="str"><v>=x</v></c><c><v>1E+3</v></c><c><v>110105199003081234</v></c></row>
        <row r="9"><c r="A9" t="inlineStr"><is><t> </t></is></c></row>
    """
    assert read(packed(rows)) == [
        (3, ("王小明", "", "0.3")),
        (4, ("13800138000", "yes")),
        (5, ("2025-12-09", "2025-12-09 12:00:00", "1.5")),
        (6, ("=x", "1000", "1.10105199003081E+17")),
    ]
    since_1904 = packed('<row r="2"><c r="A2" s="1"><v>0</v></c></row>', era=' date1904="1"')
    assert read(since_1904) == [(2, ("00:00:00",))]


def test_a_formula_or_an_error_is_refused_by_sheet_row_and_column() -> None:
    formula = refusal(packed('<row r="7"><c r="AB7"><f>1+1</f><v>2</v></c></row>'))
    assert (formula.line, formula.reason.partition(":")[0]) == (7, "会员!AB7")
    error = refusal(packed('<row r="8"><c r="B8" t="e"><v>#N/A</v></c></row>'))
    assert "会员!B8" in error.reason_zh


@pytest.mark.inv("I7")
@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (packed("", {"xl/worksheets/sheet1.xml": b" " * (9 << 20)}), "too tightly"),
        (packed("", {f"xl/x{n}.xml": b" " * (1 << 20) for n in range(40)}), "too tightly"),
        (packed("", {"../../etc/passwd": "x"}), "outside"),
        (packed("", {"/etc/passwd": "x"}), "outside"),
        (packed('<row r="2"><c r="A2" t="s"><v>99</v></c></row>'), "not a workbook"),
        (packed('<row r="2"><c r="A2"><v>NaN</v></c></row>'), "not a workbook"),
        (packed('<row r="2"><c r="A2" s="1"><v>9E9</v></c></row>'), "not a workbook"),
        (packed('<row r="9999999"><c><v>1</v></c></row>'), "rows"),
        (packed('<row r="2"><c r="ZZ2"><v>1</v></c></row>'), "columns"),
        (packed(f'<row r="2"><c t="str"><v>{LONG}</v></c></row>'), "does not end"),
        (packed("<row>"), "not a sound"),
        (packed("", {"xl/workbook.xml": "<workbook/>"}), "no sheet"),
        (packed("", {"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "type"),
        (packed("")[:-30], "not a sound"),
        (b"PK\x03\x04" + bytes(100), "not a sound"),
    ],
)
def test_a_hostile_workbook_is_refused_with_the_reason(raw: bytes, told: str) -> None:
    assert told in refusal(raw).reason


@pytest.mark.slow
@pytest.mark.inv("I7")
def test_a_bomb_is_refused_before_it_is_opened() -> None:
    bomb = packed("", {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 6_000_000})
    tracemalloc.start()
    refusal(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20


def read_or_refused(raw: bytes) -> None:
    with suppress(UnreadableFile):
        read(raw)


PIECES = st.lists(
    st.sampled_from(
        [
            "<row>", '<row r="3">', "</row>", "<c>", '<c r="B3" t="s">', '<c t="inlineStr" s="1">',
            "</c>", "<v>", "1", "1e400", "-1", "</v>", "<is><t>", "汉", "</t></is>", "<f>", "</f>",
            '<c r="A99999999999999999999">', "&amp;", "&x;", "<!--", "]]>", "\x00", '<c s="-9">',
        ]
    )
)  # fmt: skip


@pytest.mark.inv("I7")
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES)
def test_any_sheet_is_read_or_refused(pieces: list[str]) -> None:
    read_or_refused(packed("".join(pieces)))


@pytest.mark.inv("I7")
@settings(max_examples=150)
@given(st.data())
def test_any_bytes_in_place_of_some_are_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(packed('<row r="2"><c r="A2"><v>1</v></c></row>'))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    read_or_refused(bytes(raw))


@pytest.mark.torture
@pytest.mark.inv("I7")
@settings(max_examples=60_000, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES, st.binary(max_size=40), st.integers(0, 5_000))
def test_ten_minutes_of_hostile_workbooks_are_read_or_refused(
    pieces: list[str], noise: bytes, place: int
) -> None:
    raw = packed("".join(pieces))
    read_or_refused(raw)
    at = place % len(raw)
    read_or_refused(raw[:at] + noise + raw[at + len(noise) :])
