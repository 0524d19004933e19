"""T10 消费 × 活跃: two classifications at once, and a strategy for each cell."""

from __future__ import annotations

from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests.stories.life import Life

GOODS = {"soap": ("home", 100), "sofa": ("home", 6000)}


async def open_shop(tx: Tx, day: str) -> Life:
    """Open the shop with the grid."""
    shop = Life(tx)
    shop.on(day)
    await shop.apply("service-grid")
    await shop.stock(GOODS)
    return shop


async def cell(shop: Life, who: MemberId) -> tuple[str, str]:
    """Return the cell of a member: spend × activity."""
    return await shop.level(who, "spend_class"), await shop.level(who, "activity")


async def test_a_member_drifts_off_is_invited_woken_and_comes_back(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-01-05")
    zhou = await shop.join("周姐")
    assert await cell(shop, zhou) == ("普通", "沉睡")
    await shop.buy(zhou, ("sofa", 1))
    assert await cell(shop, zhou) == ("金卡", "流失风险")
    await shop.buy(zhou, ("soap", 1))
    await shop.buy(zhou, ("soap", 1))
    assert await cell(shop, zhou) == ("金卡", "活跃")
    assert await shop.holds(zhou) == {}

    shop.on("2026-02-01")
    await shop.buy(zhou, ("soap", 1))
    await shop.night("2026-04-05", zhou)
    assert await cell(shop, zhou) == ("金卡", "流失风险")
    assert await shop.holds(zhou) == {"invitation": 1}
    await shop.night("2026-05-02", zhou)
    assert await cell(shop, zhou) == ("金卡", "沉睡")
    assert await shop.holds(zhou) == {"invitation": 1, "wake_up": 1}

    await shop.buy(zhou, ("soap", 1), coupon="wake_up")
    assert await cell(shop, zhou) == ("金卡", "流失风险")
    await shop.night("2027-01-06", zhou)
    assert (await cell(shop, zhou))[0] == "普通"


async def test_each_cell_earns_and_pays_by_its_own_rules(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-01-05")
    zhou = await shop.join("周姐")
    earned = [
        (await shop.buy(zhou, (what, 1))).decision.awards[0].points
        for what in ("soap", "sofa", "soap", "soap")
    ]
    assert earned == [100, 6000, 200, 120]

    await shop.night("2026-06-01", zhou)
    woken = await shop.buy(zhou, ("soap", 1), spend={"grid_points": 1000})
    assert woken.decision.points_minor == 2000
    again = await shop.buy(zhou, ("soap", 1), spend={"grid_points": 1000})
    assert again.decision.points_minor == 1000
