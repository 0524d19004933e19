"""With a gift go its points, in the return's own answer, and what these had counted for."""

from __future__ import annotations

from liuke.domains import checkout, points, tiers
from liuke.domains.checkout import Comeback, Units
from liuke.domains.checkout.take_back import foresee
from liuke.domains.checkout.values import Returned
from liuke.domains.points import BookSpec, Movement
from liuke.domains.tiers import Shift, TierSet
from liuke.domains.tiers.values import Basis, Deed, Grant, Level
from liuke.kernel.db import Tx
from tests import make
from tests.checkout.test_take_back import sell

STARS = BookSpec(code="stars", name="stars", name_zh="星星")
HELLO = Grant(
    "hello", "entering", (Deed("points.award", {"book": "stars", "points": 500}),),
    name="Hello stars", name_zh="见面星",
)  # fmt: skip
CARD = TierSet(
    code="card", name="Card", name_zh="会员卡", basis=Basis(kind="spend"),
    levels=(Level("gold", "Gold", "金卡", entry_threshold=9_000, grants=(HELLO,)),),
)  # fmt: skip
SKY = TierSet(
    code="sky", name="Sky", name_zh="天空", basis=Basis(kind="points", book="stars"),
    levels=(
        Level("low", "Low", "低空", entry_threshold=0),
        Level("high", "High", "高空", entry_threshold=400),
    ),
)  # fmt: skip
BACK = (Units(0, 0),)


def told(returned: Returned, kind: str) -> list[tuple[str, int, str, str]]:
    """Return subject, amount and both sentences of one kind."""
    return [
        (one.subject, one.amount, one.text, one.text_zh)
        for one in returned.undone
        if one.what == kind
    ]


async def test_each_return_of_a_batch_tells_of_its_own_points_and_what_they_counted_for(
    tx: Tx,
) -> None:
    await make.programme(tx, STARS, CARD, SKY)
    await make.products(tx, tee=9900)
    one, other = await make.members(tx, 2)
    sales = [await sell(tx, who, 9900, units={"tee": 1}, key=who) for who in (one, other)]
    await tx.settle()
    await points.post(tx, [Movement(other, "stars", "gone", -200)])
    wishes = [Comeback(receipt.id, "r", BACK) for receipt in sales]
    said = await foresee(tx, wishes)
    made = await checkout.take_back(tx, wishes)
    await tx.settle()
    assert [(a.undone, a.tiers) for a in said] == [(b.undone, b.tiers) for b in made]
    assert [told(back, "tier.points") for back in made] == [
        [("stars", -500, "Taken back: 500 stars given by Hello stars",
          "收回“见面星”送出的 500 星星")],
        [("stars", -500, "Taken back: 500 stars given by Hello stars, 200 stars of them owed",
          "收回“见面星”送出的 500 星星，其中欠 200 星星")],
    ]  # fmt: skip
    shifts = (Shift("card", "gold", "", 9_900, 0), Shift("sky", "high", "low", 500, 0))
    assert [back.tiers for back in made] == [shifts, shifts]
    stand = await tiers.places(tx, [one, other])
    assert {(place.set_code, place.level, place.progress) for place in stand} == {
        ("card", "", 0), ("sky", "low", 0),
    }  # fmt: skip
    assert [(b.spendable, b.debt) for b in await points.balances(tx, [one, other])] == [
        (0, 0), (0, 200),
    ]  # fmt: skip


async def test_sent_again_the_answer_is_the_same_and_nothing_goes_twice(tx: Tx) -> None:
    await make.programme(tx, STARS, CARD, SKY)
    await make.products(tx, tee=9900)
    (one,) = await make.members(tx)
    receipt = await sell(tx, one, 9900, units={"tee": 1})
    await tx.settle()
    (first,) = await checkout.take_back(tx, [Comeback(receipt.id, "r", BACK)])
    await tx.settle()
    (again,) = await checkout.take_back(tx, [Comeback(receipt.id, "r", BACK)])
    await tx.settle()
    assert (again.replayed, again.undone, again.tiers) == (True, first.undone, first.tiers)
    entries = (await points.ledger(tx, one, book="stars")).items
    assert [line.entry.points for line in entries] == [-500, 500]
    assert await tiers.prove(tx, [one]) == []


async def test_a_gift_bought_again_is_given_again_and_goes_again(tx: Tx) -> None:
    await make.programme(tx, STARS, CARD, SKY)
    await make.products(tx, tee=9900)
    (one,) = await make.members(tx)
    for turn in range(3):
        receipt = await sell(tx, one, 9900, units={"tee": 1}, key=turn)
        await tx.settle()
        (made,) = await checkout.take_back(tx, [Comeback(receipt.id, "r", BACK)])
        await tx.settle()
        assert [amount for _, amount, *_ in told(made, "tier.points")] == [-500]
        assert Shift("sky", "high", "low", 500, 0) in made.tiers
