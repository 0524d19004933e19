"""Parquet files are read as the text a CSV file would hold, or refused."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow.parquet import write_table

from liuke.domains.connect import UnreadableFile, parquet, records, survey


def packed(**columns: list[Any]) -> bytes:
    out = io.BytesIO()
    write_table(pa.table(columns), out)
    return out.getvalue()


def read(raw: bytes) -> list[tuple[int, tuple[str, ...]]]:
    stream = io.BytesIO(raw)
    return [(row.line, row.cells) for row in records(stream, survey(stream))]


def test_cells_are_text_dates_iso_and_blank_rows_left_out() -> None:
    raw = packed(
        编号=["A1", None, "A3"],
        price=[Decimal("9.90"), None, Decimal("0.10")],
        rate=[0.1 + 0.2, None, float("nan")],
        born=[date(1990, 3, 8), None, None],
        at=[datetime(2026, 10, 1, 10, tzinfo=UTC), None, None],
        vip=[True, None, False],
    )
    assert read(raw) == [
        (2, ("A1", "9.90", "0.3", "1990-03-08", "2026-10-01 10:00:00+00:00", "yes")),
        (4, ("A3", "0.10", "", "", "", "no")),
    ]


@pytest.mark.inv("I7")
def test_what_is_no_flat_table_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for raw, told in [
        (packed(a=[[1, 2]]), "more than one value"),
        (packed(a=[b"x"]), "more than one value"),
        (packed(a=[1])[:-20], "not a sound"),
        (b"PAR1" + bytes(100), "not a sound"),
        (packed(**{f"c{n}": [1] for n in range(501)}), "columns"),
    ]:
        with pytest.raises(UnreadableFile) as refusal:
            read(raw)
        assert told in refusal.value.reason
    monkeypatch.setattr(parquet, "ROWS_MAX", 1)
    with pytest.raises(UnreadableFile, match="rows"):
        read(packed(a=[1, 2]))


def test_without_its_reader_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UnreadableFile, match=r"liuke\[parquet\]"):
        read(packed_before)


packed_before = packed(a=[1])


@pytest.mark.inv("I7")
@settings(max_examples=150)
@given(st.data())
def test_any_bytes_in_place_of_some_are_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(packed_before)
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(4, len(raw) - 5))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableFile):
        read(bytes(raw))
