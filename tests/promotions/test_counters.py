"""Guests count against what is limited in all, by store and day and receipt; not by person."""

from __future__ import annotations

import asyncio

import pytest

from liuke.domains import checkout
from liuke.domains.checkout import Comeback, Item, PaymentMismatch, Sale, Tender, Units
from liuke.domains.promotions import AmountOff, Limits, Rule, StageName
from liuke.domains.promotions.effects import Per
from liuke.domains.promotions.terms import Counting
from liuke.kernel.db import Tx
from tests import make
from tests.conftest import Shop


def cheaper(limits: Limits, stage: StageName = StageName.THRESHOLD) -> Rule:
    return Rule(code="off", stage=stage, effects=(AmountOff(off_minor=1000),), limits=limits)


async def guests(tx: Tx, limits: Limits, *, store: str = "") -> list[int]:
    """Sell to three guests; return what each was given."""
    await make.programme(tx, cheaper(limits))
    await make.products(tx, tee=9900)
    given = []
    for number in range(3):
        sale = Sale((Item("tee"),), external_id=str(number), store=store)
        (receipt,) = await checkout.commit(tx, [sale])
        given.append(receipt.decision.discount_minor)
    return given


@pytest.mark.inv("C1")
@pytest.mark.parametrize("limits", [
    Limits(total=2), Limits(per_day=2), Limits(budget_minor=2000),
])  # fmt: skip
async def test_what_is_limited_in_all_binds_guests(tx: Tx, limits: Limits) -> None:
    assert await guests(tx, limits) == [1000, 1000, 0]


async def test_the_last_of_a_budget_is_given_and_no_more(tx: Tx) -> None:
    assert await guests(tx, Limits(budget_minor=2999)) == [1000, 1000, 999]


async def test_a_limit_by_store_binds_guests_of_that_store(tx: Tx) -> None:
    await make.store(tx, "A")
    await make.store(tx, "B")
    assert await guests(tx, Limits(per_store=2), store="A") == [1000, 1000, 0]
    (other,) = await checkout.commit(tx, [Sale((Item("tee"),), external_id="b", store="B")])
    assert other.decision.discount_minor == 1000


async def test_what_is_limited_by_member_is_not_for_guests_whom_nobody_could_count(tx: Tx) -> None:
    assert await guests(tx, Limits(per_member=1)) == [0, 0, 0]


async def test_a_limit_by_receipt_binds_guests_too(tx: Tx) -> None:
    each = Rule(
        code="each", effects=(AmountOff(off_minor=1000, per=Per.UNIT),),
        limits=Limits(counting=Counting.UNITS, per_order=2),
    )  # fmt: skip
    await make.programme(tx, each)
    await make.products(tx, tee=9900)
    (receipt,) = await checkout.commit(tx, [Sale((Item("tee", 3),), external_id="1")])
    assert receipt.decision.discount_minor == 2000


async def test_what_a_guest_brings_back_is_free_for_the_next(tx: Tx) -> None:
    assert (await guests(tx, Limits(total=3)))[-1] == 1000
    (late,) = await checkout.commit(tx, [Sale((Item("tee"),), external_id="late")])
    assert late.decision.discount_minor == 0
    (first,) = await checkout.commit(tx, [Sale((Item("tee"),), external_id="0")])
    await checkout.take_back(tx, [Comeback(first.id, "r", (Units(0, 0),))])
    (next_one,) = await checkout.commit(tx, [Sale((Item("tee"),), external_id="next")])
    assert next_one.decision.discount_minor == 1000


@pytest.mark.inv("C1")
async def test_of_twenty_guests_at_once_exactly_as_many_as_the_budget_pays_get_it(
    shop: Shop,
) -> None:
    async with shop.begin() as tx:
        await make.programme(tx, cheaper(Limits(budget_minor=3000)))
        await make.products(tx, tee=9900)

    async def buy(number: int) -> int:
        paid = (Tender("cash", 8900),)
        try:
            async with shop.begin() as tx:
                sale = Sale((Item("tee"),), external_id=str(number), tenders=paid)
                (receipt,) = await checkout.commit(tx, [sale])
                return receipt.decision.discount_minor
        except checkout.SalesRefused as refused:
            return 0 if isinstance(refused.problems[0], PaymentMismatch) else -1

    given = await asyncio.gather(*(buy(number) for number in range(20)))
    assert sorted(given) == [0] * 17 + [1000] * 3
