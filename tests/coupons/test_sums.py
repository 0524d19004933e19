"""How templates stand is kept by steps, and is what their coupons say at any instant."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from liuke.domains import coupons, members, programme
from liuke.domains.coupons import CouponId, Gift, Grant, Hold, Use, Voiding
from liuke.domains.coupons.restore import Return
from liuke.domains.coupons.sums import Tally, fold_sums
from liuke.domains.coupons.template import DaysAfter, Got
from liuke.domains.members import Merging
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.coupons.templates import card, cash, given, publish

if TYPE_CHECKING:
    from tests.conftest import Shop

STEPS = Sql[int]("SELECT COUNT(*) FROM coupons_step WHERE template = $1")
FORGE = Sql[None]("UPDATE coupons_step SET open = open + 1 WHERE template = 'ten'")


async def stand(tx: Tx, template: str) -> Tally:
    await tx.settle()
    assert (await coupons.verify(tx)).broken == []
    (tally,) = await coupons.tallies(tx, [template])
    return tally


async def use(
    tx: Tx, whose: MemberId, coupon_id: CouponId, cause: str, saved_minor: int, *, uses: int = 1
) -> None:
    """Use a coupon as the till does, which knows what it saved."""
    await tx.lock([whose])
    book = await coupons.open_coupons(tx, [whose], (), await programme.live(tx))
    book.use(coupon_id, cause, at=tx.now, saved_minor=saved_minor, uses=uses)
    await coupons.save(tx, book)


async def life(tx: Tx) -> tuple[MemberId, MemberId]:
    """Give, use, bring back, take back, pass on, hold, use a part, and merge."""
    await publish(tx, cash(transferable=True), card(3))
    ann, bob = await make.members(tx, 2)
    first, second, third = [await given(tx, ann, "ten") for _ in range(3)]
    await use(tx, ann, first, "order:1", 700)
    await use(tx, ann, second, "order:2", 500)
    await coupons.restore(tx, [Return(ann, second, "order:2")])
    await coupons.transfer(tx, [Gift(ann, third, bob)])
    await coupons.void(tx, [Voiding(ann, second, "test")])
    coffee = await given(tx, bob, "card")
    await coupons.reserve(tx, [Hold(bob, coffee, "order:3", 60)])
    await use(tx, bob, coffee, "order:3", 40, uses=2)
    return ann, bob


@pytest.mark.inv("L1")
async def test_every_step_of_a_coupon_is_counted(tx: Tx) -> None:
    ann, bob = await life(tx)
    assert await stand(tx, "ten") == Tally("ten", 3, 1, 0, 1, 0, 1, 1, 700)
    assert await stand(tx, "card") == Tally("card", 1, 1, 0, 0, 0, 0, 0, 40)
    (union,) = await members.merge(tx, [Merging(ann, bob, "same phone")])
    assert await stand(tx, "ten") == Tally("ten", 3, 1, 0, 1, 0, 1, 2, 700)
    await members.undo_merges(tx, [union], reason="two people")
    assert (await stand(tx, "ten")).open == 1
    tx.now += timedelta(days=8)
    await coupons.expire(tx, [ann, bob])
    found = await stand(tx, "ten")
    assert (found.given, found.open, found.expired) == (3, 0, 1)


async def test_a_claimed_coupon_that_moved_on_was_claimed_once(tx: Tx) -> None:
    await publish(tx, cash(got=Got.CLAIMED, transferable=True))
    ann, bob = await make.members(tx, 2)
    (claimed,) = await coupons.claim(tx, [Grant(ann, "ten", "centre:1")])
    assert claimed.coupon_id is not None
    await coupons.transfer(tx, [Gift(ann, claimed.coupon_id, bob)])
    found = await stand(tx, "ten")
    assert (found.given, found.claimed, found.transferred) == (1, 1, 1)
    await tx.run(FORGE)
    await coupons.resum(tx)
    assert await stand(tx, "ten") == found


async def test_what_ends_soon_is_what_is_open_and_ends_by_then(tx: Tx) -> None:
    await publish(tx, cash(), cash("long", validity=DaysAfter(30)))
    ann, bob = await make.members(tx, 2)
    one = await given(tx, ann, "ten")
    await coupons.issue_to_segment(tx, [ann, bob], "ten", cause="spring")
    await given(tx, ann, "long")
    week, month = tx.now + timedelta(days=9), tx.now + timedelta(days=32)
    assert [await coupons.ending(tx, until) for until in (tx.now, week, month)] == [0, 3, 4]
    await coupons.redeem(tx, [Use(ann, one, "order:1")])
    assert [await coupons.ending(tx, until) for until in (week, month)] == [2, 3]
    await fold_sums(tx)
    assert [await coupons.ending(tx, until) for until in (week, month)] == [2, 3]
    tx.now = week
    assert [await coupons.ending(tx, until) for until in (week, month)] == [0, 1]


async def test_folded_steps_say_the_same_and_ends_gone_by_stand_together(tx: Tx) -> None:
    await life(tx)
    before = [await stand(tx, "ten"), await stand(tx, "card")]
    await fold_sums(tx)
    await fold_sums(tx)
    assert await tx.rows(STEPS, "ten") == await tx.rows(STEPS, "card") == [1]
    assert [await stand(tx, "ten"), await stand(tx, "card")] == before
    tx.now += timedelta(days=20)
    (eve,) = await make.members(tx)
    late = await given(tx, eve, "ten")
    tx.now += timedelta(days=20)
    await fold_sums(tx)
    assert await tx.rows(STEPS, "ten") == [1]
    assert await coupons.expire(tx, [eve]) == 1
    assert (await coupons.get_coupon(tx, eve, late)).state is coupons.State.EXPIRED
    (tally,) = await coupons.tallies(tx, ["ten"])
    assert (tally.given, tally.open, tally.expired) == (4, 1, 1)


async def test_a_grant_sent_again_moves_no_sum(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    for _ in range(3):
        await given(tx, ann, "ten", "welcome")
    assert await tx.rows(STEPS, "ten") == [1]
    assert (await stand(tx, "ten")).given == 1


@pytest.mark.inv("L1")
async def test_a_sum_that_was_tampered_with_is_named_and_counted_anew(tx: Tx) -> None:
    await life(tx)
    await fold_sums(tx)
    await tx.run(FORGE)
    (broken,) = (await coupons.verify(tx)).broken
    assert (broken.promise, broken.coupon_id) == ("L1", None)
    assert "kept sums of ten" in broken.found
    assert "0 given, -1 open, 0 claimed" in broken.found
    (wrong,) = await coupons.resum(tx)
    assert (wrong.template, wrong.open, wrong.given) == ("ten", -1, 0)
    assert await coupons.resum(tx) == []
    assert (await stand(tx, "ten")).open == 1


async def test_tills_folds_and_recounts_at_once_count_everything_once(shop: Shop) -> None:
    async with shop.begin() as tx:
        await publish(tx, cash())
        crowd = await make.members(tx, 8)

    async def buy(place: int) -> None:
        for turn in range(4):
            async with shop.begin() as tx:
                ten = await given(tx, crowd[place], "ten", f"gift:{turn}")
            if turn % 2:
                async with shop.begin() as tx:
                    await use(tx, crowd[place], ten, "order", 3)

    async def fold() -> None:
        for _ in range(10):
            async with shop.begin() as tx:
                await fold_sums(tx)

    async def recount() -> None:
        for _ in range(5):
            async with shop.begin() as tx:
                assert await coupons.resum(tx) == []

    await asyncio.gather(*map(buy, range(8)), fold(), fold(), recount(), recount())
    async with shop.begin() as tx:
        assert await stand(tx, "ten") == Tally("ten", 32, 16, 0, 16, 0, 0, 0, 48)
