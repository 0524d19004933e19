from __future__ import annotations

import asyncio

import pytest

from liuke.domains import checkout, members, points
from liuke.domains.checkout import Comeback, Item, ReceiptClaim, Sale, Units
from liuke.domains.checkout.sums import open_sums
from liuke.domains.members import Merging
from liuke.domains.points import BookSpec
from liuke.domains.promotions import AmountOff, Earn, Limits, Multiply, Rule, StageName, Where
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests import make
from tests.checkout.test_quote import MIXED, NOT_ON_WALLET
from tests.checkout.test_take_back import STARS, open_shop, sell, spendable
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


async def test_a_claimed_receipt_counts_its_goods_without_the_shipping(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, None, 20800, units={"tee": 2}, shipping_minor=1000)
    await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code or "")])
    (stats,) = (await open_sums(tx, [member])).by_member.values()
    assert (stats.net_minor, stats.units) == (19800, 2)
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0, 2),))])
    (stats,) = (await open_sums(tx, [member])).by_member.values()
    assert (stats.orders, stats.net_minor, stats.saved_minor) == (0, 0, 0)


async def test_a_receipt_whose_goods_all_came_back_is_not_claimed(tx: Tx) -> None:
    member = await open_shop(tx)
    receipt = await sell(tx, None, 9900, units={"tee": 1})
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    with pytest.raises(checkout.NotClaimable):
        await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code or "")])


async def test_a_claimed_discount_comes_off_what_was_saved_once(tx: Tx) -> None:
    member = await open_shop(tx)
    off = Rule(code="off", stage=StageName.THRESHOLD, effects=(AmountOff(off_minor=1000),))
    await make.programme(tx, off, code="more")
    receipt = await sell(tx, None, 18800, units={"tee": 2})
    await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code or "")])
    await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),))])
    (stats,) = (await open_sums(tx, [member])).by_member.values()
    assert stats.saved_minor == 500


async def test_a_receipt_earns_what_its_store_gives(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.store(tx, "SX")
    bonus = Rule(
        code="bonus",
        stage=StageName.EARNING,
        where=Where(stores=("SX",)),
        effects=(Earn(book="stars", points=1, per_minor=100),),
    )
    await make.programme(tx, bonus, code="more")
    receipt = await sell(tx, None, 9900, units={"tee": 1}, store="SX")
    await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code or "")])
    assert await spendable(tx, member) == 198


@pytest.mark.inv("C1")
async def test_a_bonus_of_one_a_member_is_earned_by_one_receipt(tx: Tx) -> None:
    member = await open_shop(tx)
    bonus = Rule(
        code="bonus",
        stage=StageName.EARNING,
        effects=(Earn(book="stars", points=1, per_minor=100),),
        limits=Limits(per_member=1),
    )
    await make.programme(tx, bonus, code="more")
    one = await sell(tx, None, 9900, units={"tee": 1}, key="1")
    two = await sell(tx, None, 9900, units={"tee": 1}, key="2")
    await checkout.claim(tx, [ReceiptClaim(member, one.claim_code or "")])
    await checkout.claim(tx, [ReceiptClaim(member, two.claim_code or "")])
    assert await spendable(tx, member) == 99 * 3
    for back in (one, two):
        await checkout.take_back(tx, [Comeback(back.id, "r", (Units(0, 0),))])
    assert await spendable(tx, member) == 0
    await sell(tx, member, 9900, units={"tee": 1}, key="3")
    await sell(tx, member, 9900, units={"tee": 1}, key="4")
    assert await spendable(tx, member) == 99 * 3


async def test_a_claim_that_a_merge_overtakes_is_the_winners(shop: Shop) -> None:
    async with shop.begin() as tx:
        loser = await open_shop(tx)
        (winner,) = await make.members(tx)
        receipt = await sell(tx, None, 9900, units={"tee": 1})

    async def claim() -> None:
        async with shop.begin() as tx:
            await checkout.claim(tx, [ReceiptClaim(loser, receipt.claim_code or "")])

    async with shop.begin() as tx:
        await members.merge(tx, [Merging(winner, loser, "same phone")])
        claiming = asyncio.create_task(claim())
        await waiting(shop)
    await claiming
    async with shop.begin() as tx:
        (page,) = await checkout.get_orders(tx, [receipt.id])
        assert page.order.member_id == winner
        assert (await spendable(tx, winner), await spendable(tx, loser)) == (99, 0)


WAITING = Sql[bool]("""
    SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid())
""")


async def waiting(shop: Shop) -> None:
    """Return once somebody waits for a lock; the clock decides nothing."""
    async with shop.begin() as tx:
        while not await tx.row(WAITING):  # noqa: ASYNC110 - the database has no event to wait for
            await asyncio.sleep(0.01)


async def test_a_rule_that_names_no_step_earns_on_a_claimed_receipt_too(tx: Tx) -> None:
    plain = Rule("plain", (Earn(book="stars", points=1, per_minor=100),))
    twice = Rule("twice", (Multiply(20_000, book="stars"),))
    await make.programme(tx, BookSpec(code="stars"), plain, twice)
    await make.products(tx, tee=9900)
    (member,) = await make.members(tx)
    receipt = await sell(tx, None, 9900, units={"tee": 1})
    await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code or "")])
    assert await spendable(tx, member) == 198


async def test_a_claimed_receipt_earns_nothing_on_what_was_stored_value(tx: Tx) -> None:
    member = await open_shop(tx)
    await make.programme(tx, STARS, NOT_ON_WALLET)
    (sold,) = await checkout.commit(tx, [Sale((Item("tee", 2),), tenders=MIXED)])
    await checkout.take_back(tx, [Comeback(sold.id, "r1", (Units(0, 0),))])
    await checkout.claim(tx, [ReceiptClaim(member, sold.claim_code or "")])
    assert await spendable(tx, member) == 24
    (page,) = await checkout.get_orders(tx, [sold.id])
    assert page.order.decision.awards[0].points == 49
