from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from liuke.domains import analytics, checkout, members
from liuke.domains.analytics import Seat, manifest
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.lake import TABLES
from liuke.kernel.rows import Sql
from liuke.kernel.spool import FolderUnwritable
from liuke.providers.postgres import Server
from tests import make
from tests.analytics.lakes import ANYWHERE, assert_same, epoch, in_lake, open_lake
from tests.analytics.orders import ORDER
from tests.conftest import Shop

pytestmark = pytest.mark.slow

TAG = Sql[None]("""
    INSERT INTO members_tag (member_id, tag, source, tagged_at)
    SELECT $1::uuid, tag, 'manual', lk_now() FROM UNNEST($2::text[]) AS t (tag)
""")
UNTAG = Sql[None]("DELETE FROM members_tag WHERE tag = $1")
RENAME = Sql[None]("UPDATE stores_store SET name = $1")
SHIP = Sql[None]("""
    WITH left_shop AS (UPDATE checkout_order SET state = 'shipped' WHERE state = 'paid')
    UPDATE checkout_line SET xid = lk_xid()
""")
GONE = Sql[int]("SELECT COUNT(*) FROM kernel_gone")
NUMBERED = Sql[int]("SELECT lk_xid()")
HURRIED = Sql[None]("SELECT set_config('idle_in_transaction_session_timeout', '100ms', true)")


async def member(tx: Tx) -> MemberId:
    (member_id,) = await make.members(tx)
    return member_id


async def run(shop: Shop) -> int:
    exported = await analytics.export(shop.database, shop.actor.merchant_id)
    return exported.rows


@ANYWHERE
async def test_what_is_written_changed_and_removed_is_in_the_lake(shop: Shop, seat: Seat) -> None:
    async with shop.begin() as tx:
        await make.store(tx)
        one = await member(tx)
        await tx.run(TAG, one, [" ", "NULL", "\\N", "新客,\"'\n"])
    assert await run(shop) > 0
    counts = await assert_same(shop)
    assert (counts["stores_store"], counts["members_tag"]) == (1, 4)
    async with shop.begin() as tx:
        await tx.run(UNTAG, "NULL")
        await tx.run(RENAME, "新名")
    assert await run(shop) == 2
    assert (await assert_same(shop))["members_tag"] == 3
    assert await run(shop) == 0
    assert list(seat.folder.rglob("*.csv")) == []


@pytest.mark.usefixtures("seat")
async def test_a_row_that_comes_back_under_its_key_is_there_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        one = await member(tx)
        await tx.run(TAG, one, ["gold"])
    await run(shop)
    async with shop.begin() as tx:
        await tx.run(UNTAG, "gold")
        await tx.run(TAG, one, ["gold"])
    await run(shop)
    assert (await assert_same(shop))["members_tag"] == 1
    async with shop.begin() as tx:
        await tx.run(UNTAG, "gold")
    await run(shop)
    assert (await assert_same(shop))["members_tag"] == 0
    async with shop.begin() as tx:
        await tx.run(TAG, one, ["gold"])
    await run(shop)
    assert (await assert_same(shop))["members_tag"] == 1
    async with shop.begin() as tx:
        assert await tx.row(GONE) == 0


async def test_an_order_that_moves_on_takes_its_lines_along(shop: Shop, seat: Seat) -> None:
    async with shop.begin() as tx:
        one = await member(tx)
        for month in (1, 2, 3):
            day = tx.today.replace(month=month, day=1)
            await tx.run(ORDER, one, checkout.OrderId.new(), day, "paid", 'quo"te,\n新')
    await run(shop)
    await assert_same(shop)
    lines = seat.folder / str(shop.actor.merchant_id) / "checkout_line"
    assert len({path.name[:7] for path in lines.iterdir()}) == 3
    async with shop.begin() as tx:
        await tx.run(SHIP)
    await run(shop)
    counts = await assert_same(shop)
    assert (counts["checkout_order"], counts["checkout_line"]) == (3, 9)
    lake = await open_lake(shop)
    answer = await lake.ask("SELECT DISTINCT state FROM checkout_line")
    assert answer.rows == [("shipped",)]


@ANYWHERE
@pytest.mark.usefixtures("seat")
async def test_a_lake_is_answered_as_of_an_earlier_instant(shop: Shop) -> None:
    async with shop.begin() as tx:
        one = await member(tx)
        await tx.run(TAG, one, ["first"])
    await run(shop)
    before = await open_lake(shop)
    async with shop.begin() as tx:
        await tx.run(TAG, one, ["second"])
    await run(shop)
    async with shop.begin() as tx:
        then = await analytics.opened(tx, before.as_of)
        with pytest.raises(analytics.LakeMovedOn):
            await analytics.opened(tx, before.as_of.replace(year=2000))
    assert len(await in_lake(then, "members_tag")) == 1
    assert len(await in_lake(await open_lake(shop), "members_tag")) == 2


@ANYWHERE
@pytest.mark.usefixtures("seat")
async def test_two_exporters_at_once_bring_nothing_twice(shop: Shop) -> None:
    async with shop.begin() as tx:
        one = await member(tx)
        await tx.run(TAG, one, [str(n) for n in range(100)])
    found = await asyncio.gather(run(shop), run(shop), run(shop))
    assert sum(rows > 0 for rows in found) == 1
    await assert_same(shop)


