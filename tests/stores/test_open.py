from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import msgspec
import pytest

from liuke.domains import stores
from liuke.domains.stores import Brand, Entity, Hours, Opening, Plan, Region, Week
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.problems import TooMany

CHAIN = Plan(
    brands=(Brand("tea", "茶"),),
    regions=(Region("sh", "上海", "east"), Region("east", "华东"), Region("east2", "华东二")),
    entities=(Entity("co", "茶叶有限公司", "91310000X"),),
)


async def test_a_store_stands_in_its_brand_region_and_entity(tx: Tx) -> None:
    await stores.arrange(tx, CHAIN)
    opening = Opening(
        "001",
        "徐汇店",
        "tea",
        "sh",
        "co",
        address="衡山路 1 号",
        latitude=Decimal("31.205300"),
        longitude=Decimal("121.446700"),
        week=Week((Hours((1, 2, 3, 4, 5, 6, 7), "09:00", "22:00"),)),
    )
    ids = await stores.open_stores(tx, [opening])
    [store] = await stores.get_stores(tx, [ids["001"]])
    assert (store.brand, store.region, store.region_path) == ("tea", "sh", "/east/sh/")
    assert (store.latitude, store.week) == (Decimal("31.205300"), opening.week)


@pytest.mark.parametrize("kind", ["brands", "regions", "entities"])
async def test_what_is_listed_whole_is_so_many_at_most(
    tx: Tx, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("liuke.domains.stores.arrange"), "MOST", 2)
    named = {"brands": Brand, "regions": Region, "entities": Entity}[kind]

    def plan(*codes: str) -> Plan:
        return msgspec.convert(
            {kind: [named(code, code) for code in codes]}, Plan, from_attributes=True
        )

    await stores.arrange(tx, plan("a", "b"))
    await stores.arrange(tx, plan("a", "b"))
    with pytest.raises(TooMany) as refusal:
        await stores.arrange(tx, plan("c"))
    assert (refusal.value.what, refusal.value.most) == (kind, 2)


async def test_opening_a_store_again_changes_it(tx: Tx) -> None:
    first = await stores.open_stores(tx, [Opening("001", "旧名")])
    second = await stores.open_stores(tx, [Opening("001", "旧名"), Opening("001", "新名")])
    assert first == second
    [store] = await stores.search_stores(tx)
    assert store.name == "新名"


async def test_a_region_that_moves_takes_its_stores_along(tx: Tx) -> None:
    await stores.arrange(tx, CHAIN)
    await stores.open_stores(tx, [Opening("1", "一", region="sh"), Opening("2", "二")])
    assert [s.code for s in await stores.search_stores(tx, region="east")] == ["1"]
    await stores.arrange(tx, Plan(regions=(Region("sh", "上海", "east2"),)))
    assert await stores.search_stores(tx, region="east") == []
    assert [s.code for s in await stores.search_stores(tx, region="east2")] == ["1"]
    assert [s.code for s in await stores.search_stores(tx)] == ["1", "2"]
    assert await stores.search_stores(tx, region="nowhere") == []


async def test_unknown_codes_are_named(tx: Tx) -> None:
    with pytest.raises(stores.UnknownCodes) as refusal:
        await stores.open_stores(tx, [Opening("1", "一", brand="x"), Opening("2", "二")])
    assert (refusal.value.field, refusal.value.codes) == ("brand", ("x",))
    with pytest.raises(stores.UnknownStores):
        await stores.store_ids(tx, ["nowhere"])
    with pytest.raises(stores.UnknownStores):
        await stores.get_stores(tx, [StoreId.new()])


async def test_a_holiday_closes_a_store(tx: Tx) -> None:
    store = (await stores.open_stores(tx, [Opening("1", "一")]))["1"]
    noon = datetime(2026, 10, 1, 4, tzinfo=UTC)
    assert await stores.open_now(tx, [store], at=noon) == {store: True}
    await stores.set_days(tx, [stores.Day(store, date(2026, 10, 1), note="国庆")])
    assert await stores.open_now(tx, [store], at=noon) == {store: False}


async def test_a_merchant_keeps_its_zone_when_renamed(tx: Tx) -> None:
    await stores.found(tx, "新名", time_zone="Europe/Berlin", currency="EUR")
    merchant = await stores.find_merchant(tx)
    assert merchant is not None
    assert (merchant.name, merchant.time_zone) == ("新名", "Asia/Shanghai")
    with pytest.raises(stores.UnknownTimeZone):
        await stores.found(tx, "x", time_zone="../etc/passwd")
