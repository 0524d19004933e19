"""Where a member stands, in words, and why."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from liuke.domains import tiers
from liuke.domains.points import BookSpec
from liuke.domains.tiers import Amounts, Happening
from liuke.domains.tiers.errors import UnknownTierSet
from liuke.domains.tiers.standing import movements
from liuke.domains.tiers.values import Basis, Benefit, Level, Window
from liuke.kernel.db import Tx
from tests import make
from tests.tiers.shapes import ladder, noon, publish, spent, stars

YEAR = Window(kind="calendar", calendar="year")


async def test_what_is_missing_is_said_in_the_members_words(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars(window=YEAR))
    one, two = await make.members(tx, 2)
    await tiers.record(tx, [spent(one, "2026-02-01", 24_000), spent(two, "2025-02-01", 125_000)])
    first, second = await tiers.places(tx, [one, two])
    assert (first.level_name_zh, first.progress_text) == ("银卡", "¥240.00")
    assert first.next is not None
    assert first.next.text_zh == "再消费 10.00 元，升级为玉卡（至 2026-12-31，含当日）。"
    assert first.next.text == "Spend ¥10.00 more to reach Jade by 2026-12-31."
    assert second.next is None
    assert second.keep is not None
    assert second.keep.text_zh == "再消费 800.00 元，保级金卡（至 2026-12-31，含当日）。"


async def test_other_ways_to_a_level_are_named(tx: Tx) -> None:
    card = Level(code="card", name="Card", entry_purchase_minor=12_800)
    red = Level(code="red", name="Red", name_zh="红钻", entry_threshold=10_000)
    await publish(
        tx,
        stars(levels=(card, red), counts_from="first_level",
              basis=Basis(kind="points", book="points")),
    )  # fmt: skip
    (one,) = await make.members(tx)
    (before,) = await tiers.places(tx, [one])
    assert before.next is not None
    assert before.next.text_zh == "单次购满 128.00 元，升级为Card。"
    amounts = Amounts(points={"points": 130}, spend_minor=13_000, orders=1)
    await tiers.record(tx, [Happening(one, "order:1", tx.now, amounts)])
    (after,) = await tiers.places(tx, [one])
    assert after.next is not None
    assert after.next.text_zh == "再得 9,870 积分，升级为红钻。"


async def test_what_counts_is_called_by_its_own_name(tx: Tx) -> None:
    gold = Level(code="gold", name="Gold", name_zh="金卡", entry_threshold=1_000)
    named = BookSpec("sun", "Suns", "阳光", decimals=1)
    sets = [
        stars(code=code, levels=(gold,), basis=basis)
        for code, basis in [
            ("of_sun", Basis(kind="points", book="sun")),
            ("of_nameless", Basis(kind="points", book="plain")),
            ("of_orders", Basis(kind="orders")),
        ]
    ]
    await publish(tx, *sets, books=[named, BookSpec("plain")])
    (one,) = await make.members(tx)
    amounts = Amounts(points={"sun": 990, "plain": 999}, orders=999)
    await tiers.record(tx, [Happening(one, "order:1", tx.now, amounts)])
    told = {place.set_code: place for place in await tiers.places(tx, [one])}
    said = {
        code: (place.next.text, place.next.text_zh) for code, place in told.items() if place.next
    }
    assert said == {
        "of_sun": ("Earn 1.0 more Suns to reach Gold.", "再得 1.0 阳光，升级为金卡。"),
        "of_nameless": ("Earn 1 more point to reach Gold.", "再得 1 积分，升级为金卡。"),
        "of_orders": ("Make 1 more purchase to reach Gold.", "再购物 1 次，升级为金卡。"),
    }
    assert told["of_sun"].unit.told(990) == ("99.0 Suns", "99.0 阳光")
    assert told["of_orders"].unit.told(999) == ("999 purchases", "999 次")


async def test_the_explanation_names_what_counted_and_every_movement(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars(window=YEAR))
    (one,) = await make.members(tx)
    await tiers.record(tx, [
        spent(one, "2025-05-01", 125_000, "order:1"), spent(one, "2026-02-01", 7_000, "order:2"),
        Happening(one, "return:2", noon("2026-02-03"), Amounts(spend_minor=-2_000),
                  undoes="order:2"),
    ])  # fmt: skip
    why = await tiers.explain(tx, one, "stars")
    assert [(part.cause, part.amount) for part in why.counted] == [("order:2", 5_000)]
    assert why.counted_before == 125_000
    assert [(move.after, move.why) for move in why.movements] == [
        ("gold", "retention met"), ("gold", "reached"), ("silver", "reached")]  # fmt: skip
    assert why.movements[0].day == date(2026, 1, 1)
    older = await movements(tx, one, "stars", before=UUID(why.movements[1].id))
    assert [move.after for move in older] == ["silver"]


async def test_the_first_day_of_a_period_counts_and_the_day_before_it_did(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars(window=YEAR))
    (one,) = await make.members(tx)
    await tiers.record(tx, [
        spent(one, "2025-12-31", 1_000, "order:1"), spent(one, "2026-01-01", 7_000, "order:2"),
    ])  # fmt: skip
    why = await tiers.explain(tx, one, "stars")
    assert [(part.cause, part.amount) for part in why.counted] == [("order:2", 7_000)]
    assert why.counted_before == 1_000


async def test_a_set_nobody_has_is_not_explained(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    with pytest.raises(UnknownTierSet):
        await tiers.explain(tx, one, "moons")


async def test_names_that_were_never_translated_are_shown_as_they_are(tx: Tx) -> None:
    await publish(tx, ladder())
    (one,) = await make.members(tx)
    (place,) = await tiers.places(tx, [one])
    assert (place.name, place.name_zh) == ("Ladder", "Ladder")
    assert (place.level, place.level_name, place.level_name_zh) == ("member", "Member", "Member")
    assert (place.rank, place.progress, place.benefits) == (0, 0, ())


async def test_who_holds_no_level_stands_below_the_first(tx: Tx) -> None:
    lounge = Benefit("lounge", "Lounge", "贵宾室")
    first = Level(code="a", name="A", entry_threshold=10, benefits=(lounge,))
    await publish(tx, stars(levels=(first,)))
    (one,) = await make.members(tx)
    (before,) = await tiers.places(tx, [one])
    assert (before.level, before.rank, before.benefits) == ("", -1, ())
    await tiers.record(tx, [spent(one, "2026-02-01", 10)])
    (after,) = await tiers.places(tx, [one])
    assert (after.level, after.rank, after.benefits) == ("a", 0, (lounge,))


async def test_who_brought_everything_back_stands_where_everybody_does(tx: Tx) -> None:
    await publish(tx, stars())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-01-05", 30_000, "order:1")])
    all_of_it = Amounts(spend_minor=-30_000, orders=-1)
    await tiers.record(tx, [Happening(one, "r", noon("2026-01-06"), all_of_it, undoes="order:1")])
    (place,) = await tiers.places(tx, [one])
    assert (place.level, place.rank, place.progress) == ("silver", 0, 0)
