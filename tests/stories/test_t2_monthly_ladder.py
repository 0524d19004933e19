"""T2 月度梯形: a customer of a clothes shop climbs a ladder that begins anew each month."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.domains import programme, tiers
from liuke.domains.tiers import Claim
from liuke.domains.tiers.errors import ClaimWindowOver, RungAlreadyClaimed, RungNotReached
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests.stories.life import Life

RACK = {
    "scarf": ("clothing", 127),
    "shirt": ("clothing", 128),
    "coat": ("clothing", 500),
    "vase": ("home", 100),
}


async def open_shop(tx: Tx, day: str) -> Life:
    """Open the shop with its rack and the ladder."""
    shop = Life(tx)
    shop.on(day)
    await shop.apply("monthly-ladder")
    await shop.stock(RACK)
    return shop


async def claim(shop: Life, who: MemberId, rung: int, month: str = "") -> None:
    """Claim the voucher of a rung."""
    period = date.fromisoformat(f"{month}-01") if month else None
    await tiers.claim_rungs(shop.tx, [Claim(who, "monthly", f"rung_{rung}", period)])
    await shop.tx.settle()


async def regular(shop: Life, name: str = "小红") -> MemberId:
    """Make a member who bought a shirt for ¥128 and took the card."""
    who = await shop.join(name)
    await shop.buy(who, ("shirt", 1))
    await shop.card(who, "monthly")
    return who


async def test_one_purchase_of_128_is_the_threshold_and_the_card_is_free(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02")
    hong = await shop.join("小红")
    await shop.buy(hong, ("scarf", 1))
    place = await shop.place(hong)
    assert (place.level, place.progress) == ("", 0)
    assert place.next is not None
    assert place.next.text_zh == "单次购满 128.00 元，升级为门槛级。"

    await shop.buy(hong, ("shirt", 1))
    assert await shop.level(hong) == "门槛级"
    card = await shop.card(hong, "monthly")
    assert (card.fee_minor, await shop.level(hong)) == (0, "会员级")
    assert (await shop.place(hong)).progress == 128


async def test_rungs_add_up_vouchers_work_at_once_on_clothing_and_nothing_is_consumed(
    tx: Tx,
) -> None:
    shop = await open_shop(tx, "2026-03-02")
    hong = await regular(shop)
    await shop.buy(hong, ("coat", 2))
    assert await shop.level(hong) == "VIP3"
    await claim(shop, hong, 1000)
    assert (await shop.place(hong)).progress == 1128

    shirt = await shop.buy(hong, ("vase", 1), ("shirt", 1), coupon="voucher_50")
    assert shirt.decision.payable_minor == (100 + 128 - 50) * 100
    assert shirt.decision.lines[0].discount_minor == 0
    await shop.buy(hong, ("coat", 4))
    assert await shop.level(hong) == "VIP1"
    await claim(shop, hong, 2000)
    await claim(shop, hong, 3000)
    assert await shop.holds(hong) == {"voucher_100": 1, "voucher_150": 1}
    with pytest.raises(RungAlreadyClaimed):
        await claim(shop, hong, 2000)
    await shop.buy(hong, ("coat", 10))
    assert (await shop.place(hong)).progress > 8000


async def test_the_month_ends_and_nothing_of_it_counts_for_the_next(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-01-31")
    hong = await regular(shop)
    await shop.buy(hong, ("coat", 4))
    assert await shop.level(hong) == "VIP2"

    await shop.night("2026-02-01", hong)
    place = await shop.place(hong)
    assert (place.level_name_zh, place.progress) == ("会员级", 0)
    with pytest.raises(RungNotReached):
        await claim(shop, hong, 1000)

    shop.on("2026-02-05", 23)
    await claim(shop, hong, 1000, "2026-01")
    shop.on("2026-02-06", 0)
    with pytest.raises(ClaimWindowOver):
        await claim(shop, hong, 2000, "2026-01")
    assert await shop.holds(hong) == {"voucher_50": 1}


async def test_a_return_takes_its_points_out_of_the_month_they_were_earned_in(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-02-27")
    hong = await regular(shop)
    coats = await shop.buy(hong, ("coat", 2))
    assert await shop.level(hong) == "VIP3"
    shop.on("2026-03-01")
    await shop.bring_back(coats, 0, 1)
    assert (await shop.place(hong)).progress == 0
    with pytest.raises(RungNotReached) as refusal:
        await claim(shop, hong, 1000, "2026-02")
    assert refusal.value.missing == {hong: 1000 - 128 - 500}


async def test_a_return_takes_back_the_voucher_it_had_reached_unless_it_is_used(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02")
    hong, lan = await regular(shop), await regular(shop, "小兰")
    coats = [await shop.buy(who, ("coat", 2)) for who in (hong, lan)]
    for who in (hong, lan):
        await claim(shop, who, 1000)
    await shop.buy(lan, ("shirt", 1), coupon="voucher_50")
    for receipt in coats:
        await shop.bring_back(receipt, 0, 0)
    assert (await shop.holds(hong), await shop.holds(lan)) == ({}, {})
    assert await shop.level(hong) == "会员级"


async def test_an_unused_voucher_expires(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02")
    hong = await regular(shop)
    await shop.buy(hong, ("coat", 2))
    await claim(shop, hong, 1000)
    await shop.night("2026-04-01", hong)
    assert await shop.holds(hong) == {"voucher_50": 1}
    await shop.night("2026-04-02", hong)
    assert await shop.holds(hong) == {}


def test_the_older_rule_is_a_setting() -> None:
    (ladder,) = programme.template("monthly-ladder")["tiers"]
    assert ladder["levels"][0]["entry_purchase_minor"] == 128_00
    assert [rung["threshold"] for rung in ladder["ladder"]["rungs"]] == [1000, 2000, 3000]
    assert [level["name_zh"] for level in ladder["levels"]] == [
        "门槛级", "会员级", "VIP3", "VIP2", "VIP1"]  # fmt: skip
