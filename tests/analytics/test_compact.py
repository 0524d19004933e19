from __future__ import annotations

import pytest
from msgspec.structs import replace

from liuke.domains import analytics
from liuke.domains.analytics import Seat, rules
from liuke.domains.analytics.values import LakeFile, LakeFileId
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.analytics.lakes import ANYWHERE, assert_same, in_lake, kept, open_lake
from tests.conftest import Shop

TAG = Sql[None]("""
    INSERT INTO members_tag (member_id, tag, source, tagged_at)
    SELECT $1::uuid, tag, 'manual', lk_now() FROM UNNEST($2::text[]) AS t (tag)
    ON CONFLICT (merchant_id, member_id, tag) DO UPDATE SET tagged_at = lk_now()
""")
UNTAG = Sql[None]("DELETE FROM members_tag WHERE tag = $1")
LATER = Sql[None]("""
    UPDATE analytics_file SET delete_at = delete_at - INTERVAL '2 days'
    WHERE delete_at IS NOT NULL
""")
FILES = Sql[str]("SELECT path FROM analytics_file WHERE until_run IS NULL")


async def member(shop: Shop) -> MemberId:
    async with shop.begin() as tx:
        (member_id,) = await make.members(tx)
    return member_id


async def change(shop: Shop, one: MemberId, number: int) -> None:
    async with shop.begin() as tx:
        await tx.run(TAG, one, ["gold", str(number)])
        await tx.run(UNTAG, str(number - 2))
    await analytics.export(shop.database, shop.actor.merchant_id)


def parquet(seat: Seat, name: str) -> list[str]:
    return [place for place in kept(seat) if f"/{name}/" in place]


@pytest.mark.slow
@ANYWHERE
async def test_many_changes_become_one_file_and_say_the_same(shop: Shop, seat: Seat) -> None:
    one = await member(shop)
    for number in range(5):
        await change(shop, one, number)
    before = await open_lake(shop)
    rows = await in_lake(before, "members_tag")
    assert await analytics.compact(shop.database, shop.actor.merchant_id, whole=True) > 0
    await assert_same(shop)
    lake = await open_lake(shop)
    (part,) = lake.tables["members_tag"].parts
    assert (part.kind, len(part.files)) == ("rows", 1)
    assert lake.as_of == before.as_of
    # Whoever opened it before still reads what they opened.
    assert await in_lake(before, "members_tag") == rows
    await change(shop, one, 5)
    await assert_same(shop)
    assert await analytics.compact(shop.database, shop.actor.merchant_id) == 0
    assert len(parquet(seat, "members_tag")) > 1


@pytest.mark.slow
@ANYWHERE
async def test_what_is_over_is_deleted_and_no_longer_promised(shop: Shop, seat: Seat) -> None:
    one = await member(shop)
    for number in range(3):
        await change(shop, one, number)
    early = await open_lake(shop)
    await change(shop, one, 3)
    await analytics.compact(shop.database, shop.actor.merchant_id, whole=True)
    assert await analytics.sweep(shop.database, shop.actor.merchant_id) == 0
    async with shop.begin() as tx:
        await analytics.opened(tx, early.as_of)
        await tx.run(LATER)
    assert await analytics.sweep(shop.database, shop.actor.merchant_id) > 0
    await assert_same(shop)
    async with shop.begin() as tx:
        live = set(await tx.rows(FILES))
        with pytest.raises(analytics.LakeMovedOn) as refusal:
            await analytics.opened(tx, early.as_of)
    assert refusal.value.earliest is not None
    merchant = str(shop.actor.merchant_id)
    assert {place.removeprefix(f"{merchant}/") for place in kept(seat)} == live


def file(kind: str, month: str = "2026-01", rows: int = 1_000) -> LakeFile:
    return LakeFile(LakeFileId.new(), "t", 1, kind, month, "p", ("a",), rows, 1)


def test_a_month_of_many_files_is_merged_and_the_others_are_left() -> None:
    many = [file("rows")] * (rules.FILES_PER_MONTH_MAX + 1)
    assert rules.plan([*many, file("rows", "2026-02")]) == rules.Doing(("2026-01",))
    assert not rules.plan(many[:-1])


def test_replaced_rows_are_folded_in_once_they_are_many() -> None:
    base = file("rows", rows=1_000_000)
    assert not rules.plan([base, file("gone", "all", rows=99_999)])
    assert rules.plan([base, file("gone", "all", rows=100_001)]).fold
    assert rules.plan([base, *[file("gone", "all")] * 17]).fold


def test_a_merge_of_changes_folds_all_of_them() -> None:
    changes = [file("changes", "all")] * (rules.FILES_PER_MONTH_MAX + 1)
    assert rules.plan(changes) == rules.Doing(("all",), fold=True)


def test_a_large_lake_is_looked_at_in_parts() -> None:
    files = [file("rows", f"2026-{month:02d}") for month in range(1, 6)]
    sizes = [
        replace(one, size_bytes=size) for one, size in zip(files, (3, 3, 9, 1, 5), strict=True)
    ]
    found = [[one.size_bytes for one in some] for some in rules.looks(sizes, 6)]
    assert found == [[3, 3], [9], [1, 5]]
