"""A database is lent to one question at a time, forgets it, and is not lent broken."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from liuke.providers.duckdb.kept import Kept


def kept(most: int = 2) -> Kept:
    return Kept(memory_mb=256, threads=1, most=most)


def spill(connection: Any) -> Path:
    (row,) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    return Path(row[0])


def used(lender: Kept, *paths: str) -> Path:
    """Ask for a database and give it back; return the folder that is its own."""
    with lender.lent(frozenset(paths)) as connection:
        return spill(connection)


def test_the_next_question_of_the_same_files_gets_the_same_database() -> None:
    lender = kept()
    assert used(lender, "/a") == used(lender, "/a")
    assert used(lender, "/a") != used(lender, "/a", "/b")


def test_two_questions_at_once_have_a_database_each() -> None:
    lender = kept()
    with lender.lent(frozenset()) as one, lender.lent(frozenset()) as other:
        assert spill(one) != spill(other)


def test_what_a_question_made_is_gone_for_the_next() -> None:
    lender = kept()
    with lender.lent(frozenset()) as connection:
        first = spill(connection)
        connection.execute("CREATE TEMP VIEW members AS SELECT 1 AS id")
    with lender.lent(frozenset()) as connection:
        assert spill(connection) == first
        with pytest.raises(duckdb.CatalogException):
            connection.execute("SELECT * FROM members")


def test_a_database_whose_question_failed_is_not_lent_again() -> None:
    lender = kept()
    failed = used(lender)
    with pytest.raises(duckdb.ParserException), lender.lent(frozenset()) as connection:
        connection.execute("SELEC 1")
    assert not failed.exists()
    assert used(lender) != failed


def test_no_more_wait_than_may() -> None:
    lender = kept(most=2)
    folders = [used(lender, path) for path in ("/a", "/b", "/c")]
    assert [one.exists() for one in folders] == [False, True, True]
    assert used(lender, "/b") == folders[1]


@pytest.mark.parametrize("paths", [("/a",), ("/a", "/b")])
def test_a_database_of_a_lender_that_is_gone_is_closed(paths: Sequence[str]) -> None:
    lender = kept()
    folders = [used(lender, path) for path in paths]
    assert all(one.exists() for one in folders)
    del lender
    gc.collect()
    assert not any(one.exists() for one in folders)


def test_only_the_files_it_is_for_are_read(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.parquet", tmp_path / "other.parquet"
    for path in (mine, other):
        duckdb.values([1]).write_parquet(str(path))
    with kept().lent(frozenset({str(mine)})) as connection:
        assert connection.from_parquet(str(mine)).fetchall() == [(1,)]
        with pytest.raises(duckdb.PermissionException):
            connection.from_parquet(str(other))
