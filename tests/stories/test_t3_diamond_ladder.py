"""T3 钻石: two card years of a good customer, a renewal, and the ladder of T2 beside it."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.domains import programme, tiers
from liuke.domains.tiers import Claim
from liuke.domains.tiers.errors import RungAlreadyClaimed
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests.stories.life import Life

RACK = {"shirt": ("clothing", 128), "coat": ("clothing", 1000), "suit": ("clothing", 10_000)}


async def open_shop(tx: Tx, day: str, *programmes: str) -> Life:
    """Open the shop with its rack and the diamonds."""
    shop = Life(tx)
    shop.on(day)
    await shop.apply(*(programmes or ("diamond-ladder",)))
    await shop.stock(RACK)
    return shop


async def holder(shop: Life) -> MemberId:
    """Make a member who bought a shirt for ¥128 and took the card."""
    who = await shop.join("王姐")
    first = await shop.buy(who, ("shirt", 1))
    assert first.decision.discount_minor == 0
    await shop.card(who, "diamond")
    return who


async def test_the_card_gives_ten_percent_and_the_climb_more(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02")
    wang = await holder(shop)
    steps = [
        ("shirt", 11_520, "会员卡"),
        ("suit", 900_000, "会员卡"),
        ("coat", 90_000, "红钻"),
        ("suit", 900_000, "红钻"),
        ("coat", 90_000, "黄钻"),
        ("coat", 85_000, "黄钻"),
    ]
    for day, (product, due, level) in enumerate(steps, start=5):
        shop.on(f"2026-03-{day:02}")
        receipt = await shop.buy(wang, (product, 1))
        assert (receipt.decision.payable_minor, await shop.level(wang)) == (due, level)
    rights = {benefit.code for benefit in (await shop.place(wang)).benefits}
    assert {"hemming", "call_back", "magazine"} <= rights
    assert "gatherings" not in rights


async def test_points_double_on_wednesday_and_for_diamonds_on_member_day_never_fourfold(
    tx: Tx,
) -> None:
    shop = await open_shop(tx, "2026-03-02")
    wang = await holder(shop)
    shop.on("2026-03-04")
    await shop.buy(wang, ("coat", 1))
    assert (await shop.place(wang)).progress == 128 + 2 * 900
    shop.on("2026-03-16")
    await shop.buy(wang, ("suit", 1))
    assert await shop.level(wang) == "红钻"
    before = (await shop.place(wang)).progress
    shop.on("2026-03-18")
    assert shop.today.isoweekday() == 3
    await shop.buy(wang, ("coat", 1))
    assert (await shop.place(wang)).progress == before + 2 * 900
    shop.on("2026-04-18")
    await shop.buy(wang, ("coat", 1))
    assert (await shop.place(wang)).progress == before + 4 * 900


async def test_climbing_keeps_the_points_and_the_anniversary_resets_them(tx: Tx) -> None:
    shop = await open_shop(tx, "2024-02-29")
    wang = await holder(shop)
    shop.on("2024-12-01")
    await shop.buy(wang, ("suit", 1))
    place = await shop.place(wang)
    assert (place.level_name_zh, place.progress) == ("会员卡", 128 + 9000)
    await shop.buy(wang, ("coat", 2))
    place = await shop.place(wang)
    assert (place.level_name_zh, place.progress) == ("红钻", 10_928)
    assert place.period_end_on == date(2025, 2, 27)

    await shop.night("2025-02-27", wang)
    assert (await shop.place(wang)).progress == 10_928
    await shop.night("2025-02-28", wang)
    place = await shop.place(wang)
    assert (place.level_name_zh, place.progress) == ("红钻", 0)
    assert place.keep is not None
    assert place.keep.text_zh == "再得 10,000 积分，保级红钻（至 2026-02-27，含当日）。"

    await shop.night("2026-02-28", wang)
    assert (await shop.place(wang)).level == ""


async def test_what_lapsed_is_exchanged_for_one_gift_inside_the_window(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02")
    wang = await holder(shop)
    await shop.buy(wang, ("coat", 6))
    await shop.night("2027-03-02", wang)
    assert (await shop.place(wang)).progress == 0
    await tiers.claim_rungs(tx, [Claim(wang, "diamond", "exchange_5000")])
    await tx.settle()
    assert await shop.holds(wang) == {"gift_60": 1}
    with pytest.raises(RungAlreadyClaimed):
        await tiers.claim_rungs(tx, [Claim(wang, "diamond", "exchange_2000")])


async def test_the_card_runs_two_years_then_is_renewed_for_ten_and_points_stay(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02")
    wang = await shop.join("王姐")
    await shop.buy(wang, ("shirt", 1))
    card = await shop.card(wang, "diamond")
    assert card.expires_on == date(2028, 3, 1)
    shop.on("2027-06-01")
    await shop.buy(wang, ("suit", 2))
    assert await shop.level(wang) == "红钻"
    await shop.night("2028-03-01", wang)
    assert await shop.level(wang) == "红钻"
    await shop.night("2028-03-02", wang)
    place = await shop.place(wang)
    assert (place.level, place.paused) == ("", "red")
    shirt = await shop.buy(wang, ("shirt", 1))
    assert shirt.decision.discount_minor == 0
    assert (await shop.place(wang)).progress == 0

    shop.on("2028-03-10")
    renewed = await shop.renew(card)
    assert (renewed.renewals, await shop.level(wang)) == (1, "红钻")
    (plan,) = programme.template("diamond-ladder")["cards"]
    assert (plan["valid_years"], plan["renewal_fee_minor"]) == (2, 10_00)
    again = await shop.buy(wang, ("shirt", 1))
    assert again.decision.payable_minor == 11_520
    assert (await shop.place(wang)).progress == 115


async def test_the_monthly_ladder_runs_beside_on_the_same_points(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-30", "monthly-ladder", "diamond-ladder")
    wang = await holder(shop)
    await shop.buy(wang, ("coat", 1))
    await tiers.claim_rungs(tx, [Claim(wang, "monthly", "rung_1000")])
    await tx.settle()
    await shop.night("2026-04-01", wang)
    month, year = await shop.place(wang, "monthly"), await shop.place(wang, "diamond")
    assert (month.progress, year.progress) == (0, 1_028)
    assert await shop.holds(wang) == {"voucher_50": 1}
