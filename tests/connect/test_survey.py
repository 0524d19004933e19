"""Files of every kind: read as what they are, or refused with the line and the reason."""

from __future__ import annotations

import io
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuke.domains.connect import Record, UnreadableFile, records, survey

TABLE = "编号,姓名\n1,王小明\n\n2,李雷\n"


def read(raw: bytes) -> list[Record]:
    stream = io.BytesIO(raw)
    return list(records(stream, survey(stream)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_usual_encodings_are_told_apart(encoding: str) -> None:
    rows = read(TABLE.encode(encoding))
    assert [(row.number, row.line, row.cells) for row in rows] == [
        (1, 2, ("1", "王小明")),
        (2, 4, ("2", "李雷")),
    ]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_usual_separators_are_told_apart(delimiter: str) -> None:
    raw = f"a{delimiter}b\r\n1{delimiter}2\r\n".encode()
    assert survey(io.BytesIO(raw)).delimiter == delimiter
    assert read(raw)[0].cells == ("1", "2")


def test_quotes_hold_separators_and_lines() -> None:
    (row, last) = read(b'a,b\n"x, ""y""\nz",2\n3,4')
    assert row.cells == ('x, "y"\nz', "2")
    assert (last.number, last.line) == (2, 4)


@pytest.mark.inv("I7")
@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", 1),
        (b"\n\n  \n", 1),
        (b"PK\x03\x04rest", 1),
        (b"a,b\n\x00\x01", 2),
        (b"a,b\n\xff\xff\xff", 1),
        (b'a,b\n1,"2"x\n', 2),
        (b'a,b\n1,2\n3,"4\n', 3),
        (b"a," * 600, 1),
        ("编号,姓名\n1,王小明\n2,李".encode()[:-1], 3),
        ("编号,姓名\n1,王".encode() + b"\xff,\n", 2),
        (b"<html><table>", 1),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(raw: bytes, line: int) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(raw)
    assert refused.value.line == line
    assert refused.value.reason_zh


@pytest.mark.inv("I7")
def test_a_row_that_never_ends_is_refused_before_it_fills_the_memory() -> None:
    endless = b'a,b\n"' + b"x\n" * 5_000_000
    tracemalloc.start()
    with pytest.raises(UnreadableFile):
        read(endless)
    with pytest.raises(UnreadableFile):
        read(b"a,b\n" + b"x" * 10_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 << 20


@pytest.mark.inv("I7")
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(UnreadableFile):
        read(raw)


def test_a_file_that_changed_after_its_survey_is_refused() -> None:
    found = survey(io.BytesIO(b"a,b\n1,2\n"))
    with pytest.raises(UnreadableFile):
        list(records(io.BytesIO(b"c,d\n1,2\n"), found))


@pytest.mark.torture
@pytest.mark.inv("I7")
@settings(max_examples=300_000)
@given(
    st.lists(
        st.sampled_from(
            [
                b'"',
                b",",
                b"\n",
                b"\r",
                b"\t",
                b"\xef\xbb\xbf",
                b"\xff",
                b"\0",
                "中".encode("gb18030"),
                "中".encode(),
                b"x" * 4_000,
                b"=",
            ]
        )
    )
)
def test_ten_minutes_of_hostile_files_are_read_or_refused(pieces: list[bytes]) -> None:
    with suppress(UnreadableFile):
        read(b"".join(pieces))


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"name,phone\nA,1\nB\0,2\n", 3),
        ("name,phone\n".encode("utf-16-le"), 1),
    ],
)
def test_a_character_no_table_holds_is_said_by_its_line(raw: bytes, line: int) -> None:
    with pytest.raises(UnreadableFile) as refused:
        survey(io.BytesIO(raw))
    assert (refused.value.line, refused.value.reason[:15]) == (line, "a NUL character")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_file_whose_every_cell_is_quoted_is_read_whatever_parts_them(delimiter: str) -> None:
    raw = f'"a"{delimiter}"b"\n"1"{delimiter}"2"\n'.encode()
    assert [row.cells for row in read(raw)] == [("1", "2")]


def test_a_quote_that_goes_on_is_told_of_the_usual_separator() -> None:
    with pytest.raises(UnreadableFile, match="expected after"):
        read(b'"a"x,b\n')
