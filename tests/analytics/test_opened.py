from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from liuke.domains import analytics
from liuke.domains.analytics import Lake, LakeMovedOn, QuestionRefused, QuestionTooLarge
from liuke.kernel.ids import MemberId
from liuke.kernel.lake import TABLES
from liuke.kernel.lake_sql import Part
from liuke.providers.duckdb import DuckEngine
from tests import lake_ground

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
ONE, TWO = MemberId.new(), MemberId.new()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return lake_ground.rows_lake(
        tmp_path,
        {
            "members_member": [
                {"id": ONE, "state": "active", "joined_at": NOON, "joined_on": date(2026, 11, 21)},
                {"id": TWO, "state": "blocked"},
            ]
        },
    )


async def one(lake: Lake, sql: str, **given: Any) -> Any:
    answer = await lake.ask(sql, given)
    return answer.rows[0][0]


async def test_ids_instants_and_days_come_as_they_are_meant(lake: Lake) -> None:
    answer = await lake.ask(
        "SELECT id, joined_at, joined_on FROM members_member WHERE id = $member", {"member": ONE}
    )
    assert answer.columns == ("id", "joined_at", "joined_on")
    ((found, at, on),) = answer.rows
    assert (found, at, on) == (ONE.bytes, NOON, date(2026, 11, 21))


async def test_a_list_of_members_is_bound(lake: Lake) -> None:
    asked = "SELECT COUNT(*) FROM members_member WHERE list_contains($members, id)"
    assert await one(lake, asked, members=[ONE, TWO, MemberId.new()]) == 2


async def test_a_table_without_a_file_is_empty_but_there(lake: Lake) -> None:
    assert (
        await one(lake, "SELECT COUNT(*) FROM checkout_order WHERE placed_at > $at", at=NOON) == 0
    )


async def test_a_column_younger_than_a_file_is_null(tmp_path: Path) -> None:
    lake_ground.rows_lake(tmp_path, {"stores_store": [{"code": "S1"}]})
    table = TABLES["stores_store"]
    old = tuple(name for name in table.columns if name != "name")
    parts = (Part("rows", old, (str(tmp_path / "stores_store.parquet"),)),)
    lake = Lake({table.name: analytics.Stored(table, parts)}, NOON, DuckEngine())
    answer = await lake.ask("SELECT code, name FROM stores_store")
    assert answer.rows == [("S1", None)]


async def test_a_file_that_was_swept_meanwhile_is_told_as_such(lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "members_member.parquet").unlink()
    with pytest.raises(LakeMovedOn):
        await lake.ask("SELECT COUNT(*) FROM members_member")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT content FROM read_text('/etc/hostname')",
        "SELECT 1; SELECT 2",
        "INSTALL httpfs",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "ATTACH '/tmp/x.db'",
        "SET enable_external_access = true",
        "SELECT * FROM nothing_there",
        "SELECT getenv('HOME')",
    ],
)
async def test_nothing_is_reached_but_the_tables_of_the_lake(lake: Lake, sql: str) -> None:
    with pytest.raises(QuestionRefused):
        await lake.ask(sql)


@pytest.mark.inv("A13")
async def test_a_value_that_cannot_be_read_is_not_told(lake: Lake) -> None:
    with pytest.raises(QuestionRefused) as refusal:
        await lake.ask("SELECT CAST(concat(id, 'wang-139') AS INTEGER) FROM members_member")
    assert "wang" not in refusal.value.reason


async def test_a_question_ends_when_its_time_or_memory_is_over(lake: Lake) -> None:
    numbers = "SELECT COUNT(*) FROM range(2000000) a, range(2000000) b WHERE a.range % 7 < b.range"
    hasty = Lake(lake.tables, lake.as_of, DuckEngine(seconds=0.2))
    with pytest.raises(QuestionTooLarge):
        await hasty.ask(numbers)


async def test_the_year_of_receipts_is_all_there() -> None:
    lake = lake_ground.receipts()
    counted = "SELECT (SELECT COUNT(*) FROM checkout_order), (SELECT COUNT(*) FROM checkout_line)"
    answer = await lake.ask(counted)
    assert answer.rows == [(155_848, 1_469_307)]
    net = "SELECT SUM(due_minor)::BIGINT - (SELECT SUM(payable_minor) FROM checkout_order)::BIGINT"
    assert await one(lake, f"{net} FROM checkout_line") == 0
