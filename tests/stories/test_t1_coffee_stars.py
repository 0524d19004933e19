"""T1 星享卡: a coffee drinker's life, from the card at ¥98 to the anniversary drink."""

from __future__ import annotations

from liuke.domains import programme
from liuke.kernel.db import Tx
from tests.stories.life import Life

MENU = {
    "latte": ("drinks", 30),
    "mocha": ("drinks", 35),
    "muffin": ("breakfast", 18),
    "cake": ("food", 50),
    "oat_milk": ("customisation", 4),
    "venti": ("size_up", 5),
    "mug": ("goods", 250),
}


async def open_cafe(tx: Tx, day: str) -> Life:
    """Open the café with its menu and the stars."""
    cafe = Life(tx)
    cafe.on(day)
    await cafe.apply("coffee-stars")
    await cafe.stock(MENU)
    return cafe


async def test_the_card_is_sold_and_opens_silver_with_its_five_gifts(tx: Tx) -> None:
    cafe = await open_cafe(tx, "2026-03-02")
    ming = await cafe.join("小明")
    before = await cafe.place(ming)
    assert (before.level, before.next and before.next.text_zh) == ("", "办理会员卡，升级为银星级。")

    card = await cafe.card(ming, "stars")

    assert card.fee_minor == 9800
    assert await cafe.level(ming) == "银星级"
    assert await cafe.holds(ming) == {"buy_one_get_one": 3, "free_breakfast": 1, "size_upgrade": 1}


async def test_silver_gifts_are_used_and_come_back_with_a_return(tx: Tx) -> None:
    cafe = await open_cafe(tx, "2026-03-02")
    ming = await cafe.join("小明")
    await cafe.card(ming, "stars")
    two = await cafe.buy(ming, ("latte", 2), coupon="buy_one_get_one")
    assert (two.decision.payable_minor, (await cafe.holds(ming))["buy_one_get_one"]) == (3000, 2)
    cafe.on("2026-03-03", 8)
    morning = await cafe.buy(ming, ("latte", 1), ("muffin", 1), coupon="free_breakfast")
    assert morning.decision.payable_minor == 3000
    bigger = await cafe.buy(ming, ("latte", 1), ("venti", 1), coupon="size_upgrade")
    assert bigger.decision.payable_minor == 3000
    assert await cafe.holds(ming) == {"buy_one_get_one": 2}
    assert await cafe.balance(ming) == 90

    back = await cafe.bring_back(two, 0, 0, 1)

    assert back.refund_minor == 3000
    assert (await cafe.holds(ming))["buy_one_get_one"] == 3
    assert await cafe.balance(ming) == 60


async def test_the_climb_is_counted_continuously_and_a_return_undoes_the_step(tx: Tx) -> None:
    cafe = await open_cafe(tx, "2026-03-02")
    ming = await cafe.join("小明")
    await cafe.buy(ming, ("cake", 1))
    cafe.on("2026-03-02", 11)
    await cafe.card(ming, "stars")
    assert (await cafe.place(ming)).progress_text == "¥0.00"
    await cafe.buy(ming, ("cake", 4))
    place = await cafe.place(ming)
    assert place.next is not None
    assert (place.level_name_zh, place.next.text_zh) == (
        "银星级",
        "再消费 50.00 元，升级为玉星级。",
    )

    cafe.on("2026-12-31")
    step = await cafe.buy(ming, ("cake", 1))
    assert await cafe.level(ming) == "玉星级"
    assert (await cafe.holds(ming))["buy_one_get_one"] == 6
    await cafe.bring_back(step, 0, 0)
    assert await cafe.level(ming) == "银星级"
    assert (await cafe.holds(ming))["buy_one_get_one"] == 3

    cafe.on("2027-03-05")
    await cafe.buy(ming, ("cake", 1))
    assert await cafe.level(ming) == "玉星级"
    assert (await cafe.holds(ming))["buy_one_get_one"] == 6
    await cafe.buy(ming, ("mug", 4))
    assert await cafe.level(ming) == "金星级"


async def test_gold_drinks_on_its_birthday_its_anniversary_and_every_tenth_time(tx: Tx) -> None:
    cafe = await open_cafe(tx, "2024-02-29")
    ming = await cafe.join("小明", birthday="1990-06-30")
    await cafe.card(ming, "stars")
    await cafe.buy(ming, ("mug", 5))
    assert await cafe.level(ming) == "金星级"
    gold = {benefit.code for benefit in (await cafe.place(ming)).benefits}
    assert gold == {"gold_card", "customisation"}

    for cup in range(9):
        cafe.on(f"2024-03-{cup + 1:02}")
        await cafe.buy(ming, ("latte", 1))
    assert "free_cup" not in await cafe.holds(ming)
    cafe.on("2024-03-10")
    await cafe.buy(ming, ("latte", 1))
    assert (await cafe.holds(ming))["free_cup"] == 1
    free = await cafe.buy(ming, ("mocha", 1), ("oat_milk", 1), coupon="free_cup")
    assert free.decision.payable_minor == 0

    for night in ("2024-05-31", "2024-06-01", "2024-06-02", "2024-06-30"):
        await cafe.night(night, ming)
        assert (await cafe.holds(ming)).get("birthday_drink", 0) == int(night > "2024-06")
    await cafe.night("2024-07-01", ming)
    assert "birthday_drink" not in await cafe.holds(ming)
    for night in ("2025-02-27", "2025-02-28", "2025-03-01"):
        await cafe.night(night, ming)
        assert (await cafe.holds(ming)).get("anniversary_drink", 0) == int(night > "2025-02-27")


async def test_stars_pay_for_drinks_and_food_and_lapse_after_a_year(tx: Tx) -> None:
    cafe = await open_cafe(tx, "2026-03-10")
    ming = await cafe.join("小明")
    await cafe.card(ming, "stars")
    await cafe.buy(ming, ("mug", 1))
    assert await cafe.balance(ming) == 250
    latte = await cafe.buy(ming, ("latte", 1), spend={"stars": 250})
    assert latte.decision.payable_minor == 2000
    assert await cafe.balance(ming) == 250 - 200 + 20
    mug = await cafe.buy(ming, ("mug", 1), spend={"stars": 70})
    assert mug.decision.payable_minor == 25_000

    await cafe.night("2027-03-31", ming)
    assert await cafe.balance(ming) == 320
    await cafe.night("2027-04-01", ming)
    assert await cafe.balance(ming) == 0
    assert await cafe.level(ming) == "玉星级"


def test_the_numbers_are_those_of_the_programme() -> None:
    text = programme.template("coffee-stars")
    silver, jade, gold = text["tiers"][0]["levels"]
    assert text["cards"][0]["fee_minor"] == 98_00
    assert (silver["entry_card"], jade["entry_threshold"], gold["entry_threshold"]) == (
        True, 250_00, 1250_00)  # fmt: skip
    assert next(g["every"] for g in gold["grants"] if g["when"] == "purchases") == 10
