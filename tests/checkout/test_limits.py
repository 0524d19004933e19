from __future__ import annotations

import asyncio

import pytest

from liuke.domains import checkout
from liuke.domains.checkout import Comeback, Item, Sale, Tender, Units
from liuke.domains.promotions import AmountOff, Limits, Rule, StageName
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.conftest import Shop

FIRST_TWO = Rule(
    code="first-two",
    stage=StageName.THRESHOLD,
    effects=(AmountOff(off_minor=1000),),
    limits=Limits(total=2, per_member=1),
)


async def open_shop(tx: Tx, members: int) -> list[MemberId]:
    await make.programme(tx, FIRST_TWO)
    await make.products(tx, tee=9900)
    return list(await make.members(tx, members))


def sale(member_id: MemberId, key: str, paid: int) -> Sale:
    return Sale((Item("tee"),), member_id, external_id=key, tenders=(Tender("cash", paid),))


async def test_a_basket_that_comes_too_late_for_a_limit_is_told_its_new_price(tx: Tx) -> None:
    one, two, three = await open_shop(tx, 3)
    await checkout.commit(tx, [sale(one, "1", 8900), sale(two, "2", 8900)])
    (quoted,) = await checkout.quote(tx, [Sale((Item("tee"),), three)])
    assert quoted.decision.payable_minor == 9900
    assert [missed.rule for missed in quoted.decision.missed] == ["first-two"]


async def test_a_returned_use_may_be_used_again(tx: Tx) -> None:
    one, two, three = await open_shop(tx, 3)
    first, _ = await checkout.commit(tx, [sale(one, "1", 8900), sale(two, "2", 8900)])
    await checkout.take_back(tx, [Comeback(first.id, "r1", (Units(0, 0),))])
    (receipt,) = await checkout.commit(tx, [sale(three, "3", 8900)])
    assert receipt.decision.discount_minor == 1000


@pytest.mark.inv("C1")
async def test_of_twenty_tills_exactly_two_get_the_limited_price(shop: Shop) -> None:
    async with shop.begin() as tx:
        members = await open_shop(tx, 20)

    async def buy(member_id: MemberId) -> int:
        try:
            async with shop.begin() as tx:
                (receipt,) = await checkout.commit(tx, [sale(member_id, str(member_id), 8900)])
                return receipt.decision.discount_minor
        except checkout.SalesRefused as refused:
            assert isinstance(refused.problems[0], checkout.PaymentMismatch)
            return 0

    discounts = await asyncio.gather(*(buy(member_id) for member_id in members))
    assert sorted(discounts) == [0] * 18 + [1000, 1000]
