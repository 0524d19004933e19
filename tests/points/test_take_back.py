"""What a cause gave goes back with it: points of gifts are not had by buying and returning."""

from __future__ import annotations

import pytest

from liuke.domains import checkout, points
from liuke.domains.checkout import Comeback, Units
from liuke.domains.points import BookSpec, Movement
from liuke.domains.points.take_back import take_back
from liuke.domains.points.values import ClawBack
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.values import Basis, Deed, Grant, Level
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.checkout.test_take_back import sell

HELLO = Grant(
    code="hello", when="entering", deeds=(Deed("points.award", {"book": "stars", "points": 500}),)
)
CARD = TierSet(
    code="card", name="Card", basis=Basis(kind="spend"),
    levels=(Level(code="gold", name="Gold", entry_threshold=9_000, grants=(HELLO,)),),
)  # fmt: skip


async def left(tx: Tx, one: MemberId) -> tuple[int, int]:
    """Return what a member may spend, and owes."""
    await tx.settle()
    (balance,) = await points.balances(tx, [one])
    return balance.spendable, balance.debt


async def test_buying_and_bringing_back_again_and_again_hoards_no_points(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="stars"), CARD)
    await make.products(tx, tee=9900)
    (one,) = await make.members(tx)
    for turn in range(3):
        receipt = await sell(tx, one, 9900, units={"tee": 1}, key=turn)
        assert await left(tx, one) == (500, 0)
        await checkout.take_back(tx, [Comeback(receipt.id, "r", (Units(0, 0),))])
        assert await left(tx, one) == (0, 0)


@pytest.mark.parametrize(
    ("policy", "owed"),
    [(ClawBack.DEBT, 200), (ClawBack.DEDUCT, 200), (ClawBack.WAIVE, 0), (ClawBack.BLOCK, 0)],
)
async def test_of_what_is_spent_the_book_decides(tx: Tx, policy: ClawBack, owed: int) -> None:
    await make.programme(tx, BookSpec(code="stars", claw_back=policy))
    (one,) = await make.members(tx)
    await points.post(
        tx, [Movement(one, "stars", "gift", 500), Movement(one, "stars", "gone", -200)]
    )
    for _ in range(2):
        await take_back(tx, [one], "stars", "gift")
        assert await left(tx, one) == (0, owed)


async def test_who_was_given_nothing_loses_nothing(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="stars"))
    one, other = await make.members(tx, 2)
    moves = [(one, "gift", 500), (other, "else", 300), (other, "gift", -100)]
    await points.post(tx, [Movement(who, "stars", cause, n) for who, cause, n in moves])
    await take_back(tx, [one, other], "stars", "gift")
    assert (await left(tx, one), await left(tx, other)) == ((0, 0), (200, 0))