@pytest.mark.parametrize("first", [[], ["gold"]], ids=["never told", "told before"])
@pytest.mark.usefixtures("seat")
async def test_a_row_written_anew_by_who_began_before_its_removal_stays(
    shop: Shop, first: list[str]
) -> None:
    async with shop.begin() as tx:
        one = await member(tx)
    async with shop.begin() as tx:
        await tx.run(TAG, one, first)
    await run(shop)
    async with shop.begin() as tx:
        await tx.run(TAG, one, [] if first else ["gold"])
    async with shop.begin() as open_between:
        async with shop.begin() as early:
            await early.row(NUMBERED)
            await open_between.row(NUMBERED)
            async with shop.begin() as late:
                await late.run(UNTAG, "gold")
            await early.run(TAG, one, ["gold"])
        await run(shop)
        assert (await in_lake(await open_lake(shop), "members_tag")) != []
    await run(shop)
    assert (await assert_same(shop))["members_tag"] == 1
    await analytics.compact(shop.database, shop.actor.merchant_id, whole=True)
    assert (await assert_same(shop))["members_tag"] == 1


@pytest.mark.usefixtures("seat")
async def test_an_order_changed_last_by_who_began_first_keeps_its_lines(shop: Shop) -> None:
    async with shop.begin() as tx:
        await tx.run(ORDER, await member(tx), checkout.OrderId.new(), tx.today, "paid", "s")
    await run(shop)
    async with shop.begin() as open_between:
        async with shop.begin() as early:
            await early.row(NUMBERED)
            await open_between.row(NUMBERED)
            async with shop.begin() as late:
                await late.run(SHIP)
            await early.run(SHIP)
        await run(shop)
    await run(shop)
    assert (await assert_same(shop))["checkout_line"] > 0


@pytest.mark.usefixtures("seat")
async def test_who_copied_in_vain_leaves_the_cursor_alone(shop: Shop) -> None:
    async with shop.begin() as tx:
        await tx.run(TAG, await member(tx), ["gold"])
    await run(shop)
    with pytest.raises(Contended):
        async with shop.begin() as tx:
            await manifest.step(tx, "members_tag", 1, 0, 1 << 40)
    await assert_same(shop)


@ANYWHERE
@pytest.mark.usefixtures("seat")
async def test_a_new_epoch_begins_a_new_generation(shop: Shop, server: Server) -> None:
    async with shop.begin() as tx:
        one = await member(tx)
        await tx.run(TAG, one, ["gold", "silver"])
    await run(shop)
    before = await open_lake(shop)
    async with epoch(server, 2):
        async with shop.begin() as tx:
            await tx.run(UNTAG, "gold")
        assert await run(shop) > 0
        assert (await assert_same(shop))["members_tag"] == 1
        # Whoever opened the old generation still reads it.
        assert len(await in_lake(before, "members_tag")) == 2
        lake = await open_lake(shop)
        old = {file for part in before.tables["members_tag"].parts for file in part.files}
        new = {file for part in lake.tables["members_tag"].parts for file in part.files}
        assert not old & new


@ANYWHERE
async def test_a_folder_that_takes_nothing_is_told_apart_from_the_database(
    shop: Shop, seat: Seat
) -> None:
    async with shop.begin() as tx:
        await member(tx)
    seat.folder.rmdir()
    seat.folder.write_text("a file where the folder should be")
    with pytest.raises(FolderUnwritable):
        await run(shop)
    seat.folder.unlink()
    assert await run(shop) > 0
    await assert_same(shop)


@pytest.mark.usefixtures("seat")
async def test_who_asks_the_lake_keeps_the_transaction_however_long_it_takes(shop: Shop) -> None:
    await run(shop)
    async with shop.begin() as tx:
        await tx.run(HURRIED)
        lake = await analytics.opened(tx)
        await asyncio.sleep(0.3)
        await lake.ask("SELECT COUNT(*) FROM members_member")
        await tx.run(RENAME, "still here")


LATER_COLUMNS = [("members_tag", "source"), ("members_member", "seed"), ("kernel_event", "kind")]


@pytest.mark.parametrize(("name", "column"), LATER_COLUMNS)
@pytest.mark.usefixtures("seat")
async def test_a_column_that_came_later_is_told_of_rows_that_were_there(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str, column: str
) -> None:
    now = TABLES[name]
    earlier = {one: kind for one, kind in now.columns.items() if one != column}
    monkeypatch.setitem(TABLES, name, replace(now, columns=earlier))
    async with shop.begin() as tx:
        (enrolled,) = await members.enrol(tx, [members.Enrolment("13800138000")])
        await tx.run(TAG, enrolled.member_id, ["first", "second", "third"])
    await run(shop)
    monkeypatch.setitem(TABLES, name, now)
    async with shop.begin() as tx:
        await tx.run(UNTAG, "first")
    await analytics.compact(shop.database, shop.actor.merchant_id, whole=True)
    with pytest.raises(ZeroDivisionError):
        await analytics.export(shop.database, shop.actor.merchant_id, say=lambda _, rows: rows // 0)
    assert await run(shop) > 0
    assert (await assert_same(shop))["members_tag"] == 2
    assert await run(shop) == 0
    await analytics.compact(shop.database, shop.actor.merchant_id, whole=True)
    await assert_same(shop)


@pytest.mark.usefixtures("seat")
async def test_a_table_that_lost_all_its_rows_as_a_column_came_is_empty(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = TABLES["members_tag"]
    earlier = {one: kind for one, kind in now.columns.items() if one != "source"}
    monkeypatch.setitem(TABLES, "members_tag", replace(now, columns=earlier))
    async with shop.begin() as tx:
        await tx.run(TAG, await member(tx), ["only"])
    await run(shop)
    monkeypatch.setitem(TABLES, "members_tag", now)
    async with shop.begin() as tx:
        await tx.run(UNTAG, "only")
    await run(shop)
    assert (await assert_same(shop))["members_tag"] == 0
