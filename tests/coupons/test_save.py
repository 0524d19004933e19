from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import permutations

import pytest

from liuke.domains import coupons, programme
from liuke.domains.coupons import Gift, Grant, Hold, Return, State, Use, Voiding
from liuke.domains.coupons.template import Got
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.problems import Problem
from tests import make
from tests.conftest import Shop
from tests.coupons.templates import cash, given, publish

RIVALS, ROUNDS = 20, 50
Act = Callable[[Tx], Awaitable[object]]


async def attempt(shop: Shop, act: Act) -> bool:
    """Run one rival in a transaction of its own; tell whether it won."""
    try:
        async with shop.begin() as tx:
            await act(tx)
    except Problem:
        return False
    return True


async def race(shop: Shop, acts: Sequence[Act]) -> list[bool]:
    return await asyncio.gather(*(attempt(shop, act) for act in acts))


def use_public(member_id: MemberId, code: str, cause: str) -> Act:
    async def act(tx: Tx) -> None:
        await tx.lock([member_id])
        live = await programme.live(tx)
        book = await coupons.open_coupons(tx, [member_id], [code], live, causes=[cause])
        coupon = book.presented(member_id, code, cause=cause, at=tx.now)
        book.use(coupon.id, cause, at=tx.now, saved_minor=1000)
        await coupons.save(tx, book)

    return act


def redeem(member_id: MemberId, coupon_id: coupons.CouponId, cause: str) -> Act:
    return lambda tx: coupons.redeem(tx, [Use(member_id, coupon_id, cause)])


@pytest.mark.slow
@pytest.mark.inv("C1")
async def test_twenty_rivals_use_a_limited_code_exactly_as_often_as_it_allows(shop: Shop) -> None:
    async with shop.begin() as tx:
        members = await make.members(tx, RIVALS)
    for number in range(ROUNDS):
        allowed = number % 7 + 1
        limited = cash(
            f"drop{number}", stock=allowed, got=Got.PUBLIC_CODE, public_code=f"DR{number:03}"
        )
        async with shop.begin() as tx:
            await publish(tx, limited)
        code = limited.public_code or ""
        won = await race(shop, [use_public(m, code, f"order:{m}") for m in members])
        assert sum(won) == allowed
        async with shop.begin() as tx:
            (tally,) = await coupons.tallies(tx, [limited.code])
        assert (tally.used, tally.saved_minor) == (allowed, 1000 * allowed)


@pytest.mark.slow
@pytest.mark.inv("C1")
async def test_a_coupon_is_used_once_by_twenty_rivals(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash())
        (ann,) = await make.members(tx)
        ids = [await given(tx, ann, "ten") for _ in range(5)]
    for coupon_id in ids:
        acts = [redeem(ann, coupon_id, f"order:{n}") for n in range(RIVALS)]
        assert sum(await race(shop, acts)) == 1


@pytest.mark.inv("C1")
async def test_a_stock_is_claimed_exactly_by_twenty_rivals(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash(stock=7, got=Got.CLAIMED))
        members = await make.members(tx, RIVALS)

    async def claim(member_id: MemberId) -> bool:
        async with shop.begin() as tx:
            (verdict,) = await coupons.claim(tx, [Grant(member_id, "ten", "centre")])
        return verdict.refused is None

    assert sum(await asyncio.gather(*map(claim, members))) == 7
    async with shop.begin() as tx:
        (tally,) = await coupons.tallies(tx, ["ten"])
    assert (tally.given, tally.claimed) == (7, 7)


@pytest.mark.inv("I1")
async def test_one_cause_issued_by_twenty_rivals_is_one_coupon(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash(stock=5))
        (ann,) = await make.members(tx)
    grant = Grant(ann, "ten", "welcome")
    assert all(await race(shop, [lambda tx: coupons.issue(tx, [grant])] * RIVALS))
    async with shop.begin() as tx:
        assert len(await coupons.holdings(tx, ann)) == 1
        (verdict,) = await coupons.issue(tx, [Grant(ann, "ten", "second")])
    assert verdict.refused is None


ENDINGS = frozenset({State.OPEN, State.USED, State.VOID, State.TRANSFERRED})


@pytest.mark.inv("C2")
async def test_any_two_steps_at_once_leave_a_legal_coupon(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash(transferable=True))
        ann, bob = await make.members(tx, 2)
    steps: list[Callable[[coupons.CouponId], Act]] = [
        lambda id_: redeem(ann, id_, "order:1"),
        lambda id_: lambda tx: coupons.reserve(tx, [Hold(ann, id_, "order:2")]),
        lambda id_: lambda tx: coupons.release(tx, [Hold(ann, id_, "order:2")]),
        lambda id_: lambda tx: coupons.restore(tx, [Return(ann, id_, "order:1")]),
        lambda id_: lambda tx: coupons.void(tx, [Voiding(ann, id_, "wrong")]),
        lambda id_: lambda tx: coupons.transfer(tx, [Gift(ann, id_, bob)]),
        lambda _: lambda tx: coupons.expire(tx, [ann]),
    ]
    for one, other in permutations(steps, 2):
        async with shop.begin() as tx:
            coupon_id = await given(tx, ann, "ten")
        await race(shop, [one(coupon_id), other(coupon_id), one(coupon_id)])
        async with shop.begin() as tx:
            coupon = await coupons.get_coupon(tx, ann, coupon_id)
            steps_taken = await coupons.history(tx, ann, coupon_id)
        assert coupon.state in ENDINGS
        assert [step.seq for step in steps_taken] == list(range(1, coupon.seq + 1))
    async with shop.begin() as tx:
        assert (await coupons.verify(tx)).broken == []


@pytest.mark.inv("C3")
async def test_the_loser_of_a_race_leaves_the_winners_use_alone(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash())
        (ann,) = await make.members(tx)
        ten = await given(tx, ann, "ten")
    async with shop.begin() as loser:
        # Opened before the winner commits, as by a caller who forgot the member's lock.
        live = await programme.live(loser)
        book = await coupons.open_coupons(loser, [ann], [], live, causes=["order:2"])
        assert await attempt(shop, redeem(ann, ten, "order:1"))
        book.use(ten, "order:2", at=loser.now, saved_minor=1000)
        with pytest.raises(Problem):
            async with loser.savepoint():
                await coupons.save(loser, book)
        await coupons.restore(loser, [Return(ann, ten, "order:2")])
    async with shop.begin() as tx:
        coupon = await coupons.get_coupon(tx, ann, ten)
        causes = [step.cause for step in await coupons.history(tx, ann, ten)]
    assert (coupon.state, causes) == (State.USED, ["order:1"])
