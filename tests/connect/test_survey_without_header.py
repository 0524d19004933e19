"""A file without a header is read as the same file with one, its columns called by their place."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuke.domains.access import Role
from liuke.domains.connect import (
    Column,
    ColumnsDoubled,
    Survey,
    UnknownColumns,
    UnreadableFile,
    records,
    survey,
)
from liuke.domains.connect.errors import HeaderInside, PlacesUnnamed, TooManyRows
from liuke.domains.connect.rules import matched
from tests.connect import test_parquet
from tests.connect.test_workbook_sheets import book, rows
from tests.surfaces.conftest import Town, app, quiet, town

__all__ = ["app", "quiet", "town"]

NAME = Column("name", "Name", "姓名", required=True)
OURS = (NAME, Column("phone", "Phone", "手机"), Column("a", "A", "甲"))
# Of very few characters GB18030 may be UTF-8 as well: nobody could tell them apart.
MARKS = ("utf-8", "utf-8-sig", "utf-16")
CELLS = st.text("王小明 138aä\"'=\n", max_size=6)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(CELLS, min_size=width, max_size=width).filter(
            lambda row: any(cell.strip() for cell in row)
        ),
        min_size=1,
        max_size=6,
    )
)
PEOPLE = "13800138001,王小明\n\n12,坏\n"


def written(table: list[list[str]], delimiter: str, encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    return out.getvalue().encode(encoding)


def read(raw: bytes, *, no_header: bool) -> tuple[Survey, list[tuple[int, tuple[str, ...]]]]:
    stream = io.BytesIO(raw)
    found = survey(stream, no_header=no_header)
    return found, [(one.line, one.cells) for one in records(stream, found)]


@given(TABLES, st.sampled_from(",\t;|"), st.sampled_from(MARKS))
@settings(max_examples=200)
def test_rows_are_those_of_the_same_file_with_a_header_a_line_higher(
    table: list[list[str]], delimiter: str, encoding: str
) -> None:
    heads = [f"列{at}" for at in range(len(table[0]))]
    headed, below = read(written([heads, *table], delimiter, encoding), no_header=False)
    bare, all_of_it = read(written(table, delimiter, encoding), no_header=True)
    assert [(line + 1, cells) for line, cells in all_of_it] == below
    assert bare.rows == headed.rows == len(table)
    assert bare.header == ("A", "B", "C", "D")[: len(heads)]
    last = len(heads) - 1
    assert matched(OURS, bare.header, {bare.header[last]: "name"}, no_header=True) == matched(
        OURS, headed.header, {headed.header[last]: "name"}
    )


def test_a_place_is_never_taken_for_a_name() -> None:
    given = {"B": "name"}
    assert matched(OURS, ("A", "B"), given, no_header=True) == {"name": 1}
    assert matched(OURS, ("A", "B"), given) == {"name": 1, "a": 0}


def test_places_that_are_not_named_doubled_or_beyond_are_refused() -> None:
    with pytest.raises(PlacesUnnamed):
        matched(OURS, ("A",), {}, no_header=True)
    with pytest.raises(ColumnsDoubled):
        matched(OURS, ("A", "B"), {"A": "name", "B": "name"}, no_header=True)
    with pytest.raises(UnknownColumns):
        matched(OURS, ("A", "B"), {"C": "name"}, no_header=True)


def test_a_first_row_that_looks_like_a_header_is_data_where_that_is_said() -> None:
    _, found = read("姓名,手机\n王,1\n".encode(), no_header=True)
    assert found == [(1, ("姓名", "手机")), (2, ("王", "1"))]


def test_one_row_of_one_column_is_a_file_and_none_is_not() -> None:
    found, cells = read(codecs.BOM_UTF8 + b"13800138001", no_header=True)
    assert (found.header, found.rows, cells) == (("A",), 1, [(1, ("13800138001",))])
    for raw in (b"", codecs.BOM_UTF8, b"\n \n"):
        with pytest.raises(UnreadableFile):
            read(raw, no_header=True)


def test_the_first_row_counts_towards_the_most() -> None:
    with pytest.raises(TooManyRows):
        survey(io.BytesIO(b"a\nb\nc\n"), rows_max=2, no_header=True)
    assert survey(io.BytesIO(b"a\nb\n"), rows_max=2, no_header=True).rows == 2


def test_a_workbook_is_as_wide_as_its_widest_row() -> None:
    found, cells = read(book(("会员", rows("A1", "A2 王"))), no_header=True)
    assert (found.header, [line for line, _ in cells]) == (("A", "B"), [1, 2])


def test_parquet_names_its_columns_itself() -> None:
    with pytest.raises(HeaderInside):
        read(test_parquet.packed("SELECT 1 AS a"), no_header=True)


def asked(**more: Any) -> dict[str, Any]:
    whole = {"sheet": "members", "file": "会员.csv", "content": PEOPLE, "no_header": True}
    return whole | {"columns": {"A": "phone", "B": "name"}} | more


async def test_it_comes_in_once_over_http_and_faults_name_the_lines_of_the_file(
    town: Town,
) -> None:
    async with await town.signed_in(Role.OPERATIONS) as client:
        outlook = (await client.post("/v1/imports/rehearsals", json=asked())).json()
        assert (outlook["taken"], outlook["columns"]) == (1, {"phone": "A", "name": "B"})
        keys = ({"idempotency-key": str(number)} for number in range(9))
        done = (await client.post("/v1/imports", json=asked(), headers=next(keys))).json()
        assert (done["rows"], done["taken"], done["refused"]) == (2, 1, 1)
        (fault,) = (await client.get(f"/v1/imports/{done['id']}/faults")).json()["items"]
        assert (fault["line"], fault["column"]) == (3, "phone")
        again = await client.post("/v1/imports", json=asked(), headers=next(keys))
        assert (again.json()["id"], again.json()["already"]) == (done["id"], 2)
        later = (await client.post("/v1/imports/rehearsals", json=asked(before=100))).json()
        assert later["faults"][0]["line"] == 103


async def test_the_same_bytes_with_and_without_a_header_are_two_imports(town: Town) -> None:
    async with await town.signed_in(Role.OPERATIONS) as client:
        columns = {"A": "external_id", "B": "name"}
        content = "A,B\nA1,王\n"
        done = [
            (
                await client.post(
                    "/v1/imports",
                    json=asked(content=content, columns=columns, no_header=no_header),
                    headers={"idempotency-key": str(no_header)},
                )
            ).json()
            for no_header in (False, True)
        ]
        assert [(one["rows"], one["already"]) for one in done] == [(1, 0), (2, 0)]
        assert done[0]["id"] != done[1]["id"]


async def test_without_a_mapping_it_is_refused_over_http(town: Town) -> None:
    async with await town.signed_in(Role.OPERATIONS) as client:
        refused = await client.post("/v1/imports/rehearsals", json=asked(columns={}))
        assert (refused.status_code, refused.json()["code"]) == (422, "places_unnamed")
        assert refused.json()["header"] == ["A", "B"]
