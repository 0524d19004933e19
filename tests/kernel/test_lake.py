from __future__ import annotations

from typing import Any

import pytest

from liuke.kernel.db import Database, Tx
from liuke.kernel.lake import TABLES, LakeTable
from liuke.kernel.rows import Sql
from tests import make

TYPES = """
    SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = $1::text::regclass AND attnum > 0
"""
TRIGGERS = """
    SELECT tgname::text FROM pg_trigger
    WHERE tgrelid = $1::text::regclass AND tgname LIKE 'lake%'
"""
FOLLOWED = """
    SELECT c.relname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attname = 'xid' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""
XID = Sql[int]("SELECT xid FROM members_tag")
TAG = Sql[None]("""
    INSERT INTO members_tag (member_id, tag, source, tagged_at)
    VALUES ($1::uuid, 'gold', 'manual', $2)
""")
OLD = Sql[None]("UPDATE members_tag SET xid = 1")
MEND = Sql[None]("UPDATE members_tag SET cause = 'again'")
REMOVE = Sql[None]("DELETE FROM members_tag")
GONE = Sql[str]("SELECT name || ':' || array_to_string(key, ',') FROM kernel_gone")
CURRENT = Sql[int]("SELECT lk_xid()")
WANTED = {
    "final": set[str](),
    "often": {"lake_touch", "lake_gone"},
    "seldom": {"lake_touch", "lake_gone", "lake_replaced"},
}
PLAIN = {
    "timestamp with time zone": "timestamptz",
    "jsonb": "json",
}


async def ask(database: Database, sql: str, *args: Any) -> list[Any]:
    async with database.pool.acquire() as connection:
        return list(await connection.fetch(sql, *args))


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
async def test_a_table_of_the_lake_is_followed_as_it_is_declared(
    database: Database, table: LakeTable
) -> None:
    types = {name: PLAIN.get(kind, kind) for name, kind in await ask(database, TYPES, table.name)}
    own = {name: kind for name, kind in table.columns.items() if name not in table.taken}
    assert own == {name: types.get(name) for name in own}
    assert "xid" in types
    assert set(table.key) <= set(own)
    assert {row[0] for row in await ask(database, TRIGGERS, table.name)} == WANTED[table.kept]


async def test_no_table_is_followed_that_the_lake_does_not_know(database: Database) -> None:
    followed = {row[0] for row in await ask(database, FOLLOWED)}
    assert followed - set(TABLES) == {"kernel_audit", "kernel_gone"}


async def test_a_change_is_stamped_with_its_transaction(tx: Tx) -> None:
    (member_id,) = await make.members(tx)
    await tx.run(TAG, member_id, tx.now)
    assert await tx.rows(XID) == await tx.rows(CURRENT)
    await tx.run(OLD)
    assert await tx.rows(XID) == await tx.rows(CURRENT)


async def test_a_row_that_goes_leaves_its_key(tx: Tx) -> None:
    (member_id,) = await make.members(tx)
    await tx.run(TAG, member_id, tx.now)
    await tx.run(MEND)
    assert await tx.rows(GONE) == []
    await tx.run(REMOVE)
    as_uuid = member_id.bytes.hex()
    (gone,) = await tx.rows(GONE)
    assert gone.replace("-", "") == f"members_tag:{as_uuid},gold"
