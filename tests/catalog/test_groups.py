from __future__ import annotations

import pytest

from liuke.domains import catalog
from liuke.domains.catalog import Brand, Category, GoodsGroup, Grouping, Product
from liuke.kernel.db import Tx

SHELVES = [
    Category("leaf", "茶叶"),
    Category("leaf-green", "绿茶 散装", "leaf"),
    Category("mug", "Tea mugs"),
]
BRANDS = [Brand("dayi", "大益"), Brand("bama", "八马 Bama"), Brand("OWN", "自有")]


async def open_shop(tx: Tx) -> None:
    await catalog.classify(tx, SHELVES)
    await catalog.name_brands(tx, BRANDS)
    await catalog.stock(tx, [Product(f"p{at}", "茶", tags=("新品", "Gift")) for at in range(3)])


@pytest.mark.parametrize(
    ("by", "text", "found"),
    [
        (Grouping.CATEGORY, "chaye", ["leaf"]),
        (Grouping.CATEGORY, "cy", ["leaf"]),
        (Grouping.CATEGORY, "叶", ["leaf"]),
        (Grouping.CATEGORY, "lvc", ["leaf-green"]),
        (Grouping.CATEGORY, "cha", ["leaf-green", "leaf"]),
        (Grouping.CATEGORY, "绿茶 sanz", ["leaf-green"]),
        (Grouping.CATEGORY, "LEAF", ["leaf", "leaf-green"]),
        (Grouping.CATEGORY, "mugs", ["mug"]),
        (Grouping.CATEGORY, "dayi", []),
        (Grouping.BRAND, "dayi", ["dayi"]),
        (Grouping.BRAND, "dy", ["dayi"]),
        (Grouping.BRAND, "bm", ["bama"]),
        (Grouping.BRAND, "own", ["OWN"]),
        (Grouping.TAG, "xinp", ["新品"]),
        (Grouping.TAG, "gi", ["Gift"]),
        (Grouping.TAG, "leaf", []),
        (Grouping.TAG, "%", []),
        (Grouping.TAG, "  ", []),
    ],
)
async def test_a_group_is_found_as_goods_are(
    tx: Tx, by: Grouping, text: str, found: list[str]
) -> None:
    await open_shop(tx)
    assert [group.code for group in await catalog.search_groups(tx, by, text)] == found


async def test_a_new_name_finds_a_group_and_the_old_one_does_not(tx: Tx) -> None:
    await open_shop(tx)
    await catalog.classify(tx, [Category("leaf", "咖啡")])
    await catalog.name_brands(tx, [Brand("dayi", "下关")])
    assert await catalog.search_groups(tx, Grouping.CATEGORY, "kf") == [GoodsGroup("leaf", "咖啡")]
    assert await catalog.search_groups(tx, Grouping.CATEGORY, "chaye") == []
    assert await catalog.search_groups(tx, Grouping.CATEGORY, "lvcha")
    assert await catalog.search_groups(tx, Grouping.BRAND, "xg") == [GoodsGroup("dayi", "下关")]
    assert await catalog.search_groups(tx, Grouping.BRAND, "大益") == []


async def test_every_tag_is_listed_once_in_order_whatever_number_of_goods_bears_it(tx: Tx) -> None:
    await open_shop(tx)
    many = [Product(f"q{at:03}", "茶", tags=(f"t{at % 7}", "Gift")) for at in range(250)]
    await catalog.stock(tx, many)
    listed = await catalog.list_groups(tx, Grouping.TAG)
    expected = {"新品", "Gift", *[product.tags[0] for product in many]}
    assert sorted(one.code for one in listed) == sorted(expected)
    first = await catalog.list_groups(tx, Grouping.TAG, limit=4)
    rest = await catalog.list_groups(tx, Grouping.TAG, after=first[-1].code)
    assert [*first, *rest] == listed


async def test_a_tag_that_goods_lost_is_neither_listed_nor_found_until_they_bear_it_again(
    tx: Tx,
) -> None:
    await open_shop(tx)
    await catalog.stock(tx, [Product(f"p{at}", "茶", tags=("Gift",)) for at in range(3)])
    assert await catalog.list_groups(tx, Grouping.TAG) == [GoodsGroup("Gift", "Gift")]
    assert await catalog.search_groups(tx, Grouping.TAG, "xinp") == []
    await catalog.stock(tx, [Product("p1", "茶", tags=("新品",))])
    assert await catalog.search_groups(tx, Grouping.TAG, "xinp") == [GoodsGroup("新品", "新品")]


async def test_categories_and_brands_are_listed_in_code_order(tx: Tx) -> None:
    await open_shop(tx)
    listed = await catalog.list_groups(tx, Grouping.CATEGORY, after="leaf", limit=1)
    assert listed == [GoodsGroup("leaf-green", "绿茶 散装")]
    brands = await catalog.list_groups(tx, Grouping.BRAND)
    assert sorted(one.name for one in brands) == ["八马 Bama", "大益", "自有"]
