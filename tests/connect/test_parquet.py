"""Parquet files are read as the text a CSV file would hold, or refused."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuke.domains.connect import UnreadableFile, parquet, records, survey
from tests.connect.files import read, refusal


def packed(rows: str) -> bytes:
    """Return the rows of a query as a file."""
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "x.parquet"
        connection.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
        return path.read_bytes()


def test_cells_are_text_and_blank_rows_are_left_out() -> None:
    raw = packed(
        """SELECT * FROM (VALUES
            ('A1', 9.90::DECIMAL(9, 2), 0.1::DOUBLE + 0.2, 0.1::FLOAT, 12::HUGEINT, true),
            (NULL, NULL, NULL, NULL, NULL, NULL),
            ('A3', 0.10, 'nan', 'inf', -1, false)
        ) t (编号, price, rate, low, n, vip)"""
    )
    assert read(raw) == [
        (2, ("A1", "9.90", "0.3", "0.1", "12", "yes")),
        (4, ("A3", "0.10", "", "inf", "-1", "no")),
    ]


def test_days_and_instants_are_iso_and_an_instant_says_its_zone() -> None:
    raw = packed(
        """SELECT DATE '1990-03-08' AS born, TIME '10:01:02' AS opens,
            TIMESTAMP '2026-10-01 10:00:00.5' AS seen,
            TIMESTAMP_S '2026-10-01 10:00:00' AS bought,
            TIMESTAMPTZ '2026-10-01 18:00:00+08' AS joined"""
    )
    (row,) = read(raw)
    assert row[1] == (
        "1990-03-08",
        "10:01:02",
        "2026-10-01 10:00:00.5",
        "2026-10-01 10:00:00",
        "2026-10-01 10:00:00+00:00",
    )


@pytest.mark.slow
@pytest.mark.inv("I7")
@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("SELECT 1 AS n, [1, 2] AS 标签", "column 标签 is INTEGER[]"),
        ("SELECT {'a': 1} AS address", "column address is STRUCT"),
        ("SELECT MAP {'a': 1} AS more", "column more is MAP"),
        ("SELECT 'x'::BLOB AS photo", "column photo is BLOB"),
        (f"SELECT {', '.join(f'1 AS c{n}' for n in range(501))}", "columns"),
        ("SELECT repeat('长', 90000) AS note FROM range(20000)", "too long"),
    ],
)
def test_what_is_no_flat_table_is_refused_by_its_column(rows: str, told: str) -> None:
    assert told in refusal(packed(rows)).reason


@pytest.mark.inv("I7")
def test_what_is_broken_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for raw in (packed("SELECT 1 AS a")[:-20], b"PAR1" + bytes(100), b"PAR1"):
        assert "not a sound" in refusal(raw).reason
    monkeypatch.setattr(parquet, "ROWS_MAX", 1)
    assert "rows" in refusal(packed("SELECT * FROM range(2)")).reason
    monkeypatch.setattr(parquet, "UNPACKED_MAX", 10)
    assert "unpacks" in refusal(packed("SELECT 'a long text of its own' AS a")).reason


def test_who_reads_none_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_SEATS", [])
    assert "nobody" in refusal(packed("SELECT 1 AS a")).reason


@pytest.mark.inv("I7")
def test_nothing_but_the_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.parquet").write_bytes(packed("SELECT 'secret' AS a"))
    path = tmp_path / "*.parquet"
    path.write_bytes(packed("SELECT 'mine' AS \"read_parquet('other.parquet')\""))
    with path.open("rb") as stream:
        rows = list(records(stream, found := survey(stream)))
    assert found.header == ("read_parquet('other.parquet')",)
    assert [row.cells for row in rows] == [("mine",)]


def test_two_columns_of_one_name_stay_two() -> None:
    raw = packed("SELECT '1' AS phone, '2' AS phonf").replace(b"phonf", b"phone")
    assert survey(io.BytesIO(raw)).header == ("phone", "phone")
    assert read(raw) == [(2, ("1", "2"))]


def test_a_column_whose_name_is_no_text_is_refused() -> None:
    raw = packed("SELECT '1' AS phone, '2' AS phonf").replace(b"phonf", b"phon\x80")
    with pytest.raises(UnreadableFile) as refused:
        survey(io.BytesIO(raw))
    assert refused.value.reason == "a column's name is not text"


small = packed("SELECT 1 AS a, '王' AS b, DATE '2026-01-01' AS c")


@pytest.mark.slow
@pytest.mark.inv("I7")
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_in_place_of_some_are_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(small)
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(4, len(raw) - 5))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableFile):
        read(bytes(raw))
