"""What a return takes from where its member stands, in words, before it is made."""

from __future__ import annotations

from liuke.domains import members, tiers
from liuke.domains.members import Merging
from liuke.domains.tiers import Amounts, Claim, Loss, Shift, TierSet
from liuke.domains.tiers.values import Grant
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.tiers.shapes import GIFT, LEVELS, book, earned, ladder, noon, publish, spent, stars

NAMED = Grant("hello", "entering", (GIFT,), name="Hello cup", name_zh="见面礼")


def named() -> TierSet:
    """Make the set of three levels with a welcome that has a name."""
    *lower, gold = LEVELS
    return stars(levels=(*lower, type(gold)("gold", "Gold", "金卡", entry_threshold=125_000,
                                            grants=(NAMED,))))  # fmt: skip


async def taken(
    tx: Tx, one: MemberId, amounts: Amounts, cause: str = "return:1"
) -> tuple[list[Loss], list[Shift]]:
    """Return what would go with a return, and write nothing."""
    held = await book(tx, one)
    held.reverse(one, amounts, at=tx.now, cause=cause, undoes="order:1")
    await tiers.refold(tx, held)
    return tiers.losses(held, one, cause, tx.currency)


async def test_a_fall_its_gift_and_what_is_missing_then_are_said_in_two_languages(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, named())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-02-01", 130_000, "order:1")])
    await tx.settle()
    lost, shifts = await taken(tx, one, Amounts(spend_minor=30_000))
    assert [(loss.what, loss.subject, loss.amount) for loss in lost] == [
        ("tier.level", "stars", -1),
        ("tier.gift", "stars/hello/gold:once", -1),
        ("tier.progress", "stars", -30_000),
    ]
    assert [loss.text for loss in lost] == [
        "Level: Gold → Jade (Stars)",
        "Taken back: Hello cup, as far as nobody used it",
        (
            "Progress in Stars reduced by ¥300.00: ¥1,300.00 → ¥1,000.00. "
            "Spend ¥250.00 more to reach Gold."
        ),
    ]
    assert [loss.text_zh for loss in lost] == [
        "等级：金卡 → 玉卡（星享）",
        "收回礼遇“见面礼”（已用掉的除外）",
        "星享的进度扣回 300.00 元：1,300.00 元 → 1,000.00 元。再消费 250.00 元，升级为金卡。",
    ]
    assert shifts == [Shift("stars", "gold", "jade", 130_000, 100_000)]


async def test_to_say_what_would_go_takes_nothing(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, named())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-02-01", 130_000, "order:1")])
    await tx.settle()
    first = await taken(tx, one, Amounts(spend_minor=30_000))
    assert await taken(tx, one, Amounts(spend_minor=30_000)) == first
    assert (tx.events, (await book(tx, one)).level(one, "stars")) == ([], "gold")


async def test_a_return_that_leaves_the_level_tells_of_progress_alone(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, named())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-02-01", 130_000, "order:1")])
    lost, shifts = await taken(tx, one, Amounts(spend_minor=5_000))
    assert [loss.text_zh for loss in lost] == ["星享的进度扣回 50.00 元：1,300.00 元 → 1,250.00 元"]
    assert shifts == [Shift("stars", "gold", "gold", 130_000, 125_000)]


async def test_rungs_that_were_claimed_and_one_that_was_not_are_told_apart(tx: Tx) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, ladder())
    (one,) = await make.members(tx)
    await tiers.record(tx, [earned(one, "2026-03-05", 2_500, "order:1")])
    await tiers.claim_rungs(tx, [Claim(one, "ladder", "first")])
    await tx.settle()
    lost, _ = await taken(tx, one, Amounts(points={"points": 2_000}))
    assert [(loss.what, loss.subject) for loss in lost] == [
        ("tier.rung", "ladder/2026-03-01/first"),
        ("tier.rung_missed", "ladder/2026-03-01/second"),
        ("tier.progress", "ladder"),
    ]
    assert [loss.text_zh for loss in lost[:2]] == [
        "收回阶梯礼“first”（已用掉的除外）", "不再达到阶梯礼“second”",
    ]  # fmt: skip


async def test_of_a_merged_member_it_is_told_of_whom_they_stand_for_now(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    await tiers.record(tx, [spent(loser, "2026-02-01", 100_000, "order:1"),
                            spent(winner, "2026-02-02", 30_000)])  # fmt: skip
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    held = await book(tx, loser)
    held.reverse(loser, Amounts(spend_minor=40_000), at=tx.now, cause="return:1", undoes="order:1")
    await tiers.refold(tx, held)
    lost, shifts = tiers.losses(held, winner, "return:1", tx.currency)
    assert [loss.what for loss in lost] == ["tier.level", "tier.gift", "tier.progress"]
    assert shifts == [Shift("stars", "gold", "jade", 130_000, 90_000)]
