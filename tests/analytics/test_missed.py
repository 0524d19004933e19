"""Whose rows a lake does not know as they are: by the mark of the transaction, and by the log."""

from __future__ import annotations

from liuke.domains import analytics, members
from liuke.domains.analytics import Cut
from liuke.domains.members import Merging, Tagging
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.lake_sql import CUT, EPOCH
from liuke.kernel.rows import Sql
from tests import make
from tests.conftest import Shop

TAG = Sql[None]("""
    INSERT INTO members_tag (member_id, tag, source, tagged_at)
    SELECT member_id, 'vip', 'manual', lk_now() FROM UNNEST($1::uuid[]) AS m (member_id)
""")
FIRST = MemberId(bytes(16))


async def cut(shop: Shop) -> Cut:
    async with shop.begin() as tx:
        return Cut(await tx.row(CUT) or 0, await tx.row(EPOCH) or 0)


async def missed(
    tx: Tx, since: Cut, *names: str, above: MemberId = FIRST, limit: int = 99
) -> list[MemberId]:
    untold = ("member.untagged",)
    ids = await analytics.missed(tx, since, names, untold=untold, above=above, limit=limit)
    return [MemberId(ids[at : at + 16]) for at in range(0, len(ids), 16)]


async def test_who_had_a_row_written_since_is_missed_in_the_tables_that_are_asked(
    shop: Shop,
) -> None:
    async with shop.begin() as tx:
        crowd = await make.members(tx, 6)
        await tx.run(TAG, crowd[:1])
    since = await cut(shop)
    async with shop.begin() as tx:
        await tx.run(TAG, crowd[1:5])
    async with shop.begin() as tx:
        assert await missed(tx, since, "members_tag") == list(crowd[1:5])
        assert await missed(tx, since, "members_tag", above=crowd[2], limit=1) == [crowd[3]]
        assert await missed(tx, since, "members_child", "no_table_at_all") == []
        assert await missed(tx, await cut(shop), "members_tag") == []


async def test_of_whom_an_event_tells_is_missed_whatever_is_asked_but_for_kinds_left_out(
    shop: Shop,
) -> None:
    async with shop.begin() as tx:
        crowd = await make.members(tx, 2)
    since = await cut(shop)
    async with shop.begin() as tx:
        await members.tag(tx, [Tagging(crowd[0], "vip")], source="manual", cause="x")
    async with shop.begin() as tx:
        assert await missed(tx, since) == [crowd[0]]
    later = await cut(shop)
    async with shop.begin() as tx:
        await members.untag(tx, [Tagging(crowd[0], "vip")])
    async with shop.begin() as tx:
        assert await missed(tx, later) == []


async def test_what_an_earlier_epoch_told_is_known_whatever_its_number(shop: Shop) -> None:
    async with shop.begin() as tx:
        crowd = await make.members(tx, 1)
        await members.tag(tx, [Tagging(crowd[0], "vip")], source="manual", cause="x")
    async with shop.begin() as tx:
        assert await missed(tx, Cut(1, 1)) == list(crowd)
        assert await missed(tx, Cut(1, 2)) == []


async def test_a_row_of_who_was_merged_is_of_the_one_they_became(shop: Shop) -> None:
    async with shop.begin() as tx:
        loser, winner = await make.members(tx, 2)
        await members.merge(tx, [Merging(winner, loser, "doubled")])
    since = await cut(shop)
    async with shop.begin() as tx:
        await tx.run(TAG, [loser])
    async with shop.begin() as tx:
        assert await missed(tx, since, "members_tag") == [winner]
