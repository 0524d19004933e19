"""A rival's whole transaction between any two statements of ours: one of us wins, and stays so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import count
from typing import Any, TypeAlias

import pytest

from liuke.domains import checkout, coupons, points
from liuke.domains.checkout import Comeback, Item, ReceiptClaim, Reserving, Sale, Tender, Units
from liuke.domains.coupons import CouponTemplate, Grant, template
from liuke.domains.points import BookSpec, Movement
from liuke.domains.promotions import AmountOff, Limits, PayWithPoints, Rule, StageName
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem
from liuke.kernel.reader import reading
from liuke.kernel.rows import Sql
from liuke.providers.postgres import Server
from tests import make
from tests.conftest import Shop

COINS = BookSpec(code="coins", value_minor_per_1000=1_000, payable=True)
PAY = Rule(
    code="pay",
    stage=StageName.POINTS,
    effects=(PayWithPoints(book="coins", points=1, worth_minor=1),),
)
TEN = CouponTemplate(
    code="ten", name="10 off", name_zh="减十元",
    effect=template.CashOff(amount_minor=1_000), validity=template.DaysAfter(days=30),
)  # fmt: skip
PRICE = 9_900
NUMBERS = count()
# A rival that has to wait for us is told at once, and comes again after us.
IMPATIENT = Sql[None]("SET LOCAL lock_timeout = '20ms'")
Act: TypeAlias = Callable[[Tx], Awaitable[object]]


def paid(member_id: MemberId | None, due: int, **more: Any) -> Sale:
    """Return a sale of a shirt under a key of its own."""
    tenders = (Tender("cash", due),)
    key = f"sale:{next(NUMBERS)}"
    return Sale((Item("tee"),), member_id, external_id=key, tenders=tenders, **more)


def sold(sale: Sale) -> Act:
    return lambda tx: checkout.commit(tx, [sale])


async def one_coupon(tx: Tx) -> Sequence[Act]:
    (ann,) = await make.members(tx)
    (verdict,) = await coupons.issue(tx, [Grant(ann, "ten", "gift")])
    used = (str(verdict.coupon_id),)
    return [sold(paid(ann, PRICE - 1_000, coupons=used)) for _ in range(3)]


async def last_points(tx: Tx) -> Sequence[Act]:
    (ann,) = await make.members(tx)
    await points.post(tx, [Movement(ann, "coins", "gift", 150)])
    return [sold(paid(ann, PRICE - 100, spend={"coins": 100})) for _ in range(3)]


async def one_unit(tx: Tx) -> Sequence[Act]:
    (ann,) = await make.members(tx)
    (receipt,) = await checkout.commit(tx, [paid(ann, PRICE)])

    def back(key: str) -> Act:
        return lambda tx: checkout.take_back(tx, [Comeback(receipt.id, key, (Units(0, 0),))])

    return [back(key) for key in "abc"]


async def one_receipt(tx: Tx) -> Sequence[Act]:
    (receipt,) = await checkout.commit(tx, [paid(None, PRICE)])
    code = receipt.claim_code or ""

    def claimed(member_id: MemberId) -> Act:
        return lambda tx: checkout.claim(tx, [ReceiptClaim(member_id, code)])

    return [claimed(one) for one in await make.members(tx, 3)]


async def one_limit(tx: Tx) -> Sequence[Act]:
    once = Rule(f"once{next(NUMBERS)}", (AmountOff(1_000),), limits=Limits(total=1))
    await make.programme(tx, COINS, PAY, TEN, once)
    return [sold(paid(one, PRICE - 1_000)) for one in await make.members(tx, 3)]


async def one_reservation(tx: Tx) -> Sequence[Act]:
    (ann,) = await make.members(tx)
    await points.post(tx, [Movement(ann, "coins", "gift", 100)])
    sale = paid(ann, PRICE - 100, spend={"coins": 100})
    (held,) = await checkout.reserve(tx, [Reserving(sale)])
    taken = paid(ann, PRICE - 100, spend={"coins": 100}, reservation=held.id)

    def let_go(tx: Tx) -> Awaitable[object]:
        return checkout.release(tx, [held.id])

    return [sold(taken), let_go, let_go]


class Between:
    """A connection that lets somebody in before one of its statements."""

    def __init__(self, connection: Any, at: int, rival: Callable[[], Awaitable[None]]) -> None:
        self._connection = connection
        self.at, self.rival, self.count = at, rival, 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._connection, name)
        if not name.startswith("fetch"):
            return found

        async def ask(*given: Any, **more: Any) -> Any:
            self.count += 1
            if self.count - 1 == self.at:
                await self.rival()
            return await found(*given, **more)

        return ask


async def tried(shop: Shop, act: Act, *, impatient: bool = False) -> bool:
    """Do it in a transaction of its own; tell whether it was done, not refused."""
    try:
        async with shop.begin() as tx:
            if impatient:
                await tx.run(IMPATIENT)
            await act(tx)
    except Contended:
        raise
    except Problem:
        return False
    return True


async def clash(shop: Shop, ours: Act, theirs: Act, at: int) -> tuple[list[bool], int]:
    """Let a rival in before our statement of that number; say who won, and how many we had."""
    theirs_won: list[bool] = []

    async def rival() -> None:
        with suppress(Contended):
            theirs_won.append(await tried(shop, theirs, impatient=True))

    seen: list[Between] = []

    async def between(tx: Tx) -> None:
        seen.append(Between(tx._connection, at, rival))  # noqa: SLF001 -- only there is a gap
        tx._connection = seen[-1]  # noqa: SLF001 -- the same
        await ours(tx)

    try:
        won = await tried(shop, between)
    except Contended:  # a lost race is run again, as every surface does
        won = await tried(shop, ours)
    if not theirs_won:
        theirs_won.append(await tried(shop, theirs))
    return [won, *theirs_won], seen[0].count


@pytest.mark.inv("C3")
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.torture)])
@pytest.mark.parametrize(
    "scene", [one_coupon, last_points, one_unit, one_receipt, one_limit, one_reservation]
)
async def test_between_any_two_statements_a_rival_wins_or_loses_for_good(
    shop: Shop, server: Server, scene: Callable[[Tx], Awaitable[Sequence[Act]]], every: int
) -> None:
    async with shop.begin() as tx:
        await make.programme(tx, COINS, PAY, TEN)
        await make.products(tx, tee=PRICE)
    at, statements = 0, 1
    while at < statements:
        async with shop.begin() as tx:
            ours, theirs, third = await scene(tx)
        won, statements = await clash(shop, ours, theirs, at)
        assert sum(won) == 1, (scene.__name__, at, won)
        # The loser has given nothing back: who comes later still gets nothing.
        assert not await tried(shop, third), (scene.__name__, at, won)
        at += every
    async with reading(server.verify_url) as reader:
        found = await points.verify(reader), await coupons.verify(reader)
        orders = await checkout.verify(reader)
    faults = [fault for proof in (*found, orders) for fault in proof.broken]
    assert [fault for fault in faults if fault.merchant_id == shop.actor.merchant_id] == []
