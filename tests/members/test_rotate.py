from __future__ import annotations

import asyncio

import pytest

from liuke.domains import members
from liuke.domains.members import Enrolment
from liuke.domains.members.rotate import members_on_old_keys, rewrap
from liuke.kernel.crypto import Keys, Unreadable
from liuke.kernel.db import Database, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests.conftest import Shop

SWAP = Sql[None]("""
    UPDATE members_identity i
    SET sealed = (SELECT o.sealed FROM members_identity o WHERE o.member_id = $2::uuid)
    WHERE i.member_id = $1::uuid
""")
SWAP_KEYS = Sql[None]("""
    UPDATE members_key k
    SET wrapped = (SELECT o.wrapped FROM members_key o WHERE o.member_id = $2::uuid)
    WHERE k.member_id = $1::uuid
""")
LOSE = Sql[None]("DELETE FROM members_key WHERE member_id = $1::uuid")


async def two(tx: Tx) -> tuple[MemberId, MemberId]:
    phones = [Enrolment("13800138000"), Enrolment("13900139000")]
    one, other = await members.enrol(tx, phones)
    return one.member_id, other.member_id


@pytest.mark.inv("A17")
@pytest.mark.parametrize("swap", [SWAP, SWAP_KEYS], ids=["value", "key"])
async def test_what_was_sealed_for_one_member_does_not_open_for_another(
    tx: Tx, swap: Sql[None]
) -> None:
    anna, ben = await two(tx)
    await tx.run(swap, anna, ben)
    with pytest.raises(Unreadable) as refusal:
        await members.get_members(tx, [anna])
    assert "138" not in str(refusal.value)


@pytest.mark.inv("A17")
async def test_without_its_key_nothing_sealed_is_readable(tx: Tx) -> None:
    anna, _ = await two(tx)
    await tx.run(LOSE, anna)
    with pytest.raises(Unreadable):
        await members.get_members(tx, [anna])


@pytest.mark.inv("A17")
async def test_rotation_under_load_leaves_no_row_on_the_old_key(shop: Shop) -> None:
    old = Shop(Database(shop.database.pool, Keys.generate()), shop.actor)
    keys = old.database.keys.rotated()
    new = Shop(Database(shop.database.pool, keys), shop.actor)

    async def enrol(at: Shop, first: int) -> None:
        for n in range(first, first + 10):
            async with at.begin() as tx:
                await members.enrol(tx, [Enrolment(f"1380013{n:04d}", "安娜")])

    async def rotate() -> None:
        async with new.begin() as tx:
            due = await members_on_old_keys(tx, None, 7)
            await rewrap(tx, due)
        if due:
            await rotate()

    await enrol(old, 0)
    await asyncio.gather(rotate(), enrol(new, 100), enrol(new, 200), rotate())
    async with new.begin() as tx:
        assert await members_on_old_keys(tx) == []
    retired = Shop(Database(shop.database.pool, keys.retired()), shop.actor)
    async with retired.begin() as tx:
        found = await members.search_members(tx, "安娜", limit=200)
        assert len({seen.name for seen in await members.get_members(tx, found)}) == 1
        assert len(found) == 30
