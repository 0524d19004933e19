"""The one builder of test data."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql

MERCHANT = Sql[None]("""
    INSERT INTO stores_merchant (name) VALUES ('测试店')
""")
STORE = Sql[None]("""
    INSERT INTO stores_store (id, code, name) VALUES ($1::uuid, $2, $2)
""")
MEMBERS = Sql[None]("""
    INSERT INTO members_member (id, joined_on) SELECT id, $2::date FROM UNNEST($1::uuid[]) AS m (id)
""")
DEFERRED = Sql[None]("SET CONSTRAINTS ALL IMMEDIATE")


async def merchant(tx: Tx) -> None:
    """Make the transaction's own merchant."""
    await tx.run(MERCHANT)


async def store(tx: Tx, code: str = "S1") -> StoreId:
    """Make one store."""
    store_id = StoreId.new()
    await tx.run(STORE, store_id, code)
    return store_id


async def members(tx: Tx, count: int = 1) -> Sequence[MemberId]:
    """Make bare members, oldest id first."""
    ids = sorted(MemberId.new() for _ in range(count))
    await tx.run(MEMBERS, ids, tx.today)
    return ids


async def check_deferred(tx: Tx) -> None:
    """Fire deferred constraints now."""
    await tx.run(DEFERRED)
