from __future__ import annotations

import asyncio

import pytest

from liuke.domains import checkout, points
from liuke.domains.checkout import Comeback, ReceiptClaim, Units
from liuke.kernel.db import Tx
from tests.checkout.test_take_back import open_shop, sell, spendable
from tests.conftest import Shop


async def test_a_claimed_receipt_earns_what_it_had_not_earned(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, None, 19800, units={"tee": 2})
    assert receipt.claim_code is not None
    await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code.lower())])
    assert await spendable(tx, member) == 198
    (page,) = await checkout.get_orders(tx, [receipt.id])
    assert (page.order.member_id, page.guest) == (member, False)


async def test_a_receipt_is_claimed_once_and_a_wrong_code_looks_the_same(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, None, 9900, units={"tee": 1})
    assert receipt.claim_code is not None
    await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code)])
    for code in (receipt.claim_code, "A" * 16):
        with pytest.raises(checkout.NotClaimable):
            await checkout.claim(tx, [ReceiptClaim(member, code)])


async def test_units_returned_before_the_claim_earn_nothing_and_the_rest_reverses(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, None, 19800, units={"tee": 2})
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    assert receipt.claim_code is not None
    await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code)])
    assert await spendable(tx, member) == 99
    await checkout.take_back(tx, [Comeback(receipt.id, "r2", (Units(0, 1),))])
    assert await spendable(tx, member) == 0


async def test_ten_members_with_one_code_make_one_owner(shop: Shop) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, None, 9900, units={"tee": 1})
    code = receipt.claim_code or ""

    async def claim() -> bool:
        try:
            async with shop.begin() as tx:
                await checkout.claim(tx, [ReceiptClaim(member, code)])
        except checkout.NotClaimable:
            return False
        return True

    assert sum(await asyncio.gather(*(claim() for _ in range(10)))) == 1
    async with shop.begin() as tx:
        (balance,) = await points.balances(tx, [member])
    assert balance.spendable == 99
