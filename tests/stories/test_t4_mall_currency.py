"""T4 积分即货币: points earned at one tenant of a mall are money at another."""

from __future__ import annotations

from datetime import date

from liuke.domains import points
from liuke.domains.points import BookSpec, liability_minor
from liuke.kernel.db import Tx
from tests import make
from tests.stories.life import Life

TENANTS = {"noodles": ("food", 40), "sneakers": ("sports", 600), "ring": ("jewels", 21_000)}


async def open_mall(tx: Tx, day: str) -> Life:
    """Open the mall with three tenants."""
    mall = Life(tx)
    mall.on(day)
    for tenant in ("noodle-bar", "sport", "jeweller"):
        await make.store(tx, tenant)
    await mall.apply("mall-currency")
    await mall.stock(TENANTS)
    return mall


async def test_signing_up_is_free_and_points_are_money_at_any_tenant(tx: Tx) -> None:
    mall = await open_mall(tx, "2026-03-02")
    li = await mall.join("李雷")
    assert await mall.level(li) == "普通会员"
    await mall.buy(li, ("sneakers", 1), store="sport")
    assert await mall.balance(li) == 600

    bowl = await mall.buy(li, ("noodles", 1), store="noodle-bar", spend={"mall_points": 650})

    assert bowl.decision.points_minor == 600
    assert bowl.decision.payable_minor == 3400
    assert await mall.balance(li) == 34


async def test_a_return_gives_points_back_as_points_and_money_as_money(tx: Tx) -> None:
    mall = await open_mall(tx, "2026-03-02")
    li = await mall.join("李雷")
    await mall.buy(li, ("sneakers", 2), store="sport")
    bowls = await mall.buy(li, ("noodles", 2), store="noodle-bar", spend={"mall_points": 1200})
    assert (bowls.decision.payable_minor, await mall.balance(li)) == (6800, 68)
    back = await mall.bring_back(bowls, 0, 0)
    assert back.refund_minor == 3400
    assert await mall.balance(li) == 68 - 34 + 600


async def test_points_already_spent_are_kept_from_the_refund(tx: Tx) -> None:
    mall = await open_mall(tx, "2026-03-02")
    li = await mall.join("李雷")
    shoes = await mall.buy(li, ("sneakers", 1), store="sport")
    await mall.buy(li, ("noodles", 1), store="noodle-bar", spend={"mall_points": 600})
    back = await mall.bring_back(shoes, 0, 0)
    assert await mall.balance(li) == 0
    assert back.refund_minor == 60_000 - (600 - 34)


async def test_levels_of_the_year_have_a_month_of_grace_and_then_fall(tx: Tx) -> None:
    mall = await open_mall(tx, "2026-03-02")
    li = await mall.join("李雷")
    await mall.buy(li, ("ring", 1), store="jeweller")
    assert await mall.level(li) == "金卡会员"
    assert [benefit.name_zh for benefit in (await mall.place(li)).benefits] == ["免费停车 2 小时"]
    await mall.night("2027-12-31", li)
    assert await mall.level(li) == "金卡会员"
    await mall.night("2028-01-31", li)
    place = await mall.place(li)
    assert (place.level_name_zh, place.grace_until_on) == ("金卡会员", date(2028, 1, 31))
    assert place.keep is not None
    assert place.keep.text_zh == "再消费 15,000.00 元，保级金卡会员（至 2028-01-31，含当日）。"
    await mall.night("2028-02-01", li)
    assert await mall.level(li) == "普通会员"


async def test_points_live_two_years_to_the_end_of_the_year_and_are_a_liability(tx: Tx) -> None:
    mall = await open_mall(tx, "2026-03-02")
    li = await mall.join("李雷")
    await mall.buy(li, ("sneakers", 1), store="sport")
    spec = (await make.live(tx)).get(BookSpec, "mall_points")
    assert spec is not None
    assert liability_minor(spec, await mall.balance(li)) == 600
    await mall.night("2028-12-31", li)
    assert await mall.balance(li) == 600
    await mall.night("2029-01-01", li)
    (balance,) = await points.balances(tx, [li])
    assert (balance.spendable, balance.earned) == (0, 600)
