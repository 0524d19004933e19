"""T5: fixed points, variable points, and points that are money, each with its own ladder."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from liuke.domains import programme
from liuke.kernel.actions import Deed, perform
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests.stories.life import Life

RACK = {"tea": ("tea", 100), "pot": ("tea", 1000), "set": ("tea", 10_000)}


async def open_shop(tx: Tx, day: str, *codes: str) -> Life:
    """Open the tea shop under a scheme."""
    shop = Life(tx)
    shop.on(day)
    await shop.apply(*codes)
    await shop.stock(RACK)
    return shop


async def share(shop: Life, who: MemberId, book: str, points: int, cause: str) -> None:
    """Reward a friend brought, a review written, a check-in."""
    shop.tick()
    deed = Deed("points.award", {"book": book, "points": points, "reason": cause})
    await perform(shop.tx, deed, [who], cause)
    await shop.tx.settle()


async def test_fixed_points_one_rate_for_all_and_levels_by_the_total(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02", "fixed-points")
    han = await shop.join("韩梅梅")
    for _ in range(2):
        await shop.buy(han, ("pot", 1))
    assert (await shop.level(han), await shop.balance(han)) == ("银卡", 2000)
    await shop.buy(han, ("pot", 8))
    receipt = await shop.buy(han, ("tea", 1))
    assert (await shop.level(han), receipt.decision.awards[0].points) == ("金卡", 100)
    await shop.night("2036-01-01", han)
    assert await shop.level(han) == "金卡"


async def test_a_friend_brought_earns_too_but_a_level_needs_a_purchase(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02", "fixed-points")
    han = await shop.join("韩梅梅")
    await share(shop, han, "fixed", 2500, "referral:1")
    await share(shop, han, "fixed", 2500, "referral:1")
    place = await shop.place(han)
    assert (place.level, place.progress, await shop.balance(han)) == ("", 2500, 2500)
    await shop.buy(han, ("tea", 1))
    assert await shop.level(han) == "银卡"


async def test_the_purchase_can_be_switched_off(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02")
    text = deepcopy(programme.template("fixed-points"))
    text["tiers"][0]["requires_purchase"] = False
    await publish(shop, text)
    han = await shop.join("韩梅梅")
    assert await shop.level(han) == "普通会员"
    await share(shop, han, "fixed", 2500, "referral:1")
    assert await shop.level(han) == "银卡"


async def publish(shop: Life, text: dict[str, Any]) -> None:
    """Publish an edited template."""
    (draft,) = await programme.save(shop.tx, [programme.DraftText(text)])
    await programme.publish(shop.tx, [programme.Publication(draft.id, shop.tx.now)])


async def test_variable_points_the_rate_grows_with_the_level(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02", "variable-points")
    han = await shop.join("韩梅梅")
    earned = [
        (await shop.buy(han, (what, 1))).decision.awards[0].points
        for what in ("tea", "pot", "pot", "pot", "set", "pot")
    ]
    assert earned == [100, 1000, 1000, 1200, 12_000, 1500]
    place = await shop.place(han)
    assert (place.level_name_zh, place.progress) == ("金卡", 1500)


async def test_variable_points_restart_with_each_climb_and_fall_to_the_level_deserved(
    tx: Tx,
) -> None:
    shop = await open_shop(tx, "2026-12-01", "variable-points")
    han = await shop.join("韩梅梅")
    await shop.buy(han, ("set", 1))
    assert (await shop.level(han), (await shop.place(han)).progress) == ("银卡", 0)
    await shop.buy(han, ("set", 1))
    assert await shop.level(han) == "金卡"
    await shop.night("2027-01-01", han)
    assert await shop.level(han) == "金卡"
    await shop.buy(han, ("pot", 1))
    await shop.night("2028-01-01", han)
    assert await shop.level(han) == "银卡"


async def test_points_variable_spending_a_point_never_lowers_the_level(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02", "points-variable")
    han = await shop.join("韩梅梅")
    for _ in range(2):
        await shop.buy(han, ("pot", 1))
    assert (await shop.balance(han), await shop.level(han)) == (2 * (500 + 1000 + 50), "银卡")
    pot = await shop.buy(han, ("pot", 1), spend={"flexible": 3100})
    assert pot.decision.payable_minor == 100_000 - 3100
    place = await shop.place(han)
    assert (place.level_name_zh, place.progress > 3100) == ("银卡", True)


async def test_points_suffice_for_a_level_but_are_not_the_only_way(tx: Tx) -> None:
    shop = await open_shop(tx, "2026-03-02", "points-variable")
    han = await shop.join("韩梅梅")
    await shop.buy(han, ("pot", 2), spend={})
    assert await shop.level(han) == "银卡"
    await share(shop, han, "flexible", 7000, "review:1")
    assert await shop.level(han) == "金卡"


@pytest.mark.parametrize(
    ("yuan", "points"), [("tea", 100), ("pot", 500 + 2 * 500 + 50), ("set", 500 + 2 * 9500 + 50)]
)
async def test_points_variable_earns_in_stages(tx: Tx, yuan: str, points: int) -> None:
    shop = await open_shop(tx, "2026-03-02", "points-variable")
    han = await shop.join("韩梅梅")
    receipt = await shop.buy(han, (yuan, 1))
    assert receipt.decision.awards[0].points == points
    back = await shop.bring_back(receipt, 0, 0)
    assert back.refund_minor == RACK[yuan][1] * 100
    assert await shop.balance(han) == 0
    assert (await shop.place(han)).level == ""
